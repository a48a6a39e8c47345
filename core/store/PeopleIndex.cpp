#include "core/store/PeopleIndex.h"

#include "core/identity/Person.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace cardwright {

namespace {

/// Through a volatile pointer, so that it is not left out as a write that nobody reads.
void wipe(std::string& text) noexcept
{
    volatile char* letters = text.data();
    for (std::size_t at = 0; at < text.size(); ++at) letters[at] = 0;
}

void wipe(PeopleIndex::Entry& entry) noexcept
{
    wipe(entry.given);
    wipe(entry.family);
    wipe(entry.more);
    entry.number = 0;
    entry.dateOfBirth.reset();
    std::fill(entry.words.begin(), entry.words.end(), 0);
    std::fill(entry.identifiers.begin(), entry.identifiers.end(), 0);
}

std::string digitsOf(std::uint64_t number)
{
    auto digits = std::to_string(number);
    return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

constexpr std::uint8_t tooMany = 255;
constexpr std::size_t mostWords = 100; ///< of one name: 120 letters have no more
constexpr std::size_t longestCompared = 48;

bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

std::uint32_t lettersOf(std::string_view text) noexcept
{
    std::uint32_t letters = 0;
    for (const char letter : text) letters |= std::uint32_t{1} << (static_cast<unsigned char>(letter) & 31u);
    return letters;
}

} // namespace

std::size_t PeopleIndex::GuidHash::operator()(const Guid& id) const noexcept
{
    // Row ids are random: their head is as good as any hash.
    std::size_t head = 0;
    std::memcpy(&head, id.bytes().data(), sizeof head);
    return head;
}

void PeopleIndex::reserve(std::size_t count)
{
    m_entries.reserve(count);
    m_byId.reserve(count);
    m_byNumber.reserve(count);
}

void PeopleIndex::addWords(Entry& entry, std::string_view text)
{
    for (auto& part : wordsIn(text)) {
        if (entry.words.size() >= mostWords) return;
        const auto [found, isNew] = m_wordPlaces.try_emplace(std::move(part), static_cast<std::uint32_t>(m_words.size()));
        if (isNew) m_words.push_back({&found->first, lettersOf(found->first)});
        entry.words.push_back(found->second);
    }
}

void PeopleIndex::put(Entry entry)
{
    remove(entry.id);
    entry.words.clear();
    addWords(entry, entry.given);
    entry.givenWords = static_cast<std::uint8_t>(entry.words.size());
    addWords(entry, entry.family);
    entry.familyWords = static_cast<std::uint8_t>(entry.words.size() - entry.givenWords);
    addWords(entry, entry.more);
    wipe(entry.more);
    entry.more = {};
    std::size_t place = m_entries.size();
    if (m_free.empty()) {
        m_entries.emplace_back();
    } else {
        place = m_free.back();
        m_free.pop_back();
    }
    m_byId[entry.id] = place;
    m_byNumber[entry.number] = place;
    for (const auto key : entry.identifiers) m_byIdentifier.emplace(key, place);
    if (entry.isPerson && entry.dateOfBirth) m_byBirth.emplace(startOfDay(*entry.dateOfBirth), place);
    m_entries[place] = std::move(entry);
}

namespace {

template <class Map, class Key>
void dropPlace(Map& map, const Key& key, std::size_t place)
{
    auto [from, to] = map.equal_range(key);
    for (; from != to; ++from) {
        if (from->second != place) continue;
        map.erase(from);
        return;
    }
}

} // namespace

void PeopleIndex::remove(const Guid& id)
{
    const auto found = m_byId.find(id);
    if (found == m_byId.end()) return;
    const auto place = found->second;
    auto& entry = m_entries[place];
    dropPlace(m_byNumber, entry.number, place);
    for (const auto key : entry.identifiers) dropPlace(m_byIdentifier, key, place);
    if (entry.dateOfBirth) dropPlace(m_byBirth, startOfDay(*entry.dateOfBirth), place);
    wipe(entry);
    entry = {};
    m_byId.erase(found);
    m_free.push_back(place);
}

void PeopleIndex::clear() noexcept
{
    for (auto& entry : m_entries) wipe(entry);
    // The map is about to go: nobody looks for these keys any more.
    for (auto& [text, place] : m_wordPlaces) wipe(const_cast<std::string&>(text));
    m_entries = {};
    m_free = {};
    m_byId.clear();
    m_byNumber.clear();
    m_byIdentifier.clear();
    m_byBirth.clear();
    m_words = {};
    m_wordPlaces.clear();
}

const PeopleIndex::Entry* PeopleIndex::byNumber(const UserNumber& number) const
{
    const auto found = m_byNumber.find(number.value());
    return found == m_byNumber.end() ? nullptr : &m_entries[found->second];
}

const PeopleIndex::Entry* PeopleIndex::byId(const Guid& id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_entries[found->second];
}

int PeopleIndex::mistakesIn(std::string_view typed, std::string_view word, int most) noexcept
{
    if (word.size() >= typed.size() && word.compare(0, typed.size(), typed) == 0) return 0;
    if (most == 0 || typed.size() > longestCompared) return most + 1;
    // Optimal string alignment, row by row over what was typed; the least of the last row is the best beginning of the word.
    const auto columns = std::min(word.size(), typed.size() + static_cast<std::size_t>(most));
    std::array<std::array<int, longestCompared + 4>, 3> rows{};
    for (std::size_t j = 0; j <= columns; ++j) rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        const auto& above = rows[(i - 1) % 3];
        auto& row = rows[i % 3];
        row[0] = static_cast<int>(i);
        int least = row[0];
        for (std::size_t j = 1; j <= columns; ++j) {
            int cost = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1]) cost = std::min(cost, rows[(i - 2) % 3][j - 2] + 1);
            row[j] = cost;
            least = std::min(least, cost);
        }
        if (least > most) return most + 1;
    }
    const auto& last = rows[typed.size() % 3];
    return std::min(most + 1, *std::min_element(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(columns) + 1));
}

std::vector<std::vector<std::uint8_t>> PeopleIndex::mistakes(const std::vector<std::string>& asked) const
{
    std::vector<std::vector<std::uint8_t>> rows;
    for (const auto& typed : asked) {
        // Letters without a plain form are several octets each: such a word is found by its beginning only.
        const int most = isPlain(typed) ? mistakesAllowed(typed.size()) : 0;
        const auto letters = lettersOf(typed);
        std::vector<std::uint8_t> row(m_words.size(), tooMany);
        for (std::size_t place = 0; place < m_words.size(); ++place) {
            if (std::popcount(letters & ~m_words[place].letters) > most) continue;
            const int found = mistakesIn(typed, *m_words[place].text, most);
            if (found <= most) row[place] = static_cast<std::uint8_t>(found);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Guid> PeopleIndex::find(const Query& query) const
{
    if (query.words.empty() && !query.dateOfBirth && query.digits.empty()) return {};
    struct Found {
        const Entry* entry;
        unsigned mistakes;
    };
    std::vector<Found> found;
    const auto rows = mistakes(query.words);
    const auto look = [&](const Entry& entry) {
        if (!entry.isPerson) return;
        unsigned sum = 0;
        for (const auto& row : rows) {
            std::uint8_t least = tooMany;
            for (const auto word : entry.words) least = std::min(least, row[word]);
            if (least == tooMany) return;
            sum += least;
        }
        if (!query.digits.empty() && digitsOf(entry.number).compare(0, query.digits.size(), query.digits) != 0) return;
        found.push_back({&entry, sum});
    };
    if (query.dateOfBirth) {
        const auto [from, to] = m_byBirth.equal_range(startOfDay(*query.dateOfBirth));
        for (auto at = from; at != to; ++at) look(m_entries[at->second]);
    } else {
        for (const auto& entry : m_entries) look(entry);
    }
    const auto before = [](const Found& left, const Found& right) {
        if (left.mistakes != right.mistakes) return left.mistakes < right.mistakes;
        if (left.entry->family != right.entry->family) return left.entry->family < right.entry->family;
        return left.entry->given != right.entry->given ? left.entry->given < right.entry->given : left.entry->number < right.entry->number;
    };
    const auto count = std::min(query.limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(), before);
    std::vector<Guid> ids;
    for (std::size_t at = 0; at < count; ++at) ids.push_back(found[at].entry->id);
    return ids;
}

std::vector<Guid> PeopleIndex::sameAs(std::string_view given, std::string_view family, Date dateOfBirth) const
{
    std::vector<const Entry*> found;
    const auto [from, to] = m_byBirth.equal_range(startOfDay(dateOfBirth));
    for (auto at = from; at != to; ++at) {
        const auto& entry = m_entries[at->second];
        if (entry.isPerson && entry.given == given && entry.family == family) found.push_back(&entry);
    }
    std::sort(found.begin(), found.end(), [](const Entry* left, const Entry* right) { return left->number < right->number; });
    std::vector<Guid> ids;
    for (const auto* entry : found) ids.push_back(entry->id);
    return ids;
}

std::vector<Guid> PeopleIndex::withIdentifier(std::uint64_t key) const
{
    std::vector<Guid> ids;
    const auto [from, to] = m_byIdentifier.equal_range(key);
    for (auto at = from; at != to; ++at) ids.push_back(m_entries[at->second].id);
    return ids;
}

void PeopleIndex::forEachPerson(const std::function<void(const Entry&)>& look) const
{
    for (const auto& entry : m_entries) {
        if (entry.isPerson) look(entry);
    }
}

std::string PeopleIndex::folded(std::string_view text)
{
    const bool ascii = std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
    const auto plain = ascii ? std::optional(std::string(text)) : asciiForm(text);
    std::string out;
    for (const char letter : plain ? *plain : std::string(text)) {
        const bool gap = letter == ' ' || letter == '\t' || letter == '-' || letter == '\'';
        if (gap && (out.empty() || out.back() == ' ')) continue;
        out += gap ? ' ' : (letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter);
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string> PeopleIndex::wordsIn(std::string_view foldedText)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < foldedText.size();) {
        const auto to = std::min(foldedText.find(' ', from), foldedText.size());
        if (to > from) words.emplace_back(foldedText.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

std::uint64_t PeopleIndex::identifierKey(std::string_view kind, std::string_view value)
{
    return std::hash<std::string>{}(std::string(kind) + ':' + std::string(value));
}

} // namespace cardwright
