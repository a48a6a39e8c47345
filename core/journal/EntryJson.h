#pragma once

#include "core/journal/JournalEntry.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace cardwright {

/// The entry as the sync API carries it: {"seq","id","at","kind","agent","session","subject","payload","digest","signature"}.
/// Throws JournalError JOURNAL-ENTRY when the payload was erased: such an entry cannot be sent.
nlohmann::json entryToJson(const JournalEntry& entry);
/// Strict: every field there, of its type and length, kind known. The digest is taken as written, not checked; payloadDigest is
/// made from the payload. Throws JournalError JOURNAL-ENTRY naming the field.
JournalEntry entryFromJson(const nlohmann::json& json, const Guid& log);

/// One line of an export (JSON lines, no line feed inside): the same fields and "log", "payloadDigest"; payload null when erased.
std::string exportLine(const JournalEntry& entry);
nlohmann::json exportedToJson(const JournalEntry& entry);
/// Likewise strict; payloadDigest is taken as written, so that the verifier can compare. Throws JournalError JOURNAL-ENTRY.
JournalEntry entryFromLine(std::string_view line);
JournalEntry exportedFromJson(const nlohmann::json& object);

} // namespace cardwright
