#include "core/identity/Person.h"

#include "core/identity/IdentityNumbers.h"
#include "core/identity/Utf8.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cardwright {

namespace {

using namespace std::chrono;

constexpr std::size_t longestName = 150; ///< of a legal name; what goes on the card is shorter (NameOnCard)
constexpr std::size_t longestDetail = 100;

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

struct Field {
    std::string_view name;
    std::string_view words;
    std::string Person::*member; ///< null: the date of birth
};

constexpr std::array fields{Field{"givenName", "the given name", &Person::givenName},
                            Field{"familyName", "the family name", &Person::familyName},
                            Field{"preferredName", "the preferred name", &Person::preferredName},
                            Field{"nameOnCard", "the name on the card", &Person::nameOnCard},
                            Field{"nameOnChip", "the name for the chip", &Person::nameOnChip},
                            Field{"dateOfBirth", "the date of birth", nullptr},
                            Field{"odsCode", "the organisation's code", &Person::odsCode},
                            Field{"jobTitle", "the job title", &Person::jobTitle},
                            Field{"niNumber", "the National Insurance number", &Person::niNumber},
                            Field{"staffNumber", "the staff number", &Person::staffNumber},
                            Field{"email", "the e-mail address", &Person::email},
                            Field{"phone", "the telephone number", &Person::phone},
                            Field{"team", "the team", &Person::team},
                            Field{"site", "the site", &Person::site}};

constexpr auto fieldNames = [] {
    std::array<std::string_view, fields.size()> names{};
    std::transform(fields.begin(), fields.end(), names.begin(), [](const Field& field) { return field.name; });
    return names;
}();

const Field* fieldNamed(std::string_view name) noexcept
{
    const auto* found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
    return found == fields.end() ? nullptr : found;
}

std::string capitalsWithoutBlanks(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        if (letter != ' ') out += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return out;
}

bool isText(const std::string& text)
{
    const auto points = codePoints(text);
    return points && points->size() <= longestDetail && std::none_of(points->begin(), points->end(), isControl);
}

bool isEmail(const std::string& text)
{
    const auto at = text.find('@');
    return isText(text) && at != std::string::npos && at > 0 && text.find('@', at + 1) == std::string::npos &&
           text.find('.', at) != std::string::npos && text.back() != '.' && text.find(' ') == std::string::npos;
}

bool isPhone(const std::string& text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 3 && digits <= 15 && text.find_first_not_of("0123456789 +()-.x") == std::string::npos && text.size() <= 30;
}

/// What need not be there, and has a form when it is.
void checkDetails(std::vector<PersonProblem>& problems, const Person& person)
{
    const auto add = [&](const char* field, const char* rule, std::string sentence) { problems.push_back({field, rule, std::move(sentence)}); };
    if (!person.niNumber.empty() && !checkNationalInsuranceNumber(person.niNumber).wellFormed) {
        add("niNumber", "ni-number", "A National Insurance number has two letters, six digits and a letter A to D. Leave it empty when it is not known.");
    }
    if (!person.email.empty() && !isEmail(person.email)) add("email", "email", "This is no e-mail address. Type it as name@organisation, or leave it empty.");
    if (!person.phone.empty() && !isPhone(person.phone)) add("phone", "phone", "A telephone number has 3 to 15 digits. Type it again, or leave it empty.");
    struct Row {
        const char* field;
        const std::string& text;
        const char* words;
    };
    for (const auto& row : {Row{"staffNumber", person.staffNumber, "staff number"}, Row{"team", person.team, "team"}, Row{"site", person.site, "site"}}) {
        if (!isText(row.text)) add(row.field, "text", std::string("The ") + row.words + " is too long or holds signs that are no letters.");
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
    if (!isText(person.jobTitle)) {
        problems.push_back({"jobTitle", "job-title", "The job title is too long or holds signs that are no letters."});
    }
    checkDetails(problems, person);
    return problems;
}

std::span<const std::string_view> personFields() noexcept { return fieldNames; }

std::string fieldOf(const Person& person, std::string_view field)
{
    const auto* found = fieldNamed(field);
    if (found == nullptr) throw std::out_of_range("a field of a person");
    if (found->member != nullptr) return person.*found->member;
    return person.dateOfBirth.ok() ? formatDate(person.dateOfBirth) : std::string();
}

bool setField(Person& person, std::string_view field, std::string_view text)
{
    const auto* found = fieldNamed(field);
    if (found == nullptr) return false;
    if (found->member == nullptr) {
        const auto date = parseDate(text);
        if (date) person.dateOfBirth = *date;
        return date.has_value();
    }
    const bool isNumber = field == "niNumber" || field == "staffNumber";
    person.*found->member = isNumber ? capitalsWithoutBlanks(tidied(text)) : tidied(text);
    return true;
}

bool isCoreIdentity(std::string_view field) noexcept { return field == "givenName" || field == "familyName" || field == "dateOfBirth"; }

std::string_view wordsOfField(std::string_view field) noexcept
{
    const auto* found = fieldNamed(field);
    return found == nullptr ? std::string_view("a field") : found->words;
}

} // namespace cardwright
