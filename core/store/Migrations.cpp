#include "core/store/Migrations.h"

#include "core/crypto/Sha256.h"
#include "core/store/Database.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"
#include "core/store/Transaction.h"

#include <string>

namespace cardwright {

namespace {

constexpr const char* historyTable = "CREATE TABLE IF NOT EXISTS schema_history ("
                                     "version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;";

std::string digestOf(const Migration& migration) { return toHex(sha256(bytesOf(migration.sql))); }

[[noreturn]] void damaged(std::string detail) { throw StoreError(Failure::of("STORE-DAMAGED", std::move(detail))); }

std::int64_t pragma(Database& database, const char* sql)
{
    auto statement = database.prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

/// The file is one of ours, and every step that it went through is the one that we know under that number.
void checkHistory(Database& database, std::span<const Migration> migrations, int version, std::uint32_t applicationId)
{
    if (static_cast<std::uint32_t>(pragma(database, "PRAGMA application_id")) != applicationId) damaged("not a store of this program");
    const int newest = static_cast<int>(migrations.size());
    if (version > newest) {
        throw StoreError(Failure::of("STORE-NEWER", "form " + std::to_string(version) + ", this program knows " + std::to_string(newest)));
    }
    auto history = database.prepare("SELECT version, sha256 FROM schema_history ORDER BY version");
    int known = 0;
    while (history.step()) {
        ++known;
        if (known > version || history.integer(0) != known) damaged("the history of its form");
        if (history.text(1) != digestOf(migrations[static_cast<std::size_t>(known) - 1])) damaged("form " + std::to_string(known) + " is another one");
    }
    if (known != version) damaged("the history of its form");
}

void keepCopy(Database& database, int version)
{
    const auto base = database.file().string() + ".before-" + std::to_string(version + 1);
    // A copy that is there was made by an opening that did not get further: it is as good as a new one, and is not written over.
    if (!std::filesystem::exists(base)) database.copyTo(base);
}

void apply(Database& database, const Migration& migration, std::uint32_t applicationId)
{
    Transaction transaction(database);
    database.run(historyTable);
    database.run(std::string(migration.sql).c_str());
    database.prepare("INSERT INTO schema_history (version, name, sha256) VALUES (?1, ?2, ?3)")
        .bind(migration.version).bind(migration.name).bind(digestOf(migration)).run();
    database.run(("PRAGMA application_id=" + std::to_string(static_cast<std::int32_t>(applicationId))).c_str());
    database.run(("PRAGMA user_version=" + std::to_string(migration.version)).c_str());
    transaction.commit();
}

} // namespace

void migrate(Database& database, std::span<const Migration> migrations, std::uint32_t applicationId)
{
    const int version = database.schemaVersion();
    const bool fresh = version == 0 && pragma(database, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh) checkHistory(database, migrations, version, applicationId);
    const auto newest = static_cast<int>(migrations.size());
    if (version == newest) return;
    if (database.isReader()) throw StoreError(Failure::of("STORE-OLDER", "form " + std::to_string(version)));
    if (!fresh) keepCopy(database, version);
    for (const auto& migration : migrations.subspan(static_cast<std::size_t>(version))) apply(database, migration, applicationId);
}

} // namespace cardwright
