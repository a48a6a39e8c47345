#pragma once

#include "core/store/Transaction.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// Small things the desk remembers: the reader chosen, the last lease asked for.
class Settings {
public:
    explicit Settings(Database& database) : m_database(database) {}
    std::optional<std::string> value(std::string_view key);
    /// All whose key begins so, by the rest of their key.
    std::map<std::string, std::string> beginningWith(std::string_view prefix);
    void set(Transaction& transaction, std::string_view key, std::string_view value);
    void remove(Transaction& transaction, std::string_view key);

private:
    Database& m_database;
};

} // namespace cardwright
