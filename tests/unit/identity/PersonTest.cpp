#include "core/identity/Person.h"

#include <catch2/catch.hpp>

using namespace cardwright;

namespace {

const Date today = *parseDate("2026-11-23");

Person good()
{
    Person person;
    person.givenName = "Callum";
    person.familyName = "Pemberton-Roy";
    person.dateOfBirth = *parseDate("1991-08-14");
    person.odsCode = "HVC00";
    person.jobTitle = "Community physiotherapist";
    return person;
}

std::string ruleFor(const Person& person)
{
    const auto problems = problemsOf(person, today);
    return problems.empty() ? "none" : problems.front().field + '/' + problems.front().rule;
}

} // namespace

TEST_CASE("A good person has no problem")
{
    CHECK(ruleFor(good()) == "none");
    CHECK(good().legalName() == "Callum Pemberton-Roy");
    CHECK(good().cardName().printed() == "Callum Pemberton-Roy");
}

TEST_CASE("Birth dates that cannot be are told apart")
{
    struct Row {
        const char* date;
        const char* rule;
    };
    const Row rows[] = {{"1900-01-01", "dateOfBirth/birth-date-stand-in"}, {"2026-11-24", "dateOfBirth/birth-date-future"},
                        {"2010-11-23", "none"},                            {"2010-11-24", "dateOfBirth/birth-date-young"},
                        {"1925-11-24", "none"},                            {"1926-11-23", "none"},
                        {"1925-11-23", "dateOfBirth/birth-date-old"},      {"1900-01-02", "dateOfBirth/birth-date-old"}};
    for (const auto& row : rows) {
        INFO(row.date);
        auto person = good();
        person.dateOfBirth = *parseDate(row.date);
        const std::string found = ruleFor(person);
        CHECK(found == row.rule);
    }
    auto person = good();
    person.dateOfBirth = {};
    CHECK(ruleFor(person) == "dateOfBirth/birth-date-missing");
}

TEST_CASE("Names, codes and titles are looked at field by field")
{
    auto person = good();
    person.givenName = " ";
    CHECK(ruleFor(person) == "givenName/name-empty");
    person = good();
    person.familyName = "R0y";
    CHECK(ruleFor(person) == "familyName/name-digits");
    person = good();
    person.familyName = "Roy\x07";
    CHECK(ruleFor(person) == "familyName/name-characters");
    person = good();
    person.familyName = "\xFF";
    CHECK(ruleFor(person) == "familyName/name-characters");
    person = good();
    person.familyName = std::string(151, 'a');
    CHECK(ruleFor(person) == "familyName/name-long");
    person = good();
    person.familyName = "田中";
    CHECK(ruleFor(person) == "nameOnChip/name-on-chip");
    person.nameOnChip = "Tanaka";
    CHECK(ruleFor(person) == "none");
    for (const auto* code : {"", "HV", "HVC-00", "hvc00", "HVC00HVC00H"}) {
        person = good();
        person.odsCode = code;
        CHECK(ruleFor(person) == "odsCode/ods-code");
    }
    person = good();
    person.jobTitle = std::string(101, 'x');
    CHECK(ruleFor(person) == "jobTitle/job-title");
}

TEST_CASE("Typed names are tidied")
{
    CHECK(tidied("  a \t b") == "a \t b"); // a tab is no blank: the check on letters finds it
    CHECK(tidied("  Ana   Maria ") == "Ana Maria");
    CHECK(tidied("Ana\xC2\xA0Maria") == "Ana Maria");
    CHECK(tidied("") == "");
}
