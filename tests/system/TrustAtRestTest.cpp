#include "tests/system/ByteSearch.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A stolen disk tells nothing: what an enrolled desk keeps, byte by byte, while nobody is signed in.

namespace {

struct Someone {
    const char* applicant;
    const char* given;
    const char* family;
    const char* preferred;
    const char* born;
    const char* bornForPeople;
    const char* job;
    const char* postcode;
};

// Names that no dictionary, library or certificate has.
constexpr Someone planted[] = {
    {"ffion-adeyemi", "Quillabrith", "Oxenthwaidle", "Quillixy", "1981-07-19", "19 July 1981", "Zymotic dispenser", "QX7 4ZJ"},
    {"callum-pemberton-roy", "Vorbastian", "Drumlickmoor", "Vorbyx", "1973-11-03", "3 November 1973", "Plethysm recorder", "ZV3 9QK"},
    {"beatrix-olawale", "Hesperantha", "Kwixelbury", "Hespyq", "1990-02-14", "14 February 1990", "Borborygm listener", "WJ2 8XD"},
};

/// A desk as it stands after a day's work; who was planted and their numbers.
struct Day {
    Desk desk{daemon()};
    std::vector<Planted> data;

    Day()
    {
        desk.startCentre();
        int number = 0;
        for (const auto& person : planted) work(person, ++number);
        must(desk.ctl({"people", "find", "Oxenthwaidle"}));
        must(desk.ctl({"exception", "ask", "--act", firstAct(), "--holder", lastNumber, "--reason", "Grandmother Zephyrbole is being buried in Oxtwiddle"}));
        text("a reason", "Grandmother Zephyrbole");
        text("a place in a reason", "Oxtwiddle");
        must(desk.ctl({"queue", "drain"}));
        addAgentAndKeys();
        desk.stopCentre();
    }
    void text(const std::string& label, const std::string& value) { data.push_back({label, value, true}); }

private:
    void work(const Someone& person, int number)
    {
        const auto card = std::string("blank-") + std::to_string(number);
        const Inserted inserted(desk.card(card));
        const auto request = desk.changedRequest(person.applicant, "planted-" + std::to_string(number), [&](Json& json) {
            json["person"]["givenName"] = person.given;
            json["person"]["familyName"] = person.family;
            json["person"]["preferredName"] = person.preferred;
            json["person"]["dateOfBirth"] = person.born;
            json["person"]["jobTitle"] = person.job;
            json["person"]["postcode"] = person.postcode;
        });
        const auto chosen = std::to_string(73915480 + number);
        lastNumber = must(desk.issue(request, 0, chosen)).result().at("uuid");
        const auto shown = must(desk.ctl({"people", "show", lastNumber})).result();
        const std::string who = person.given;
        for (const auto& [label, value] : {std::pair{"given name", person.given}, std::pair{"family name", person.family},
                                           std::pair{"preferred name", person.preferred}, std::pair{"birth date", person.born},
                                           std::pair{"birth date in words", person.bornForPeople}, std::pair{"job", person.job},
                                           std::pair{"postcode", person.postcode}}) {
            text(who + "'s " + label, value);
        }
        text(who + "'s number", lastNumber);
        text(who + "'s number, grouped", lastNumber.substr(0, 4) + " " + lastNumber.substr(4, 4) + " " + lastNumber.substr(8));
        text(who + "'s passcode", chosen);
        // The picture itself: four pieces of it from inside.
        const auto portrait = decrypted(desk.site() / "workstation/portraits" / (shown.at("photoReference").get<std::string>() + ".cms"),
                                        centreKey(desk.site(), "centre-envelope"), desk.scratch("portrait"));
        REQUIRE(portrait);
        for (const std::size_t place : {portrait->size() / 8, portrait->size() / 4, portrait->size() / 2, portrait->size() * 3 / 4}) {
            data.push_back({who + "'s portrait at " + std::to_string(place), portrait->substr(place, 24), false});
        }
    }
    std::string firstAct() const
    {
        const auto roles = Desk::readJson(desk.site() / "policies/roles.json");
        const auto& act = roles.at("exceptions").at("acts").at(0);
        return act.is_string() ? act.get<std::string>() : act.at("id").get<std::string>();
    }
    void addAgentAndKeys()
    {
        const auto agent = desk.ctl({"agents", "list"}).line("agent");
        text("the agent's name", agent.at("name"));
        text("the agent's number", agent.at("uuid"));
        const auto keys = RecoveredKeys::of(desk);
        data.push_back({"the store key", keys.storeKey, false});
        data.push_back({"the site key", keys.siteKey, false});
        data.push_back({"the store's private key", scalarOf(keys.storePrivate), false});
        data.push_back({"the content-signing key", scalarOf(keys.contentSigning), false});
        text("the agent's passcode", readFile(desk.site() / "cards/agent.passcode"));
    }
    std::string lastNumber;
};

std::string told(const std::vector<ByteSearch::Hit>& hits)
{
    std::string text;
    for (const auto& hit : hits) text += hit.label + " as " + hit.form + " in " + hit.file + "\n";
    return text;
}

} // namespace

TEST_CASE("none of 50 planted data and secrets is in the folder of an enrolled desk, signed out")
{
    const Day day;
    const ByteSearch search(day.data);
    CHECK(search.size() >= 50);

    // An enrolled desk's folder is a training site's without what is there to practise with: the cards, the applications, the centre.
    const auto stolen = day.desk.scratch("stolen");
    fs::create_directories(stolen);
    for (const auto* part : {"site.json", "policies", "trust", "workstation"}) {
        fs::copy(day.desk.site() / part, stolen / part, fs::copy_options::recursive);
    }
    const auto hits = search.in(stolen);
    INFO(told(hits));
    CHECK(hits.empty());
    CHECK(search.filesRead() > 20);

    // The search itself finds each of them, where they are and however they are written.
    for (const auto& each : search.data()) {
        INFO(each.label);
        CHECK_FALSE(search.inText("..." + each.octets + "...", "a file").empty());
        CHECK_FALSE(search.inText("{\"x\":\"" + hexOf(each.octets) + "\"}", "a file").empty());
    }
    const auto known = search.in(day.desk.site() / "requests");
    CHECK(known.size() >= 15);
    CHECK_FALSE(search.in(day.desk.site() / "centre").empty()); // who has the centre has the names
    std::printf("{\"atRest\":{\"planted\":%zu,\"files\":%zu,\"found\":%zu}}\n", search.size(), search.filesRead(), hits.size());
}
