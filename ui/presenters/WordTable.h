#pragma once

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string>

// What the files of Words share: one translation context, and tables from a key to a text.

namespace cardwright::ui::words {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct Pair {
    const char* key;
    const char* text;
};

/// Nothing for a key that is not in the table.
template <std::size_t N>
const char* lookUp(const Pair (&table)[N], const std::string& key)
{
    const auto* found = std::find_if(std::begin(table), std::end(table), [&](const Pair& row) { return key == row.key; });
    return found == std::end(table) ? nullptr : found->text;
}

} // namespace cardwright::ui::words
