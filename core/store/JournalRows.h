#pragma once

#include "core/journal/JournalEntry.h"
#include "core/store/Statement.h"

#include <string>

namespace cardwright::journalRows {

/// Everything of an entry, in the order that entryFrom() reads it, from column 0. What follows names journal's and log's columns.
std::string select(std::string_view rest);

/// Throws STORE-DAMAGED for a kind that nobody knows.
JournalEntry entryFrom(const Statement& row);
std::vector<JournalEntry> all(Statement& statement);

} // namespace cardwright::journalRows
