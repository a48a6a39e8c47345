#include "core/registers/HrImport.h"

#include "core/registers/PersonActs.h"
#include "tests/unit/registers/RegisterBench.h"

#include <cstring>
#include <memory>

using namespace cardwright;
using namespace cardwright::test;

namespace {

constexpr const char* heading = "Action,Employee Number,First Name,Last Name,DOB,NI Number,Job Title,Team,Start Date,Leaving Date,Destination,Shoe size\n";

SourceOpener fileOf(std::string text)
{
    return [text = std::move(text)]() -> ByteSource {
        auto at = std::make_shared<std::size_t>(0);
        return [text, at](std::span<char> into) {
            const auto size = std::min<std::size_t>({11, into.size(), text.size() - *at});
            std::memcpy(into.data(), text.data() + *at, size);
            *at += size;
            return size;
        };
    };
}

struct HrBench : RegisterBench {
    HrPreview preview(const std::string& text) { return HrImport(in(), fileOf(text)).preview([&](const HrItem& item) { items.push_back(item); }); }
    HrPreview take(const std::string& text)
    {
        HrImport import(in(), fileOf(text));
        const auto seen = import.preview();
        return import.apply(seen.digest, [&](const HrItem& item) { items.push_back(item); });
    }
    UserNumber nurse(std::string staff = "1001")
    {
        auto person = somebody("Siân", "Llewellyn", "1990-02-28");
        person.staffNumber = std::move(staff);
        person.team = "Day";
        return CreatePerson(in()).perform({person, {}}).number;
    }
    std::vector<HrItem> items;
};

} // namespace

TEST_CASE("A preview says what each row would do, and writes nothing")
{
    HrBench bench;
    const auto number = bench.nurse();
    const auto before = bench.desk.store().journal.size();
    const auto seen = bench.preview(std::string(heading) +
                                    "New Starter,2001,Anna,Kowalczyk,29/02/1992,,Nurse,Day,01/12/2026,,,38\n"
                                    "change,1001,Siân,Llewellyn,1990-02-28,,Sister,\"Night,\nlong\",,,,\n"
                                    "L,1001x,,,,,,,,30-Nov-2026,,\n");
    CHECK(seen.rows == 3);
    CHECK(seen.problemCount == 0);
    CHECK(seen.starters == 1);
    CHECK(seen.changes == 1);
    CHECK(seen.unchanged == 1);
    CHECK(seen.unusedColumns == std::vector<std::string>{"shoe size"});
    REQUIRE(bench.items.size() == 3);
    CHECK(bench.items[0].effect == HrEffect::expect);
    CHECK(bench.items[0].on == parseDate("2026-12-01"));
    CHECK(bench.items[1].number == number);
    CHECK(bench.items[1].changed == std::vector<std::string>{"jobTitle", "team"});
    CHECK(seen.notes.front().line == 5);
    CHECK(bench.desk.store().journal.size() == before);
    CHECK(bench.desk.store().starters.count() == 0);
    CHECK(bench.desk.store().people.byNumber(number)->person.team == "Day");
}

TEST_CASE("A file is taken as a whole: starters are expected, HR's fields become as it says, leavers wait for a decision")
{
    HrBench bench;
    auto& store = bench.desk.store();
    const auto sian = bench.nurse();
    const auto percy = CreatePerson(bench.in()).perform({[] {
                                                            auto person = somebody("Percy", "Featherstone", "1970-01-31");
                                                            person.staffNumber = "1002";
                                                            return person;
                                                        }(),
                                                        {}})
                           .number;
    const std::string file = std::string(heading) + "starter,2001,Anna,Kowalczyk,1992-02-29,,Nurse,Day,01/12/2026,,,\n" +
                             "change,1001,Siân,Reid,1990-02-28,,Sister,Night,,,,\n" + "leaver,1002,,,,,,,,30/11/2026,NHS Derby,\n";
    const auto taken = bench.take(file);
    CHECK(taken.rows == 3);
    CHECK(bench.lastKind() == "holders.imported");
    CHECK(bench.lastPayload()["starters"] == 1);
    CHECK(bench.lastPayload()["file"] == toHex(taken.digest));
    const auto changed = *store.people.byNumber(sian);
    CHECK(changed.person.team == "Night");
    CHECK(changed.person.jobTitle == "Sister");
    CHECK(changed.person.familyName == "Llewellyn"); // never by a file
    CHECK(changed.fromHr);
    REQUIRE(taken.notes.size() == 1);
    CHECK(taken.notes.front().field == "familyName");
    const auto leavers = store.people.leavers();
    REQUIRE(leavers.size() == 1);
    CHECK(leavers.front().number == percy);
    CHECK_FALSE(leavers.front().leaving->cancel); // goes on in health, keeps the card
    const auto expected = expectedStarter(store, "HVC00", "2001");
    REQUIRE(expected);
    CHECK(expected->person.legalName() == "Anna Kowalczyk");
    CHECK(expected->startsOn == parseDate("2026-12-01"));
    CHECK(expectedStarters(store, 10).size() == 1);

    // The same file again changes nothing.
    const auto before = store.journal.size();
    const auto again = bench.take(file);
    CHECK(again.unchanged == 3);
    CHECK(store.journal.size() == before + 1);
    CHECK(store.starters.count() == 1);

    // Met at the desk, the starter becomes a person whose fields HR keeps.
    CHECK(CreatePerson(bench.in()).perform({expected->person, {}}).fromHr);
    CHECK(store.starters.count() == 0);
    // Who starts again has not left.
    bench.take(std::string(heading) + "change,1002,,,,,Porter,,,,,\n");
    CHECK(store.people.leavers().empty());
}

TEST_CASE("One wrong row, and nothing of the file is taken; each is told with its line and column")
{
    HrBench bench;
    bench.nurse();
    const std::string file = std::string(heading) + "starter,2001,Anna,Kowalczyk,1992-02-29,,Nurse,Day,,,,\n"
                                                    "promote,2002,A,B,1992-02-29,,,,,,,\n"
                                                    "starter,,A,B,1992-02-29,,,,,,,\n"
                                                    "starter,2004,A,B,30/02/1992,,,,,,,\n"
                                                    "starter,2005,,B,1992-02-29,,,,,,,\n"
                                                    "starter,2006,A,B,,,,,,,,\n"
                                                    "leaver,1001,,,,,,,,,,\n"
                                                    "starter,2001,C,D,1992-02-29,,,,,,,\n"
                                                    "starter,2009,A\n"
                                                    "starter,2010,\"A\"x,B,1992-02-29,,,,,,,\n"
                                                    "starter,2011,A,B,1900-01-01,,,,,,,\n"
                                                    "starter,2012,A,B,2030-01-01,,,,,,,\n"
                                                    "starter,2013,A,B,1992-02-29,BG123456A,,,,,,\n";
    const auto before = bench.desk.store().journal.size();
    const auto seen = bench.preview(file);
    std::vector<std::string> told;
    for (const auto& problem : seen.problems) told.push_back(std::to_string(problem.line) + ' ' + problem.field);
    CHECK(told == std::vector<std::string>{"3 action", "4 staffNumber", "5 dateOfBirth", "6 givenName", "7 dateOfBirth", "8 leavesOn", "9 staffNumber",
                                           "10 ", "11 ", "12 dateOfBirth", "13 dateOfBirth", "14 niNumber"});
    HrImport import(bench.in(), fileOf(file));
    const auto failure = failureOf([&] { import.apply(seen.digest); });
    CHECK(failure.code == "HR-FILE-ROWS");
    CHECK(failure.detail == "12 rows, the first on line 3");
    CHECK(bench.desk.store().journal.size() == before);
    CHECK(bench.desk.store().starters.count() == 0);
    CHECK(failureOf([&] { import.apply({}); }).code == "HR-FILE-OTHER");
}

TEST_CASE("A long file is looked at in steps: others work in between, and what they changed by hand stays")
{
    HrBench bench;
    auto& store = bench.desk.store();
    const auto first = bench.nurse("1001");
    const auto second = CreatePerson(bench.in()).perform({[] {
                                                              auto person = somebody("Percy", "Featherstone", "1970-01-31");
                                                              person.staffNumber = "1002";
                                                              return person;
                                                          }(), {}}).number;
    // Both kept by HR from now on: the first is as the next file has it, the second is not.
    bench.take(std::string(heading) + "change,1001,,,,,Staff nurse,Day,,,,\nchange,1002,,,,,Porter,Day,,,,\n");
    auto text = std::make_shared<std::string>(std::string(heading) + "change,1001,,,,,Staff nurse,Day,,,,\nchange,1002,,,,,Porter,Night,,,,\n" +
                                              "starter,2001,Anna,Kowalczyk,1992-02-29,,Nurse,Day,,,,\n");
    const SourceOpener open = [text] { return fileOf(*text)(); };
    const auto today = dateOf(bench.desk.clock.now);
    HrLook look(open, bench.policy.hr, "HVC00", today, {});
    const auto handMade = [&](const UserNumber& number, const char* team) { ChangePerson(bench.in()).perform({number, {{"team", team}}}); };
    std::size_t steps = 0;
    while (look.read(1)) {
        look.compare(bench.in());
        if (++steps == 1) handMade(first, "By hand"); // the store is free between two steps
    }
    CHECK(steps == 3);
    CHECK(look.seen().rows == 3);
    CHECK(look.seen().unchanged == 1);
    CHECK(look.seen().changes == 1);
    CHECK(look.seen().starters == 1);
    const auto digest = look.seen().digest;
    const auto before = store.journal.size();

    SECTION("taken: one transaction, what was as it was is passed over")
    {
        const auto taken = look.take(bench.in(), digest);
        CHECK(taken.rows == 3);
        CHECK(taken.changes == 1);
        CHECK(taken.unchanged == 1);
        CHECK(store.journal.size() == before + 2); // the change and the import
        CHECK(store.people.byNumber(first)->person.team == "By hand");
        CHECK(store.people.byNumber(second)->person.team == "Night");
        CHECK(store.starters.count() == 1);
    }
    SECTION("a row that came to be wrong meanwhile: nothing of the file is taken")
    {
        ClosePerson(bench.in()).perform({second, "left", "", "CLOSE"});
        const auto closed = store.journal.size();
        CHECK(failureOf([&] { look.take(bench.in(), digest); }).code == "HR-FILE-ROWS");
        CHECK(store.journal.size() == closed);
        CHECK(store.starters.count() == 0);
    }
    SECTION("a starter whom somebody recorded meanwhile is met, not expected")
    {
        auto anna = somebody("Anna", "Kowalczyk", "1992-02-29");
        anna.staffNumber = "2001";
        const auto number = CreatePerson(bench.in()).perform({anna, {}}).number;
        CHECK(look.take(bench.in(), digest).starters == 0);
        CHECK(store.starters.count() == 0);
        CHECK(store.people.byNumber(number)->fromHr);
    }
    SECTION("another file in its place, a longer one, a shorter one: refused, and nothing of it is there")
    {
        for (const auto& other : {*text + "starter,2002,B,C,1992-02-29,,,,,,,\n", std::string(heading), std::string(heading) + std::string(text->size(), 'x')}) {
            *text = other;
            CHECK(failureOf([&] { look.take(bench.in(), digest); }).code == "HR-FILE-OTHER");
            CHECK(store.journal.size() == before);
            CHECK(store.starters.count() == 0);
        }
    }
    SECTION("who may not record and change people sees nothing of it")
    {
        const auto sponsor = bench.role("sponsor", 555'009'000'021);
        HrLook other(open, bench.policy.hr, "HVC00", today, {});
        REQUIRE(other.read(10));
        CHECK(failureOf([&] { other.compare(bench.as(sponsor)); }).code.rfind("DUTY-", 0) == 0);
        CHECK(failureOf([&] { look.take(bench.as(sponsor), digest); }).code.rfind("DUTY-", 0) == 0);
        CHECK(bench.lastKind() == "duty.refused");
        CHECK(bench.lastPayload()["attempted"] == "holders.imported");
    }
}

TEST_CASE("Whose age an HR file may hold is the evidence policy's to say")
{
    HrBench bench;
    const auto file = std::string(heading) + "starter,2001,Anna,Kowalczyk,2011-02-28,,Cadet,Day,,,,\n";
    CHECK(bench.preview(file).problems.size() == 1);
    auto desk = bench.in();
    desk.ages.youngest = 14;
    CHECK(HrImport(desk, fileOf(file)).preview().problems.empty());
}

TEST_CASE("Files from Windows, in UTF-16, with other separators, mean the same")
{
    const std::string body = "Action;Staff number;Given name;Family name;Date of birth\r\nstarter;7;Siân;O’Neill;29/02/1992\r\n";
    const auto nameIn = [](const std::string& octets) {
        HrBench bench;
        bench.take(octets);
        return expectedStarter(bench.desk.store(), "HVC00", "7")->person.legalName();
    };
    std::string windows = body;
    windows.replace(windows.find("â"), 2, "\xE2");
    windows.replace(windows.find("’"), 3, "\x92");
    std::string wide = "\xFF\xFE";
    for (const char16_t unit : std::u16string(u"Action\tStaff number\tGiven name\tFamily name\tDate of birth\nstarter\t7\tSiân\tO’Neill\t29/02/1992\n")) {
        wide += static_cast<char>(unit & 0xFF);
        wide += static_cast<char>(unit >> 8);
    }
    CHECK(nameIn(body) == "Siân O’Neill");
    CHECK(nameIn("\xEF\xBB\xBF" + body) == "Siân O’Neill");
    CHECK(nameIn(windows) == "Siân O’Neill");
    CHECK(nameIn(wide) == "Siân O’Neill");
}

TEST_CASE("Headings are the policy's; what is missing or stands twice is named")
{
    HrBench bench;
    const auto failure = [&](const std::string& text) { return failureOf([&] { bench.preview(text); }); };
    CHECK(failure("").code == "HR-FILE-EMPTY");
    CHECK(failure("\n\r\n").code == "HR-FILE-EMPTY");
    CHECK(failure("Action,Name\n").detail == "staffNumber");
    CHECK(failure("Action,Staff number,STAFF_NUMBER\n").detail == "staffNumber");
    CHECK(failure("Action,\"Staff number\n").code == "HR-FILE-HEADING");
    bench.policy.hr.mostRows = 1;
    CHECK(failure(std::string(heading) + "change,1,,,,,,,,,,\nchange,2,,,,,,,,,,\n").code == "HR-FILE-LONG");
}

TEST_CASE("An import is the work of who may create and change; nobody's own row is taken")
{
    HrBench bench;
    for (const auto* role : {"sponsor", "helpdesk"}) {
        CHECK_THROWS_AS(HrImport(bench.as(bench.role(role, 555'009'000'020)), fileOf("")), RefusedError);
        CHECK(bench.lastKind() == "duty.refused");
        CHECK(bench.lastPayload()["attempted"] == "holders.imported");
    }
    const auto number = bench.nurse();
    const auto self = bench.role("agent", number.value(), "Siân Llewellyn");
    HrImport own(bench.as(self), fileOf(std::string(heading) + "change,1001,,,,,Director,,,,,\n"));
    const auto seen = own.preview();
    CHECK(seen.unchanged == 1);
    REQUIRE(seen.notes.size() == 1);
    own.apply(seen.digest);
    CHECK(bench.desk.store().people.byNumber(number)->person.jobTitle == "Staff nurse");
}

TEST_CASE("Rows that fit two people, a closed record or somebody else's NI number are problems")
{
    HrBench bench;
    const auto closed = bench.nurse("3001");
    ClosePerson(bench.in()).perform({closed, "left", "", "CLOSE"});
    auto person = somebody("Percy", "Featherstone", "1970-01-31");
    person.niNumber = "AB123456C";
    person.staffNumber = "3002";
    CreatePerson(bench.in()).perform({person, {}});
    const auto seen = bench.preview(std::string(heading) + "starter,3001,Siân,Llewellyn,1990-02-28,,,,,,,\n"
                                                           "starter,3009,Percy,Featherstone,1970-01-31,AB 12 34 56 C,,,,,,\n");
    REQUIRE(seen.problems.size() == 2);
    CHECK_THAT(seen.problems[0].sentence, Catch::Contains("closed"));
    CHECK(seen.problems[1].field == "niNumber");
    CHECK_THAT(seen.problems[1].sentence, !Catch::Contains("AB"));
}

TEST_CASE("A row that names a UUID finds no way round a closed record or another one's staff number")
{
    HrBench bench;
    const auto closed = bench.nurse("3001");
    ClosePerson(bench.in()).perform({closed, "left", "", "CLOSE"});
    auto person = somebody("Percy", "Featherstone", "1970-01-31");
    person.staffNumber = "3002";
    const auto other = CreatePerson(bench.in()).perform({person, {}}).number;
    const std::string columns = "Action,UUID,Employee Number,Team,Leaving Date\n";
    const auto seen = bench.preview(columns + "change," + closed.digits() + ",3001,Night,\n" + "change," + other.digits() + ",3003,Night,\n" + "leaver," +
                                    closed.digits() + ",3004,,2026-12-01\n");
    REQUIRE(seen.problems.size() == 1); // who is closed may leave; a number of one's own may be new
    CHECK(seen.problems[0].line == 2);
    CHECK(seen.problems[0].field == "userNumber");
    CHECK_THAT(seen.problems[0].sentence, Catch::Contains("closed"));
    const auto third = CreatePerson(bench.in()).perform({somebody("Oluwaseun", "Baptiste", "1985-07-09"), {}}).number;
    const auto taken = bench.preview(columns + "change," + third.digits() + ",3002,Night,\n");
    REQUIRE(taken.problems.size() == 1);
    CHECK(taken.problems[0].field == "staffNumber");
    CHECK(failureOf([&] { bench.take(columns + "change," + third.digits() + ",3002,Night,\n"); }).code == "HR-FILE-ROWS");
    CHECK(bench.desk.store().people.byNumber(third)->person.staffNumber.empty());
}

TEST_CASE("A day that the calendar has not is none, however large its number")
{
    const std::vector<std::string> forms{"yyyy-mm-dd", "dd/mm/yyyy", "dd-mon-yyyy"};
    CHECK(hrDate("29/02/1992", forms) == parseDate("1992-02-29"));
    for (const auto* text : {"257/01/2026", "513/01/2026", "01/257/2026", "12/258/1990", "257-Jan-2026", "4294967297/01/2026", "29/02/2026", "31/04/2026", "0/1/2026", "1/0/2026"}) {
        INFO(text);
        CHECK_FALSE(hrDate(text, forms));
    }
}

TEST_CASE("Whom HR expects is found by names as they are mistyped, staff number and birth date; never by nothing")
{
    HrBench bench;
    bench.take(std::string(heading) + "New,2001,Anna Maria,Kowalczyk,29/02/1992,,Nurse,Day,01/12/2026,,,38\n"
                                      "New,AB 77,Siobhán,O'Doherty,1988-05-01,,Porter,Night,2026-12-02,,,\n");
    auto& store = bench.desk.store();
    const auto family = [&](const char* typed) {
        std::string all;
        for (const auto& one : findStarters(store, typed, 10)) all += one.person.familyName + ';';
        return all;
    };
    CHECK(family("kowal") == "Kowalczyk;");
    CHECK(family("kowalcyzk") == "Kowalczyk;");
    CHECK(family("maria kow") == "Kowalczyk;");
    CHECK(family("siobhan") == "O'Doherty;");
    CHECK(family("ab77") == "O'Doherty;");
    CHECK(family("1992-02-29") == "Kowalczyk;");
    CHECK(family("1992-02-28").empty());
    CHECK(family("Smith").empty());
    CHECK(family("").empty());
    CHECK(findStarters(store, "o", 1).size() == 1);
}

TEST_CASE("A leaver who stays keeps the card: HR's word is settled with a reason, once")
{
    HrBench bench;
    const auto number = bench.nurse();
    const auto keep = [&](const std::string& reason) { return keepLeaver(bench.in(), number, reason); };
    const auto codeOf = [](auto&& act) -> std::string {
        try {
            act();
        } catch (const FailureError& refused) {
            return refused.failure().code;
        }
        return "done";
    };
    CHECK(codeOf([&] { keep("stays"); }) == "PERSON-NOT-LEAVING");
    bench.take(std::string(heading) + "L,1001,,,,,,,,30-Nov-2026,,\n");
    CHECK(codeOf([&] { keep("  "); }) == "PERSON-REASON");
    const auto sponsor = bench.role("sponsor", 555'009'000'009);
    CHECK(codeOf([&] { keepLeaver(bench.as(sponsor), number, "stays"); }) == "DUTY-ASK");
    CHECK(bench.lastKind() == "duty.refused");
    CHECK_FALSE(keep("Moves to the day ward").leaving);
    CHECK(bench.lastKind() == "holder.changed");
    CHECK(bench.lastPayload()["changed"] == nlohmann::json{"leaving"});
    CHECK(bench.lastPayload()["reason"] == "Moves to the day ward");
    CHECK(bench.desk.store().people.leavers().empty());
    CHECK(codeOf([&] { keep("again"); }) == "PERSON-NOT-LEAVING");
}
