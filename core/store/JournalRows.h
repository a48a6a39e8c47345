#pragma once

#include "core/journal/JournalEntry.h"
#include "core/store/Statement.h"

namespace cardwright::journalRows {

/// The journal's columns in the order that entryFrom() reads them, from column 0.
inline constexpr std::string_view columns = "seq, id, at, kind, agent, session, subject, payload, payload_digest, digest, signature";

/// Throws STORE-DAMAGED for a kind that nobody knows.
JournalEntry entryFrom(const Statement& row, const Guid& log);

} // namespace cardwright::journalRows
