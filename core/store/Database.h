#pragma once

#include "core/base/Bytes.h"
#include "core/store/LockFile.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace cardwright {

struct Migration;
class Statement;

/// How a database file is opened.
struct DatabaseOptions {
    std::filesystem::path file;
    enum class Mode {
        writer, ///< the one process that writes and checkpoints; takes the lock file
        reader, ///< beside a writer: read-only, never checkpoints
    } mode = Mode::writer;
    std::uint32_t applicationId = 0;
    std::span<const Migration> migrations; ///< in order; the last one's version is the newest known
    /// Below this many free octets on the file's disk no transaction begins (DISK-FULL): a record must never be cut short.
    std::uint64_t minimumFree = 32u * 1024 * 1024;
    /// Free octets on the file's disk; empty: ask the operating system. Tests put theirs here.
    std::function<std::uint64_t()> freeSpace;
};

/// The instants at which a test may let the store fail.
enum class WritePoint {
    statement,   ///< before a statement that writes
    commit,      ///< before the commit takes effect: the transaction is rolled back
    afterCommit, ///< the commit is on disk and the program never hears of it
};

/// One connection to one SQLite file (design journal.md, "SQLite"): WAL, synchronous=FULL, foreign keys, untrusted schema off,
/// defensive, no memory map. Only one connection per file ever writes and checkpoints, since SQLite before 3.51.3 can lose
/// commits when two do. Not for use from two threads at once. Throws StoreError.
class Database {
public:
    explicit Database(DatabaseOptions options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Compiles one statement; nothing may follow it. One that was compiled before is taken from those that are not in use.
    Statement prepare(std::string_view sql);
    /// Runs a script that answers no rows.
    void run(const char* sql);

    bool isReader() const noexcept { return m_options.mode == DatabaseOptions::Mode::reader; }
    bool inTransaction() const noexcept;
    int schemaVersion();
    const std::filesystem::path& file() const noexcept { return m_options.file; }
    /// The integrity check ran at this opening, because the last writer did not end cleanly.
    bool checkedAfterCrash() const noexcept { return m_checkedAfterCrash; }
    /// integrity_check and foreign_key_check; throws STORE-DAMAGED with the first complaint.
    void checkIntegrity();
    /// A whole, consistent copy by VACUUM INTO (0600). The target must not exist.
    void copyTo(const std::filesystem::path& target);
    /// Throws DISK-FULL when less than the minimum is free.
    void checkFreeSpace() const;

    /// For tests: called at each point with its running number (from 1); true lets that point fail.
    using FaultHook = std::function<bool(WritePoint point, std::uint64_t number)>;
    void failOn(FaultHook hook);

    /// For Statement: a compiled one that nobody uses, and where it goes back to.
    sqlite3_stmt* takeCompiled(std::string_view sql) noexcept;
    void giveBack(sqlite3_stmt* statement) noexcept;
    /// For Statement and Transaction.
    sqlite3* handle() const noexcept { return m_handle.get(); }
    bool shallFail(WritePoint point);
    [[noreturn]] void raise(int resultCode, std::string_view doing) const;

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    void openFile();
    void configure();

    DatabaseOptions m_options;
    std::optional<LockFile> m_lock; ///< released after the connection is closed
    std::unique_ptr<sqlite3, Close> m_handle;
    std::unordered_map<std::string, std::vector<sqlite3_stmt*>> m_compiled; ///< by their text; not in use
    FaultHook m_faults;
    std::uint64_t m_points[3] = {0, 0, 0};
    bool m_checkedAfterCrash = false;
};

} // namespace cardwright
