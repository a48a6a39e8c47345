#include "core/registers/FormerNames.h"

#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/store/Store.h"

#include <algorithm>
#include <array>
#include <set>

namespace cardwright {

namespace {

constexpr std::array<std::string_view, 5> nameFields{"givenName", "familyName", "preferredName", "nameOnCard", "nameOnChip"};

/// Plain and small; a double name is two words. What has no plain form is compared as it is.
std::set<std::string> wordsOf(std::string_view text)
{
    const auto tidy = tidied(text);
    std::set<std::string> words;
    std::string word;
    for (const char letter : asciiForm(tidy).value_or(tidy) + ' ') {
        if (letter == ' ' || letter == '-') {
            if (!word.empty()) words.insert(std::move(word));
            word.clear();
        } else {
            word += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        }
    }
    return words;
}

} // namespace

bool bearsFormerName(const PersonRecord& person, std::int64_t askedAt, std::string_view text)
{
    if (!person.identityChangedAt || askedAt >= *person.identityChangedAt) return false;
    std::set<std::string> today;
    for (const auto field : nameFields) today.merge(wordsOf(fieldOf(person.person, field)));
    const auto words = wordsOf(text);
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return today.count(word) == 0; });
}

void hideFormerNames(const PersonRecord& person, std::int64_t askedAt, std::map<std::string, std::string>& fields)
{
    for (auto& [field, text] : fields) {
        const bool name = std::find(nameFields.begin(), nameFields.end(), field) != nameFields.end();
        if (name && bearsFormerName(person, askedAt, text)) text = hiddenName;
    }
}

std::optional<std::string> nameInException(Store& store, const ExceptionRequest& request, bool fresh)
{
    if (request.subject) {
        const auto person = store.people.byNumber(*request.subject);
        if (person && !person->person.legalName().empty()) return person->person.legalName();
    }
    if (!request.evidence || !fresh) return std::nullopt;
    return request.evidence->legalName;
}

} // namespace cardwright
