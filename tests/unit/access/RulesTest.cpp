#include "core/access/ClockRules.h"
#include "core/access/DutyRules.h"
#include "core/access/ExceptionRequests.h"
#include "core/access/SightOf.h"
#include "core/base/FailureCatalogue.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

constexpr std::int64_t minute = 60'000;

UserNumber person(const char* digits) { return *UserNumber::parse(digits); }

AgentSession sessionOf(const char* digits, const char* role, bool deputy = false)
{
    AgentSession session{guid(), person(digits), "Tomasz Reid", role, sha256(bytesOf(digits)), {}, 0};
    session.permissions = PermissionMatrix::shipped().permissionsOf(role);
    session.deputy = deputy;
    return session;
}

/// The code of a verdict, which must have words.
std::string codeOf(const DutyVerdict& verdict)
{
    CHECK_FALSE(verdict.rule.empty());
    CHECK((verdict.allowed ? verdict.code.empty() : failureWords(verdict.code) != nullptr));
    return verdict.code;
}

} // namespace

TEST_CASE("The shipped matrix is that of the domain")
{
    const auto matrix = PermissionMatrix::shipped();
    const auto grants = [&](Permission permission) {
        std::string row;
        for (const char* role : {"manager", "seniorAgent", "agent", "sponsor", "checker", "helpdesk"}) {
            row += std::string(row.empty() ? "" : " ") + std::string(nameOf(matrix.permissionsOf(role).grant(permission)));
        }
        return row;
    };
    CHECK(grants(Permission::holderFind) == "yes yes yes yes yes yes");
    CHECK(grants(Permission::holderCreate) == "yes yes yes no yes no");
    CHECK(grants(Permission::holderChange) == "yes yes yes request yes no");
    CHECK(grants(Permission::holderClose) == "yes yes yes request no no");
    CHECK(grants(Permission::cardIssue) == "yes yes yes no no no");
    CHECK(grants(Permission::cardReplace) == "yes yes yes no no no");
    CHECK(grants(Permission::cardUnlock) == "yes yes yes yes no yes");
    CHECK(grants(Permission::cardPasscode) == "yes yes yes yes no yes");
    CHECK(grants(Permission::cardVerify) == "yes yes yes yes no yes");
    CHECK(grants(Permission::cardRepair) == "yes yes yes no no no");
    CHECK(grants(Permission::cardClear) == "yes yes yes no no no");
    CHECK(grants(Permission::cardCancel) == "yes yes yes no no no");
    CHECK(grants(Permission::cardRenew) == "yes yes yes yes no yes");
    CHECK(grants(Permission::cardRenewExpired) == "yes yes yes no no no");
    CHECK(grants(Permission::positionAssign) == "yes yes yes listed no no");
    CHECK(grants(Permission::positionManage) == "yes yes no no no no");
    CHECK(grants(Permission::requestDecide) == "yes yes yes own no no");
    CHECK(grants(Permission::exceptionDecide) == "yes no no no no no");
    CHECK(grants(Permission::roleChange) == "yes no no no no no");
    CHECK(matrix.find("agent")->reports == std::vector<std::string>{"all"});
    CHECK(matrix.find("sponsor")->reports == std::vector<std::string>{"cards", "positions"});
    CHECK(matrix.find("checker")->reports.size() == 4);
    CHECK(matrix.find("helpdesk")->reports.empty());
    CHECK(matrix.find("somebody") == nullptr);
    CHECK(matrix.permissionsOf("somebody") == Permissions());
}

TEST_CASE("Names of permissions lead there and back, and an unknown one is not guessed at")
{
    CHECK(allPermissions().size() == permissionCount);
    for (const auto permission : allPermissions()) {
        INFO(nameOf(permission));
        CHECK_FALSE(nameOf(permission).empty());
        CHECK(permissionFrom(nameOf(permission)) == permission);
        CHECK(Permissions::everything().allows(permission));
        CHECK_FALSE(Permissions().allows(permission));
    }
    CHECK_FALSE(permissionFrom("card.eat"));
    for (const auto grant : {Grant::no, Grant::request, Grant::own, Grant::listed, Grant::yes}) CHECK(grantFrom(nameOf(grant)) == grant);
    CHECK_FALSE(grantFrom("perhaps"));

    auto policy = RolesPolicy::shipped();
    policy.roles[0].grants["card.eat"] = "yes";
    CHECK_THROWS_AS(PermissionMatrix(policy), PolicyError);
}

TEST_CASE("Nobody serves themselves, by number and not by name")
{
    const auto session = sessionOf("555000417260", "agent");
    const auto own = operatorIsNotSubject(session, person("555 0004 17260"));
    CHECK_FALSE(own);
    CHECK(own.code == "AGENT-IS-SUBJECT");
    CHECK_THROWS_AS(require(own), RefusedError);
    const auto other = operatorIsNotSubject(session, person("555000417261"));
    CHECK(other);
    CHECK_NOTHROW(require(other));
}

TEST_CASE("A role may do what the matrix says, and says what else there is")
{
    const auto agent = sessionOf("555000417260", "agent");
    const auto sponsor = sessionOf("555000417260", "sponsor");
    const auto other = person("555000417261");
    CHECK(mayDo(agent, Permission::cardIssue));
    CHECK(codeOf(mayDo(sponsor, Permission::cardIssue)) == "DUTY-NOT-ALLOWED");
    CHECK(codeOf(mayDo(sponsor, Permission::holderChange)) == "DUTY-ASK");
    CHECK(codeOf(mayDo(sponsor, Permission::positionAssign)) == "DUTY-NOT-ALLOWED");
    CHECK(codeOf(mayDo(sessionOf("555000417260", "somebody"), Permission::holderFind)) == "DUTY-NOT-ALLOWED");
    CHECK(mayDoTo(agent, Permission::cardUnlock, other));
    CHECK(codeOf(mayDoTo(agent, Permission::cardUnlock, agent.number)) == "AGENT-IS-SUBJECT");
    CHECK(codeOf(mayDoTo(sponsor, Permission::cardCancel, other)) == "DUTY-NOT-ALLOWED");
}

TEST_CASE("Guarded things are the RA manager's to see; a deputy, who decides for them, does not")
{
    const auto matrix = PermissionMatrix::shipped();
    for (const auto& role : matrix.roles()) {
        INFO(role.id);
        CHECK(sightOf(sessionOf("555000417260", role.id.c_str())).guarded == (role.id == "manager"));
    }
    CHECK_FALSE(sightOf(sessionOf("555000417260", "agent", true)).guarded);
    CHECK_FALSE(sightOf(sessionOf("555000417260", "somebody")).guarded);

    auto decides = sessionOf("555000417260", "agent"); // it is a permission of its own: deciding exceptions is another
    decides.permissions.set(Permission::exceptionDecide, Grant::yes);
    CHECK_FALSE(sightOf(decides).guarded);
    decides.permissions.set(Permission::holderRestricted, Grant::yes);
    CHECK(sightOf(decides).guarded);
}

TEST_CASE("Who approves is neither who asked nor whom it is about, and is a manager or a named deputy")
{
    const auto manager = sessionOf("555000417260", "manager");
    const auto other = person("555000417261");
    CHECK(approverIsNotRequester(manager, other));
    CHECK(codeOf(approverIsNotRequester(manager, manager.number)) == "DUTY-OWN-REQUEST");
    CHECK(codeOf(approverIsNotRequester(manager, manager.certificate)) == "DUTY-OWN-REQUEST");
    CHECK(approverIsNotSubject(manager, other));
    CHECK(codeOf(approverIsNotSubject(manager, manager.number)) == "DUTY-OWN-CASE");
    CHECK(approverIsManagerOrDeputy(manager));
    CHECK(codeOf(approverIsManagerOrDeputy(sessionOf("555000417262", "agent"))) == "DUTY-NOT-MANAGER");
    CHECK(approverIsManagerOrDeputy(sessionOf("555000417262", "agent", true)));
}

namespace {

struct Asked {
    RolesPolicy policy = RolesPolicy::shipped();
    ExceptionRules rules{policy};
    AgentSession asker = sessionOf("555000417260", "agent");
    AgentSession manager = sessionOf("555000417262", "manager");
    ExceptionRequest request{guid(), "early-renewal", person("555000111222"), asker.number, asker.certificate, "leaves for a year", test::now, {}, {}, 0, {}};

    void decide(ExceptionRequest::State state)
    {
        request.state = state;
        request.decider = manager.number;
        request.decidedAt = test::now + day;
        request.decisionReason = "seen the letter";
    }
};

} // namespace

TEST_CASE("An exception may be asked for, with a reason, in one's own name")
{
    Asked asked;
    CHECK(asked.rules.mayAsk(asked.asker, asked.request));
    auto other = asked.request;
    other.act = "open-the-safe";
    CHECK(codeOf(asked.rules.mayAsk(asked.asker, other)) == "EXCEPTION-ACT");
    other = asked.request;
    other.reason = " \n";
    CHECK(codeOf(asked.rules.mayAsk(asked.asker, other)) == "EXCEPTION-REASON");
    other.reason = std::string(1'001, 'x');
    CHECK(codeOf(asked.rules.mayAsk(asked.asker, other)) == "EXCEPTION-REASON");
    CHECK(codeOf(asked.rules.mayAsk(asked.manager, asked.request)) == "DUTY-NOT-ALLOWED");
    CHECK(codeOf(asked.rules.mayAsk(sessionOf("555000417260", "somebody"), asked.request)) == "DUTY-NOT-ALLOWED");
}

TEST_CASE("An exception is decided by somebody else, once, in time")
{
    Asked asked;
    CHECK(asked.rules.mayDecide(asked.manager, asked.request, test::now));
    CHECK(asked.rules.mayDecide(sessionOf("555000417263", "agent", true), asked.request, test::now));
    CHECK(codeOf(asked.rules.mayDecide(sessionOf("555000417263", "agent"), asked.request, test::now)) == "DUTY-NOT-MANAGER");
    // The Friday story: the only manager asked, and nobody else is there. It waits.
    auto own = asked.request;
    own.requester = asked.manager.number;
    own.requesterCertificate = asked.manager.certificate;
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, own, test::now)) == "DUTY-OWN-REQUEST");
    // A second card makes no second person, nor does another number on the same card.
    own.requesterCertificate = sha256(bytesOf("their second card"));
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, own, test::now)) == "DUTY-OWN-REQUEST");
    own.requester = person("555000999999");
    own.requesterCertificate = asked.manager.certificate;
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, own, test::now)) == "DUTY-OWN-REQUEST");
    auto about = asked.request;
    about.subject = asked.manager.number;
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, about, test::now)) == "DUTY-OWN-CASE");

    CHECK(asked.rules.mayDecide(asked.manager, asked.request, test::now + 7 * day - 1));
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, asked.request, test::now + 7 * day)) == "EXCEPTION-LAPSED");
    asked.decide(ExceptionRequest::State::refused);
    CHECK(codeOf(asked.rules.mayDecide(asked.manager, asked.request, test::now + day)) == "EXCEPTION-DECIDED");
}

TEST_CASE("An exception allows one act on one person, by the one who asked")
{
    Asked asked;
    const auto use = [&](const AgentSession& session, const char* act = "early-renewal", const char* subject = "555000111222", std::int64_t at = test::now + 2 * day) {
        return codeOf(asked.rules.mayUse(session, asked.request, act, person(subject), at));
    };
    CHECK(use(asked.asker) == "EXCEPTION-NONE"); // still waits
    asked.decide(ExceptionRequest::State::allowed);
    CHECK(use(asked.asker).empty());
    CHECK(use(asked.manager) == "EXCEPTION-NONE");
    CHECK(use(asked.asker, "second-card") == "EXCEPTION-NONE");
    CHECK(use(asked.asker, "early-renewal", "555000111223") == "EXCEPTION-NONE");
    CHECK(use(asked.asker, "early-renewal", "555000111222", test::now + 8 * day) == "EXCEPTION-LAPSED");
    asked.request.decider = asked.asker.number;
    CHECK(use(asked.asker) == "EXCEPTION-NONE");
    asked.decide(ExceptionRequest::State::used);
    CHECK(use(asked.asker) == "EXCEPTION-NONE");
}

TEST_CASE("An exception travels as JSON, and what is none is not taken for one")
{
    Asked asked;
    CHECK(exceptionFromJson(exceptionToJson(asked.request)) == asked.request);
    asked.decide(ExceptionRequest::State::allowed);
    const auto whole = exceptionToJson(asked.request);
    CHECK(exceptionFromJson(whole) == asked.request);
    for (const char* field : {"entry", "act", "subject", "requester", "requesterCertificate", "reason", "askedAt", "state", "decider", "decidedAt"}) {
        INFO(field);
        auto cut = whole;
        cut.erase(field);
        CHECK_FALSE(exceptionFromJson(cut));
        cut[field] = 5;
        CHECK_FALSE(exceptionFromJson(cut));
    }
    CHECK_FALSE(exceptionFromJson(nlohmann::json::array()));
}

TEST_CASE("A clock is believed within bounds, and nothing that a wrong one dated keeps the right one out")
{
    const auto policy = RolesPolicy::shipped();
    using Kind = ClockVerdict::Kind;
    const auto judge = [&](std::int64_t at, const ClockFacts& facts) { return judgeClock(at, facts, policy); };
    ClockFacts nothing;
    CHECK(judge(test::now, nothing));

    ClockFacts entry;
    entry.lastEntry = test::now;
    CHECK(judge(test::now + 45 * day, entry));
    CHECK(judge(test::now + 45 * day + 1, entry).kind == Kind::ahead);
    CHECK(judge(test::now - 90 * minute, entry));
    CHECK(judge(test::now - 90 * minute - 1, entry).kind == Kind::behind);
    const auto forward = judge(test::now + year, entry);
    CHECK(std::string(forward.code()) == "CLOCK-UNLIKELY");
    CHECK(forward.detail == "the clock says 2027-11-21, the last time known for certain is 2026-11-21");
    CHECK(judge(test::now - year, entry).kind == Kind::behind);

    // The desk worked for a day with its clock a year ahead; the centre had said what time it was.
    ClockFacts wrong;
    wrong.lastEntry = test::now + year;
    wrong.lastContact = test::now + year;
    wrong.centreTime = test::now;
    CHECK(judge(test::now + minute, wrong));
    CHECK(judge(test::now + year + minute, wrong).kind == Kind::ahead);
    // Without a contact since, it cannot be told from a clock set back.
    wrong.centreTime.reset();
    CHECK(judge(test::now + minute, wrong).kind == Kind::behind);

    ClockFacts certificate;
    certificate.notBefore = test::now;
    certificate.notAfter = test::now + year;
    CHECK(judge(test::now + day, certificate));
    CHECK(judge(test::now - day, certificate).kind == Kind::behind);
    CHECK(judge(test::now + 2 * year, certificate).kind == Kind::ahead);
}

namespace {

/// Asked for somebody who has no UUID yet.
struct Unmet : Asked {
    Unmet()
    {
        request.act = evidenceUnmet;
        request.subject.reset();
        request.evidence = EvidenceCase{guid(), personDigest("Owen Tregarth", "1978-02-11"), sha256(bytesOf("documents")), "Owen Tregarth",
                                        "Not enough yet: one proof missing"};
    }
    std::string use(const AgentSession& session, const Sha256Digest& who, const Sha256Digest& what, std::int64_t at) const
    {
        return codeOf(rules.mayUseForEvidence(session, request, who, what, at));
    }
};

} // namespace

TEST_CASE("An exception for unmet evidence needs no UUID, and nobody asks or decides for themselves")
{
    Unmet asked;
    CHECK(asked.rules.mayAsk(asked.asker, asked.request));
    CHECK(asked.rules.mayDecide(asked.manager, asked.request, test::now));
    CHECK(codeOf(asked.rules.mayDecide(asked.asker, asked.request, test::now)) == "DUTY-NOT-MANAGER");
    auto self = asked.manager;
    self.name = "OWEN  tregarth";
    CHECK(codeOf(asked.rules.mayDecide(self, asked.request, test::now)) == "DUTY-OWN-CASE");
    self = asked.asker;
    self.name = "Owen Tregarth";
    CHECK(codeOf(asked.rules.mayAsk(self, asked.request)) == "AGENT-IS-SUBJECT");
    // A help desk asks for exceptions, but does not issue.
    auto desk = sessionOf("555000417260", "helpdesk");
    CHECK(codeOf(asked.rules.mayAsk(desk, asked.request)) == "DUTY-NOT-ALLOWED");
    auto bare = asked.request;
    bare.evidence.reset();
    CHECK(codeOf(asked.rules.mayAsk(asked.asker, bare)) == "EXCEPTION-ACT");
}

TEST_CASE("An exception for unmet evidence carries the same person with the same documents, once, in time, for who asked")
{
    Unmet asked;
    const auto who = asked.request.evidence->person;
    const auto what = asked.request.evidence->evidence;
    CHECK(asked.use(asked.asker, who, what, test::now) == "EXCEPTION-NONE"); // still waits
    asked.decide(ExceptionRequest::State::allowed);
    const auto at = asked.request.decidedAt;
    CHECK(asked.rules.mayUseForEvidence(asked.asker, asked.request, who, what, at));
    CHECK(asked.rules.mayUseForEvidence(asked.asker, asked.request, personDigest("owen TREGARTH", "1978-02-11"), what, at));
    CHECK(asked.use(asked.asker, personDigest("Owen Tregarth", "1978-02-12"), what, at) == "EXCEPTION-NONE");
    CHECK(asked.use(asked.asker, who, sha256(bytesOf("other documents")), at) == "EXCEPTION-NONE");
    CHECK(asked.use(asked.manager, who, what, at) == "EXCEPTION-NONE");
    CHECK(asked.use(asked.asker, who, what, at + asked.policy.exceptionDays * day) == "EXCEPTION-LAPSED");
    asked.request.decider = asked.asker.number;
    CHECK(asked.use(asked.asker, who, what, at) == "EXCEPTION-NONE");
    asked.decide(ExceptionRequest::State::used);
    CHECK(asked.use(asked.asker, who, what, at) == "EXCEPTION-NONE");
}

TEST_CASE("A case of unmet evidence travels as JSON, whole or not at all")
{
    Unmet asked;
    asked.decide(ExceptionRequest::State::allowed);
    const auto whole = exceptionToJson(asked.request);
    CHECK(exceptionFromJson(whole) == asked.request);
    for (const char* member : {"application", "person", "documents", "legalName", "verdict"}) {
        auto cut = whole;
        cut["evidence"].erase(member);
        INFO(member);
        CHECK_FALSE(exceptionFromJson(cut));
    }
    auto other = whole;
    other["act"] = "early-renewal";
    CHECK_FALSE(exceptionFromJson(other));
    other = whole;
    other["subject"] = "not a number";
    CHECK_FALSE(exceptionFromJson(other));
}
