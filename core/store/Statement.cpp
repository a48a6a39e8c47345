#include "core/store/Statement.h"

#include "core/store/Database.h"
#include "core/store/StoreError.h"

#include <sqlite3.h>

#include <utility>

namespace cardwright {

Statement::Statement(Database& database, std::string_view sql) : m_database(&database), m_handle(database.takeCompiled(sql))
{
    if (m_handle != nullptr) return;
    const char* rest = nullptr;
    check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &m_handle, &rest), "prepare");
    if (m_handle == nullptr || std::string_view(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)).find_first_not_of(" \n;") != std::string_view::npos) {
        sqlite3_finalize(std::exchange(m_handle, nullptr));
        throw StoreError(Failure::of("INTERNAL", "not one statement"));
    }
}

Statement::~Statement() { m_database->giveBack(m_handle); }

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database), m_handle(std::exchange(other.m_handle, nullptr)), m_bound(other.m_bound)
{
}

void Statement::check(int resultCode, std::string_view doing) const
{
    if (resultCode != SQLITE_OK) m_database->raise(resultCode, doing);
}

Statement& Statement::bind(std::int64_t value)
{
    check(sqlite3_bind_int64(m_handle, ++m_bound, value), "bind");
    return *this;
}

Statement& Statement::bind(std::uint64_t value)
{
    if (value > static_cast<std::uint64_t>(INT64_MAX)) throw StoreError(Failure::of("INTERNAL", "a number beyond 63 bits"));
    return bind(static_cast<std::int64_t>(value));
}

Statement& Statement::bind(std::string_view value)
{
    check(sqlite3_bind_text64(m_handle, ++m_bound, value.data() != nullptr ? value.data() : "", value.size(), SQLITE_TRANSIENT, SQLITE_UTF8), "bind");
    return *this;
}

Statement& Statement::bind(ByteView value)
{
    // An empty blob is a value, and another one than NULL.
    const int place = ++m_bound;
    check(value.empty() ? sqlite3_bind_zeroblob(m_handle, place, 0)
                        : sqlite3_bind_blob64(m_handle, place, value.data(), value.size(), SQLITE_TRANSIENT), "bind");
    return *this;
}

Statement& Statement::bind(const UserNumber& value) { return bind(static_cast<std::int64_t>(value.value())); }

Statement& Statement::bind(const Date& value) { return bind(formatDate(value)); }

Statement& Statement::bindNull()
{
    check(sqlite3_bind_null(m_handle, ++m_bound), "bind");
    return *this;
}

bool Statement::step()
{
    if (sqlite3_stmt_readonly(m_handle) == 0 && m_database->shallFail(WritePoint::statement)) {
        throw StoreError(Failure::of("STORE-WRITE", "statement"));
    }
    const int result = sqlite3_step(m_handle);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) m_database->raise(result, "step");
    return false;
}

int Statement::run()
{
    while (step()) {}
    return sqlite3_changes(m_database->handle());
}

void Statement::reset()
{
    sqlite3_reset(m_handle);
    sqlite3_clear_bindings(m_handle);
    m_bound = 0;
}

bool Statement::isNull(int column) const { return sqlite3_column_type(m_handle, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_handle, column); }

std::string Statement::text(int column) const
{
    const auto* octets = reinterpret_cast<const char*>(sqlite3_column_text(m_handle, column));
    if (octets == nullptr) return {};
    return {octets, static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column))};
}

Bytes Statement::blob(int column) const
{
    const auto* octets = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle, column));
    if (octets == nullptr) return {};
    return {octets, octets + sqlite3_column_bytes(m_handle, column)};
}

void Statement::damaged(int column) const
{
    const char* name = sqlite3_column_name(m_handle, column);
    throw StoreError(Failure::of("STORE-DAMAGED", name == nullptr ? std::string("a column") : "column " + std::string(name)));
}

Guid Statement::guid(int column) const
{
    if (const auto value = Guid::fromBytes(blob(column))) return *value;
    damaged(column);
}

Sha256Digest Statement::digest(int column) const
{
    if (const auto value = sha256DigestFrom(blob(column))) return *value;
    damaged(column);
}

UserNumber Statement::userNumber(int column) const
{
    if (const auto value = UserNumber::fromValue(static_cast<std::uint64_t>(integer(column)))) return *value;
    damaged(column);
}

Date Statement::date(int column) const
{
    if (const auto value = parseDate(text(column))) return *value;
    damaged(column);
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Statement::optionalText(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

std::optional<Bytes> Statement::optionalBlob(int column) const { return isNull(column) ? std::nullopt : std::optional(blob(column)); }

std::optional<Guid> Statement::optionalGuid(int column) const { return isNull(column) ? std::nullopt : std::optional(guid(column)); }

std::optional<Sha256Digest> Statement::optionalDigest(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(digest(column));
}

std::optional<UserNumber> Statement::optionalUserNumber(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(userNumber(column));
}

std::optional<Date> Statement::optionalDate(int column) const { return isNull(column) ? std::nullopt : std::optional(date(column)); }

} // namespace cardwright
