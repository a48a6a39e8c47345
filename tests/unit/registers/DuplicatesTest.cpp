#include "core/registers/Duplicates.h"

#include "core/registers/NameLikeness.h"
#include "tests/unit/registers/RegisterBench.h"

using namespace cardwright;
using namespace cardwright::test;

TEST_CASE("Names that sound alike are alike, and others are not")
{
    struct Pair {
        const char* left;
        const char* right;
    };
    for (const auto& pair : {Pair{"mohammed", "muhammad"}, Pair{"mohamed", "mohammad"}, Pair{"hussain", "hussein"}, Pair{"husain", "hussain"},
                             Pair{"choudhury", "chowdhury"}, Pair{"chaudhry", "choudhury"}, Pair{"siobhan", "shevaun"}, Pair{"niamh", "neve"},
                             Pair{"caoimhe", "keeva"}, Pair{"sian", "shan"}, Pair{"sean", "shawn"}, Pair{"catherine", "kathryn"}, Pair{"smith", "smyth"},
                             Pair{"phillip", "filip"}, Pair{"waseem", "vasim"}, Pair{"aoife", "eefa"}, Pair{"stephen", "stefan"}, Pair{"gethin", "gethyn"},
                             Pair{"mcdonald", "macdonald"}, Pair{"rhys", "rees"}, Pair{"lloyd", "loyd"}, Pair{"katarzyna", "katarzina"}}) {
        INFO(pair.left << " and " << pair.right);
        CHECK(wordLikeness(pair.left, pair.right) >= 0.85);
        CHECK(wordLikeness(pair.left, pair.right) == wordLikeness(pair.right, pair.left));
    }
    for (const auto& pair : {Pair{"smith", "jones"}, Pair{"mohammed", "ahmed"}, Pair{"lee", "li"}, Pair{"patel", "khan"}, Pair{"ann", "ian"}, Pair{"begum", "bibi"}}) {
        INFO(pair.left << " and " << pair.right);
        CHECK(wordLikeness(pair.left, pair.right) < 0.85);
    }
    CHECK(wordLikeness("j", "john") > 0.5);
    CHECK(wordLikeness("", "john") == 0);
}

TEST_CASE("Hyphens, particles and blanks of a name make little difference")
{
    using Words = std::vector<std::string>;
    CHECK(nameLikeness(Words{"pemberton", "roy"}, Words{"pemberton"}) >= 0.85);
    CHECK(nameLikeness(Words{"roy", "pemberton"}, Words{"pemberton", "roy"}) == 1);
    CHECK(nameLikeness(Words{"mac", "donald"}, Words{"macdonald"}) == 1);
    CHECK(nameLikeness(Words{"o", "neill"}, Words{"oneill"}) == 1);
    CHECK(nameLikeness(Words{"van", "der", "berg"}, Words{"berg"}) >= 0.9);
    CHECK(nameLikeness(Words{"harpreet", "kaur"}, Words{"harpreet"}) >= 0.95);
    CHECK(nameLikeness(Words{"ap", "rhys"}, Words{"rhys"}) >= 0.95);
    CHECK(nameLikeness(Words{"smith"}, Words{"jones"}) < 0.5);
    CHECK(nameLikeness(Words{}, Words{"jones"}) == 0);
}

TEST_CASE("Birth dates are alike where a day and a month changed places, or one digit slipped")
{
    const auto like = [](const char* left, const char* right) { return birthLikeness(*parseDate(left), *parseDate(right)); };
    CHECK(like("1988-04-07", "1988-04-07") == BirthLikeness::same);
    CHECK(like("1988-04-07", "1988-07-04") == BirthLikeness::swapped);
    CHECK(like("1988-04-17", "1988-04-11") == BirthLikeness::oneDigit);
    CHECK(like("1988-04-17", "1989-04-17") == BirthLikeness::oneDigit);
    CHECK(like("1988-04-12", "1988-04-21") == BirthLikeness::oneDigit);
    CHECK(like("1988-04-17", "1988-11-02") == BirthLikeness::sameYear);
    CHECK(like("1988-04-17", "1971-04-17") == BirthLikeness::sameYear);
    CHECK(like("1988-04-17", "1971-11-02") == BirthLikeness::other);
}

TEST_CASE("Who may be here already is found, scored and explained")
{
    RegisterBench bench;
    auto& store = bench.desk.store();
    auto known = somebody("Siobhán Mary", "O'Neill", "1988-04-07");
    known.niNumber = "AB123456C";
    known.staffNumber = "20114455";
    const auto siobhan = bench.desk.createHolder(known);
    bench.desk.createHolder(somebody("Mohammed", "Hussain", "1979-12-01"));
    bench.desk.createHolder(somebody("Anna", "Kowalczyk", "1988-04-07"));

    const auto levelOf = [&](const Person& person) {
        const auto found = findDuplicates(store, person);
        return found.empty() ? std::string("none") : std::string(nameOf(found.front().level));
    };
    CHECK(levelOf(known) == "identifier");
    CHECK(levelOf(somebody("Siobhan", "ONeill", "1988-04-07")) == "likely");
    CHECK(levelOf(somebody("Shevaun", "O'Neil", "1988-04-07")) == "likely");
    CHECK(levelOf(somebody("Siobhan Mary", "O'Neill", "1988-07-04")) == "likely");
    CHECK(levelOf(somebody("O'Neill", "Siobhan", "1988-04-07")) == "likely");
    CHECK(levelOf(somebody("Muhammad", "Hussein", "1979-12-01")) == "likely");
    CHECK(levelOf(somebody("Siobhan", "Featherstone", "1988-04-07")) == "possible"); // married
    CHECK(levelOf(somebody("Siobhan", "O'Neill", "1962-11-23")) == "none");
    CHECK(levelOf(somebody("Percy", "Featherstone", "1988-04-07")) == "none");

    auto typed = somebody("Siobhan", "O Neill", "1988-07-04");
    typed.niNumber = "AB123456C";
    const auto found = findDuplicates(store, typed);
    REQUIRE(found.size() == 1);
    CHECK(found.front().record.number == siobhan);
    CHECK(found.front().score == 100);
    CHECK(found.front().reasons.front() == "The same National Insurance number.");
    const auto row = [&](std::string_view field) {
        for (const auto& one : found.front().comparison) {
            if (one.field == field) return one;
        }
        return ComparedField{};
    };
    CHECK(row("familyName").verdict == ComparedField::Verdict::same);
    CHECK(row("familyName").label == "family name");
    CHECK(row("dateOfBirth").verdict == ComparedField::Verdict::alike);
    CHECK(row("niNumber").typed == "ends 56C");
    CHECK(row("staffNumber").verdict == ComparedField::Verdict::missing);

    const auto near = findDuplicates(store, somebody("Siobhan", "O'Neill", "1988-07-04"));
    REQUIRE_FALSE(near.empty());
    CHECK_THAT(near.front().reasons.back(), Catch::Contains("swapped") && Catch::Contains("of 40"));
}

TEST_CASE("Names without plain letters are compared as they are")
{
    RegisterBench bench;
    auto tanaka = somebody("健太", "田中", "1990-02-28");
    tanaka.nameOnChip = "Tanaka Kenta";
    bench.desk.createHolder(tanaka);
    auto arab = somebody("محمد", "الحسيني", "1990-02-28");
    arab.nameOnChip = "Mohammed Al Husseini";
    const auto number = bench.desk.createHolder(arab);
    const auto found = findDuplicates(bench.desk.store(), arab);
    REQUIRE(found.size() == 1);
    CHECK(found.front().record.number == number);
    CHECK(bench.desk.store().people.search("田中").size() == 1);
    CHECK(bench.desk.store().people.search("الحس").size() == 1);
}

TEST_CASE("A mistyped name still finds, and what was typed rightly comes first")
{
    RegisterBench bench;
    auto& store = bench.desk.store();
    bench.desk.createHolder(somebody("Callum", "Pemberton-Roy", "1988-04-17"));
    bench.desk.createHolder(somebody("Calum", "Pembertan", "1989-04-17"));
    bench.desk.createHolder(somebody("Ann", "Lee", "1989-04-17"));
    const auto names = [&](const char* typed) {
        std::vector<std::string> list;
        for (const auto& one : store.people.search(typed)) list.push_back(one.person.familyName);
        return list;
    };
    CHECK(names("Pembreton") == std::vector<std::string>{"Pemberton-Roy", "Pembertan"});
    CHECK(names("pemberton") == std::vector<std::string>{"Pemberton-Roy", "Pembertan"});
    CHECK(names("pembertan") == std::vector<std::string>{"Pembertan", "Pemberton-Roy"});
    CHECK(names("calum pemb").size() == 2);
    CHECK(names("Lea").empty()); // short words are taken at their word
    CHECK(names("le") == std::vector<std::string>{"Lee"});
    CHECK(names("Pxmbxrtxn").empty());
    CHECK(PeopleIndex::mistakesIn("pembreton", "pemberton", 2) == 1);
    CHECK(PeopleIndex::mistakesIn("pemb", "pemberton", 1) == 0);
    CHECK(PeopleIndex::mistakesIn("", "x", 0) == 0);
    CHECK(PeopleIndex::mistakesIn("abcdefg", "", 2) == 3);
    CHECK(PeopleIndex::mistakesIn(std::string(200, 'a'), std::string(199, 'a'), 2) == 3);
}
