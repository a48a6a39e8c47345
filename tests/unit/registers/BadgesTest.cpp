#include "core/registers/Badges.h"
#include "core/registers/FacePrints.h"
#include "core/registers/PersonActs.h"
#include "core/store/Store.h"
#include "tests/unit/registers/RegisterBench.h"

#include <array>
#include <random>

using namespace cardwright;
using namespace cardwright::test;

namespace {

struct BadgeBench : RegisterBench {
    BadgePolicy badges = BadgePolicy::shipped();
    BadgeDesk office() { return {in(), badges}; }
    BadgeDesk officeAs(const AgentSession& other) { return {as(other), badges}; }
    static BadgeOrder lost()
    {
        return {"lost", {{"incident", "W-20931"}, {"name", "Ffion Adeyemi"}, {"title", "Nurse"}, {"team", "Wards"}, {"site", "Quayside"}}};
    }
    PersonRecord holder(std::string given = "Ffion", std::string family = "Adeyemi")
    {
        return CreatePerson(in()).perform({somebody(std::move(given), std::move(family), "1990-04-02"), {}});
    }
};

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return {};
}

std::function<ByteSource()> fileOf(std::string text)
{
    return [text]() -> ByteSource {
        auto at = std::make_shared<std::size_t>(0);
        return [text, at](std::span<char> into) {
            const auto count = std::min(into.size(), text.size() - *at);
            std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(*at), count, into.begin());
            *at += count;
            return count;
        };
    };
}

} // namespace

TEST_CASE("each event has the fields that the rules name, and all of them are needed", "[badge]")
{
    BadgeBench bench;
    const std::map<std::string, std::vector<std::string>> wanted{
        {"title-change", {"name", "currentTitle", "newTitle", "team", "site"}}, {"name-change", {"previousName", "newName", "title", "team", "site"}},
        {"broken", {"name", "title", "team", "site"}},                          {"lost", {"incident", "name", "title", "team", "site"}},
        {"new-starter", {"name", "title", "team", "deliveryBase", "manager", "likeness"}}};
    for (const auto& [event, fields] : wanted) {
        INFO(event);
        REQUIRE(bench.badges.event(event) != nullptr);
        CHECK(bench.badges.event(event)->fields == fields);
        BadgeOrder order{event, {}};
        for (const auto& field : fields) order.fields[field] = field == "likeness" ? "yes" : field + " one";
        for (const auto& field : fields) {
            INFO(field);
            auto without = order;
            without.fields[field] = " ";
            const auto problems = bench.office().problems(without);
            REQUIRE_FALSE(problems.empty());
            CHECK(problems.front().field == field);
        }
    }
}

TEST_CASE("a lost badge needs its incident before anything", "[badge]")
{
    BadgeBench bench;
    BadgeOrder nothing{"lost", {}};
    CHECK(bench.office().problems(nothing).front().field == "incident");
    CHECK(codeOf([&] { bench.office().request(nothing); }) == "BADGE-INCIDENT");
    auto order = BadgeBench::lost();
    order.fields.erase("incident");
    CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-INCIDENT");
    CHECK(bench.office().request(BadgeBench::lost()).state == BadgeState::requested);
    CHECK(bench.lastKind() == "badge.requested");
    CHECK(bench.lastPayload().at("fields").at("incident") == "W-20931");
}

TEST_CASE("a new starter needs the manager's photograph and the statement that it is a likeness", "[badge]")
{
    BadgeBench bench;
    BadgeOrder order{"new-starter", {{"name", "Ada Newcomer"}, {"title", "Porter"}, {"team", "Estates"}, {"deliveryBase", "Quayside"}, {"manager", "Joan Mbeki"}}};
    CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-LIKENESS");
    order.fields["likeness"] = "this is not a true likeness";
    CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-LIKENESS");
    for (const auto* words : {"I cannot confirm the likeness", "it isn't a good likeness", "it isn\xE2\x80\x99t a likeness", "never a likeness", "a poor likeness",
                              "No likeness", "I doubt the likeness", "unlikeness", "it is her"}) {
        INFO(words);
        order.fields["likeness"] = words;
        CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-LIKENESS");
    }
    for (const auto* words : {"North ward manager: true likeness", "Noted; a true likeness.", "Yes", "TRUE LIKENESS"}) {
        INFO(words);
        order.fields["likeness"] = words;
        CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-PHOTO");
    }
    order.fields["likeness"] = "I confirm that this is a true likeness";
    CHECK(codeOf([&] { bench.office().request(order); }) == "BADGE-PHOTO");
    order.photo = Bytes{1, 2, 3};
    CHECK(codeOf([&] { bench.office().request(order); }) == "PORTRAIT-FORMAT");
    CHECK(bench.office().worklist().empty());
}

TEST_CASE("a badge asked for in a name that is no longer theirs is listed and drawn with the name of today", "[badge]")
{
    BadgeBench bench;
    const auto person = bench.holder();
    const auto before = bench.desk.store().people.byNumber(person.number)->person.legalName();
    const auto badge = bench.office().request({"broken", {{"name", before}, {"title", "Nurse"}, {"team", "Wards"}, {"site", "Quayside"}}, person.number});
    CHECK(bench.office().worklist().front().field("name") == before);
    bench.desk.clock.now += 1;
    ChangePerson(bench.in()).perform({person.number, {{"familyName", "Okafor"}}, "By her papers", {{"deed-poll", "DP 44 0917", parseDate("2026-01-10"), true}}});
    const auto today = bench.desk.store().people.byNumber(person.number)->person.legalName();
    REQUIRE(today != before);
    CHECK(bench.office().worklist().front().field("name") == today);
    CHECK(bench.office().history(person.number).front().field("name") == today);
    CHECK(bench.office().face(badge.id).name == today);
    CHECK(bench.office().refuse(badge.id, "A new one").field("name") == today);
    CHECK(bench.desk.store().badges.byId(badge.id)->field("name") == before); // what was asked stays as it was asked
}

TEST_CASE("a former name is on record and in no list, print or history", "[badge]")
{
    BadgeBench bench;
    const auto person = bench.holder();
    BadgeOrder order{"name-change", {{"previousName", "Ffion Formername"}, {"newName", "Ffion Adeyemi"}, {"title", "Nurse"}, {"team", "Wards"}, {"site", "Quayside"}}, person.number};
    const auto badge = bench.office().request(order);
    CHECK(bench.lastPayload().at("fields").at("previousName") == "Ffion Formername"); // the sealed entry alone
    CHECK(badge.fields.count("previousName") == 0);
    CHECK(bench.office().worklist().front().fields.count("previousName") == 0);
    CHECK(bench.office().history(person.number).front().fields.count("previousName") == 0);
    const auto face = bench.office().face(badge.id);
    CHECK(face.name == "Ffion Adeyemi");
    CHECK(face.badge.fields.count("previousName") == 0);
}

TEST_CASE("a badge is refused with a reason, once, and not by its subject", "[badge]")
{
    BadgeBench bench;
    const auto id = bench.office().request(BadgeBench::lost()).id;
    CHECK(codeOf([&] { bench.office().refuse(id, " "); }) == "BADGE-REASON");
    const auto sponsor = bench.role("sponsor", 555'009'000'002, "Sam Sponsor");
    CHECK(codeOf([&] { bench.officeAs(sponsor).refuse(id, "no"); }).rfind("DUTY-", 0) == 0);
    CHECK(bench.lastKind() == "duty.refused");
    CHECK(bench.office().refuse(id, "found again").state == BadgeState::refused);
    CHECK(bench.lastKind() == "badge.refused");
    CHECK(codeOf([&] { bench.office().refuse(id, "again"); }) == "BADGE-DECIDED");
    CHECK(codeOf([&] { bench.office().face(id); }) == "BADGE-DECIDED");
    CHECK(codeOf([&] { bench.office().refuse(Guid(), "x"); }) == "BADGE-UNKNOWN");
}

TEST_CASE("whoever asked for a badge takes it back while nobody decided, and nobody else does", "[badge]")
{
    BadgeBench bench;
    const auto sponsor = bench.role("sponsor", 555'009'000'002, "Sam Sponsor");
    const auto id = bench.officeAs(sponsor).request(BadgeBench::lost()).id;
    CHECK(codeOf([&] { bench.officeAs(sponsor).withdraw(id, " "); }) == "BADGE-REASON");
    CHECK(codeOf([&] { bench.office().withdraw(id, "not mine"); }) == "BADGE-NOT-YOURS");
    const auto helpdesk = bench.role("helpdesk", 555'009'000'003, "Hal Help");
    CHECK(codeOf([&] { bench.officeAs(helpdesk).withdraw(id, "no"); }).rfind("DUTY-", 0) == 0);
    const auto other = bench.role("sponsor", 555'009'000'004, "Sue Sponsor");
    CHECK(codeOf([&] { bench.officeAs(other).withdraw(id, "no"); }) == "BADGE-UNKNOWN"); // not even that it is there
    CHECK(bench.desk.store().badges.byId(id)->state == BadgeState::requested);
    CHECK(bench.officeAs(sponsor).withdraw(id, "found again").isWithdrawn());
    CHECK(bench.lastKind() == "badge.refused");
    CHECK(bench.lastPayload().at("reason") == "found again");
    CHECK(codeOf([&] { bench.officeAs(sponsor).withdraw(id, "again"); }) == "BADGE-DECIDED");
    CHECK(codeOf([&] { bench.office().face(id); }) == "BADGE-DECIDED");
    CHECK(codeOf([&] { bench.officeAs(sponsor).withdraw(Guid(), "x"); }) == "BADGE-UNKNOWN");

    const auto refused = bench.officeAs(sponsor).request(BadgeBench::lost()).id;
    CHECK_FALSE(bench.office().refuse(refused, "It works").isWithdrawn());
    CHECK(codeOf([&] { bench.officeAs(sponsor).withdraw(refused, "late"); }) == "BADGE-DECIDED");
}

TEST_CASE("who may ask and print: the matrix, and nobody for themselves", "[badge]")
{
    BadgeBench bench;
    const auto sponsor = bench.role("sponsor", 555'009'000'002, "Sam Sponsor");
    const auto helpdesk = bench.role("helpdesk", 555'009'000'003, "Hal Help");
    CHECK(codeOf([&] { bench.officeAs(helpdesk).request(BadgeBench::lost()); }).rfind("DUTY-", 0) == 0);
    CHECK(codeOf([&] { bench.officeAs(helpdesk).worklist(); }).rfind("DUTY-", 0) == 0);
    const auto own = bench.officeAs(sponsor).request(BadgeBench::lost());
    auto other = BadgeBench::lost();
    other.fields["name"] = "Somebody Different";
    bench.office().request(other);
    CHECK(bench.officeAs(sponsor).worklist().size() == 1); // a sponsor never sees another's
    CHECK(bench.office().worklist().size() == 2);
    CHECK(codeOf([&] { bench.officeAs(sponsor).face(own.id); }).rfind("DUTY-", 0) == 0);
    auto mine = BadgeBench::lost();
    mine.fields["name"] = "Beatrix Agent";
    CHECK(codeOf([&] { bench.office().request(mine); }) == "AGENT-IS-SUBJECT");
    CHECK(bench.lastKind() == "duty.refused");
}

TEST_CASE("a badge without a photograph is not booked as printed; one that is bad stays on the list", "[badge]")
{
    BadgeBench bench;
    const auto id = bench.office().request(BadgeBench::lost()).id;
    CHECK(codeOf([&] { bench.office().printed({id}, "Printer", 1, true); }) == "BADGE-PHOTO");
    CHECK(codeOf([&] { bench.office().printed({id}, "Printer", 99, true); }) == "PRINT-COPIES");
    auto record = *bench.desk.store().badges.byId(id);
    record.photo = bench.desk.store().portraits.put(bytesOf("a picture"));
    Transaction act(bench.desk.store().database());
    bench.desk.store().badges.put(act, record);
    act.commit();
    CHECK(bench.office().printed({id}, "Printer", 1, false).front().state == BadgeState::requested);
    CHECK(bench.lastPayload().at("qualityConfirmed") == false);
    CHECK(bench.office().printed({id}, "Printer", 1, true).front().state == BadgeState::printed);
    CHECK(bench.lastKind() == "badge.printed");
    CHECK(bench.desk.store().badges.byId(id)->copies == 2);
}

TEST_CASE("a badge that is named twice in one print is printed once", "[badge]")
{
    BadgeBench bench;
    const auto id = bench.office().request(BadgeBench::lost()).id;
    auto record = *bench.desk.store().badges.byId(id);
    record.photo = bench.desk.store().portraits.put(bytesOf("a picture"));
    Transaction act(bench.desk.store().database());
    bench.desk.store().badges.put(act, record);
    act.commit();
    const auto entries = bench.kinds().size();
    CHECK(bench.office().printed({id, id}, "Printer", 1, true).size() == 1);
    CHECK(bench.kinds().size() == entries + 1);
    CHECK(bench.desk.store().badges.byId(id)->copies == 1);
}

TEST_CASE("closing a record ends the badges that are asked for, and who has left is printed none", "[badge]")
{
    BadgeBench bench;
    auto& store = bench.desk.store();
    const auto person = bench.holder();
    auto order = BadgeBench::lost();
    order.holder = person.number;
    const auto open = bench.office().request(order).id;
    const auto done = bench.office().request(order).id;
    auto record = *store.badges.byId(done);
    record.state = BadgeState::printed;
    record.photo = store.portraits.put(bytesOf("a picture"));
    Transaction act(store.database());
    store.badges.put(act, record);
    store.replacements.order(act, {person.number, Guid::random(bench.desk.random), false, bench.desk.clock.utcMillis()});
    act.commit();
    ClosePerson(bench.in()).perform({person.number, "left", "", "CLOSE"});
    CHECK(store.badges.byId(open)->state == BadgeState::refused);
    CHECK(store.badges.byId(open)->reason == "person-closed");
    CHECK_FALSE(store.badges.byId(open)->isWithdrawn());
    CHECK(store.badges.byId(done)->state == BadgeState::printed);
    const auto kinds = bench.kinds();
    CHECK(std::count(kinds.begin(), kinds.end(), "badge.refused") == 1);
    CHECK(bench.lastKind() == "holder.closed");
    CHECK(codeOf([&] { bench.office().face(done); }) == "PERSON-CLOSED");
    CHECK(codeOf([&] { bench.office().printed({done}, "Printer", 1, true); }) == "PERSON-CLOSED");
    // Whoever comes back is checked anew: no card waits for them from before.
    CHECK_FALSE(store.replacements.of(person.number));
    ReopenPerson(bench.in()).perform(person.number, "came back");
    CHECK_FALSE(store.replacements.of(person.number));
    CHECK_FALSE(bench.office().face(done).name.empty());
}

TEST_CASE("an e-mail is read as it came: quoted, with hard blanks, headings in other words", "[badge]")
{
    const auto policy = BadgePolicy::shipped();
    const auto read = readBadgeEmail(policy, "Dear RA team,\r\n> Request: Lost\r\n> Full name :  Ffion Adeyemi\r\n* Job Title: Community nurse\r\n- Department:\r\n  Adult nursing\r\n"
                                             "Location\tQuayside\xC2\xA0House\r\nIncident number: W-20931\r\nUUID: 555 0417 26093\r\nKind regards\r\n> Full name: Somebody Else\r\n");
    CHECK(read.order.event == "lost");
    CHECK(read.order.fields.at("name") == "Ffion Adeyemi");
    CHECK(read.order.fields.at("title") == "Community nurse");
    CHECK(read.order.fields.at("team") == "Adult nursing");
    CHECK(read.order.fields.at("site") == "Quayside House");
    CHECK(read.order.fields.at("incident") == "W-20931");
    REQUIRE(read.order.holder);
    CHECK(read.order.holder->digits() == "555041726093");
    CHECK(read.unread.size() == 3);
    CHECK(codeOf([&] { readBadgeEmail(policy, "Hello,\nno fields here\n"); }) == "BADGE-EMAIL");
    CHECK(codeOf([&] { readBadgeEmail(policy, ""); }) == "BADGE-EMAIL");
    CHECK(readBadgeEmail(policy, "Name: X\nPhoto: ../../etc/passwd\n").photoFile.empty());
    CHECK(readBadgeEmail(policy, "Name: X\nPhoto: ada.jpg\n").photoFile == "ada.jpg");
}

TEST_CASE("no e-mail breaks the reader", "[badge]")
{
    const auto policy = BadgePolicy::shipped();
    const std::string seed = "Event: lost\nName: Ffion Adeyemi\nTeam:\n  Wards\nUUID: 555041726093\nPhoto: a.jpg\n> Site: Quay\n";
    std::mt19937 dice(20261122);
    std::size_t read = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto text = seed;
        for (int change = 0; change < 1 + static_cast<int>(dice() % 12); ++change) {
            const auto at = dice() % text.size();
            switch (dice() % 3) {
            case 0: text[at] = static_cast<char>(dice() & 0xFF); break;
            case 1: text.insert(at, 1 + dice() % 40, static_cast<char>(dice() & 0xFF)); break;
            default: text.erase(at, 1 + dice() % 6); break;
            }
            if (text.empty()) text = ":";
        }
        try {
            const auto reading = readBadgeEmail(policy, text);
            for (const auto& [field, value] : reading.order.fields) REQUIRE(value.size() <= 500);
            REQUIRE(reading.unread.size() <= 20);
            ++read;
        } catch (const UsageError&) {
        }
    }
    CHECK(read > 1'000);
    const std::string huge(10'000'000, '\n');
    CHECK(codeOf([&] { readBadgeEmail(policy, huge); }) == "BADGE-EMAIL");
}

TEST_CASE("an induction day's list is looked at row by row", "[badge]")
{
    const auto policy = BadgePolicy::shipped();
    const auto preview = readBadgeList(policy, fileOf("Full name;Job title;Team;Delivery base;Manager;Likeness;Photo;Shoe size\r\n"
                                                      "Ada Newcomer;Porter;Estates;Quayside;Joan Mbeki;yes;ada.jpg;39\r\n"
                                                      "\"Ben; the second\";Cook;Kitchen;Quayside;Joan Mbeki;yes;../ben.jpg;40\r\n"
                                                      "Ada Newcomer;Porter;Estates;Quayside;Joan Mbeki;yes;ada.jpg;39\r\n"));
    REQUIRE(preview.rows.size() == 3);
    CHECK(preview.rows[0].problems.empty());
    CHECK(preview.rows[0].reading.order.event == "new-starter");
    CHECK(preview.rows[0].reading.photoFile == "ada.jpg");
    CHECK(preview.rows[1].reading.order.fields.at("name") == "Ben; the second");
    CHECK(preview.rows[1].problems.front().field == "photo");
    CHECK(preview.rows[2].problems.front().sentence == "This person stands in the list twice.");
    CHECK(preview.wrong() == 2);
    CHECK(codeOf([&] { readBadgeList(policy, fileOf("Shoe size\n39\n")); }) == "BADGE-LIST");
    CHECK(codeOf([&] { readBadgeList(policy, fileOf("Name\n")); }) == "BADGE-LIST");
    CHECK(codeOf([&] { readBadgeList(policy, fileOf("Name,Full name\nA,B\n")); }) == "BADGE-LIST");
    std::string many = "Name\n";
    for (int at = 0; at <= 500; ++at) many += "Person " + std::to_string(at) + "\n";
    CHECK(codeOf([&] { readBadgeList(policy, fileOf(many)); }) == "BADGE-LIST");
}

TEST_CASE("a batch is taken whole or not at all", "[badge]")
{
    BadgeBench bench;
    auto second = BadgeBench::lost();
    second.fields["name"] = "Somebody Different";
    auto broken = BadgeBench::lost();
    broken.fields.erase("team");
    const auto entries = bench.kinds().size();
    CHECK(codeOf([&] { bench.office().requestAll({BadgeBench::lost(), broken}); }) == "BADGE-DETAILS");
    CHECK(bench.office().worklist().empty());
    CHECK(bench.kinds().size() == entries);
    CHECK(bench.office().requestAll({BadgeBench::lost(), second}).size() == 2);
    CHECK(bench.kinds().size() == entries + 2);
}

namespace {

Guid cardFor(BadgeBench& bench, const UserNumber& holder, CardState state)
{
    const auto guid = Guid::random(bench.desk.random);
    auto& store = bench.desk.store();
    Transaction act(store.database());
    const auto now = bench.desk.clock.utcMillis();
    store.cards.open(act, {guid, holder, Guid::random(bench.desk.random), CardState::opened, 1, 1, std::nullopt, "yubico", now, std::nullopt, std::nullopt});
    store.cards.setState(act, guid, state, now);
    act.commit();
    return guid;
}

/// The card ends, by an entry that says why.
void cancel(BadgeBench& bench, const Guid& card, const UserNumber& holder, const char* reason, const std::string& note)
{
    auto& store = bench.desk.store();
    Transaction act(store.database());
    auto entry = entryAbout(holder, EntryKind::cardCancelled, {{"card", card.text()}, {"reason", reason}, {"cardPresent", false}, {"note", note}}, bench.desk.random);
    entry.card = card;
    store.journal.append(act, entry, bench.agent.author());
    store.cards.setState(act, card, CardState::cancelled, bench.desk.clock.utcMillis());
    act.commit();
}

} // namespace

TEST_CASE("a card's face is printed now, later or never, and each print is an entry", "[print]")
{
    BadgeBench bench;
    const auto person = bench.holder();
    const auto card = cardFor(bench, person.number, CardState::issued);
    FacePrints prints(bench.in());
    const auto face = prints.face(card);
    CHECK(face.firstLine == "Ffion");
    CHECK(face.secondLine == "Adeyemi");
    prints.later(card);
    REQUIRE(prints.waiting().size() == 1);
    CHECK(prints.waiting().front().name == "Ffion Adeyemi");
    prints.printed({card, "front", "CR80", 1, false}, {"print", 1});
    CHECK(bench.lastKind() == "card.printed");
    CHECK(prints.waiting().size() == 1); // nobody looked at it
    prints.printed({card, "front and back", "CR80", 2, true}, {"print", 1});
    CHECK(bench.lastPayload().at("printer") == "CR80");
    CHECK(bench.lastPayload().at("qualityConfirmed") == true);
    CHECK(prints.waiting().empty());
    CHECK(codeOf([&] { prints.printed({card, "front", "CR80", 0, true}, {"print", 1}); }) == "PRINT-COPIES");
    CHECK(codeOf([&] { prints.never(card, ""); }) == "PRINT-REASON");
    CHECK(prints.never(card, "not wanted").state == PrintState::never);
    const auto sponsor = bench.role("sponsor", 555'009'000'002, "Sam Sponsor");
    CHECK(codeOf([&] { FacePrints(bench.as(sponsor)).face(card); }).rfind("DUTY-", 0) == 0);
    CHECK(bench.lastKind() == "duty.refused");
    CHECK(codeOf([&] { prints.face(Guid()); }) == "CARD-NOT-HERE");
}

TEST_CASE("a card whose chip is somebody's is no waste; afterwards the next card waits as a replacement", "[print]")
{
    BadgeBench bench;
    const auto person = bench.holder();
    const auto card = cardFor(bench, person.number, CardState::issued);
    FacePrints prints(bench.in());
    CHECK(codeOf([&] { prints.spoiled(card, "ribbon creased"); }) == "CARD-CHIP-LIVE");
    CHECK(bench.desk.store().replacements.waiting().empty());
    cancel(bench, card, person.number, "made-in-error", std::string(spoiledNote) + "ribbon creased");
    CHECK(codeOf([&] { prints.spoiled(card, ""); }) == "PRINT-REASON");
    CHECK(prints.spoiled(card, "ribbon creased").state == PrintState::spoiled);
    CHECK(bench.lastKind() == "card.spoiled");
    CHECK(bench.lastPayload().at("reason") == "ribbon creased");
    REQUIRE(bench.desk.store().replacements.of(person.number));
    CHECK(bench.desk.store().replacements.of(person.number)->oldCard == card);
    CHECK(codeOf([&] { prints.spoiled(card, "again"); }) == "PRINT-SPOILED");
    CHECK(codeOf([&] { prints.face(card); }) == "PRINT-SPOILED");
    CHECK(codeOf([&] { prints.later(card); }) == "PRINT-SPOILED");
    CHECK(codeOf([&] { prints.never(card, "not wanted"); }) == "PRINT-SPOILED"); // waste stays waste
    CHECK(bench.desk.store().prints.of(card)->state == PrintState::spoiled);
}

TEST_CASE("the plastic of a card that ended on other grounds is waste too, and orders nobody a card", "[print]")
{
    BadgeBench bench;
    FacePrints prints(bench.in());
    const std::vector<std::pair<const char*, std::string>> grounds{{"stolen", ""}, {"misused", ""}, {"lost", std::string(spoiledNote) + "no, it is lost"},
                                                                   {"made-in-error", "the wrong person stood there"}};
    std::size_t count = 0;
    for (const auto& [reason, note] : grounds) {
        INFO(reason);
        const std::array<const char*, 4> names{"Ada", "Bronwen", "Chidi", "Dmitri"};
        const auto person = bench.holder(names.at(count), std::string(names.at(count)) + "ssen");
        ++count;
        const auto card = cardFor(bench, person.number, CardState::issued);
        cancel(bench, card, person.number, reason, note);
        CHECK(prints.spoiled(card, "found in the drawer").state == PrintState::spoiled);
        CHECK(bench.lastKind() == "card.spoiled");
        CHECK_FALSE(bench.desk.store().replacements.of(person.number));
    }
    const auto person = bench.holder("Given", "Up");
    const auto card = cardFor(bench, person.number, CardState::abandoned); // no card came of it: the same application goes on
    prints.spoiled(card, "ribbon creased");
    CHECK(bench.desk.store().replacements.of(person.number));
}

TEST_CASE("how often a face was printed is not forgotten by putting it off", "[print]")
{
    BadgeBench bench;
    const auto person = bench.holder();
    const auto card = cardFor(bench, person.number, CardState::issued);
    FacePrints prints(bench.in());
    prints.printed({card, "front", "CR80", 2, false}, {"print", 1});
    CHECK(prints.later(card).copies == 2);
    CHECK(prints.waiting().size() == 1);
    CHECK(prints.never(card, "not wanted").copies == 2);
    CHECK(bench.desk.store().prints.of(card)->printer == "CR80");
    CHECK(prints.waiting().empty());
}
