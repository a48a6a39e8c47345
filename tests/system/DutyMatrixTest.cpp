#include "core/access/Permission.h"
#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// Each permission of the matrix from the shell, for each role and one that has nothing: whose role does not include it is refused, told
// why, and put on record, and nothing else happens; whose role does is not refused for it. One training site, whose agent gets one role
// after another from its centre.

namespace {

constexpr const char* agentNumber = "555000417260";
constexpr const char* reader = "Training reader 2";
constexpr const char* nobody = "onlooker"; ///< a role that this test adds: it may sign in
constexpr int newPasscodeDescriptor = 4;

/// A command and the permission it needs. Where the role has it, the command goes on: to its end, or to a want that comes later.
struct Act {
    std::string permission;
    std::vector<std::string> words;
    std::string card = {};      ///< in reader 2 meanwhile
    bool passcode = false;      ///< the holder's
    bool newPasscode = false;
};

/// What no command of the shell does. Policies and roles are the centre's, by its own program; what a desk claims of them is judged there
/// (tests/unit/central). Guarded names are shown nowhere in the shell, to nobody (tests/system/privacy). Certificates that have ended
/// need a clock (tests/unit/runtime).
const std::set<std::string> elsewhere{"policy.change", "role.change", "holder.restricted", "card.renewExpired"};

struct MatrixDesk {
    Desk desk{daemon()};
    std::string holder;
    std::string cardId;
    std::string request;
    std::string exception;

    MatrixDesk()
    {
        desk.startCentre();
        roleWithNothing();
        const auto made = must(tray("blank-1", {"issue", "--request", desk.request("ffion-adeyemi").string(), "--locked", "--reader", reader})).result();
        holder = made.at("uuid");
        cardId = made.at("card");
        request = must(desk.ctl({"request", "raise", "--kind", "change", "--holder", holder, "--request", fields().string(), "--reason", "Promoted"})).result().at("request");
        exception = must(desk.ctl({"exception", "ask", "--act", "second-card", "--holder", holder, "--reason", "Two sites"})).result().at("request");
        must(desk.ctl({"queue", "drain"}));
    }
    CtlRun tray(const std::string& card, std::vector<std::string> words) const
    {
        words.insert(words.end(), {"--tray-card", desk.card(card).string()});
        return desk.ctl(std::move(words));
    }
    std::filesystem::path fields() const
    {
        return desk.writeRequest("fields.json", R"({"fields": {"jobTitle": "Ward sister"}, "reason": "Promoted"})");
    }
    std::filesystem::path badgeFields() const
    {
        return desk.writeRequest("badge.json", R"({"name": "F Adeyemi", "title": "Nurse", "team": "Ward 4", "site": "Quayside"})");
    }
    std::filesystem::path newcomer() const
    {
        return desk.writeRequest("newcomer.json", R"({"fields": {"givenName": "Ifeoma", "familyName": "Balogun", "dateOfBirth": "1988-02-29", "jobTitle": "Nurse"}})");
    }
    void become(const std::string& role) const
    {
        LiveCentre::order({"agent", desk.site().string(), "role", agentNumber, "--role", role});
        desk.ctl({"queue", "drain", "--unattended"});
        must(desk.ctl({"queue", "drain"}));
    }
    CtlRun run(const Act& act) const
    {
        auto words = act.words;
        if (!act.card.empty()) words.insert(words.end(), {"--tray-card", desk.card(act.card).string()});
        const auto typed = act.passcode ? std::optional<std::string>(passcode) : std::nullopt;
        if (!act.newPasscode) return desk.ctl(std::move(words), typed);
        words.insert(words.end(), {"--new-passcode-fd", std::to_string(newPasscodeDescriptor)});
        auto tool = desk.ctlTool(std::move(words), typed);
        return desk.run(tool.inputAt(newPasscodeDescriptor, "60418273"));
    }
    std::int64_t refusals() const { return Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'duty.refused'"); }
    std::string file(const char* name) const { return desk.scratch(name).string(); }

    /// One command for each permission that the shell asks.
    std::vector<Act> acts() const
    {
        const auto none = std::string("00000000-0000-4000-8000-000000000000");
        return {{"holder.find", {"people", "find", "Adeyemi"}},
                {"holder.create", {"people", "add", "--request", newcomer().string()}},
                {"holder.change", {"people", "change", holder, "--request", fields().string()}},
                {"holder.close", {"people", "close", holder, "--reason", "left", "--typed", "CLOSED"}}, // and no closing: the word is wrong
                {"card.issue", {"issue", "--request", desk.request("ffion-adeyemi").string(), "--locked", "--reader", reader}, "blank-2"},
                {"card.replace", {"card", "replace", "--card", cardId, "--reason", "damaged", "--locked", "--reader", reader}, "blank-2"},
                {"card.unlock", {"unlock", "--reader", reader}, "blank-2", true},
                {"card.passcode", {"card", "passcode", "--reader", reader}, "blank-2", true, true},
                {"card.verify", {"card", "verify", "--reader", reader}, "blank-2", true},
                {"card.repair", {"repair", "--reader", reader, "--locked"}, "blank-2"},
                {"card.clear", {"card", "clear", "--reader", reader}, "blank-2"},
                {"card.cancel", {"card", "cancel", "--card", none, "--reason", "left"}},
                {"card.renew", {"card", "renew", "--reader", reader}, "blank-2", true},
                {"card.lend", {"card", "loans"}},
                {"position.assign", {"position", "assign", "--holder", holder, "--position", "ward-clerk"}},
                {"position.manage", {"position", "delegate", "555000700011", "ward-clerk"}},
                {"request.raise", {"position", "request", "--holder", holder, "--position", "ward-clerk"}},
                {"request.decide", {"request", "approve", request}},
                {"report.read", {"photo", "report"}},
                {"journal.export", {"log", "export", "--file", file("log.jsonl")}},
                {"exception.ask", {"exception", "ask", "--act", "early-renewal", "--holder", holder, "--reason", "At sea then"}},
                {"exception.decide", {"exception", "decide", exception, "--refuse", "--reason", "One will do"}},
                {"payload.erase", {"log", "erase", none, "--reason", "Asked for"}},
                {"storeKey.rotate", {"store", "rotate"}}};
    }
    /// Every other command that asks what the role may do.
    std::vector<Act> others() const
    {
        const auto none = std::string("00000000-0000-4000-8000-000000000000");
        const auto csv = desk.writeRequest("leavers.csv", "Action,Staff number,Surname\nLeaver,1,Nobody\n").string();
        const auto petition = desk.request("callum-pemberton-roy").string();
        return {{"holder.find", {"people", "show", holder}},
                {"holder.find", {"people", "starters"}},
                {"holder.find", {"people", "leavers"}},
                {"holder.find", {"card", "replacements"}},
                {"holder.find", {"position", "list", holder}},
                {"holder.find", {"terms", "status", holder}},
                {"holder.create", {"people", "add", "--preview", "--request", newcomer().string()}},
                {"holder.change", {"people", "keep", holder, "--reason", "Stays"}},
                {"holder.close", {"people", "reopen", holder, "--reason", "Back"}},
                {"holder.create", {"people", "import", csv, "--preview"}},
                {"card.issue", {"print", "list"}},
                {"card.issue", {"print", "later", "--card", cardId}},
                {"card.issue", {"print", "face", "--card", cardId, "--pdf", file("face.pdf")}},
                {"card.issue", {"badge", "print", "--pdf", file("badges.pdf")}},
                {"card.replace", {"card", "replacement", holder, "--locked", "--reader", reader}, "blank-2"},
                {"card.repair", {"touch", "--reader", reader}, "blank-1"},
                {"card.unlock", {"unlock", "--all-due", "--reader", reader}, "blank-1", true},
                {"card.cancel", {"card", "cancel", "--reader", reader, "--reason", "left"}, "blank-1"},
                {"card.lend", {"card", "return", "--reader", reader}, "blank-1"},
                {"position.manage", {"position", "close", "ward-clerk", "--approved-by", "Ann", "--typed", "CLOSE", "--reason", "Gone"}},
                {"position.manage", {"position", "open", "--title", "Porter", "--job-role", "Porter", "--area", "Estates"}},
                {"position.manage", {"position", "change", none, "--reason", "All of them"}},
                {"request.raise", {"request", "raise", "--kind", "close", "--holder", holder, "--close-reason", "left", "--reason", "Gone"}},
                {"request.raise", {"badge", "request", "--event", "broken", "--person", holder, "--fields", badgeFields().string()}},
                {"request.raise", {"badge", "withdraw", none, "--reason", "Found again"}},
                {"request.raise", {"badge", "list"}},
                {"request.raise", {"badge", "history", holder}},
                {"request.decide", {"request", "refuse", request, "--reason", "No"}},
                {"request.decide", {"request", "list"}},
                {"request.decide", {"request", "show", request}},
                {"journal.export", {"log", "export", "--holder", holder, "--file", file("one.jsonl")}},
                {"exception.ask", {"exception", "ask", "--request", petition, "--reason", "The council confirmed it"}},
                {"exception.decide", {"exception", "decide", exception, "--allow", "--reason", "Yes"}}};
    }

private:
    void roleWithNothing() const
    {
        auto policy = Desk::readJson(desk.site() / "policies/roles.json");
        policy["version"] = policy.at("version").get<int>() + 1;
        policy["roles"].push_back({{"id", nobody}, {"title", "Onlooker"}, {"grants", Json::object()}, {"reports", Json::array()}});
        const auto text = desk.scratch("roles.json");
        writeFile(text, policy.dump(2));
        LiveCentre::order({"policy", desk.site().string(), "roles", text.string()});
        must(desk.ctl({"queue", "drain"}));
    }
};

/// permission -> grant, of the roles policy that the site has.
Json grantsOf(const Desk& desk, const std::string& role)
{
    const auto policy = Desk::readJson(desk.site() / "policies/roles.json");
    for (const auto& one : policy.at("roles"))
        if (one.at("id") == role) return one.at("grants");
    throw std::runtime_error("no role " + role);
}

std::string codeFor(const Act& act, const std::string& grant)
{
    if (act.permission == "exception.decide") return "DUTY-NOT-MANAGER"; // a named deputy may as well
    if (grant == "request") return "DUTY-ASK";
    return grant == "listed" ? "DUTY-NOT-LISTED" : "DUTY-NOT-ALLOWED";
}

/// Refused, said why, recorded, and everything else as it was.
void checkRefused(const MatrixDesk& bench, const Act& act, const std::string& code)
{
    const auto before = DeskState::of(bench.desk);
    const auto recorded = bench.refusals();
    const auto run = bench.run(act);
    INFO(run.text());
    CHECK(run.code() == 3);
    REQUIRE(run.has("failure"));
    CHECK(run.failure().at("code") == code);
    CHECK_FALSE(run.failure().at("cause").get<std::string>().empty());
    CHECK_FALSE(run.failure().at("nextStep").get<std::string>().empty());
    CHECK_FALSE(run.has("result"));
    CHECK(bench.refusals() == recorded + 1);
    CHECK(DeskState::of(bench.desk) == before);
}

/// Whatever else it came to, the role was not the reason.
void checkPermitted(const MatrixDesk& bench, const Act& act)
{
    const auto recorded = bench.refusals();
    const auto run = bench.run(act);
    INFO(run.text());
    if (run.has("result")) {
        CHECK(run.code() == 0);
        CHECK(bench.refusals() == recorded);
        return;
    }
    const std::string code = run.failure().at("code");
    for (const auto* role : {"DUTY-NOT-ALLOWED", "DUTY-ASK", "DUTY-NOT-LISTED", "DUTY-NOT-MANAGER", "USAGE"}) CHECK(code != role);
    // Deciding what one asked for oneself is refused for another reason, and that is on record as well.
    CHECK(bench.refusals() == recorded + (code.starts_with("DUTY-") ? 1 : 0));
}

} // namespace

TEST_CASE("each permission from the shell, for each role: refused, said why, recorded and nothing done; or not refused for the role")
{
    const MatrixDesk bench;
    const auto acts = bench.acts();
    std::set<std::string> covered = elsewhere;
    for (const auto& act : acts) CHECK(covered.insert(act.permission).second);
    for (const auto permission : cardwright::allPermissions()) {
        INFO(nameOf(permission));
        CHECK(covered.count(std::string(nameOf(permission))) == 1);
    }
    int refused = 0;
    int permitted = 0;
    for (const auto* role : {"manager", "seniorAgent", "agent", "sponsor", "checker", "helpdesk", nobody}) {
        bench.become(role);
        const auto grants = grantsOf(bench.desk, role);
        for (const auto& act : acts) {
            const auto grant = grants.value(act.permission, "no");
            INFO(role << ": " << act.permission << " (" << grant << ")");
            if (grant == "yes") {
                checkPermitted(bench, act);
                ++permitted;
            } else {
                checkRefused(bench, act, codeFor(act, grant));
                ++refused;
            }
        }
    }
    CHECK(permitted + refused == static_cast<int>(7 * acts.size()));
    CHECK(refused >= 70);
    CHECK(permitted >= 60);
}

TEST_CASE("a role with nothing gets nothing from any other command of the shell either, and each attempt is on record")
{
    const MatrixDesk bench;
    bench.become(nobody);
    for (const auto& act : bench.others()) {
        INFO(act.permission << ": " << act.words.at(0) << " " << act.words.at(1));
        checkRefused(bench, act, codeFor(act, "no"));
    }
}
