#include "core/access/DutyRules.h"
#include "core/access/PermissionMatrix.h"

#include <catch2/catch.hpp>

#include <array>
#include <set>

using namespace cardwright;

namespace {

constexpr auto yes = Grant::yes;
constexpr auto no = Grant::no;
constexpr auto request = Grant::request;
constexpr auto listed = Grant::listed;
constexpr auto own = Grant::own;

constexpr std::array roles{"manager", "seniorAgent", "agent", "sponsor", "checker", "helpdesk"};

struct Row {
    const char* action;
    Permission permission;
    std::array<Grant, 6> grants; ///< as `roles`
};

using enum Permission;

/// The national table, row by row, and below it what it does not name and this product asks for.
constexpr std::array table{
    Row{"Find/view profile", holderFind, {yes, yes, yes, yes, yes, yes}},
    Row{"Create profile (with ID check)", holderCreate, {yes, yes, yes, no, yes, no}},
    Row{"Change person's details", holderChange, {yes, yes, yes, request, yes, no}},
    Row{"Close / reopen profile", holderClose, {yes, yes, yes, request, no, no}},
    Row{"Issue card", cardIssue, {yes, yes, yes, no, no, no}},
    Row{"Unlock card", cardUnlock, {yes, yes, yes, yes, no, yes}},
    Row{"Repair", cardRepair, {yes, yes, yes, no, no, no}},
    Row{"Clear for reuse", cardClear, {yes, yes, yes, no, no, no}},
    Row{"Cancel", cardCancel, {yes, yes, yes, no, no, no}},
    Row{"Renew, certificates valid, 90 days left or fewer", cardRenew, {yes, yes, yes, yes, no, yes}},
    Row{"Renew, certificates already expired", cardRenewExpired, {yes, yes, yes, no, no, no}},
    Row{"Assign/remove position", positionAssign, {yes, yes, yes, listed, no, no}},
    Row{"Bulk position edit; create/close positions; set delegated list", positionManage, {yes, yes, no, no, no, no}},
    Row{"Approve/reject requests", requestDecide, {yes, yes, yes, own, no, no}},
    Row{"Raises requests", requestRaise, {yes, yes, yes, yes, no, no}},
    Row{"Reports", reportRead, {yes, yes, yes, yes, yes, no}},
    // Beyond the table.
    Row{"Restricted documents and former names", holderRestricted, {yes, no, no, no, no, no}},
    Row{"Replace", cardReplace, {yes, yes, yes, no, no, no}},
    Row{"Change a passcode that is known", cardPasscode, {yes, yes, yes, yes, no, yes}},
    Row{"Test my card", cardVerify, {yes, yes, yes, yes, no, yes}},
    Row{"Temporary cards", cardLend, {yes, yes, yes, no, no, no}},
    Row{"Export the journal", journalExport, {yes, yes, yes, no, no, no}},
    Row{"Ask for an exception", exceptionAsk, {yes, yes, yes, yes, yes, yes}},
    Row{"Decide an exception", exceptionDecide, {yes, no, no, no, no, no}},
    Row{"Change a policy", policyChange, {yes, no, no, no, no, no}},
    Row{"Change a role", roleChange, {yes, no, no, no, no, no}},
    Row{"Erase a payload", payloadErase, {yes, no, no, no, no, no}},
    Row{"A new store key", storeKeyRotate, {yes, yes, yes, no, no, no}},
};

AgentSession sessionOf(std::uint64_t number, const char* role)
{
    AgentSession session{Guid(), UserNumber::fromValue(number).value(), "Somebody", role, {}, {}, 0, {}, false, {}, 0};
    session.permissions = PermissionMatrix::shipped().permissionsOf(role);
    session.certificate.fill(static_cast<std::uint8_t>(number % 251));
    return session;
}

UserNumber person(std::uint64_t value) { return UserNumber::fromValue(value).value(); }

} // namespace

TEST_CASE("The roles policy is the table of who may do what, cell by cell", "[matrix]")
{
    const auto matrix = PermissionMatrix::shipped();
    for (const auto& row : table) {
        for (std::size_t at = 0; at < roles.size(); ++at) {
            INFO(row.action << " (" << nameOf(row.permission) << ") as " << roles[at]);
            CHECK(nameOf(matrix.permissionsOf(roles[at]).grant(row.permission)) == nameOf(row.grants[at]));
        }
    }
    const auto reports = [&](const char* role) { return matrix.find(role)->reports; };
    for (const auto* role : {"manager", "seniorAgent", "agent"}) CHECK(reports(role) == std::vector<std::string>{"all"});
    CHECK(reports("sponsor") == std::vector<std::string>{"cards", "positions"});
    CHECK(reports("checker") == std::vector<std::string>{"users", "requests", "cards", "positions"});
    CHECK(reports("helpdesk").empty());
}

TEST_CASE("Every permission has its row, and every role its column", "[matrix]")
{
    std::set<Permission> rows;
    for (const auto& row : table) CHECK(rows.insert(row.permission).second);
    for (const auto permission : allPermissions()) {
        INFO(nameOf(permission));
        CHECK(rows.count(permission) == 1);
    }
    CHECK(PermissionMatrix::shipped().roles().size() == roles.size());
    for (const auto* role : roles) CHECK(PermissionMatrix::shipped().find(role) != nullptr);
}

TEST_CASE("What a role may not do is refused with the code that says what to do instead", "[matrix]")
{
    for (const auto& row : table) {
        for (std::size_t at = 0; at < roles.size(); ++at) {
            INFO(row.action << " as " << roles[at]);
            const auto verdict = mayDo(sessionOf(555'009'000'001, roles[at]), row.permission);
            CHECK(verdict.allowed == (row.grants[at] == yes));
            if (!verdict) CHECK(verdict.code == (row.grants[at] == request ? "DUTY-ASK" : "DUTY-NOT-ALLOWED"));
        }
    }
}

TEST_CASE("The duties go by person: another card or another name of the same person makes no difference", "[duties]")
{
    auto agent = sessionOf(555'009'000'001, "agent");
    const std::array<UserNumber, 2> both{person(555'009'000'002), person(555'009'000'001)};
    const std::array<UserNumber, 1> other{person(555'009'000'002)};
    for (const auto* name : {"Beatrix Agent", "B Agent"}) {
        agent.name = name;
        agent.certificate.fill(static_cast<std::uint8_t>(name[1]));
        CHECK(operatorIsNotSubject(agent, both[1]).code == "AGENT-IS-SUBJECT");
        CHECK(sponsorIsNotChecker(agent, both).code == "DUTY-SPONSOR-CHECKS");
        CHECK(sponsorIsNotIssuer(agent, both).code == "DUTY-SPONSOR-ISSUES");
        CHECK(approverIsNotChecker(agent, both).code == "DUTY-CHECKER-DECIDES");
        CHECK(grantIsForAnother(agent, both[1]).code == "DUTY-OWN-ACCESS");
        CHECK(checkerMayIssue(agent, both, false).code == "DUTY-CHECKER-ISSUES");
    }
    CHECK(operatorIsNotSubject(agent, other[0]));
    CHECK(sponsorIsNotChecker(agent, other));
    CHECK(sponsorIsNotIssuer(agent, other));
    CHECK(approverIsNotChecker(agent, other));
    CHECK(grantIsForAnother(agent, other[0]));
    CHECK(checkerMayIssue(agent, both, true));
    CHECK(checkerMayIssue(agent, other, false));
}

TEST_CASE("A sponsor gives what is on their list, an agent what they like, nobody else anything", "[duties]")
{
    const std::vector<std::string> list{"community-nurse", "ward-clerk"};
    const auto sponsor = sessionOf(555'009'000'001, "sponsor");
    CHECK(mayAssign(sponsor, "ward-clerk", list));
    CHECK(mayAssign(sponsor, "pharmacist", list).code == "DUTY-NOT-LISTED");
    CHECK(mayAssign(sponsor, "", list).code == "DUTY-NOT-LISTED"); // what is of no catalogue is on no list
    CHECK(mayAssign(sponsor, "ward-clerk", {}).code == "DUTY-NOT-LISTED");
    CHECK(mayAssign(sessionOf(555'009'000'001, "agent"), "pharmacist", {}));
    CHECK(mayAssign(sessionOf(555'009'000'001, "checker"), "ward-clerk", list).code == "DUTY-NOT-ALLOWED");
}

TEST_CASE("Who decides requests sees all of them, everybody else their own", "[duties]")
{
    const auto sponsor = sessionOf(555'009'000'001, "sponsor");
    CHECK(seesRequestsOf(sponsor, person(555'009'000'001)));
    CHECK_FALSE(seesRequestsOf(sponsor, person(555'009'000'002)));
    CHECK(seesRequestsOf(sponsor, sponsor.certificate));
    CHECK_FALSE(seesRequestsOf(sponsor, sessionOf(555'009'000'002, "sponsor").certificate));
    CHECK(seesRequestsOf(sessionOf(555'009'000'003, "agent"), person(555'009'000'002)));
}
