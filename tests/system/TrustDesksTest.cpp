#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A small team: who asks sits at one desk, who may decide at another, and between them is nothing but the centre.

namespace {

constexpr const char* deputyPasscode = "51837264";
constexpr const char* reason = "Her certificates end while she is at sea";

/// A training desk with its centre, and a deputy whose card was issued there and who sits at a live desk of the same centre.
struct TwoDesks {
    Desk home{daemon()};
    LiveDesk away{daemon(), "https://127.0.0.1:" + std::to_string(home.centrePort())};
    std::string holder;
    std::string deputy;

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
            const auto made = must(home.issue(home.request("callum-pemberton-roy"), 0, deputyPasscode));
            CHECK(made.result().at("written").size() == 3);
            deputy = made.result().at("uuid");
        }
        must(home.ctl({"queue", "drain"}));
        LiveCentre::order({"agent", home.site().string(), "add", deputy, "--role", "agent", "--deputy"});
        const auto enrolled = must(away.enrol({"--trust", (home.site() / "trust/ca.pem").string()}, LiveCentre::tokenOf(home.site())));
        CHECK(enrolled.result().at("agents") == 2);
        daemon().insert(1, home.card("blank-2"));
    }
    ~TwoDesks() { daemon().pull(1); }

    CtlRun atAway(const std::vector<std::string>& words) const { return away.ctl(words, deputyPasscode); }
    std::string ask(const std::string& subject) const
    {
        return must(home.ctl({"exception", "ask", "--act", "early-renewal", "--holder", subject, "--reason", reason})).result().at("request");
    }
    void carry() const
    {
        must(home.ctl({"queue", "drain"}));
        must(atAway({"queue", "drain"}));
    }
};

std::int64_t dutyRefusals(const fs::path& store) { return Sqlite(store).number("SELECT count(*) FROM journal WHERE kind = 'duty.refused'"); }

} // namespace

TEST_CASE("an exception asked for at one desk is decided by a deputy at another, through the centre, and comes back")
{
    const TwoDesks desks;
    const auto request = desks.ask(desks.holder);
    const auto waiting = must(desks.home.ctl({"exception", "list"}));
    CHECK(waiting.result().at("waiting") == 1);

    // Who asked does not decide, and the attempt is on record.
    const auto before = dutyRefusals(desks.home.store());
    checkRefused(desks.home.ctl({"exception", "decide", request, "--allow", "--reason", "I say so"}), "DUTY-OWN-REQUEST");
    CHECK(dutyRefusals(desks.home.store()) == before + 1);

    desks.carry();
    const auto seen = must(desks.atAway({"exception", "list"})).line("exception");
    CHECK(seen.at("request") == request);
    CHECK(seen.at("act") == "early-renewal");
    CHECK(seen.at("uuid") == desks.holder);
    CHECK(seen.at("reason") == reason);
    CHECK(seen.at("state") == "waiting");

    must(desks.atAway({"exception", "decide", request, "--allow", "--reason", "Seen her sailing orders"}));
    must(desks.atAway({"queue", "drain"}));
    must(desks.home.ctl({"queue", "drain"}));
    const auto decided = must(desks.home.ctl({"exception", "list"})).line("exception");
    CHECK(decided.at("request") == request);
    CHECK(decided.at("state") == "allowed");
    CHECK(decided.at("decisionReason") == "Seen her sailing orders");
    checkRefused(desks.atAway({"exception", "decide", request, "--refuse", "--reason", "No after all"}), "EXCEPTION-DECIDED");
    CHECK(Sqlite(desks.home.centreStore()).number("SELECT count(*) FROM entries WHERE kind = 'exception.decided' AND status = 'accepted'") == 1);
}

TEST_CASE("somebody without a UUID gets a card by an exception that a deputy at another desk allowed, once")
{
    const TwoDesks desks;
    const auto file = desks.home.changedRequest("beatrix-olawale", "too-little", [](auto& json) {
        auto& documents = json.at("documents");
        REQUIRE(documents.size() > 1);
        documents.erase(documents.begin() + 1, documents.end());
    });
    const Inserted card(desks.home.card("blank-3"));
    checkRefused(desks.home.issue(file, 0, passcode), "EVIDENCE-NOT-ENOUGH");
    const auto asked = must(desks.home.ctl({"exception", "ask", "--request", file.string(), "--reason", "The council confirmed the address"}));
    const std::string request = asked.result().at("request");
    checkRefused(desks.home.issue(file, 0, passcode, {"--exception", request}), "EXCEPTION-NONE");
    desks.carry();
    const auto seen = must(desks.atAway({"exception", "list"})).line("exception");
    CHECK(seen.at("request") == request);
    CHECK(seen.at("act") == "evidence-unmet");
    CHECK_FALSE(seen.contains("uuid"));
    CHECK_FALSE(seen.at("name").get<std::string>().empty());
    must(desks.atAway({"exception", "decide", request, "--allow", "--reason", "Rang the council"}));
    must(desks.atAway({"queue", "drain"}));
    must(desks.home.ctl({"queue", "drain"}));

    const auto made = must(desks.home.issue(file, 0, passcode, {"--exception", request}));
    CHECK_FALSE(made.result().at("uuid").get<std::string>().empty());
    must(desks.home.ctl({"queue", "drain"}));
    CHECK(must(desks.home.ctl({"exception", "list"})).line("exception").at("state") == "used");
    const Sqlite centre(desks.home.centreStore());
    CHECK(centre.number("SELECT count(*) FROM exceptions WHERE state = 'used'") == 1);
    CHECK(centre.number("SELECT count(*) FROM entries WHERE kind = 'evidence.checked' AND status = 'refused'") == 0);
}

TEST_CASE("a deputy decides nothing about themselves; what nobody decides waits, and the desk works on")
{
    const TwoDesks desks;
    const auto request = desks.ask(desks.deputy);
    desks.carry();
    checkRefused(desks.atAway({"exception", "decide", request, "--allow", "--reason", "Myself"}), "DUTY-OWN-CASE");
    CHECK(dutyRefusals(desks.away.store()) == 1);
    CHECK(must(desks.atAway({"exception", "list"})).line("exception").at("state") == "waiting");
    CHECK(must(desks.home.ctl({"exception", "list"})).line("exception").at("state") == "waiting");
    const Inserted card(desks.home.card("blank-3"));
    must(desks.home.issue(desks.home.request("beatrix-olawale"), 0, passcode));
}

TEST_CASE("who leaves the roster opens no store key any more, at any desk, and the log says that it was changed")
{
    const TwoDesks desks;
    must(desks.atAway({"agents", "list"}));
    const auto recipients = [&] { return must(desks.home.ctl({"store", "recipients"})).result().at("recipients").get<int>(); };
    must(desks.home.ctl({"queue", "drain"})); // the roster with the deputy came, and the key is sealed to them too
    CHECK(recipients() == 3);                 // two agents and the recovery key
    LiveCentre::order({"agent", desks.home.site().string(), "deactivate", desks.deputy});
    must(desks.home.ctl({"queue", "drain"}));
    must(desks.home.ctl({"store", "rotate"}));
    CHECK(recipients() == 2);
    CHECK(Sqlite(desks.home.store()).number("SELECT count(*) FROM journal WHERE kind = 'storeKey.rotated'") >= 1);
    CHECK(must(desks.home.ctl({"people", "find", "Adeyemi"})).result().at("found") == 1); // sealed anew, and read

    must(desks.away.ctl({"queue", "drain"})); // unattended: the roster is no secret
    checkRefused(desks.atAway({"agents", "list"}), "AGENT-UNKNOWN");
}

TEST_CASE("a card made at one desk, alone, is completed and unlocked at another, which heard of it from the centre")
{
    TwoDesks desks;
    desks.carry();
    const auto reader = daemon().readerName(0);
    const Inserted card(desks.home.card("blank-3"));
    const Witness witness(daemon(), 0);
    desks.home.stopCentre();
    const auto made = must(desks.atAway({"issue", "--request", desks.home.request("beatrix-olawale").string(), "--reader", reader, "--locked"})).result();
    const std::string guid = made.at("card");
    const std::string holder = made.at("uuid");
    CHECK(made.at("written").empty());

    // Until the centre has told of it, this desk knows whose authority made the card and nothing else.
    desks.home.startCentre();
    const auto unlock = [&] { return desks.home.ctl({"unlock", "--reader", reader}, passcode); };
    const auto early = unlock();
    CHECK(early.failure().at("code") == "CARD-NOT-HERE");
    must(desks.atAway({"queue", "drain"})); // the entries go out, the certificates come
    must(desks.home.ctl({"queue", "drain"}));

    const auto shown = must(desks.home.show(0)).result();
    CHECK(shown.at("kind") == "ours");
    CHECK(shown.at("card") == guid);
    CHECK(shown.at("uuid") == holder);
    CHECK(shown.at("locked") == true);
    CHECK(shown.at("due").size() == 3);
    CHECK(must(desks.home.ctl({"people", "find", "Olawale"})).result().at("found") == 1);

    const auto touched = must(desks.home.ctl({"touch", "--reader", reader})).result();
    CHECK(touched.at("written").size() == 3);
    CHECK_FALSE(witness.certificate("9a").empty());
    must(unlock());
    CHECK(witness.passcodeWorks(passcode));

    // And the desk that made it hears that nothing is due on it any more.
    must(desks.home.ctl({"queue", "drain"}));
    must(desks.atAway({"queue", "drain"}));
    const auto there = must(desks.atAway({"card", "show", "--reader", reader})).result();
    CHECK(there.at("due").empty());
    CHECK(there.at("locked") == false);

    // One card per person, at every desk.
    checkRefused(desks.home.issue(desks.home.request("beatrix-olawale"), 0, passcode), "PERSON-HAS-CARD");
}

TEST_CASE("a card that was cut at one desk is finished at another, tested and renewed there; the first desk learns of all of it")
{
    TwoDesks desks;
    desks.carry();
    const auto reader = daemon().readerName(0);
    const auto file = desks.home.card("blank-3");
    const auto openThere = [&] { return Sqlite(desks.away.store()).number("SELECT count(*) FROM job WHERE state IN ('open', 'unknown')"); };
    {
        const auto faults = desks.home.scratch("pulled.json");
        writeFile(faults, Json{{"faults", {{{"at", 34}, {"when", "after"}, {"action", "removed"}}}}}.dump());
        daemon().insert(0, file, {"--fault-json", faults.string()});
        const auto cut = desks.atAway({"issue", "--request", desks.home.request("beatrix-olawale").string(), "--reader", reader, "--locked"});
        INFO(cut.text());
        REQUIRE(cut.code() == 4);
        REQUIRE(daemon().card(0).wait());
        REQUIRE(daemon().waitPresent(0, false));
        REQUIRE(openThere() == 1);
    }
    must(desks.atAway({"queue", "drain"}));
    must(desks.home.ctl({"queue", "drain"}));

    const Inserted card(file);
    const Witness witness(daemon(), 0);
    const auto guid = witness.guid();
    REQUIRE_FALSE(guid.empty());
    CHECK(must(desks.home.show(0)).result().at("kind") == "torn");
    const auto repaired = must(desks.home.ctl({"repair", "--reader", reader, "--locked"})).result();
    CHECK(witness.guid() == guid); // the same card
    CHECK(repaired.at("locked") == true); // as it was begun
    must(desks.home.ctl({"unlock", "--reader", reader}, passcode));
    CHECK(witness.passcodeWorks(passcode));
    CHECK_FALSE(witness.certificate("9a").empty());
    const auto tested = must(desks.home.ctl({"card", "verify", "--reader", reader}, passcode)).result();
    CHECK(tested.at("passed") == true);
    CHECK(tested.at("remarks").empty()); // its plan came along

    must(desks.home.ctl({"queue", "drain"}));
    must(desks.atAway({"queue", "drain"}));
    CHECK(openThere() == 0);
    const auto there = must(desks.atAway({"card", "show", "--reader", reader})).result();
    CHECK(there.at("kind") == "ours");
    CHECK(there.at("uuid") == repaired.at("uuid"));
    checkRefused(desks.atAway({"repair", "--reader", reader, "--locked"}), "NOTHING-TO-REPAIR");

    // Before its time, by an exception that a deputy at the other desk allowed; it is good for once.
    const auto renew = [&] { return desks.home.ctl({"card", "renew", "--reader", reader}, passcode); };
    checkRefused(renew(), "RENEW-NOT-DUE");
    const std::string asked = must(desks.home.ctl({"card", "renew", "--reader", reader, "--ask", reason})).result().at("request");
    checkRefused(renew(), "RENEW-NOT-DUE");
    desks.carry();
    must(desks.atAway({"exception", "decide", asked, "--allow", "--reason", "Seen her sailing orders"}));
    must(desks.atAway({"queue", "drain"}));
    must(desks.home.ctl({"queue", "drain"}));
    const auto before = witness.certificate("9a");
    must(renew());
    CHECK(witness.certificate("9a") != before);
    CHECK(must(desks.home.ctl({"exception", "list"})).line("exception").at("state") == "used");
    checkRefused(renew(), "RENEW-NOT-DUE");
    must(desks.home.ctl({"queue", "drain"}));
    CHECK(Sqlite(desks.home.centreStore()).number("SELECT count(*) FROM exceptions WHERE state = 'used'") == 1);
    CHECK(Sqlite(desks.home.centreStore()).number("SELECT count(*) FROM entries WHERE status = 'refused'") == 0);

    must(desks.atAway({"queue", "drain"}));
    CHECK(must(desks.atAway({"card", "show", "--reader", reader})).result().at("due").empty());
    // What the first desk had asked for a key that is gone is certified for nobody.
    const Sqlite centre(desks.home.centreStore());
    CHECK(centre.number("SELECT count(*) FROM certificates WHERE withdrawn = 0 AND written = 1 AND card IN (SELECT id FROM cards WHERE user_number = '" +
                        repaired.at("uuid").get<std::string>() + "')") == 3);
}
