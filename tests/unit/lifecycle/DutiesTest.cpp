#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidencePolicy.h"
#include "core/identity/IssueRequest.h"
#include "core/identity/TrainingApplicants.h"
#include "core/journal/StepUp.h"
#include "core/lifecycle/IssueAct.h"
#include "core/lifecycle/ReplaceAct.h"
#include "core/policy/PeoplePolicy.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

// Who may issue and replace at all, beside what the role allows: sponsors, checkers, and a position first.

using namespace cardwright;
using namespace cardwright::test;

namespace {

constexpr std::uint64_t managerNumber = 555'000'999'999;

IssueApplication passing(const Bench& bench)
{
    const auto today = dateOf(bench.desk.clock.now);
    for (const auto& applicant : trainingApplicants(today)) {
        if (!applicant.passes) continue;
        IssueApplication application;
        application.person = applicant.request.person;
        application.documents = applicant.request.documents;
        application.verdict = EvidencePolicy::shipped().judge(application.documents, today);
        application.portrait.jpeg = toBytes(applicant.portrait);
        return application;
    }
    FAIL("no applicant passes");
    return {};
}

struct Office {
    Bench bench{Personality::yubico};
    RolesPolicy roles = RolesPolicy::shipped();
    ExceptionRules rules{roles};
    AccessPolicy access = PeoplePolicy::shipped().access;
    AgentSession other = bench.agent; ///< a second agent of the same desk
    EntryAuthor otherAuthor = bench.desk.signers.beginSession(sha256(bytesOf("other agent")), PrivateKey::generate(KeyAlgorithm::ecP256));

    Office()
    {
        other.number = number(999'000'000'002);
        other.name = "Olive Other";
        Transaction act(store().database());
        store().agents.put(act, {bench.desk.author.agent, bench.agent.number, bench.agent.name, "agent", true});
        store().agents.put(act, {otherAuthor.agent, other.number, other.name, "agent", true});
        act.commit();
    }
    Store& store() { return bench.desk.store(); }
    IssueAct issue() { return issueBy(bench.agent, bench.desk.author); }
    IssueAct issueBy(const AgentSession& agent, const EntryAuthor& author)
    {
        IssueAct act(store(), bench.issuePolicy, agent, author, bench.desk.clock, bench.desk.random, &rules);
        act.under(access);
        return act;
    }
    ReplaceAct replace()
    {
        ReplaceAct act(store(), bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random);
        act.under(access, rules);
        return act;
    }
    /// Somebody known here without a card, as the application names them.
    UserNumber known(const IssueApplication& application) { return bench.desk.createHolder(application.person); }
    void position(const UserNumber& holder, const UserNumber& sponsor, PositionState state, std::optional<Date> ends = {})
    {
        PositionRecord record{Guid::random(bench.desk.random), holder, sponsor, state, dateOf(bench.desk.clock.now), ends, bench.desk.clock.now,
                              std::nullopt, {"Nurse", "Ward 4", {}, "HVC00", {}}, "Needed", std::nullopt};
        Transaction act(store().database());
        store().positions.put(act, record);
        act.commit();
    }
    /// Asked by the bench's agent, allowed by a manager.
    Guid allowed(const char* act, const UserNumber& subject)
    {
        const ExceptionRequest request{Guid::random(bench.desk.random), act, subject, bench.agent.number, bench.agent.certificate, "Two of us", bench.desk.clock.now,
                                       ExceptionRequest::State::allowed, number(managerNumber), bench.desk.clock.now, "Yes", std::nullopt};
        Transaction put(store().database());
        store().exceptions.put(put, request);
        put.commit();
        return request.id;
    }
    ExceptionRequest::State stateOf(const Guid& id) { return store().exceptions.byId(id)->state; }
    nlohmann::json lastRefusal()
    {
        const auto entry = store().journal.latestOf(EntryKind::dutyRefused);
        REQUIRE(entry);
        auto said = store().journal.payloadOf(*entry);
        said.erase("salt");
        return said;
    }
};

} // namespace

TEST_CASE("who sponsored somebody neither checks nor issues for them: refused, on record, nothing else")
{
    Office office;
    const auto application = passing(office.bench);
    const auto holder = office.known(application);
    office.position(holder, office.bench.agent.number, PositionState::approved);
    const auto before = office.store().journal.size();
    CHECK(office.issue().refusal(application)->code == "DUTY-SPONSOR-CHECKS");
    CHECK(failureOf([&] { office.issue().perform(application); }).code == "DUTY-SPONSOR-CHECKS");
    CHECK(office.store().journal.size() == before + 1);
    CHECK(office.lastRefusal() == nlohmann::json{{"rule", "sponsor-is-not-checker"}, {"attempted", "issue"}, {"userNumber", holder.digits()}});

    // Neither of the two alone lets them.
    const auto checks = office.allowed("checker-is-sponsor", holder);
    CHECK(failureOf([&] { office.issue().perform(application); }).code == "DUTY-SPONSOR-ISSUES");
    CHECK(office.lastRefusal().at("rule") == "sponsor-is-not-issuer");
    CHECK(office.stateOf(checks) == ExceptionRequest::State::allowed);
    const auto issues = office.allowed("issuer-is-sponsor", holder);
    CHECK(office.issue().perform(application).holder == holder);
    CHECK(office.stateOf(checks) == ExceptionRequest::State::used);
    CHECK(office.stateOf(issues) == ExceptionRequest::State::used);
    CHECK(failureOf([&] { office.issue().perform(application); }).code == "DUTY-SPONSOR-CHECKS"); // once
}

TEST_CASE("a sponsorship that was refused or has ended stands in nobody's way, nor does another's")
{
    Office office;
    const auto application = passing(office.bench);
    const auto holder = office.known(application);
    office.position(holder, office.bench.agent.number, PositionState::refused);
    office.position(holder, office.bench.agent.number, PositionState::ended);
    office.position(holder, office.other.number, PositionState::approved);
    CHECK(office.issue().perform(application).holder == holder);
}

TEST_CASE("whom somebody asked to record they do not issue to, once that was approved")
{
    Office office;
    const auto application = passing(office.bench);
    const auto holder = office.known(application);
    RequestRecord request{Guid::random(office.bench.desk.random), RequestKind::create, RequestState::open, holder, office.bench.agent.number, office.bench.desk.clock.now,
                          std::nullopt, {}, "Starts on Monday", std::nullopt};
    const auto keep = [&] {
        Transaction act(office.store().database());
        office.store().requests.put(act, request);
        act.commit();
    };
    keep();
    CHECK_FALSE(office.issue().refusal(application));
    request.state = RequestState::approved;
    keep();
    CHECK(office.issue().refusal(application)->code == "DUTY-SPONSOR-CHECKS");
}

TEST_CASE("a site that asks for a position first issues after one was approved, while it lasts")
{
    Office office;
    const auto application = passing(office.bench);
    CHECK_FALSE(office.issue().refusal(application)); // not asked by default
    office.access.positionBeforeIssue = true;
    const auto refused = [&] { return failureOf([&] { office.issue().perform(application); }).code; };
    CHECK(refused() == "POSITION-NEEDED");
    CHECK(office.store().people.count() == 0); // somebody new has none: they are recorded first
    const auto holder = office.known(application);
    CHECK(refused() == "POSITION-NEEDED");
    office.position(holder, office.other.number, PositionState::requested);
    CHECK(refused() == "POSITION-NEEDED");
    const auto today = dateOf(office.bench.desk.clock.now);
    office.position(holder, office.other.number, PositionState::approved, plusDays(today, -1));
    CHECK(refused() == "POSITION-NEEDED");
    office.position(holder, office.other.number, PositionState::approved, today); // the last day counts
    CHECK(office.issue().perform(application).holder == holder);
    CHECK(office.bench.entries("duty.refused") == 0); // a want, no breach of duty
}

TEST_CASE("where who checks does not issue, the check stays on record and another agent goes on")
{
    Office office;
    office.access.checkerMayIssue = false;
    const auto application = passing(office.bench);
    CHECK(failureOf([&] { office.issue().perform(application); }).code == "DUTY-CHECKER-ISSUES");
    CHECK(office.bench.entries("evidence.checked") == 1);
    const auto people = office.store().people.sameAs(application.person.givenName, application.person.familyName, application.person.dateOfBirth);
    REQUIRE(people.size() == 1);
    CHECK(office.lastRefusal().at("rule") == "checker-is-not-issuer");
    CHECK(checkersOf(office.store(), people.front().number) == std::vector<UserNumber>{office.bench.agent.number});
    CHECK(failureOf([&] { office.issue().perform(application); }).code == "DUTY-CHECKER-ISSUES"); // the same person again
    CHECK(office.issueBy(office.other, office.otherAuthor).perform(application).holder == people.front().number);
    CHECK(checkersOf(office.store(), people.front().number) == std::vector<UserNumber>{office.bench.agent.number}); // still their check
}

namespace {

EntryDraft confirmed(EntryDraft draft)
{
    attachStepUp(draft, bytesOf("signed by the agent's card"));
    return draft;
}

/// Somebody with a card that is damaged, and brought back.
struct Damaged : Office {
    UserNumber who = bench.holder();
    ReplaceTerms terms{Guid(), who, CancelReason::damaged};

    Damaged()
    {
        bench.newCard();
        bench.issue(who);
        terms.old = bench.cardOf(who).guid;
        terms.returned = true;
        terms.cutThrough = true;
    }
    std::string refused() { return failureOf([&] { replace().perform(terms, confirmed(replace().draft(terms))); }).code; }
    CardState oldCard() { return store().cards.byGuid(terms.old)->state; }
    void checked()
    {
        terms.check = EvidenceVerdict{};
        terms.check->passed = true;
        terms.check->route = "A";
        terms.check->policy = {"evidence", 7};
    }
};

} // namespace

TEST_CASE("who sponsored somebody replaces no card of theirs: the old one goes on working, the attempt is on record")
{
    Damaged desk;
    CHECK(desk.replace().duty(desk.terms));
    desk.position(desk.who, desk.bench.agent.number, PositionState::approved);
    CHECK(desk.replace().duty(desk.terms).rule == "sponsor-is-not-issuer");
    CHECK(desk.replace().refusal(desk.terms)->code == "DUTY-SPONSOR-ISSUES");
    CHECK(desk.refused() == "DUTY-SPONSOR-ISSUES");
    CHECK(desk.oldCard() == CardState::issued);
    CHECK(desk.bench.entries("card.replaced") == 0);
    CHECK_FALSE(desk.store().replacements.of(desk.who));
    CHECK(desk.lastRefusal() == nlohmann::json{{"rule", "sponsor-is-not-issuer"}, {"attempted", "replace"}, {"userNumber", desk.who.digits()}});

    desk.checked(); // with a fresh check of who they are, that is asked first
    CHECK(desk.refused() == "DUTY-SPONSOR-CHECKS");
    CHECK(desk.lastRefusal().at("rule") == "sponsor-is-not-checker");
    CHECK(desk.bench.entries("duty.refused") == 2);
}

TEST_CASE("exceptions let a sponsor replace: the one for the check with it, the one for issuing when the card is made, each once")
{
    Damaged desk;
    desk.checked();
    desk.position(desk.who, desk.bench.agent.number, PositionState::approved);
    const auto checks = desk.allowed("checker-is-sponsor", desk.who);
    const auto issues = desk.allowed("issuer-is-sponsor", desk.who);
    CHECK(desk.refused().empty());
    CHECK(desk.oldCard() == CardState::cancelled);
    CHECK(desk.stateOf(checks) == ExceptionRequest::State::used);
    CHECK(desk.stateOf(issues) == ExceptionRequest::State::allowed);
    CHECK(desk.replace().takeUp(desk.who).holder == desk.who);
    CHECK(desk.stateOf(issues) == ExceptionRequest::State::used);
    CHECK(failureOf([&] { desk.replace().takeUp(desk.who); }).code == "DUTY-SPONSOR-ISSUES");
}

TEST_CASE("a replacement that waits is made by nobody whose duty forbids it, and by anybody else")
{
    Damaged desk;
    desk.checked();
    desk.access.checkerMayIssue = false;
    CHECK(desk.refused().empty()); // the check and the old card's end are on record
    CHECK(desk.replace().dutyOfWaiting(desk.who).code == "DUTY-CHECKER-ISSUES");
    CHECK(failureOf([&] { desk.replace().takeUp(desk.who); }).code == "DUTY-CHECKER-ISSUES");
    CHECK(desk.lastRefusal().at("rule") == "checker-is-not-issuer");
    ReplaceAct another(desk.store(), desk.other, desk.otherAuthor, desk.bench.desk.clock, desk.bench.desk.random);
    CHECK(another.under(desk.access, desk.rules).takeUp(desk.who).holder == desk.who);

    auto self = desk.bench.agent;
    self.number = desk.who;
    ReplaceAct own(desk.store(), self, desk.bench.desk.author, desk.bench.desk.clock, desk.bench.desk.random);
    CHECK(failureOf([&] { own.under(desk.access, desk.rules).takeUp(desk.who); }).code == "AGENT-IS-SUBJECT");
    CHECK(own.duty(desk.terms).rule == "operator-is-not-subject");
}
