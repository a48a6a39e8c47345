#include "core/identity/Person.h"

#include "core/identity/Utf8.h"

#include <algorithm>

namespace cardwright {

namespace {

using namespace std::chrono;

constexpr std::size_t longestName = 100;

void checkName(std::vector<PersonProblem>& problems, const char* field, const std::string& name, const char* words)
{
    const auto points = codePoints(name);
    const auto add = [&](const char* rule, std::string sentence) { problems.push_back({field, rule, std::move(sentence)}); };
    if (!points || std::any_of(points->begin(), points->end(), isControl)) {
        add("name-characters", std::string("The ") + words + " holds signs that are no letters. Type it again.");
    } else if (tidied(name).empty()) {
        add("name-empty", std::string("The ") + words + " is missing. Type it as on the documents.");
    } else if (points->size() > longestName) {
        add("name-long", std::string("The ") + words + " has " + std::to_string(points->size()) + " letters; at most " +
                             std::to_string(longestName) + " fit.");
    } else if (std::any_of(points->begin(), points->end(), [](char32_t c) { return c >= '0' && c <= '9'; })) {
        add("name-digits", std::string("The ") + words + " has a digit in it. Type it as on the documents.");
    }
}

int yearsOld(Date birth, Date today)
{
    const int years = static_cast<int>(today.year()) - static_cast<int>(birth.year());
    return plusMonths(birth, years * 12) > today ? years - 1 : years;
}

void checkBirthDate(std::vector<PersonProblem>& problems, Date birth, Date today, const AgeLimits& ages)
{
    const auto add = [&](const char* rule, std::string sentence) { problems.push_back({"dateOfBirth", rule, std::move(sentence)}); };
    if (!birth.ok()) {
        add("birth-date-missing", "The date of birth is missing or is no day of the calendar.");
    } else if (birth == Date(year(1900) / January / 1)) {
        add("birth-date-stand-in", "1 January 1900 stands for an unknown date. Ask for the real one.");
    } else if (birth > today) {
        add("birth-date-future", formatDateForPeople(birth) + " is still to come.");
    } else if (yearsOld(birth, today) > ages.oldest) {
        add("birth-date-old", "That would be " + std::to_string(yearsOld(birth, today)) + " years old. Look at the year again.");
    } else if (yearsOld(birth, today) < ages.youngest) {
        add("birth-date-young", "That would be " + std::to_string(yearsOld(birth, today)) + " years old; a card is for people of " +
                                    std::to_string(ages.youngest) + " and over.");
    }
}

bool isOdsCode(const std::string& code)
{
    return code.size() >= 3 && code.size() <= 10 && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

} // namespace

std::string tidied(std::string_view text)
{
    const auto points = codePoints(text);
    if (!points) return std::string(text);
    std::u32string result;
    for (const char32_t point : *points) {
        if (!isSpace(point)) {
            result += point;
        } else if (!result.empty() && result.back() != U' ') {
            result += U' ';
        }
    }
    if (!result.empty() && result.back() == U' ') result.pop_back();
    return utf8Of(result);
}

std::string Person::legalName() const
{
    const auto given = tidied(givenName);
    const auto family = tidied(familyName);
    return given.empty() || family.empty() ? given + family : given + ' ' + family;
}

NameOnCard Person::cardName() const { return NameOnCard::make({givenName, familyName, preferredName, nameOnCard, nameOnChip}); }

std::vector<PersonProblem> problemsOf(const Person& person, Date today, const AgeLimits& ages)
{
    std::vector<PersonProblem> problems;
    checkName(problems, "givenName", person.givenName, "given name");
    checkName(problems, "familyName", person.familyName, "family name");
    if (!person.preferredName.empty()) checkName(problems, "preferredName", person.preferredName, "preferred name");
    if (problems.empty()) {
        try {
            static_cast<void>(person.cardName());
        } catch (const RefusedError& error) {
            const auto& failure = error.failure();
            const bool chip = failure.code != "NAME-ON-CARD";
            problems.push_back({chip ? "nameOnChip" : "nameOnCard", chip ? "name-on-chip" : "name-on-card", failure.cause + ' ' + failure.nextStep});
        }
    }
    checkBirthDate(problems, person.dateOfBirth, today, ages);
    if (!isOdsCode(person.odsCode)) {
        problems.push_back({"odsCode", "ods-code", "An organisation's code has 3 to 10 capital letters and digits, as in HVC00."});
    }
    const auto title = codePoints(person.jobTitle);
    if (!title || title->size() > longestName || std::any_of(title->begin(), title->end(), isControl)) {
        problems.push_back({"jobTitle", "job-title", "The job title is too long or holds signs that are no letters."});
    }
    return problems;
}

} // namespace cardwright
