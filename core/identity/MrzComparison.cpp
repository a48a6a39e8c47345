#include "core/identity/EvidenceDocument.h"
#include "core/identity/Mrz.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Utf8.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

/// Letters that Doc 9303 part 3, table 6-1 writes with two where others drop the mark; the second form of two where it allows either.
constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 12> digraphs{{
    {U"\u00C4", U"AE"}, {U"\u00E4", U"AE"}, {U"\u00D6", U"OE"}, {U"\u00F6", U"OE"}, {U"\u00DC", U"UE"}, {U"\u00FC", U"UE"},
    {U"\u00C5", U"AA"}, {U"\u00E5", U"AA"}, {U"\u00D8", U"OE"}, {U"\u00F8", U"OE"}, {U"\u00D1", U"NXX"}, {U"\u00F1", U"NXX"},
}};

std::string lettersOf(std::string_view name)
{
    std::string letters;
    for (const char c : name) {
        if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 'a' + 'A');
        if (c >= 'A' && c <= 'Z') letters += c;
    }
    return letters;
}

/// How a passport may write a name: marks dropped, or two letters for one. Nothing for a script without a plain form.
std::vector<std::string> passportForms(const std::string& name)
{
    std::vector<std::string> forms;
    if (const auto plain = asciiForm(name)) forms.push_back(lettersOf(*plain));
    const auto points = codePoints(name);
    if (!points) return forms;
    std::u32string doubled;
    for (const char32_t point : *points) {
        const auto found = std::find_if(digraphs.begin(), digraphs.end(), [&](const auto& pair) { return pair.first.front() == point; });
        if (found == digraphs.end()) doubled += point;
        else doubled += found->second;
    }
    if (const auto plain = asciiForm(utf8Of(doubled))) forms.push_back(lettersOf(*plain));
    return forms;
}

bool sameName(const std::string& zone, const std::string& form, bool mayBeCut)
{
    const auto inZone = lettersOf(zone);
    const auto forms = passportForms(form);
    if (forms.empty()) return true; // no plain form: nothing can be compared, and nothing is claimed
    return std::any_of(forms.begin(), forms.end(), [&](const auto& candidate) {
        return candidate == inZone || (mayBeCut && !inZone.empty() && candidate.starts_with(inZone));
    });
}

/// The form may hold fewer given names than the document, or the other way round; the first one must be there.
bool sameGivenNames(const std::string& zone, const std::string& form, bool mayBeCut)
{
    if (sameName(zone, form, mayBeCut)) return true;
    const auto inZone = lettersOf(zone);
    for (const auto& candidate : passportForms(form)) {
        const auto& shorter = candidate.size() < inZone.size() ? candidate : inZone;
        const auto& longer = candidate.size() < inZone.size() ? inZone : candidate;
        if (!shorter.empty() && longer.starts_with(shorter)) return true;
    }
    return false;
}

} // namespace

std::vector<std::string> compareWithForm(const MrzReading& reading, const MrzFormSide& form)
{
    std::vector<std::string> differences;
    if (!reading.format) return differences;
    const bool familyCut = reading.namesCut && reading.givenNames.empty();
    if (!form.familyName.empty() && !sameName(reading.familyName, form.familyName, familyCut)) {
        differences.push_back("The document's machine readable zone has another family name than the form.");
    }
    if (!form.givenName.empty() && !familyCut && !sameGivenNames(reading.givenNames, form.givenName, reading.namesCut)) {
        differences.push_back("The document's machine readable zone has other given names than the form.");
    }
    if (form.dateOfBirth && reading.dateOfBirth && *form.dateOfBirth != *reading.dateOfBirth) {
        differences.push_back("The document says born " + formatDateForPeople(*reading.dateOfBirth) + ", the form " +
                              formatDateForPeople(*form.dateOfBirth) + ".");
    }
    if (!form.documentNumberEnding.empty() && !reading.documentNumber.empty() &&
        numberEndingOf(reading.documentNumber) != numberEndingOf(form.documentNumberEnding)) {
        differences.push_back("The number typed does not end like the one in the machine readable zone.");
    }
    return differences;
}

} // namespace cardwright
