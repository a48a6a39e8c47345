#include "core/store/PeopleIndex.h"

#include "core/identity/Person.h"

#include <algorithm>
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
    wipe(entry.names);
    entry.number = 0;
    entry.dateOfBirth.reset();
}

std::string digitsOf(std::uint64_t number)
{
    auto digits = std::to_string(number);
    return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
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

void PeopleIndex::put(Entry entry)
{
    remove(entry.id);
    std::size_t place = m_entries.size();
    if (m_free.empty()) {
        m_entries.emplace_back();
    } else {
        place = m_free.back();
        m_free.pop_back();
    }
    m_byId[entry.id] = place;
    m_byNumber[entry.number] = place;
    if (entry.isPerson && entry.dateOfBirth) m_byBirth.emplace(startOfDay(*entry.dateOfBirth), place);
    m_entries[place] = std::move(entry);
}

void PeopleIndex::remove(const Guid& id)
{
    const auto found = m_byId.find(id);
    if (found == m_byId.end()) return;
    const auto place = found->second;
    auto& entry = m_entries[place];
    if (const auto number = m_byNumber.find(entry.number); number != m_byNumber.end() && number->second == place) m_byNumber.erase(number);
    if (entry.dateOfBirth) {
        auto [from, to] = m_byBirth.equal_range(startOfDay(*entry.dateOfBirth));
        for (; from != to; ++from) {
            if (from->second != place) continue;
            m_byBirth.erase(from);
            break;
        }
    }
    wipe(entry);
    entry = {};
    m_byId.erase(found);
    m_free.push_back(place);
}

void PeopleIndex::clear() noexcept
{
    for (auto& entry : m_entries) wipe(entry);
    m_entries = {};
    m_free = {};
    m_byId.clear();
    m_byNumber.clear();
    m_byBirth.clear();
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

std::vector<Guid> PeopleIndex::find(const Query& query) const
{
    if (query.words.empty() && !query.dateOfBirth && query.digits.empty()) return {};
    std::vector<std::string> heads; // a leading blank: only the beginning of a word is found
    for (const auto& word : query.words) heads.push_back(" " + word);
    std::vector<const Entry*> found;
    const auto look = [&](const Entry& entry) {
        if (!entry.isPerson) return;
        for (const auto& head : heads) {
            if (entry.names.find(head) == std::string::npos) return;
        }
        if (!query.digits.empty() && digitsOf(entry.number).compare(0, query.digits.size(), query.digits) != 0) return;
        found.push_back(&entry);
    };
    if (query.dateOfBirth) {
        const auto [from, to] = m_byBirth.equal_range(startOfDay(*query.dateOfBirth));
        for (auto at = from; at != to; ++at) look(m_entries[at->second]);
    } else {
        for (const auto& entry : m_entries) look(entry);
    }
    const auto before = [](const Entry* left, const Entry* right) {
        if (left->family != right->family) return left->family < right->family;
        return left->given != right->given ? left->given < right->given : left->number < right->number;
    };
    const auto count = std::min(query.limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(), before);
    std::vector<Guid> ids;
    for (std::size_t at = 0; at < count; ++at) ids.push_back(found[at]->id);
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

} // namespace cardwright
