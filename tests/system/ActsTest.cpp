#include "tests/system/Desk.h"
#include "tests/system/LiveLab.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace cardwright::testing;

// Every card act as a command of its own, on the training tray with a centre that answers: what it comes to, each refusal with its
// code, and what is on record afterwards.

namespace {

namespace fs = std::filesystem;

constexpr const char* reader = "Training reader 2";
constexpr const char* firstPasscode = "482957";
constexpr const char* secondPasscode = "739154";
constexpr const char* thirdPasscode = "905271";
constexpr int newPasscodeDescriptor = 4;

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

std::string octetsOf(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// One desk with the cards of its tray.
struct Bench {
    Desk desk{daemon()};

    /// The card lies in the tray for the length of this command.
    CtlRun on(const std::string& card, std::vector<std::string> words, const std::optional<std::string>& passcode = {}, const char* chosen = nullptr) const
    {
        words.insert(words.end(), {"--reader", reader, "--tray-card", file(card).string()});
        if (chosen == nullptr) return desk.ctl(std::move(words), passcode);
        words.insert(words.end(), {"--new-passcode-fd", std::to_string(newPasscodeDescriptor)});
        auto tool = desk.ctlTool(std::move(words), passcode);
        return desk.run(tool.inputAt(newPasscodeDescriptor, chosen));
    }
    fs::path file(const std::string& card) const { return card.find('/') == std::string::npos ? desk.card(card) : fs::path(card); }

    Json done(const CtlRun& run) const
    {
        INFO(run.text());
        REQUIRE(run.code() == 0);
        return run.result();
    }
    void refused(const CtlRun& run, int exit, const char* code) const
    {
        INFO(run.text());
        CHECK(run.code() == exit);
        CHECK(run.failure().at("code") == code);
    }
    std::string issue(const std::string& applicant, const std::string& card, const char* passcode) const
    {
        return done(on(card, {"issue", "--request", desk.request(applicant).string()}, passcode)).at("card");
    }
    std::int64_t recorded(const std::string& kind) const
    {
        return Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = '" + kind + "'");
    }
    std::int64_t acts() const { return DeskState::of(desk).acts; }
    /// What this desk has, all of it, is at the centre and nothing was refused there.
    void checkAllAccepted() const
    {
        done(desk.ctl({"queue", "drain"}));
        const Sqlite centre(desk.centreStore());
        CHECK(centre.column("SELECT kind || ': ' || coalesce(problem, '') FROM entries WHERE status <> 'accepted'") == std::vector<std::string>{});
    }
    /// At the centre a new policy; here it counts from the next command on.
    void renewAtAnyTime() const
    {
        auto policy = Desk::readJson(desk.site() / "policies/issue.json");
        policy["version"] = policy.at("version").get<int>() + 1;
        policy["renewalWindowDays"] = 1830;
        const auto text = desk.scratch("issue.json");
        std::ofstream(text) << policy.dump(1);
        LiveCentre::order({"policy", desk.site().string(), "issue", text.string()});
        done(desk.ctl({"queue", "drain"}));
    }
};

} // namespace

TEST_CASE("passcode change, test, touch, renewal and unlock: each with its entry, each refusal with its code and nothing done")
{
    Bench bench;
    bench.desk.startCentre();
    const std::string card = "blank-1";
    const auto guid = bench.issue("ffion-adeyemi", card, firstPasscode);
    auto before = bench.acts();

    bench.refused(bench.on(card, {"card", "passcode"}, thirdPasscode, secondPasscode), 4, "PASSCODE-WRONG");
    bench.refused(bench.on(card, {"card", "passcode"}, firstPasscode, firstPasscode), 3, "PASSCODE-RULE");
    bench.refused(bench.on(card, {"card", "passcode"}, firstPasscode, "123456"), 3, "PASSCODE-RULE");
    bench.refused(bench.on(card, {"card", "passcode"}, firstPasscode), 2, "USAGE");
    bench.refused(bench.on("blank-2", {"card", "passcode"}, firstPasscode, secondPasscode), 4, "CARD-BLANK");
    bench.refused(bench.on("foreign", {"card", "verify"}, firstPasscode), 4, "CARD-FOREIGN");
    bench.refused(bench.on(card, {"card", "verify"}), 2, "USAGE");
    bench.refused(bench.on(card, {"card", "renew"}, firstPasscode), 3, "RENEW-NOT-DUE");
    CHECK(bench.acts() == before);

    CHECK(bench.done(bench.on(card, {"card", "passcode"}, firstPasscode, secondPasscode)).at("card") == guid);
    CHECK(bench.recorded("card.passcodeChanged") == 1);
    bench.refused(bench.on(card, {"card", "verify"}, thirdPasscode), 4, "PASSCODE-WRONG");
    const auto verified = bench.done(bench.on(card, {"card", "verify"}, secondPasscode));
    CHECK(verified.at("passed") == true);
    CHECK(verified.at("findings").empty());
    CHECK(verified.at("receipt").at("publicKeys").size() == 2);
    CHECK(bench.recorded("card.verified") == 1);

    // The agent's own card, and a card of nobody: named, and the attempt on record.
    const auto copy = bench.desk.scratch("agent.card").string();
    fs::copy_file(bench.desk.card("agent"), copy);
    const auto refusals = bench.recorded("duty.refused");
    bench.refused(bench.on(copy, {"card", "passcode"}, firstPasscode, secondPasscode), 3, "AGENT-IS-SUBJECT");
    CHECK(bench.recorded("duty.refused") == refusals + 1);

    bench.renewAtAnyTime();
    const auto left = bench.done(bench.on(card, {"touch"}));
    CHECK(left.at("renewed") == false);
    REQUIRE(left.at("left").size() == 1);
    CHECK(left.at("left")[0] == Json{{"act", "renew"}, {"code", "PASSCODE-NEEDED"}});
    bench.refused(bench.on(card, {"touch"}, thirdPasscode), 4, "PASSCODE-WRONG");
    const auto touched = bench.done(bench.on(card, {"touch"}, secondPasscode));
    CHECK(touched.at("renewed") == true);
    CHECK(touched.at("written").size() == 2);
    CHECK(touched.at("left").empty());
    CHECK(bench.done(bench.on(card, {"card", "renew"}, secondPasscode)).at("written").size() == 2);
    CHECK(bench.recorded("card.renewed") == 2);
    const auto unlocked = bench.done(bench.on(card, {"unlock", "--all-due"}, thirdPasscode));
    CHECK(unlocked.at("renewed") == true);
    CHECK(bench.recorded("card.unlocked") == 1);
    CHECK(bench.recorded("card.renewed") == 3);
    CHECK(bench.done(bench.on(card, {"card", "verify"}, thirdPasscode)).at("passed") == true);
    bench.checkAllAccepted();

    bench.desk.stopCentre();
    before = bench.recorded("card.renewed");
    bench.refused(bench.on(card, {"card", "renew"}, thirdPasscode), 5, "CENTRE-UNREACHABLE");
    CHECK(bench.done(bench.on(card, {"touch"}, thirdPasscode)).at("left")[0].at("code") == "CENTRE-UNREACHABLE");
    CHECK(bench.recorded("card.renewed") == before);
    CHECK(bench.done(bench.on(card, {"card", "verify"}, thirdPasscode)).at("passed") == true); // the old keys work on
}

TEST_CASE("replace, cancel, clear: the ends of a card, with grounds, for good, and the next person gets the plastic")
{
    Bench bench;
    bench.desk.startCentre();
    auto& desk = bench.desk;
    const auto old = bench.issue("ffion-adeyemi", "blank-1", firstPasscode);
    const auto replace = [&](const std::string& card, std::vector<std::string> more, const std::optional<std::string>& passcode = secondPasscode) {
        std::vector<std::string> words{"card", "replace", "--card", old};
        words.insert(words.end(), more.begin(), more.end());
        return bench.on(card, words, passcode);
    };
    const auto check = desk.request("ffion-adeyemi").string();
    auto before = bench.acts();
    bench.refused(replace("blank-2", {"--reason", "boredom"}), 3, "CANCEL-REASON");
    bench.refused(replace("blank-2", {"--reason", "misused", "--incident", "INC-7"}), 3, "CANCEL-REASON");
    bench.refused(replace("blank-2", {"--reason", "lost"}), 3, "INCIDENT-REFERENCE");
    bench.refused(replace("blank-2", {"--reason", "lost", "--incident", "INC-7"}), 3, "IDENTITY-CHECK");
    bench.refused(replace("blank-2", {"--reason", "lost", "--incident", "INC-7", "--request", desk.request("owen-tregarth").string()}), 3, "IDENTITY-CHECK");
    bench.refused(replace("blank-2", {"--reason", "damaged"}), 3, "INCIDENT-REFERENCE");
    bench.refused(replace("blank-2", {"--reason", "damaged", "--returned"}), 3, "CARD-NOT-CUT");
    bench.refused(replace("blank-2", {"--reason", "damaged", "--returned", "--cut-through"}, "123456"), 3, "PASSCODE-RULE");
    bench.refused(replace("blank-2", {"--reason", "damaged", "--returned", "--cut-through"}, std::nullopt), 2, "USAGE");
    bench.refused(replace("blank-1", {"--reason", "damaged", "--returned", "--cut-through"}), 4, "CARD-OURS");
    bench.refused(replace("foreign", {"--reason", "damaged", "--returned", "--cut-through"}), 4, "CARD-FOREIGN");
    bench.refused(bench.on("blank-1", {"card", "clear"}), 3, "CARD-STILL-VALID");
    bench.refused(bench.on("blank-2", {"card", "clear"}), 4, "CARD-BLANK");
    bench.refused(bench.on("blank-2", {"card", "cancel", "--reason", "left"}), 4, "CARD-BLANK");
    bench.refused(desk.ctl({"card", "cancel", "--reason", "left"}), 2, "USAGE");
    bench.refused(desk.ctl({"card", "cancel", "--reason", "left", "--card", "00000000-0000-4000-8000-000000000001"}), 4, "CARD-NOT-HERE");
    CHECK(bench.acts() == before);

    const auto changed = desk.changedRequest("ffion-adeyemi", "married", [](Json& json) {
        json["person"]["familyName"] = "Wedderburn";
    });
    bench.refused(replace("blank-2", {"--reason", "name-changed", "--returned", "--cut-through", "--likeness"}), 3, "NAME-NOT-CHANGED");
    const std::string holder = bench.done(bench.on("blank-1", {"card", "show"})).at("uuid");
    const auto change = desk.scratch("change.json");
    std::ofstream(change) << Json{{"fields", {{"familyName", "Wedderburn"}}}, {"reason", "Married in June"},
                           {"evidence", {{{"kind", "marriage-certificate"}, {"number", "MC-20417"}, {"originalSeen", true}}}}}.dump();
    CHECK(bench.done(desk.ctl({"people", "change", holder, "--request", change.string()})).at("newCardDue") == true);
    bench.refused(replace("blank-2", {"--reason", "name-changed", "--returned", "--cut-through"}), 3, "LIKENESS-CHECK");
    const auto run = replace("blank-2", {"--reason", "name-changed", "--returned", "--cut-through", "--likeness", "--request", changed.string()});
    const auto replaced = bench.done(run);
    CHECK(run.line("replaced").at("card") == old);
    CHECK(replaced.at("oldCard") == old);
    const std::string next = replaced.at("card");
    CHECK(next != old);
    for (const auto* kind : {"card.replaced", "holder.changed"}) CHECK(bench.recorded(kind) == 1);
    CHECK(bench.recorded("evidence.checked") == 2);
    const auto person = bench.done(desk.ctl({"people", "show", replaced.at("uuid").get<std::string>()}));
    CHECK(person.at("legalName").get<std::string>().find("Wedderburn") != std::string::npos);
    CHECK(person.at("cards").size() == 2);
    bench.refused(replace("blank-3", {"--reason", "damaged", "--returned", "--cut-through"}), 4, "CARD-CANCELLED");
    bench.refused(bench.on("blank-1", {"card", "verify"}, firstPasscode), 4, "CARD-CANCELLED");
    bench.refused(bench.on("blank-3", {"issue", "--request", changed.string()}, thirdPasscode), 3, "PERSON-HAS-CARD");

    CHECK(bench.done(bench.on("blank-1", {"card", "clear"})).at("card") == old);
    CHECK(bench.recorded("card.cleared") == 1);
    CHECK(bench.done(bench.on("blank-1", {"card", "show"})).at("kind") == "blank");

    const auto cancelled = bench.done(bench.on("blank-2", {"card", "cancel", "--reason", "left", "--note", "left on Friday"}));
    CHECK(cancelled.at("card") == next);
    CHECK(cancelled.at("cardPresent") == true);
    CHECK(cancelled.at("centreHeard") == true);
    bench.refused(bench.on("blank-2", {"card", "cancel", "--reason", "left"}), 4, "CARD-CANCELLED");
    bench.refused(bench.on("blank-2", {"unlock"}, thirdPasscode), 4, "CARD-CANCELLED");

    const auto another = bench.issue("callum-pemberton-roy", "blank-1", thirdPasscode);
    desk.stopCentre();
    const auto lost = bench.done(desk.ctl({"card", "cancel", "--reason", "stolen", "--card", another}));
    CHECK(lost.at("cardPresent") == false);
    CHECK(lost.at("centreHeard") == false);
    CHECK(bench.recorded("card.cancelled") == 2);
    desk.startCentre();
    bench.checkAllAccepted();
    const Sqlite centre(desk.centreStore());
    CHECK(centre.number("SELECT count(*) FROM cards WHERE state <> 'cancelled'") == 1); // the agent's
}

TEST_CASE("a temporary card: lent to somebody who is there, taken back, and the custodian's log")
{
    Bench bench;
    const auto& desk = bench.desk;
    const auto profile = desk.changedRequest("owen-tregarth", "night-card", [](Json& json) {
        json["person"]["nameOnCard"] = json["person"]["odsCode"].get<std::string>() + "TACNIGHT";
    });
    const std::string card = "blank-1";
    const std::string guid = bench.done(bench.on(card, {"issue", "--locked", "--request", profile.string()})).at("card");
    bench.issue("ffion-adeyemi", "blank-2", firstPasscode);
    const std::vector<std::string> whole{"card",       "lend",     "--responsible",   "Sam Sister", "--telephone",     "01632 960 001", "--email", "sam@quayside.example",
                                         "--borrower", "Bo Bank", "--identified-by", "passport ending 4471", "--present", "--until", "2026-11-30"};
    auto absent = whole;
    absent.erase(absent.begin() + 12); // --present
    auto unnamed = whole;
    unnamed[3] = " ";
    auto noDate = whole;
    noDate.back() = "soon";
    const auto before = bench.acts();
    bench.refused(bench.on(card, absent, secondPasscode), 3, "TEMPORARY-BORROWER");
    bench.refused(bench.on(card, unnamed, secondPasscode), 3, "TEMPORARY-RESPONSIBLE");
    bench.refused(bench.on(card, noDate, secondPasscode), 2, "USAGE");
    bench.refused(bench.on(card, whole, "111111"), 3, "PASSCODE-RULE");
    bench.refused(bench.on("blank-2", whole, secondPasscode), 3, "TEMPORARY-NAME");
    bench.refused(bench.on("blank-2", {"card", "return"}), 3, "TEMPORARY-NAME");
    CHECK(bench.acts() == before);

    CHECK(bench.done(bench.on(card, whole, secondPasscode)).at("card") == guid);
    bench.refused(bench.on(card, whole, thirdPasscode), 3, "TEMPORARY-ON-LOAN");
    const auto out = desk.ctl({"card", "loans"});
    CHECK(bench.done(out).at("out") == 1);
    CHECK(out.line("loan").at("borrower").at("name") == "Bo Bank");
    CHECK(out.line("loan").at("until") == "2026-11-30");
    CHECK_FALSE(out.line("loan").contains("returnedAt"));
    CHECK(bench.done(bench.on(card, {"card", "verify"}, secondPasscode)).at("passed") == true);

    CHECK(bench.done(bench.on(card, {"card", "return", "--note", "no damage"})).at("card") == guid);
    CHECK(bench.done(bench.on(card, {"card", "show"})).at("locked") == true);
    bench.refused(bench.on(card, {"card", "verify"}, secondPasscode), 4, "PASSCODE-BLOCKED");
    CHECK(desk.ctl({"card", "loans"}).line("loan").contains("returnedAt"));
    for (const auto* kind : {"temporaryCard.lent", "temporaryCard.returned"}) CHECK(bench.recorded(kind) == 1);
}

TEST_CASE("conformance says what it erases and asks; a card that may be somebody's is left alone")
{
    Bench bench;
    const auto& desk = bench.desk;
    const std::string card = "blank-1";
    const auto untouched = octetsOf(desk.card(card));
    const auto asked = bench.on(card, {"conformance", "--no-rsa"});
    bench.refused(asked, 3, "CONFORMANCE-NOT-AGREED");
    CHECK(asked.has("warning"));
    CHECK(octetsOf(desk.card(card)) == untouched);

    const auto run = bench.on(card, {"conformance", "--no-rsa", "--yes-erase"});
    const auto result = bench.done(run);
    CHECK(result.at("conforms") == true);
    CHECK(result.at("failed") == 0);
    CHECK(result.at("checks").get<int>() > 10);
    CHECK(run.line("check").at("outcome") == "passed");
    CHECK(bench.done(bench.on(card, {"card", "show"})).at("kind") == "blank"); // its factory values are back

    const auto guid = bench.issue("ffion-adeyemi", card, firstPasscode);
    bench.refused(bench.on(card, {"conformance", "--no-rsa", "--yes-erase"}), 4, "CONFORMANCE-CARD");
    bench.refused(bench.on("foreign", {"conformance", "--no-rsa", "--yes-erase"}), 4, "CONFORMANCE-CARD");
    CHECK(bench.done(bench.on(card, {"card", "verify"}, firstPasscode)).at("passed") == true);

    bench.done(bench.on(card, {"card", "cancel", "--reason", "made-in-error"}));
    CHECK(bench.done(bench.on(card, {"conformance", "--no-rsa", "--yes-erase"})).at("conforms") == true); // cleared first
    CHECK(bench.recorded("card.cleared") == 1);
}
