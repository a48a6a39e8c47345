#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// Access between two desks, each a process of its own, with nothing between them but the centre: asked for at one, decided at the other;
// what the two of them say against each other; and the duties of somebody who is an agent here and a holder there.

namespace {

constexpr const char* otherPasscode = "51837264";
constexpr const char* self = "555000417260"; ///< the agent of the home desk
constexpr const char* reader = "Training reader 2";

/// A training desk with its centre, and a second agent whose card was issued there and who sits at a live desk of the same centre.
struct TwoDesks {
    Desk home{daemon()};
    LiveDesk away{daemon(), "https://127.0.0.1:" + std::to_string(home.centrePort())};
    std::string holder; ///< has a card
    std::string other;  ///< the agent of the other desk, a holder at this one
    std::string otherCard;

    TwoDesks()
    {
        home.startCentre();
        cardsWithKeyManagement(home);
        {
            const Inserted card(home.card("blank-1"));
            holder = must(home.issue(home.request("ffion-adeyemi"), 0, passcode)).result().at("uuid");
        }
        {
            const Inserted card(home.card("blank-2"));
            const auto made = must(home.issue(home.request("callum-pemberton-roy"), 0, otherPasscode)).result();
            other = made.at("uuid");
            otherCard = made.at("card");
        }
        must(home.ctl({"queue", "drain"}));
        LiveCentre::order({"agent", home.site().string(), "add", other, "--role", "agent", "--deputy"});
        must(away.enrol({"--trust", (home.site() / "trust/ca.pem").string()}, LiveCentre::tokenOf(home.site())));
        daemon().insert(1, home.card("blank-2"));
        carry();
    }
    ~TwoDesks() { daemon().pull(1); }

    CtlRun atHome(std::vector<std::string> words) const { return home.ctl(std::move(words)); }
    CtlRun atAway(const std::vector<std::string>& words) const { return away.ctl(words, otherPasscode); }
    /// What each has goes out, what was delivered comes in; twice, so that what the second one says reaches the first.
    void carry() const
    {
        for (int turn = 0; turn < 2; ++turn) {
            must(home.ctl({"queue", "drain"}));
            must(atAway({"queue", "drain"}));
        }
    }
    std::string fields() const
    {
        return home.writeRequest("fields.json", R"({"fields": {"jobTitle": "Ward sister"}, "reason": "Promoted"})").string();
    }
    std::int64_t refusedAtCentre() const { return Sqlite(home.centreStore()).number("SELECT count(*) FROM entries WHERE status = 'refused'"); }
    std::int64_t dutyRefusals(bool atHomeDesk) const
    {
        return Sqlite(atHomeDesk ? home.store() : away.store()).number("SELECT count(*) FROM journal WHERE kind = 'duty.refused'");
    }
    void order(const std::vector<std::string>& words) const
    {
        auto line = words;
        line.insert(line.begin() + 1, home.site().string());
        LiveCentre::order(line);
    }
};

/// The line of that event whose field is this.
Json lineWith(const CtlRun& run, const std::string& event, const std::string& field, const std::string& value)
{
    for (const auto& line : run.lines) {
        if (line.value("event", "") == event && line.value(field, "") == value) return line;
    }
    FAIL("no " << event << " with " << field << " " << value << ": " << run.text());
    return {};
}

} // namespace

TEST_CASE("a position asked for at one desk is approved at the other, in force at both; its end comes back")
{
    const TwoDesks desks;
    const std::string position = must(desks.atHome({"position", "request", "--holder", desks.holder, "--position", "community-nurse", "--reason", "New ward"})).result().at("position");
    checkRefused(desks.atHome({"position", "approve", position}), "DUTY-OWN-REQUEST");
    desks.carry();
    const auto seen = lineWith(must(desks.atAway({"request", "list", "--kind", "position"})), "request", "request", position);
    CHECK(seen.at("state") == "open");
    CHECK(seen.at("uuid") == desks.holder);
    must(desks.atAway({"position", "approve", position, "--reason", "Rang the ward"}));
    desks.carry();
    const auto here = lineWith(must(desks.atHome({"position", "list", desks.holder})), "position", "position", position);
    CHECK(here.at("state") == "approved");
    CHECK(must(desks.atHome({"people", "show", desks.holder})).result().at("positions").size() == 1);
    must(desks.atHome({"position", "end", position, "--reason", "Left the ward"}));
    desks.carry();
    CHECK(lineWith(must(desks.atAway({"position", "list", desks.holder})), "position", "position", position).at("state") == "ended");
    CHECK(desks.refusedAtCentre() == 0);
}

TEST_CASE("two desks decide on one position while neither hears the other: the first at the centre counts, at both, and the second is told")
{
    TwoDesks desks;
    const std::string position = must(desks.atHome({"position", "request", "--holder", desks.holder, "--position", "community-nurse"})).result().at("position");
    desks.carry();
    // Taken back by who asked, and approved by the other, each without a word of the other's.
    desks.home.stopCentre();
    must(desks.atAway({"position", "approve", position}));
    must(desks.atHome({"position", "end", position, "--reason", "Asked for too early"}));
    desks.home.startCentre();
    must(desks.atHome({"queue", "drain"}));
    const auto late = desks.atAway({"queue", "drain"});
    INFO(late.text());
    desks.carry();
    CHECK(desks.refusedAtCentre() == 1);
    CHECK(lineWith(must(desks.atHome({"position", "list", desks.holder})), "position", "position", position).at("state") == "ended");
    CHECK(lineWith(must(desks.atAway({"position", "list", desks.holder})), "position", "position", position).at("state") == "ended");
    CHECK(must(desks.atAway({"queue", "list"})).result().at("refused") == 1); // a conflict to look at, at the desk that was second
    CHECK(must(desks.atHome({"queue", "list"})).result().at("refused") == 0);
}

TEST_CASE("a change asked for at one desk is carried out at the other, and the person is the same at both")
{
    const TwoDesks desks;
    const std::string request =
        must(desks.atHome({"request", "raise", "--kind", "change", "--holder", desks.holder, "--request", desks.fields(), "--reason", "Promoted"})).result().at("request");
    checkRefused(desks.atHome({"request", "approve", request}), "DUTY-OWN-REQUEST");
    desks.carry();
    must(desks.atAway({"request", "approve", request}));
    desks.carry();
    CHECK(must(desks.atHome({"people", "show", desks.holder})).result().at("jobTitle") == "Ward sister");
    CHECK(lineWith(must(desks.atHome({"request", "list", "--which", "closed"})), "request", "request", request).at("state") == "approved");
    checkRefused(desks.atHome({"request", "refuse", request, "--reason", "No"}), "DUTY-OWN-REQUEST");
    checkRefused(desks.atAway({"request", "refuse", request, "--reason", "No"}), "REQUEST-DECIDED");
    CHECK(desks.refusedAtCentre() == 0);
}

TEST_CASE("a request that was refused at one desk and approved at another while both were alone ends as the centre first heard")
{
    TwoDesks desks;
    const std::string request =
        must(desks.atHome({"request", "raise", "--kind", "change", "--holder", desks.holder, "--request", desks.fields(), "--reason", "Promoted"})).result().at("request");
    desks.carry();
    desks.home.stopCentre();
    must(desks.atAway({"request", "refuse", request, "--reason", "Not before May"}));
    must(desks.atHome({"request", "withdraw", request, "--reason", "A mistake"}));
    desks.home.startCentre();
    must(desks.atAway({"queue", "drain"}));
    desks.atHome({"queue", "drain"});
    desks.carry();
    CHECK(desks.refusedAtCentre() == 1);
    CHECK(lineWith(must(desks.atAway({"request", "list", "--which", "closed"})), "request", "request", request).at("state") == "refused");
    CHECK(lineWith(must(desks.atHome({"request", "list", "--which", "closed"})), "request", "request", request).at("state") == "refused");
    CHECK(must(desks.atHome({"queue", "list"})).result().at("refused") == 1);
}

TEST_CASE("a badge asked for at one desk is refused at the other with a reason that the first reads, or taken back")
{
    const TwoDesks desks;
    const auto fields = desks.home.writeRequest("badge.json", R"({"name": "Ffion Adeyemi", "title": "Nurse", "team": "Ward 4", "site": "Quayside"})");
    const auto ask = [&]() -> std::string {
        return must(desks.atHome({"badge", "request", "--event", "broken", "--person", desks.holder, "--fields", fields.string()})).result().at("badge");
    };
    const auto badge = ask();
    const auto back = ask();
    desks.carry();
    // Nobody but whoever asked takes one back; both desks read of it.
    CHECK(desks.atAway({"badge", "withdraw", back, "--reason", "Not needed"}).failure().at("code") == "BADGE-NOT-YOURS");
    CHECK(must(desks.atHome({"badge", "withdraw", back, "--reason", "Found again"})).result().at("state") == "withdrawn");
    desks.carry();
    const auto withdrawn = lineWith(must(desks.atAway({"badge", "list"})), "badge", "badge", back);
    CHECK(withdrawn.at("state") == "withdrawn");
    CHECK(withdrawn.at("reason") == "Found again");
    CHECK(desks.atAway({"badge", "refuse", back, "--reason", "Late"}).failure().at("code") == "BADGE-DECIDED");
    CHECK(lineWith(must(desks.atAway({"badge", "list"})), "badge", "badge", badge).at("uuid") == desks.holder);
    must(desks.atAway({"badge", "refuse", badge, "--reason", "It works yet"}));
    desks.carry();
    const auto known = lineWith(must(desks.atHome({"badge", "list"})), "badge", "badge", badge);
    CHECK(known.at("state") == "refused");
    CHECK(known.at("reason") == "It works yet");
    CHECK(desks.refusedAtCentre() == 0);
}

TEST_CASE("a sponsor sees nothing of what another sponsor asked for at another desk")
{
    const TwoDesks desks;
    const std::string position = must(desks.atHome({"position", "request", "--holder", desks.holder, "--position", "community-nurse"})).result().at("position");
    desks.order({"agent", "role", desks.other, "--role", "sponsor"});
    must(desks.away.ctl({"queue", "drain", "--unattended"}));
    desks.carry();
    CHECK_FALSE(must(desks.atAway({"request", "list"})).text().find(position) != std::string::npos);
    checkRefused(desks.atAway({"request", "show", position}), "REQUEST-UNKNOWN");
    const auto before = desks.dutyRefusals(false);
    checkRefused(desks.atAway({"position", "approve", position}), "DUTY-NOT-ALLOWED");
    CHECK(desks.dutyRefusals(false) == before + 1);
    const std::string own = must(desks.atAway({"position", "request", "--holder", desks.holder, "--position", "ward-clerk"})).result().at("position");
    CHECK(lineWith(must(desks.atAway({"request", "list"})), "request", "request", own).at("state") == "open");
}

TEST_CASE("who is an agent here and a holder there serves themselves at neither desk, and the centre hears of the attempt")
{
    const TwoDesks desks;
    const auto before = desks.dutyRefusals(false);
    int attempts = 0;
    const auto check = [&](const std::vector<std::string>& words) {
        INFO(words.at(0) << " " << words.at(1));
        checkRefused(desks.atAway(words), "AGENT-IS-SUBJECT");
        ++attempts;
        CHECK(desks.dutyRefusals(false) == before + attempts);
    };
    check({"card", "cancel", "--card", desks.otherCard, "--reason", "lost"});
    check({"people", "change", desks.other, "--request", desks.fields()});
    check({"people", "close", desks.other, "--reason", "left", "--typed", "CLOSE"});
    check({"position", "request", "--holder", desks.other, "--position", "community-nurse"});
    check({"position", "assign", "--holder", desks.other, "--position", "community-nurse"});
    // Somebody else asks for them; they have no say in it.
    const std::string position = must(desks.atHome({"position", "request", "--holder", desks.other, "--position", "community-nurse"})).result().at("position");
    desks.carry();
    checkRefused(desks.atAway({"position", "approve", position}), "DUTY-OWN-CASE");
    CHECK(desks.dutyRefusals(false) == before + attempts + 1);
    desks.carry();
    CHECK(Sqlite(desks.home.centreStore()).number("SELECT count(*) FROM entries WHERE kind = 'duty.refused' AND status = 'accepted'") >= attempts + 1);
}

TEST_CASE("who checked somebody decides no exception about them, at whichever desk they sit")
{
    const TwoDesks desks;
    // Beatrix is checked and gets her card at the other desk, by its agent, who is a deputy.
    std::string beatrix;
    {
        const Inserted card(desks.home.card("blank-3"));
        beatrix = must(desks.atAway({"issue", "--request", desks.home.request("beatrix-olawale").string(), "--reader", daemon().readerName(0), "--locked"})).result().at("uuid");
    }
    desks.carry();
    const auto ask = [&](const char* act) -> std::string {
        return must(desks.atHome({"exception", "ask", "--act", act, "--holder", beatrix, "--reason", "Two sites"})).result().at("request");
    };
    const auto second = ask("second-card");
    const auto early = ask("early-renewal");
    desks.carry();
    const std::vector<std::string> allow{"exception", "decide", second, "--allow", "--reason", "I know her"};
    auto before = desks.dutyRefusals(false);
    checkRefused(desks.atAway(allow), "DUTY-CHECKER-DECIDES");
    CHECK(desks.dutyRefusals(false) == before + 1);

    // The same deputy at the first desk, which checked nobody of that name: it heard of the check from the centre.
    auto there = allow;
    there.insert(there.end(), {"--agent-reader", daemon().readerName(1), "--agent-passcode-fd", "4"});
    auto tool = desks.home.ctlTool(there, {});
    before = desks.dutyRefusals(true);
    checkRefused(desks.home.run(tool.inputAt(4, otherPasscode)), "DUTY-CHECKER-DECIDES");
    CHECK(desks.dutyRefusals(true) == before + 1);
    CHECK(lineWith(must(desks.atHome({"exception", "list"})), "exception", "request", second).at("state") == "waiting");

    // An early renewal stands beside no check: it is theirs to decide.
    must(desks.atAway({"exception", "decide", early, "--allow", "--reason", "Seen her sailing orders"}));
    desks.carry();
    CHECK(lineWith(must(desks.atHome({"exception", "list"})), "exception", "request", early).at("state") == "allowed");
    CHECK(desks.refusedAtCentre() == 0);
}

TEST_CASE("a sponsor issues by an exception that somebody else allowed at another desk, once")
{
    const TwoDesks desks;
    const auto person = Desk::readJson(desks.home.request("beatrix-olawale")).at("person");
    Json fields;
    for (const auto* field : {"givenName", "familyName", "dateOfBirth", "odsCode", "jobTitle"}) {
        if (person.contains(field)) fields[field] = person.at(field);
    }
    const auto file = desks.home.writeRequest("record.json", Json{{"fields", fields}}.dump());
    const std::string beatrix = must(desks.atHome({"people", "add", "--request", file.string()})).result().at("uuid");
    must(desks.atHome({"position", "request", "--holder", beatrix, "--position", "community-nurse"}));
    const auto issue = [&] {
        return desks.atHome({"issue", "--request", desks.home.request("beatrix-olawale").string(), "--locked", "--reader", reader, "--tray-card",
                             desks.home.card("blank-3").string()});
    };
    checkRefused(issue(), "DUTY-SPONSOR-CHECKS");
    std::vector<std::string> asked;
    for (const auto* act : {"checker-is-sponsor", "issuer-is-sponsor"}) {
        asked.push_back(must(desks.atHome({"exception", "ask", "--act", act, "--holder", beatrix, "--reason", "We are two here"})).result().at("request"));
    }
    desks.carry();
    must(desks.atAway({"exception", "decide", asked.front(), "--allow", "--reason", "Rang her manager"}));
    desks.carry();
    checkRefused(issue(), "DUTY-SPONSOR-ISSUES");
    must(desks.atAway({"exception", "decide", asked.back(), "--allow", "--reason", "Rang her manager"}));
    desks.carry();
    must(issue());
    const auto listed = must(desks.atHome({"exception", "list"}));
    for (const auto& id : asked) CHECK(lineWith(listed, "exception", "request", id).at("state") == "used");
}
