#include "core/identity/DocumentReading.h"

#include "core/identity/IdentityNumbers.h"
#include "core/identity/Utf8.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

bool marks(const EvidenceMrzMark& mark, const MrzReading& reading)
{
    if (!std::string_view(reading.documentCode).starts_with(mark.code)) return false;
    return mark.issuers.empty() || std::find(mark.issuers.begin(), mark.issuers.end(), reading.issuer) != mark.issuers.end();
}

/// The longest code that fits wins, then one that names the issuer: "IR of GBR" before "I of anybody".
const EvidenceKind* kindOf(const EvidencePolicy& policy, const MrzReading& reading)
{
    const EvidenceKind* best = nullptr;
    std::size_t weight = 0;
    for (const auto& kind : policy.kinds()) {
        for (const auto& mark : kind.mrz) {
            if (!marks(mark, reading)) continue;
            const auto its = 1 + 2 * mark.code.size() + (mark.issuers.empty() ? 0 : 1);
            if (its > weight) {
                best = &kind;
                weight = its;
            }
        }
    }
    return best;
}

/// "PEMBERTON ROY" -> "Pemberton Roy". Where a name has capitals inside, the agent puts them there.
std::string titled(const std::string& capitals)
{
    std::string text;
    bool start = true;
    for (const char c : capitals) {
        text += !start && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        start = c == ' ' || c == '-';
    }
    return text;
}

/// Letters without marks, hyphens, blanks and case; a name without a plain form is compared as it is, without blanks.
std::string comparable(std::string_view name)
{
    const auto plain = asciiForm(name).value_or(std::string(name));
    std::string letters;
    for (const char c : plain) {
        if (c == ' ' || c == '-' || c == '\'' || c == '.' || c == '`') continue;
        letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return letters;
}

/// Fewer given names on the one or the other are no difference; the first must be there, whole.
bool givenNamesAgree(std::string_view shown, std::string_view form)
{
    const auto one = comparable(shown);
    const auto other = comparable(form);
    if (one == other) return true;
    const auto firstWords = [](std::string_view longer, const std::string& shorter) {
        for (auto at = longer.find(' '); at != std::string_view::npos; at = longer.find(' ', at + 1)) {
            if (comparable(longer.substr(0, at)) == shorter) return true;
        }
        return false;
    };
    return firstWords(shown, other) || firstWords(form, one);
}

std::string withoutBlanks(std::string_view postcode)
{
    std::string text;
    for (const char c : postcode) {
        if (c != ' ' && c != '\t') text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
}

bool isStandIn(Date date) noexcept
{
    using namespace std::chrono;
    return date == Date(year(1900) / January / 1);
}

} // namespace

MrzFill fillFromMrz(std::string_view typed, const EvidencePolicy& policy, Date today, const Person* form, const EvidenceDocument* document)
{
    MrzFill fill;
    fill.reading = readMrz(typed, today);
    for (const auto& problem : fill.reading.problems) fill.warnings.push_back(problem.words);
    if (!fill.understood()) return fill;
    if (const auto* kind = kindOf(policy, fill.reading)) fill.kind = kind->code;
    fill.numberEnding = numberEndingOf(fill.reading.documentNumber);
    fill.expires = fill.reading.expires;
    fill.givenName = titled(fill.reading.givenNames);
    fill.familyName = titled(fill.reading.familyName);
    fill.dateOfBirth = fill.reading.dateOfBirth;
    MrzFormSide side;
    if (form != nullptr) {
        side.givenName = form->givenName;
        side.familyName = form->familyName;
        if (form->dateOfBirth.ok()) side.dateOfBirth = form->dateOfBirth;
    }
    if (document != nullptr) side.documentNumberEnding = document->numberEnding;
    for (auto& difference : compareWithForm(fill.reading, side)) fill.warnings.push_back(std::move(difference));
    if (document != nullptr && document->expires && fill.expires && *document->expires != *fill.expires) {
        fill.warnings.push_back("The zone says good until " + formatDateForPeople(*fill.expires) + ", the form " + formatDateForPeople(*document->expires) + ".");
    }
    return fill;
}

void fillDocument(EvidenceDocument& document, const MrzFill& fill)
{
    if (document.kind.empty()) document.kind = fill.kind;
    if (document.numberEnding.empty()) document.numberEnding = fill.numberEnding;
    if (!document.expires) document.expires = fill.expires;
}

void fillPerson(Person& person, const MrzFill& fill)
{
    if (person.givenName.empty()) person.givenName = fill.givenName;
    if (person.familyName.empty()) person.familyName = fill.familyName;
    if (!person.dateOfBirth.ok() && fill.dateOfBirth) person.dateOfBirth = *fill.dateOfBirth;
}

std::vector<std::string> numberWarnings(const EvidenceKind& kind, std::string_view number, const Person& form)
{
    if (number.empty()) return {};
    const auto birth = form.dateOfBirth.ok() ? std::optional(form.dateOfBirth) : std::nullopt;
    switch (kind.numberForm) {
    case NumberForm::gbDriver: return checkDriverNumber(number, form.familyName, birth).warnings;
    case NumberForm::ukPassport: return checkUkPassportNumber(number).warnings;
    case NumberForm::nationalInsurance: return compareNationalInsuranceNumbers(number, form.niNumber).warnings;
    case NumberForm::free: break;
    }
    return {};
}

CrossCheck crossCheck(const DocumentShows& shows, const Person& form)
{
    CrossCheck check;
    if (!shows.familyName.empty() || !shows.givenName.empty()) {
        const bool family = shows.familyName.empty() || comparable(shows.familyName) == comparable(form.familyName);
        const bool given = shows.givenName.empty() || givenNamesAgree(shows.givenName, form.givenName);
        check.nameAgrees = family && given;
        if (!family) check.differences.push_back("It shows another family name than the application.");
        if (!given) check.differences.push_back("It shows other given names than the application.");
    }
    if (shows.dateOfBirth) {
        const bool standIn = isStandIn(*shows.dateOfBirth) || isStandIn(form.dateOfBirth);
        check.birthDateAgrees = *shows.dateOfBirth == form.dateOfBirth && !standIn;
        if (standIn) check.differences.push_back("1 January 1900 stands for an unknown date of birth. Ask for the real one.");
        else if (!*check.birthDateAgrees) check.differences.push_back("It shows another date of birth than the application.");
    }
    if (!shows.postcode.empty()) {
        check.addressAgrees = withoutBlanks(shows.postcode) == withoutBlanks(form.postcode);
        if (!*check.addressAgrees) check.differences.push_back("It shows another postcode than the application.");
    }
    return check;
}

void applyTo(EvidenceDocument& document, const CrossCheck& check)
{
    if (check.nameAgrees && !*check.nameAgrees) document.nameAgrees = false;
    if (check.addressAgrees && !*check.addressAgrees) document.addressAgrees = false;
    if (check.birthDateAgrees && !*check.birthDateAgrees) {
        document.birthDateSeen = false;
        if (document.refusedFor.empty()) document.refusedFor = "birth-date-differs";
    }
}

} // namespace cardwright
