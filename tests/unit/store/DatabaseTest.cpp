#include "core/store/Database.h"
#include "core/store/Migrations.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"
#include "core/store/Transaction.h"
#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::test;

namespace {

constexpr Migration one[] = {{1, "one", "CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;"}};
constexpr Migration two[] = {one[0], {2, "two", "ALTER TABLE thing ADD COLUMN note TEXT NOT NULL DEFAULT 'none'; CREATE TABLE more (a INTEGER) STRICT;"}};
constexpr Migration twoBroken[] = {one[0], {2, "two", "CREATE TABLE more (a INTEGER) STRICT; CREATE TABLE thing (b INTEGER) STRICT;"}};
constexpr Migration otherOne[] = {{1, "one", "CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT NOT NULL, x TEXT) STRICT;"}};

DatabaseOptions options(const TemporaryFolder& folder, std::span<const Migration> migrations = one,
                        DatabaseOptions::Mode mode = DatabaseOptions::Mode::writer)
{
    DatabaseOptions opening;
    opening.file = folder.path() / "thing.sqlite";
    opening.mode = mode;
    opening.applicationId = 0x12345678;
    opening.migrations = migrations;
    return opening;
}

std::int64_t asNumber(Database& database, const char* sql)
{
    auto statement = database.prepare(sql);
    REQUIRE(statement.step());
    return statement.integer(0);
}

void addWord(Database& database, std::string_view word)
{
    Transaction transaction(database);
    database.prepare("INSERT INTO thing (word) VALUES (?1)").bind(word).run();
    transaction.commit();
}

unsigned modeOf(const std::filesystem::path& path)
{
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777u;
}

/// What a power cut leaves: the files as they are at this instant, without a clean end.
void copyAsCut(const std::filesystem::path& from, const std::filesystem::path& to)
{
    for (const char* suffix : {"", "-wal", ".lock"}) {
        const auto source = from.string() + suffix;
        if (std::filesystem::exists(source)) std::filesystem::copy_file(source, to.string() + suffix);
    }
}

} // namespace

TEST_CASE("A database is opened as the design says")
{
    TemporaryFolder folder;
    Database database(options(folder));
    {
        auto mode = database.prepare("PRAGMA journal_mode");
        REQUIRE(mode.step());
        CHECK(mode.text(0) == "wal");
    }
    CHECK(asNumber(database, "PRAGMA synchronous") == 2);
    CHECK(asNumber(database, "PRAGMA foreign_keys") == 1);
    CHECK(asNumber(database, "PRAGMA trusted_schema") == 0);
    CHECK(asNumber(database, "PRAGMA cell_size_check") == 1);
    CHECK(asNumber(database, "PRAGMA mmap_size") == 0);
    CHECK(asNumber(database, "PRAGMA application_id") == 0x12345678);
    CHECK(database.schemaVersion() == 1);
    CHECK_FALSE(database.checkedAfterCrash());

    SECTION("for its owner alone")
    {
        addWord(database, "a");
        CHECK(modeOf(folder.path() / "thing.sqlite") == 0600);
        CHECK(modeOf(folder.path() / "thing.sqlite-wal") == 0600);
        CHECK(modeOf(folder.path() / "thing.sqlite.lock") == 0600);
    }
    SECTION("defensive: its own tables cannot be damaged by a statement")
    {
        CHECK_THROWS_AS(database.run("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema"), StoreError);
        CHECK_THROWS_AS(database.prepare("SELECT \"not a column\" FROM thing"), StoreError);
    }
}

TEST_CASE("One process writes; the second is told which")
{
    TemporaryFolder folder;
    Database database(options(folder));
    const auto here = failureOf([&] { Database second(options(folder)); });
    CHECK(here.code == "STORE-BUSY");
    CHECK(here.detail == "process " + std::to_string(::getpid()));
    CHECK(exitCodeOf(here.kind) == 6);

    SECTION("from another process too")
    {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            const auto there = failureOf([&] { Database second(options(folder)); });
            ::_exit(there.code == "STORE-BUSY" && there.detail == "process " + std::to_string(::getppid()) ? 0 : 1);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
    }
}

TEST_CASE("A reader opens beside the writer, sees what is committed, and writes nothing")
{
    TemporaryFolder folder;
    Database writer(options(folder));
    addWord(writer, "first");
    Database reader(options(folder, one, DatabaseOptions::Mode::reader));
    CHECK(asNumber(reader, "SELECT count(*) FROM thing") == 1);
    addWord(writer, "second");
    CHECK(asNumber(reader, "SELECT count(*) FROM thing") == 2);
    CHECK(asNumber(reader, "PRAGMA wal_autocheckpoint") == 0);
    CHECK_THROWS_AS(addWord(reader, "third"), StoreError);
    CHECK(asNumber(writer, "SELECT count(*) FROM thing") == 2);

    SECTION("and a reader of an older form says so")
    {
        CHECK(failureOf([&] { Database newer(options(folder, two, DatabaseOptions::Mode::reader)); }).code == "STORE-OLDER");
    }
}

TEST_CASE("What is not committed is gone, what is committed stays")
{
    TemporaryFolder folder;
    {
        Database database(options(folder));
        {
            Transaction transaction(database);
            database.prepare("INSERT INTO thing (word) VALUES ('lost')").run();
        }
        CHECK_FALSE(database.inTransaction());
        addWord(database, "kept");
    }
    Database database(options(folder));
    CHECK_FALSE(database.checkedAfterCrash());
    CHECK(asNumber(database, "SELECT count(*) FROM thing") == 1);
}

TEST_CASE("A cut in the middle of a transaction leaves the state before it, and the next opening checks")
{
    TemporaryFolder folder, after;
    Database database(options(folder));
    addWord(database, "kept");
    Transaction transaction(database);
    database.prepare("INSERT INTO thing (word) VALUES ('half')").run();
    copyAsCut(folder.path() / "thing.sqlite", after.path() / "thing.sqlite");
    transaction.commit();

    Database again(options(after));
    CHECK(again.checkedAfterCrash());
    CHECK(asNumber(again, "SELECT count(*) FROM thing") == 1);
}

TEST_CASE("A cut inside the write-ahead log loses at most what was not yet committed")
{
    TemporaryFolder folder;
    Database database(options(folder));
    for (int word = 0; word < 20; ++word) addWord(database, "word " + std::to_string(word));
    const auto log = folder.path() / "thing.sqlite-wal";
    const auto whole = std::filesystem::file_size(log);
    for (std::uintmax_t cut = 0; cut <= whole; cut += 997) {
        TemporaryFolder after;
        copyAsCut(folder.path() / "thing.sqlite", after.path() / "thing.sqlite");
        std::filesystem::resize_file(after.path() / "thing.sqlite-wal", cut);
        // Cut so early that not even the form arrived, it is a fresh store: that, too, opens.
        Database again(options(after));
        const auto words = asNumber(again, "SELECT count(*) FROM thing");
        CHECK(asNumber(again, "SELECT coalesce(max(id), 0) FROM thing") == words); // the first ones, none between missing
    }
}

TEST_CASE("A damaged file is refused after an unclean end")
{
    TemporaryFolder folder, after;
    {
        Database database(options(folder));
        for (int word = 0; word < 500; ++word) addWord(database, std::string(100, 'x'));
    }
    const auto copy = after.path() / "thing.sqlite";
    std::filesystem::copy_file(folder.path() / "thing.sqlite", copy);
    std::ofstream(copy.string() + ".lock") << "4711\n";
    {
        std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 3);
        file << std::string(2000, '\x7F');
    }
    CHECK(failureOf([&] { Database damaged(options(after)); }).code == "STORE-DAMAGED");
    // It stays refused: the failed look does not count as a clean end.
    CHECK(failureOf([&] { Database damaged(options(after)); }).code == "STORE-DAMAGED");
}

TEST_CASE("Something that is no store of ours is refused and left alone")
{
    TemporaryFolder folder;
    SECTION("no database at all")
    {
        std::ofstream(folder.path() / "thing.sqlite") << std::string(5000, 'a');
        CHECK(failureOf([&] { Database database(options(folder)); }).code == "STORE-DAMAGED");
    }
    SECTION("another program's database")
    {
        {
            auto other = options(folder);
            other.applicationId = 7;
            Database database(other);
        }
        CHECK(failureOf([&] { Database database(options(folder)); }).code == "STORE-DAMAGED");
    }
}

TEST_CASE("Migrations")
{
    TemporaryFolder folder;
    {
        Database database(options(folder));
        addWord(database, "old");
    }
    SECTION("bring an older store up to date, and keep a copy of it")
    {
        Database database(options(folder, two));
        CHECK(database.schemaVersion() == 2);
        CHECK(asNumber(database, "SELECT count(*) FROM thing WHERE note = 'none'") == 1);
        const auto copy = folder.path() / "thing.sqlite.before-2";
        REQUIRE(std::filesystem::exists(copy));
        CHECK(modeOf(copy) == 0600);
        TemporaryFolder elsewhere;
        std::filesystem::copy_file(copy, elsewhere.path() / "thing.sqlite");
        Database old(options(elsewhere));
        CHECK(old.schemaVersion() == 1);
        CHECK(asNumber(old, "SELECT count(*) FROM thing") == 1);
    }
    SECTION("that fail leave the form before")
    {
        CHECK(failureOf([&] { Database database(options(folder, twoBroken)); }).code == "INTERNAL");
        Database database(options(folder));
        CHECK(database.schemaVersion() == 1);
        CHECK(asNumber(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'more'") == 0);
    }
    SECTION("a newer store is refused")
    {
        { Database database(options(folder, two)); }
        const auto failure = failureOf([&] { Database database(options(folder)); });
        CHECK(failure.code == "STORE-NEWER");
        CHECK(exitCodeOf(failure.kind) == 6);
    }
    SECTION("a script that is not the one that made the store is found")
    {
        CHECK(failureOf([&] { Database database(options(folder, otherOne)); }).code == "STORE-DAMAGED");
    }
}

TEST_CASE("Too little room on the disk stops before anything is written")
{
    TemporaryFolder folder;
    std::uint64_t free = 100u * 1024 * 1024;
    auto opening = options(folder);
    opening.freeSpace = [&] { return free; };
    Database database(opening);
    addWord(database, "fits");
    free = 1024;
    const auto failure = failureOf([&] { addWord(database, "does not"); });
    CHECK(failure.code == "DISK-FULL");
    CHECK_FALSE(database.inTransaction());
    CHECK(asNumber(database, "SELECT count(*) FROM thing") == 1);
    free = 100u * 1024 * 1024;
    addWord(database, "fits again");
    CHECK(asNumber(database, "SELECT count(*) FROM thing") == 2);
}

TEST_CASE("Statements say what they cannot do")
{
    TemporaryFolder folder;
    Database database(options(folder));
    CHECK_THROWS_AS(database.prepare("SELECT 1; SELECT 2"), StoreError);
    CHECK_THROWS_AS(database.prepare(""), StoreError);
    CHECK_THROWS_AS(database.prepare("SELECT nothing FROM nowhere"), StoreError);
    auto empty = database.prepare("SELECT x'', NULL, ''");
    REQUIRE(empty.step());
    CHECK(empty.optionalBlob(0) == Bytes{});
    CHECK(empty.optionalBlob(1) == std::nullopt);
    CHECK(empty.optionalText(2) == "");
    CHECK_THROWS_AS(empty.guid(0), StoreError);
    auto bound = database.prepare("SELECT typeof(?1), typeof(?2), ?3");
    bound.bind(Bytes{}).bindNull().bind(std::uint64_t{1} << 62);
    REQUIRE(bound.step());
    CHECK(bound.text(0) == "blob");
    CHECK(bound.text(1) == "null");
    CHECK(bound.integer(2) == std::int64_t{1} << 62);
    CHECK_THROWS_AS(database.prepare("SELECT ?1").bind(~std::uint64_t{0}), StoreError);
}
