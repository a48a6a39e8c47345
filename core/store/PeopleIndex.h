#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cardwright {

/// Who is known here, in memory only and only while the vault is open: the table's rows have random ids, and what a search
/// looks at is sealed. Names are kept folded (small plain letters), each word once for all who have it, so that a mistyped word is
/// compared with the words of names and not with the people. Overwritten when it is emptied.
class PeopleIndex {
public:
    struct Entry {
        Guid id;                       ///< of the row
        std::uint64_t number = 0;
        bool isPerson = false;         ///< false: a number that entries are about, of nobody recorded here
        bool isClosed = false;
        std::string given, family;     ///< folded
        std::string more;              ///< folded: preferred name, name on the card; not kept as text
        std::optional<Date> dateOfBirth;
        std::vector<std::uint64_t> identifiers; ///< identifierKey() of each
        /// Made by put(): places in words(), given name's first, then the family name's, then the rest's.
        std::vector<std::uint32_t> words{};
        std::uint8_t givenWords = 0, familyWords = 0;

        std::span<const std::uint32_t> wordsOfGiven() const { return std::span(words).first(givenWords); }
        std::span<const std::uint32_t> wordsOfFamily() const { return std::span(words).subspan(givenWords, familyWords); }
    };
    struct Query {
        std::vector<std::string> words; ///< folded; each begins a word of a name, or nearly (mistakesAllowed)
        std::optional<Date> dateOfBirth;
        std::string digits;             ///< the first digits of the number
        std::size_t limit = 50;
    };

    PeopleIndex() = default;
    ~PeopleIndex() { clear(); }
    PeopleIndex(const PeopleIndex&) = delete;
    PeopleIndex& operator=(const PeopleIndex&) = delete;

    void reserve(std::size_t count);
    /// Replaces the entry of the same row.
    void put(Entry entry);
    void remove(const Guid& id);
    void clear() noexcept;

    const Entry* byNumber(const UserNumber& number) const;
    const Entry* byId(const Guid& id) const;
    /// Those with fewer mistakes first, then by family name, given name, number. Nothing asked finds nothing.
    std::vector<Guid> find(const Query& query) const;
    std::vector<Guid> sameAs(std::string_view given, std::string_view family, Date dateOfBirth) const;
    /// To be compared with the record itself: two texts may have the same key.
    std::vector<Guid> withIdentifier(std::uint64_t key) const;
    std::size_t size() const noexcept { return m_byId.size(); }

    /// Every word that occurs in a name; some may be of nobody any more. Entry::words are places in it.
    std::size_t wordCount() const noexcept { return m_words.size(); }
    const std::string& word(std::uint32_t place) const { return *m_words[place].text; }
    void forEachPerson(const std::function<void(const Entry&)>& look) const;

    /// For comparing only: plain small letters, one blank between words, so that "Siân" is found by "sian".
    static std::string folded(std::string_view text);
    static std::vector<std::string> wordsIn(std::string_view foldedText);
    /// kind: "ni", "staff".
    static std::uint64_t identifierKey(std::string_view kind, std::string_view value);
    /// Letters that may be wrong, missing, too many or swapped in a word of this length: 0 up to 3 letters, 1 up to 6, else 2.
    static int mistakesAllowed(std::size_t letters) noexcept { return letters <= 3 ? 0 : letters <= 6 ? 1 : 2; }
    /// How many mistakes make `typed` the beginning of `word`; most + 1 when more.
    static int mistakesIn(std::string_view typed, std::string_view word, int most) noexcept;

private:
    struct GuidHash {
        std::size_t operator()(const Guid& id) const noexcept;
    };
    struct Word {
        const std::string* text;   ///< the key in m_wordPlaces
        std::uint32_t letters = 0; ///< which of a..z occur: most words are told apart by that alone
    };
    void addWords(Entry& entry, std::string_view text);
    /// Mistakes by word, 255 where too many; one row for each word asked.
    std::vector<std::vector<std::uint8_t>> mistakes(const std::vector<std::string>& asked) const;

    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_free; ///< places of removed entries
    std::unordered_map<Guid, std::size_t, GuidHash> m_byId;
    std::unordered_map<std::uint64_t, std::size_t> m_byNumber;
    std::unordered_multimap<std::uint64_t, std::size_t> m_byIdentifier;
    std::multimap<std::int64_t, std::size_t> m_byBirth; ///< start of the day
    std::unordered_map<std::string, std::uint32_t> m_wordPlaces;
    std::vector<Word> m_words;
};

} // namespace cardwright
