#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace cardwright {

class Database;

/// One prepared statement. Parameters are bound in order (?1, ?2 ...); columns count from 0. Values are copied in and out.
class Statement {
public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) = delete;

    Statement& bind(std::int64_t value);
    Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(std::uint32_t value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(std::uint64_t value);
    Statement& bind(bool value) { return bind(static_cast<std::int64_t>(value ? 1 : 0)); }
    Statement& bind(std::string_view value);
    Statement& bind(const char* value) { return bind(std::string_view(value)); }
    Statement& bind(const std::string& value) { return bind(std::string_view(value)); }
    Statement& bind(ByteView value);
    Statement& bind(const Bytes& value) { return bind(ByteView(value)); }
    Statement& bind(const Sha256Digest& value) { return bind(ByteView(value)); }
    Statement& bind(const Guid& value) { return bind(value.bytes()); }
    Statement& bind(const UserNumber& value);
    Statement& bind(const Date& value);
    Statement& bindNull();
    template<class T> Statement& bind(const std::optional<T>& value) { return value ? bind(*value) : bindNull(); }

    /// True while there is a row.
    bool step();
    /// Runs a statement that answers no row; the rows it changed.
    int run();
    /// Ready for another run with other values.
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    Bytes blob(int column) const;
    /// These throw STORE-DAMAGED when the column does not hold one.
    Guid guid(int column) const;
    Sha256Digest digest(int column) const;
    UserNumber userNumber(int column) const;
    Date date(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    std::optional<std::string> optionalText(int column) const;
    std::optional<Bytes> optionalBlob(int column) const;
    std::optional<Guid> optionalGuid(int column) const;
    std::optional<Sha256Digest> optionalDigest(int column) const;
    std::optional<UserNumber> optionalUserNumber(int column) const;
    std::optional<Date> optionalDate(int column) const;

private:
    void check(int resultCode, std::string_view doing) const;
    [[noreturn]] void damaged(int column) const;

    Database* m_database;
    sqlite3_stmt* m_handle = nullptr;
    int m_bound = 0;
};

} // namespace cardwright
