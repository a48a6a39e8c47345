#include "tests/system/privacy/GuardedPerson.h"

#include <fstream>

namespace cardwright::testing::privacy {

using trust::must;

GuardedPerson::GuardedPerson()
{
    const auto request = desk.changedRequest("ffion-adeyemi", "guarded", [](Json& json) {
        json["person"]["familyName"] = formerNames[1];
        json["documents"].push_back({{"kind", "restricted-identity-document"}, {"number", restrictedNumber}, {"originalSeen", true}, {"nameAgrees", true}});
    });
    const trust::Inserted card(desk.card("blank-1"));
    const auto issued = must(desk.issue(request, 0, trust::passcode)).result();
    number = issued.at("uuid");
    guid = issued.at("card");
    askBefore();
    const Json deed{{"kind", "deed-poll"}, {"number", "DP-6630418"}, {"dated", "2026-03-01"}, {"originalSeen", true}};
    rename(formerNames[0], Json::array({deed}), {{"staffNumber", staffNumber}});
    must(desk.ctl({"people", "show", number})); // says the name that is theirs yet
    const Json place{{"title", "Community nurse"}, {"team", "Adult nursing"}, {"site", "Quayside House"}};
    auto broken = place;
    broken["name"] = std::string("Ffion ") + formerNames[0];
    must(desk.ctl({"badge", "request", "--event", "broken", "--person", number, "--fields", desk.writeRequest("broken", broken.dump()).string()}));
    const Json marriage{{"kind", "marriage-certificate"}, {"number", "MC-5521907"}, {"dated", "2026-05-02"}, {"originalSeen", true}};
    rename(nameNow, Json::array({marriage, {{"kind", "gender-recognition-certificate"}, {"originalSeen", true}}}));
    saidBefore = desk.said();
    askAfter();
}

void GuardedPerson::rename(const std::string& name, const Json& evidence, const Json& more)
{
    Json fields{{"familyName", name}};
    fields.update(more);
    const auto change = desk.writeRequest("name-" + name, Json{{"fields", fields}, {"reason", "Another name by their papers"}, {"evidence", evidence}}.dump());
    must(desk.ctl({"people", "change", number, "--request", change.string()}));
}

/// In the name that was theirs, or for one that was to be.
void GuardedPerson::askBefore()
{
    const auto fields = desk.writeRequest("asked-name", Json{{"fields", {{"familyName", formerNames[0]}}}}.dump());
    const auto asked = must(desk.ctl({"request", "raise", "--kind", "change", "--holder", number, "--request", fields.string(), "--reason", "Another name"})).result();
    must(desk.ctl({"request", "withdraw", asked.at("request"), "--reason", "Done at the counter"}));
    must(desk.ctl({"print", "later", "--person", number}));
}

void GuardedPerson::askAfter()
{
    const Json renamed{{"previousName", std::string("Ffion ") + formerNames[0]}, {"newName", std::string("Ffion ") + nameNow}, {"title", "Community nurse"},
                       {"team", "Adult nursing"}, {"site", "Quayside House"}};
    must(desk.ctl({"badge", "request", "--event", "name-change", "--person", number, "--fields", desk.writeRequest("renamed", renamed.dump()).string()}));
    must(desk.ctl({"exception", "ask", "--act", "early-renewal", "--holder", number, "--reason", "Away at sea when it is due"}));
    must(desk.ctl({"position", "assign", "--holder", number, "--position", "community-nurse"}));
    const auto fields = desk.writeRequest("asked-title", Json{{"fields", {{"jobTitle", "Ward sister"}}}}.dump());
    must(desk.ctl({"request", "raise", "--kind", "change", "--holder", number, "--request", fields.string(), "--reason", "Promoted"}));
    const auto leavers = desk.scratch("leavers.csv");
    std::ofstream(leavers) << "Action,Staff number,Leaving date\nLeaver," << staffNumber << ",30/11/2026\n";
    must(desk.ctl({"people", "import", leavers.string()}));
}

} // namespace cardwright::testing::privacy
