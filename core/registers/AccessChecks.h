#pragma once

#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/Store.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the acts of this room check alike. For core/registers' own sources.
namespace cardwright::accesschecks {

inline constexpr std::size_t longestText = 500;
inline constexpr std::size_t mostRows = 10'000;
inline constexpr int closedDays = 30;

[[noreturn]] void refuse(std::string_view code, std::string detail = {});
bool isBlank(const std::string& text);
/// Something a person can read, of at most 120 letters. `code` with the field as its detail.
void requireWord(std::string_view code, const std::string& text, const char* field);
void requireWords(std::string_view code, const std::vector<std::string>& list, const char* field);
/// A reason that can be read. PERSON-REASON.
void requireReason(const std::string& reason);
/// PERSON-UNKNOWN.
PersonRecord knownPerson(Store& store, const UserNumber& number);
/// A card that works, or is being made.
bool isActive(const CardRecord& card) noexcept;
JournalEntry append(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, EntryKind kind, nlohmann::json payload);
/// When what is closed is old enough to leave the worklist.
std::int64_t closedSince(const RegisterDesk& desk);

} // namespace cardwright::accesschecks
