#include "core/store/Settings.h"

#include "core/store/Statement.h"

namespace cardwright {

std::optional<std::string> Settings::value(std::string_view key)
{
    auto row = m_database.prepare("SELECT value FROM setting WHERE key = ?1");
    row.bind(key);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

std::map<std::string, std::string> Settings::beginningWith(std::string_view prefix)
{
    auto row = m_database.prepare("SELECT substr(key, length(?1) + 1), value FROM setting WHERE substr(key, 1, length(?1)) = ?1");
    row.bind(prefix);
    std::map<std::string, std::string> found;
    while (row.step()) found.emplace(row.text(0), row.text(1));
    return found;
}

void Settings::set(Transaction& transaction, std::string_view key, std::string_view value)
{
    transaction.database().prepare("INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key).bind(value).run();
}

void Settings::remove(Transaction& transaction, std::string_view key)
{
    transaction.database().prepare("DELETE FROM setting WHERE key = ?1").bind(key).run();
}

} // namespace cardwright
