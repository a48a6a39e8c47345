#include "core/registers/HrImport.h"

#include "core/store/PeopleIndex.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

// Whom an HR file expects, found again.

namespace cardwright {

namespace {

constexpr std::size_t mostSearched = 5'000; // each is opened to be looked at

std::optional<ExpectedStarter> starterFrom(const StarterRecord& record)
{
    const auto fields = nlohmann::json::parse(record.fields, nullptr, false);
    if (!fields.is_object()) return std::nullopt;
    ExpectedStarter expected;
    expected.savedAt = record.savedAt;
    for (const auto& [field, text] : fields.items()) {
        if (!text.is_string()) continue;
        if (field == "startsOn") {
            expected.startsOn = parseDate(text.get<std::string>());
        } else {
            setField(expected.person, field, text.get<std::string>());
        }
    }
    return expected;
}

/// What somebody typed into one field, as People::search() takes it: a day, or words of a name, or a staff number.
class StarterQuery {
public:
    explicit StarterQuery(std::string_view typed)
        : m_words(PeopleIndex::wordsIn(PeopleIndex::folded(typed))), m_born(parseDate(typed)), m_staffNumber(PeopleIndex::folded(typed))
    {
        std::erase(m_staffNumber, ' ');
    }

    bool finds(const Person& person) const
    {
        if (m_words.empty()) return false;
        if (m_born) return person.dateOfBirth == *m_born;
        auto staff = PeopleIndex::folded(person.staffNumber);
        std::erase(staff, ' ');
        if (staff == m_staffNumber) return true;
        const auto name = PeopleIndex::wordsIn(PeopleIndex::folded(person.legalName() + ' ' + person.preferredName));
        return std::all_of(m_words.begin(), m_words.end(), [&](const std::string& word) {
            return std::any_of(name.begin(), name.end(), [&](const std::string& part) { return begins(part, word); });
        });
    }

private:
    static bool begins(const std::string& part, const std::string& word)
    {
        if (part.starts_with(word)) return true;
        const int most = PeopleIndex::mistakesAllowed(word.size());
        return most > 0 && PeopleIndex::mistakesIn(word, part, most) <= most;
    }

    std::vector<std::string> m_words;
    std::optional<Date> m_born;
    std::string m_staffNumber;
};

} // namespace

std::vector<ExpectedStarter> expectedStarters(Store& store, std::size_t most)
{
    std::vector<ExpectedStarter> found;
    for (const auto& record : store.starters.latest(most)) {
        if (auto expected = starterFrom(record)) found.push_back(std::move(*expected));
    }
    return found;
}

std::vector<ExpectedStarter> findStarters(Store& store, std::string_view typed, std::size_t most)
{
    const StarterQuery query(typed);
    std::vector<ExpectedStarter> found;
    for (const auto& record : store.starters.latest(mostSearched)) {
        if (found.size() == most) break;
        auto expected = starterFrom(record);
        if (expected && query.finds(expected->person)) found.push_back(std::move(*expected));
    }
    return found;
}

std::optional<ExpectedStarter> expectedStarter(Store& store, std::string_view odsCode, std::string_view staffNumber)
{
    const auto record = store.starters.find(odsCode, staffNumber);
    return record ? starterFrom(*record) : std::nullopt;
}

} // namespace cardwright
