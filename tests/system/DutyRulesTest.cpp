#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// The separation of duties from the shell, rule by rule: (a) nobody serves themselves, (b) a sponsor does not check, (c) nor issue,
// (d) an exception is a manager's and not the checker's, (e) nobody grants themselves, (f) each attempt is an entry that says which rule.
// What takes two people at two desks is AccessDesksTest's.

namespace {

constexpr const char* self = "555000417260"; ///< the training agent, Tomasz Reid
constexpr const char* reader = "Training reader 2";

struct DutyDesk {
    Desk desk{daemon()};

    DutyDesk() { desk.startCentre(); }

    CtlRun tray(const std::string& card, std::vector<std::string> words) const
    {
        words.insert(words.end(), {"--reader", reader, "--tray-card", desk.card(card).string()});
        return desk.ctl(std::move(words));
    }
    /// Somebody with a card.
    Json issued(const char* applicant, const char* card) const
    {
        return must(tray(card, {"issue", "--request", desk.request(applicant).string(), "--locked"})).result();
    }
    /// Recorded, without a card: as the application will name them.
    std::string recorded(const char* applicant) const
    {
        const auto person = Desk::readJson(desk.request(applicant)).at("person");
        Json fields;
        for (const auto* field : {"givenName", "familyName", "dateOfBirth", "odsCode", "jobTitle"}) {
            if (person.contains(field)) fields[field] = person.at(field);
        }
        const auto file = desk.writeRequest("record.json", Json{{"fields", fields}}.dump());
        return must(desk.ctl({"people", "add", "--request", file.string()})).result().at("uuid");
    }
    CtlRun issue(const char* applicant, const char* card) const { return tray(card, {"issue", "--request", desk.request(applicant).string(), "--locked"}); }
    void become(const char* role) const
    {
        LiveCentre::order({"agent", desk.site().string(), "role", self, "--role", role});
        desk.ctl({"queue", "drain", "--unattended"});
        must(desk.ctl({"queue", "drain"}));
    }
    /// The site's people policy with this about access.
    void accessPolicy(const char* rule, bool value) const
    {
        auto policy = Desk::readJson(desk.site() / "policies/people.json");
        policy["version"] = policy.at("version").get<int>() + 1;
        policy["access"][rule] = value;
        const auto text = desk.scratch("people.json");
        writeFile(text, policy.dump(2));
        LiveCentre::order({"policy", desk.site().string(), "people", text.string()});
        must(desk.ctl({"queue", "drain"}));
    }
    std::vector<std::string> refused() const
    {
        return Sqlite(desk.store()).column("SELECT hex(id) FROM journal WHERE kind = 'duty.refused' ORDER BY seq");
    }
    /// What the newest entry duty.refused says.
    Json lastRefusal() const
    {
        OpenStore store(desk);
        const auto entry = store->journal.latestOf(cardwright::EntryKind::dutyRefused);
        REQUIRE(entry);
        return store->journal.payloadOf(*entry);
    }
    void check(const std::string& code, const std::string& rule, const std::string& attempted, const std::function<CtlRun()>& act,
               const std::optional<std::string>& about = {}) const
    {
        INFO(attempted);
        const auto before = refused().size();
        const auto state = DeskState::of(desk);
        const auto run = act();
        INFO(run.text());
        CHECK(run.code() == 3);
        REQUIRE(run.has("failure"));
        CHECK(run.failure().at("code") == code);
        CHECK_FALSE(run.failure().at("cause").get<std::string>().empty());
        CHECK_FALSE(run.failure().at("nextStep").get<std::string>().empty());
        CHECK(DeskState::of(desk) == state);
        REQUIRE(refused().size() == before + 1);
        const auto said = lastRefusal();
        CHECK(said.at("rule") == rule);
        CHECK(said.at("attempted") == attempted);
        CHECK(said.value("userNumber", "") == about.value_or(""));
    }
};

} // namespace

TEST_CASE("(a) nobody serves themselves: not their record, their access, their badge, nor somebody of their own name")
{
    const DutyDesk bench;
    const auto& desk = bench.desk;
    const auto fields = desk.writeRequest("fields.json", R"({"fields": {"jobTitle": "Director"}, "reason": "Promoted"})").string();
    const auto check = [&](const char* attempted, std::vector<std::string> words) {
        bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", attempted, [&] { return desk.ctl(words); }, self);
    };
    check("holder.changed", {"people", "change", self, "--request", fields});
    check("holder.closed", {"people", "close", self, "--reason", "left", "--typed", "CLOSE"});
    check("holder.reopened", {"people", "reopen", self, "--reason", "Back"});
    check("holder.changed", {"people", "keep", self, "--reason", "I stay"});
    const auto badge = desk.writeRequest("badge.json", R"({"name": "Tomasz Reid", "title": "Nurse", "team": "RA", "site": "Quayside"})").string();
    check("position.requested", {"position", "request", "--holder", self, "--position", "community-nurse"});
    check("position.assign", {"position", "assign", "--holder", self, "--position", "community-nurse"});
    check("request.raised", {"request", "raise", "--kind", "change", "--holder", self, "--request", fields, "--reason", "Promoted"});
    check("badge.requested", {"badge", "request", "--event", "broken", "--person", self, "--fields", badge});

    // Nobody has a number yet: then it goes by name.
    const auto namesake = desk.writeRequest("namesake.json", R"({"fields": {"givenName": "TOMASZ", "familyName": "Reid", "dateOfBirth": "1980-05-17", "jobTitle": "Nurse"}})");
    const auto application = desk.changedRequest("callum-pemberton-roy", "own-application", [](auto& json) {
        json["person"]["givenName"] = "Tomasz";
        json["person"]["familyName"] = "Reid";
    });
    bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", "holder.created", [&] { return desk.ctl({"people", "add", "--request", namesake.string()}); });
    bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", "request.raised", [&] {
        return desk.ctl({"request", "raise", "--kind", "create", "--request", namesake.string(), "--reason", "New"});
    });
    bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", "issue", [&] { return bench.tray("blank-1", {"issue", "--request", application.string(), "--locked"}); });
}

TEST_CASE("(b) who sponsored somebody does not check them, nor (c) make or replace their card")
{
    const DutyDesk bench;
    const auto& desk = bench.desk;
    const auto callum = bench.recorded("callum-pemberton-roy");
    must(desk.ctl({"position", "request", "--holder", callum, "--position", "community-nurse", "--reason", "Needed"}));
    bench.check("DUTY-SPONSOR-CHECKS", "sponsor-is-not-checker", "issue", [&] { return bench.issue("callum-pemberton-roy", "blank-1"); }, callum);

    const auto made = bench.issued("ffion-adeyemi", "blank-2");
    const std::string ffion = made.at("uuid");
    must(desk.ctl({"position", "assign", "--holder", ffion, "--position", "community-nurse"}));
    const auto replace = [&](std::vector<std::string> more) {
        return [&bench, &made, more = std::move(more)] {
            std::vector<std::string> words{"card", "replace", "--card", made.at("card"), "--locked"};
            words.insert(words.end(), more.begin(), more.end());
            return bench.tray("blank-3", words);
        };
    };
    bench.check("DUTY-SPONSOR-ISSUES", "sponsor-is-not-issuer", "card.replace", replace({"--reason", "damaged", "--returned", "--cut-through"}), ffion);
    CHECK(must(desk.ctl({"people", "show", ffion})).lines.size() > 0);
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'card.replaced'") == 0);
    // Once the sponsorship has ended nothing is in the way.
    const auto listed = must(desk.ctl({"position", "list", ffion}));
    const std::string position = listed.line("position").at("position");
    must(desk.ctl({"position", "end", position, "--reason", "Given by somebody else"}));
    must(replace({"--reason", "damaged", "--returned", "--cut-through"})());
}

TEST_CASE("(d) an exception is decided by a manager or deputy who did not ask, who is not its subject, and who did not check them")
{
    const DutyDesk bench;
    const auto& desk = bench.desk;
    const std::string ffion = bench.issued("ffion-adeyemi", "blank-1").at("uuid");
    const auto ask = [&](const char* act, const std::string& subject) -> std::string {
        return must(desk.ctl({"exception", "ask", "--act", act, "--holder", subject, "--reason", "Two sites"})).result().at("request");
    };
    const auto asked = ask("second-card", ffion);
    bench.become("agent");
    const auto decide = [&] { return desk.ctl({"exception", "decide", asked, "--allow", "--reason", "I say so"}); };
    bench.check("DUTY-NOT-MANAGER", "approver-is-manager-or-deputy", "exception.decided", decide, ffion);
    bench.become("manager");
    bench.check("DUTY-OWN-REQUEST", "approver-is-not-requester", "exception.decided", decide, ffion);
    CHECK(must(desk.ctl({"exception", "list"})).result().at("waiting") == 1);
    const auto application = desk.changedRequest("beatrix-olawale", "own-evidence", [](auto& json) {
        json["person"]["givenName"] = "Tomasz";
        json["person"]["familyName"] = "Reid";
        auto& documents = json.at("documents");
        documents.erase(documents.begin() + 1, documents.end());
    });
    bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", "exception.requested",
                [&] { return desk.ctl({"exception", "ask", "--request", application.string(), "--reason", "The council confirmed it"}); });
}

TEST_CASE("(e) nobody grants themselves a position or a delegated list, nor decides what they asked for")
{
    const DutyDesk bench;
    const auto& desk = bench.desk;
    bench.become("manager");
    bench.check("DUTY-OWN-ACCESS", "nobody-grants-themselves", "position.delegated", [&] { return desk.ctl({"position", "delegate", self, "community-nurse"}); }, self);
    bench.check("AGENT-IS-SUBJECT", "operator-is-not-subject", "position.assign",
                [&] { return desk.ctl({"position", "assign", "--holder", self, "--position", "community-nurse"}); }, self);
    const std::string ffion = bench.issued("ffion-adeyemi", "blank-1").at("uuid");
    const std::string position = must(desk.ctl({"position", "request", "--holder", ffion, "--position", "community-nurse"})).result().at("position");
    bench.check("DUTY-OWN-REQUEST", "approver-is-not-requester", "position.approved", [&] { return desk.ctl({"position", "approve", position}); }, ffion);
    bench.check("DUTY-OWN-REQUEST", "approver-is-not-requester", "position.refused",
                [&] { return desk.ctl({"position", "refuse", position, "--reason", "No"}); }, ffion);
    const auto fields = desk.writeRequest("fields.json", R"({"fields": {"jobTitle": "Ward sister"}, "reason": "Promoted"})").string();
    const std::string request = must(desk.ctl({"request", "raise", "--kind", "change", "--holder", ffion, "--request", fields, "--reason", "Promoted"})).result().at("request");
    bench.check("DUTY-OWN-REQUEST", "approver-is-not-requester", "request.decided", [&] { return desk.ctl({"request", "approve", request}); }, ffion);
}

TEST_CASE("where the site wants it, who checked does not issue, and no card is made before a position was approved")
{
    const DutyDesk bench;
    const auto& desk = bench.desk;
    bench.accessPolicy("positionBeforeIssue", true);
    const auto before = bench.refused().size();
    checkFails(bench.issue("ffion-adeyemi", "blank-1"), 3, "POSITION-NEEDED");
    CHECK(bench.refused().size() == before); // a want, no breach of duty
    CHECK(DeskState::of(desk).people == 0);
    bench.accessPolicy("positionBeforeIssue", false);
    bench.accessPolicy("checkerMayIssue", false);
    checkFails(bench.issue("ffion-adeyemi", "blank-1"), 3, "DUTY-CHECKER-ISSUES");
    CHECK(bench.refused().size() == before + 1);
    const auto said = bench.lastRefusal();
    CHECK(said.at("rule") == "checker-is-not-issuer");
    CHECK(said.at("attempted") == "issue");
    CHECK(DeskState::of(desk).people == 1); // recorded and checked: another agent goes on
    CHECK(DeskState::of(desk).cards == 0);
}
