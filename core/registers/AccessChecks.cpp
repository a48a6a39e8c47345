#include "core/registers/AccessChecks.h"

#include "core/identity/Person.h"
#include "core/identity/Utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::accesschecks {

namespace {

constexpr std::size_t longestWord = 120;
constexpr std::size_t mostListed = 40;

} // namespace

void refuse(std::string_view code, std::string detail) { throw RefusedError(Failure::of(code, std::move(detail))); }

bool isBlank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void requireWord(std::string_view code, const std::string& text, const char* field)
{
    const auto points = codePoints(text);
    if (isBlank(text) || !points || points->size() > longestWord || std::any_of(points->begin(), points->end(), isControl)) refuse(code, field);
}

void requireWords(std::string_view code, const std::vector<std::string>& list, const char* field)
{
    if (list.size() > mostListed) refuse(code, field);
    for (const auto& text : list) requireWord(code, text, field);
}

void requireReason(const std::string& reason)
{
    if (isBlank(reason) || reason.size() > longestText) refuse("PERSON-REASON");
}

PersonRecord knownPerson(Store& store, const UserNumber& number)
{
    auto record = store.people.byNumber(number);
    if (!record) refuse("PERSON-UNKNOWN");
    return *record;
}

bool isActive(const CardRecord& card) noexcept
{
    return card.state == CardState::opened || card.state == CardState::issued || card.state == CardState::locked;
}

JournalEntry append(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, EntryKind kind, nlohmann::json payload)
{
    return desk.store.journal.append(act, entryAbout(holder, kind, std::move(payload), desk.random), desk.agent.author());
}

std::int64_t closedSince(const RegisterDesk& desk)
{
    constexpr std::int64_t day = 24LL * 3'600'000;
    return desk.clock.utcMillis() - closedDays * day;
}

} // namespace cardwright::accesschecks
