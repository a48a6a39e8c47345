#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cardwright {

/// Who is known here, in memory only and only while the vault is open: the table's rows have random ids, and what a search
/// looks at is sealed. Names are kept folded (small plain letters). Overwritten when it is emptied.
class PeopleIndex {
public:
    struct Entry {
        Guid id;                       ///< of the row
        std::uint64_t number = 0;
        bool isPerson = false;         ///< false: a number that entries are about, of nobody recorded here
        std::string given, family;     ///< folded
        std::string names;             ///< every word of every name, each after a blank
        std::optional<Date> dateOfBirth;
    };
    struct Query {
        std::vector<std::string> words; ///< folded; each begins a word of a name
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
    /// By family name, given name, number. Nothing asked finds nothing.
    std::vector<Guid> find(const Query& query) const;
    std::vector<Guid> sameAs(std::string_view given, std::string_view family, Date dateOfBirth) const;
    std::size_t size() const noexcept { return m_byId.size(); }

    /// For comparing only: plain small letters, one blank between words, so that "Siân" is found by "sian".
    static std::string folded(std::string_view text);
    static std::vector<std::string> wordsIn(std::string_view foldedText);

private:
    struct GuidHash {
        std::size_t operator()(const Guid& id) const noexcept;
    };
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_free; ///< places of removed entries
    std::unordered_map<Guid, std::size_t, GuidHash> m_byId;
    std::unordered_map<std::uint64_t, std::size_t> m_byNumber;
    std::multimap<std::int64_t, std::size_t> m_byBirth; ///< start of the day
};

} // namespace cardwright
