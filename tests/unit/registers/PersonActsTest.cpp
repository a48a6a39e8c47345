#include "core/registers/PersonActs.h"

#include "core/registers/FormerNames.h"
#include "core/registers/Positions.h"
#include "tests/unit/registers/RegisterBench.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

Person full()
{
    auto person = somebody("Siân", "Llewellyn", "1990-02-28");
    person.preferredName = "Shan";
    person.niNumber = "AB123456C";
    person.staffNumber = "20114455";
    person.email = "sian@hvc.example";
    person.phone = "01246 000000";
    person.team = "District nursing";
    person.site = "Quayside House";
    return person;
}

IdentityEvidence paper(std::string kind = "marriage-certificate") { return {std::move(kind), "MC 778 1234", parseDate("2026-06-01"), true}; }

} // namespace

TEST_CASE("A person is created with everything that is said of them, and read back after a new start")
{
    RegisterBench bench;
    const auto created = CreatePerson(bench.in()).perform({full(), {}});
    CHECK(bench.lastKind() == "holder.created");
    const auto payload = bench.lastPayload();
    CHECK(payload["legalName"] == "Siân Llewellyn");
    CHECK(payload["nameOnCard"] == "Shan Llewellyn");
    CHECK(payload["niNumber"] == "AB123456C");
    bench.desk.reopen();
    auto& store = bench.desk.store();
    REQUIRE(store.people.byNumber(created.number));
    CHECK(store.people.byNumber(created.number)->person == full());
    CHECK_FALSE(store.people.byNumber(created.number)->fromHr);
    using Identifier = People::Identifier;
    CHECK(store.people.withIdentifier(Identifier::niNumber, "ab 12 34 56 c").size() == 1);
    CHECK(store.people.withIdentifier(Identifier::staffNumber, "20114455").size() == 1);
    CHECK(store.people.withIdentifier(Identifier::staffNumber, "AB123456C").empty());
    CHECK(store.people.withIdentifier(Identifier::niNumber, "").empty());
    CHECK(created.person.cardName().onChip() == "Shan Llewellyn");
}

TEST_CASE("Whom the rules keep from creating leaves nothing but the record of the attempt")
{
    RegisterBench bench;
    const auto code = [&](const AgentSession& agent, const Person& person) {
        return failureOf([&] { CreatePerson(bench.as(agent)).perform({person, {}}); }).code;
    };
    for (const auto* role : {"sponsor", "helpdesk"}) {
        CHECK(code(bench.role(role, 555'009'000'002), full()) == "DUTY-NOT-ALLOWED");
        CHECK(bench.lastKind() == "duty.refused");
        CHECK(bench.lastPayload()["attempted"] == "holder.created");
    }
    CHECK(code(bench.agent, somebody("Beatrix", "Agent", "1990-02-28")) == "AGENT-IS-SUBJECT");
    CHECK(bench.lastKind() == "duty.refused");
    const auto before = bench.desk.store().journal.size();
    auto person = full();
    person.dateOfBirth = *parseDate("1900-01-01");
    CHECK(code(bench.agent, person) == "PERSON-DETAILS");
    person = full();
    person.niNumber = "BG123456C";
    CHECK(failureOf([&] { CreatePerson(bench.in()).perform({person, {}}); }).detail == "niNumber");
    person = full();
    person.familyName = "田中";
    CHECK(failureOf([&] { CreatePerson(bench.in()).perform({person, {}}); }).detail == "nameOnChip");
    CHECK(bench.desk.store().journal.size() == before);
    CHECK(bench.desk.store().people.count() == 0);
    CHECK(bench.desk.store().leases.counts().taken == 0);
    CHECK(code(bench.role("checker", 555'009'000'003), full()).empty());
}

TEST_CASE("A likely duplicate is compared first, and the reason is on record")
{
    RegisterBench bench;
    const auto first = CreatePerson(bench.in()).perform({full(), {}}).number;
    auto twin = somebody("Sian", "Llewelyn", "1990-02-28");
    const auto create = [&](const NewPerson& asked) { return failureOf([&] { CreatePerson(bench.in()).perform(asked); }); };
    CHECK(create({twin, {}}).code == "PERSON-DUPLICATE");
    CHECK(create({twin, {}}).detail == first.grouped());
    CHECK(create({twin, {first}, " "}).code == "PERSON-REASON");
    CHECK(create({twin, {first}, "Another address; she knows of her namesake."}).code.empty());
    CHECK(bench.lastPayload()["comparedWith"][0] == first.digits());
    CHECK_THAT(bench.lastPayload()["whyOther"].get<std::string>(), Catch::Contains("namesake"));

    auto thief = somebody("Percy", "Featherstone", "1970-01-31");
    thief.niNumber = "AB123456C";
    CHECK(create({thief, {first}, "Another person"}).code == "PERSON-NUMBER-TAKEN");
    thief.niNumber.clear();
    thief.staffNumber = "20114455";
    CHECK(create({thief, {}}).code == "PERSON-NUMBER-TAKEN");
    thief.odsCode = "RX999"; // each organisation counts its own
    CHECK(create({thief, {}}).code.empty());
}

TEST_CASE("Names of one letter, of 120 letters, right to left, with marks: taken or told what to type")
{
    RegisterBench bench;
    const auto code = [&](Person person) { return failureOf([&] { CreatePerson(bench.in()).perform({std::move(person), {}}); }).code; };
    CHECK(code(somebody("U", "E", "1990-03-01")).empty());
    auto longest = somebody("Anna", std::string(120, 'q'), "1990-03-02");
    CHECK(code(longest) == "PERSON-DETAILS"); // too long for the card: a shorter one is typed
    longest.nameOnCard = "Anna Q";
    CHECK(code(longest).empty());
    auto arab = somebody("فاطمة", "الزهراء", "1990-03-03");
    CHECK(code(arab) == "PERSON-DETAILS");
    arab.nameOnChip = "Fatima Al Zahra";
    CHECK(code(arab).empty());
    auto marked = somebody("Zoe\u0308", "Nguye\u0302\u0303n", "1990-03-04");
    CHECK(code(marked).empty());
    auto turned = somebody("Anna\u202E", "Reid", "1990-03-05"); // a sign that turns the writing round is no letter
    CHECK(code(turned) == "PERSON-DETAILS");
    auto leap = somebody("Leap", "Yearling", "1992-02-29");
    CHECK(code(leap).empty());
    auto none = somebody("No", "Day", "1992-02-28");
    none.dateOfBirth = Date(std::chrono::year(1991), std::chrono::February, std::chrono::day(29));
    CHECK(code(none) == "PERSON-DETAILS");
    none.dateOfBirth = Date(std::chrono::year(1092), std::chrono::February, std::chrono::day(28));
    CHECK(code(none) == "PERSON-DETAILS");
}

TEST_CASE("Work and contact change at any time; what HR owns is said to be overwritten")
{
    RegisterBench bench;
    auto created = CreatePerson(bench.in()).perform({full(), {}});
    const auto change = [&](std::map<std::string, std::string> fields) { return ChangePerson(bench.in()).perform({created.number, std::move(fields)}); };
    auto changed = change({{"team", "Night nursing"}, {"email", "s.llewellyn@hvc.example"}});
    CHECK(changed.fields == std::vector<std::string>{"email", "team"});
    CHECK(changed.overwritten.empty()); // not from an HR file
    CHECK_FALSE(changed.newCardDue);
    CHECK(bench.lastKind() == "holder.changed");
    CHECK(bench.lastPayload()["changed"] == nlohmann::json{"email", "team"});
    CHECK_FALSE(bench.lastPayload().contains("former"));
    CHECK(bench.desk.store().people.search("night").empty()); // a team is no name
    {
        auto record = *bench.desk.store().people.byNumber(created.number);
        record.fromHr = true;
        Transaction act(bench.desk.store().database());
        bench.desk.store().people.change(act, record);
        act.commit();
    }
    CHECK(change({{"team", "Day nursing"}, {"phone", "01246 111111"}}).overwritten == std::vector<std::string>{"team"});
    CHECK(failureOf([&] { change({{"team", "Day  nursing "}}); }).code == "PERSON-UNCHANGED");
    CHECK(failureOf([&] { change({{"shoeSize", "7"}}); }).code == "PERSON-DETAILS");
    CHECK(failureOf([&] { change({{"email", "nobody"}}); }).detail == "email");
    CHECK(change({{"preferredName", "Siani"}}).record.person.cardName().printed() == "Siani Llewellyn");
    CHECK(bench.desk.store().people.search("Siani").size() == 1);
}

TEST_CASE("Another legal name takes papers, a reason and a new card")
{
    RegisterBench bench;
    auto first = full();
    first.nameOnCard = "Shan Llewellyn";
    const auto number = CreatePerson(bench.in()).perform({first, {}}).number;
    bench.desk.openCard(number);
    bench.desk.clock.now += 1'000;
    PersonChange asked{number, {{"familyName", "Reid"}}};
    const auto code = [&] { return failureOf([&] { ChangePerson(bench.in()).perform(asked); }).code; };
    CHECK(code() == "PERSON-REASON");
    asked.reason = "Married";
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {{"mobile-bill", "1", std::nullopt, true}};
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {paper()};
    asked.evidence.front().originalSeen = false;
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {paper()};
    asked.evidence.front().number.clear();
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {paper()};
    asked.evidence.front().dated = parseDate("2027-06-01");
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {paper()};
    const auto changed = ChangePerson(bench.in()).perform(asked);
    CHECK(changed.newCardDue);
    CHECK(changed.record.person.cardName().printed() == "Shan Reid"); // the typed one went with the name
    CHECK(changed.fields == std::vector<std::string>{"familyName", "nameOnCard"});
    const auto payload = bench.lastPayload();
    CHECK(payload["former"]["legalName"] == "Siân Llewellyn");
    CHECK(payload["evidence"][0]["kind"] == "marriage-certificate");
    CHECK(payload["evidence"][0]["numberEnding"].get<std::string>().size() <= 4);
    CHECK(bench.desk.store().people.search("llewellyn").empty()); // a former name finds nobody
    bench.desk.clock.now += 1'000;
    bench.desk.reopen();
    CHECK(newCardDue(bench.desk.store(), *bench.desk.store().people.byNumber(number)));
}

TEST_CASE("A first NI number is written down; another one takes a paper that shows it, and a reason, and no new card")
{
    RegisterBench bench;
    auto first = full();
    first.niNumber.clear();
    const auto number = CreatePerson(bench.in()).perform({first, {}}).number;
    bench.desk.openCard(number);
    bench.desk.clock.now += 1'000;
    PersonChange asked{number, {{"niNumber", "AB 12 34 56 C"}}};
    const auto code = [&] { return failureOf([&] { ChangePerson(bench.in()).perform(asked); }).code; };
    ChangePerson(bench.in()).perform(asked);
    CHECK_FALSE(bench.lastPayload().contains("evidence"));

    asked.fields = {{"niNumber", "AB123456D"}};
    CHECK(code() == "PERSON-REASON");
    asked.reason = "One letter was typed wrongly";
    CHECK(code() == "PERSON-EVIDENCE");
    asked.evidence = {paper()};
    CHECK(code() == "PERSON-EVIDENCE"); // a marriage certificate shows none
    asked.evidence = {paper("ni-number-letter")};
    const auto changed = ChangePerson(bench.in()).perform(asked);
    CHECK_FALSE(changed.newCardDue);
    CHECK_FALSE(changed.record.identityChangedAt);
    CHECK(bench.lastPayload()["evidence"][0]["kind"] == "ni-number-letter");
    CHECK_FALSE(bench.lastPayload().contains("former"));

    // Taken away: likewise. And the letter shows no name.
    asked = {number, {{"niNumber", ""}}, "Another person's"};
    CHECK(code() == "PERSON-EVIDENCE");
    asked = {number, {{"familyName", "Reid"}}, "Married", {paper("ni-number-letter")}};
    CHECK(code() == "PERSON-EVIDENCE");
    asked = {number, {{"familyName", "Reid"}, {"niNumber", "AB123456C"}}, "Married", {paper()}};
    CHECK(failureOf([&] { ChangePerson(bench.in()).perform(asked); }).detail == "niNumber");
    asked.evidence.push_back(paper("ni-number-letter"));
    CHECK(ChangePerson(bench.in()).perform(asked).newCardDue);
}

TEST_CASE("An exception that somebody was asked for under the name of before is theirs by their number, and shows the name of today")
{
    RegisterBench bench;
    auto& store = bench.desk.store();
    const auto put = [&](const char* name, const char* born) {
        const EvidenceCase about{Guid::random(bench.desk.random), personDigest(name, born), sha256(bytesOf("documents")), name, "Not enough yet"};
        ExceptionRequest request{Guid::random(bench.desk.random), std::string(evidenceUnmet), std::nullopt, bench.agent.number, bench.agent.certificate, "No bill yet",
                                 bench.desk.clock.now, ExceptionRequest::State::waiting, std::nullopt, 0, {}, about};
        Transaction act(store.database());
        store.exceptions.put(act, request);
        act.commit();
        return request.id;
    };
    const auto hers = put("Siân Llewellyn", "1990-02-28");
    const auto another = put("Siân Llewellyn", "1991-02-28");
    const auto shown = [&](const Guid& id, bool fresh) { return nameInException(store, *store.exceptions.byId(id), fresh); };
    const auto number = CreatePerson(bench.in()).perform({full(), {}}).number;
    CHECK(shown(hers, true) == "Siân Llewellyn");
    CHECK_FALSE(shown(hers, false)); // of whom nothing is known here, nothing stays
    ChangePerson(bench.in()).perform({number, {{"team", "Night"}}});
    CHECK_FALSE(store.exceptions.byId(hers)->subject);
    ChangePerson(bench.in()).perform({number, {{"familyName", "Wedderburn"}}, "Married", {paper()}});
    CHECK(store.exceptions.byId(hers)->subject == number);
    for (const bool fresh : {true, false}) CHECK(shown(hers, fresh) == "Siân Wedderburn");
    CHECK_FALSE(store.exceptions.byId(another)->subject);
    CHECK(shown(another, true) == "Siân Llewellyn");
}

TEST_CASE("A restricted paper is recorded under its title alone")
{
    RegisterBench bench;
    const auto number = CreatePerson(bench.in()).perform({full(), {}}).number;
    ChangePerson(bench.in()).perform({number, {{"givenName", "Gethin"}}, "Told at the desk", {paper("gender-recognition-certificate")}});
    const auto text = bench.lastPayload()["evidence"].dump();
    CHECK_THAT(text, Catch::Contains("Restricted identity document") && !Catch::Contains("gender") && !Catch::Contains("1234") && !Catch::Contains("2026"));
}

TEST_CASE("Nobody changes, closes or reopens their own record, and roles go as far as the matrix says")
{
    RegisterBench bench;
    const auto number = CreatePerson(bench.in()).perform({full(), {}}).number;
    const auto codes = [&](const AgentSession& agent) {
        const auto desk = bench.as(agent);
        return std::vector<std::string>{failureOf([&] { ChangePerson(desk).perform({number, {{"team", "T" + agent.role}}}); }).code,
                                        failureOf([&] { ClosePerson(desk).cardsToCancel({number, "left", "", "CLOSE"}); }).code,
                                        failureOf([&] { ReopenPerson(desk).perform(number, "why"); }).code};
    };
    using Codes = std::vector<std::string>;
    CHECK(codes(bench.role("agent", number.value())) == Codes{"AGENT-IS-SUBJECT", "AGENT-IS-SUBJECT", "AGENT-IS-SUBJECT"});
    CHECK(codes(bench.role("sponsor", 555'009'000'004)) == Codes{"DUTY-ASK", "DUTY-ASK", "DUTY-ASK"});
    CHECK(codes(bench.role("checker", 555'009'000'005)) == Codes{"", "DUTY-NOT-ALLOWED", "DUTY-NOT-ALLOWED"});
    CHECK(codes(bench.role("helpdesk", 555'009'000'006)) == Codes{"DUTY-NOT-ALLOWED", "DUTY-NOT-ALLOWED", "DUTY-NOT-ALLOWED"});
    CHECK(codes(bench.role("manager", 555'009'000'007)) == Codes{"", "", "PERSON-NOT-CLOSED"});
    const auto all = bench.kinds();
    CHECK(std::count(all.begin(), all.end(), "duty.refused") == 3 + 3 + 2 + 3);
}

TEST_CASE("Closing takes the word, a reason of the list and no card that works; it ends positions; reopening brings none of them back")
{
    RegisterBench bench;
    auto& store = bench.desk.store();
    const auto number = CreatePerson(bench.in()).perform({full(), {}}).number;
    const auto card = bench.desk.openCard(number);
    requestPosition(bench.as(bench.role("sponsor", 555'009'000'008)),
                    {number, {"Nurse", "Community", {}, "HVC00", {"SystmOne"}}, *parseDate("2026-11-01")});
    CloseOrder order{number, "left", "Last day 30 November", "close"};
    const auto code = [&] { return failureOf([&] { ClosePerson(bench.in()).cardsToCancel(order); }).code; };
    CHECK(code() == "PERSON-CLOSE-WORD");
    order.typed = "CLOSE";
    order.reason = "bored";
    CHECK(code() == "PERSON-REASON");
    order.reason = "left";
    CHECK(ClosePerson(bench.in()).cardsToCancel(order) == std::vector<Guid>{card});
    CHECK(failureOf([&] { ClosePerson(bench.in()).perform(order); }).code == "PERSON-HAS-CARDS");
    {
        Transaction act(store.database());
        store.cards.setState(act, card, CardState::cancelled, bench.desk.clock.now);
        act.commit();
    }
    const auto closed = ClosePerson(bench.in()).perform(order);
    CHECK(closed.closedAt);
    CHECK(bench.lastKind() == "holder.closed");
    CHECK(bench.lastPayload()["positions"] == 1);
    CHECK(bench.lastPayload()["cards"][0] == card.text());
    CHECK(bench.kinds()[bench.kinds().size() - 2] == "position.ended");
    CHECK(store.positions.ofHolder(number).front().state == PositionState::ended);
    CHECK(store.people.search("llewellyn").size() == 1); // found, and said to be closed

    CHECK(failureOf([&] { ClosePerson(bench.in()).perform(order); }).code == "PERSON-CLOSED");
    CHECK(failureOf([&] { ChangePerson(bench.in()).perform({number, {{"team", "X"}}}); }).code == "PERSON-CLOSED");
    CHECK(failureOf([&] { ReopenPerson(bench.in()).perform(number, ""); }).code == "PERSON-REASON");
    bench.desk.reopen();
    const auto again = ReopenPerson(bench.in()).perform(number, "Came back");
    CHECK_FALSE(again.closedAt);
    CHECK(again.closing == Closing{"left", "Last day 30 November"});
    CHECK(bench.lastKind() == "holder.reopened");
    CHECK(bench.desk.store().positions.ofHolder(number).front().state == PositionState::ended);
    CHECK(bench.desk.store().cards.byGuid(card)->state == CardState::cancelled);
}

TEST_CASE("A change that is rolled back leaves the index as it was")
{
    RegisterBench bench;
    const auto number = CreatePerson(bench.in()).perform({full(), {}}).number;
    auto record = *bench.desk.store().people.byNumber(number);
    record.person.familyName = "Featherstone";
    record.person.niNumber.clear();
    {
        Transaction act(bench.desk.store().database());
        bench.desk.store().people.change(act, record);
        CHECK(bench.desk.store().people.search("featherstone").size() == 1);
    }
    CHECK(bench.desk.store().people.search("featherstone").empty());
    CHECK(bench.desk.store().people.search("llewellyn").size() == 1);
    CHECK(bench.desk.store().people.withIdentifier(People::Identifier::niNumber, "AB123456C").size() == 1);
}
