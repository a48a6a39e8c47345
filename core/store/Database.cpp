#include "core/store/Database.h"

#include "core/store/Migrations.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace cardwright {

namespace {

/// Which code of the catalogue a result of SQLite is. The words of SQLite itself may quote values and stay inside.
const char* codeOf(int resultCode)
{
    switch (resultCode & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "STORE-DAMAGED";
    case SQLITE_FULL: return "DISK-FULL";
    case SQLITE_BUSY: return "STORE-BUSY";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: return "STORE-READ";
    case SQLITE_NOMEM: throw std::bad_alloc();
    case SQLITE_LOCKED: // by this very connection
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_ERROR: return "INTERNAL";
    default: return "STORE-WRITE";
    }
}

std::filesystem::path lockOf(const std::filesystem::path& file) { return file.string() + ".lock"; }

/// SQLite gives its -wal and -shm files the mode of the database: so the file is made first, for its owner alone.
void makeFile(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) throw StoreError(Failure::of("STORE-WRITE", file.filename().string() + ": " + std::strerror(errno)));
    ::close(descriptor);
}

} // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }

Database::Database(DatabaseOptions options) : m_options(std::move(options))
{
    if (!isReader()) m_lock.emplace(lockOf(m_options.file));
    try {
        if (!isReader()) {
            checkFreeSpace();
            makeFile(m_options.file);
        }
        openFile();
        configure();
        if (m_lock && m_lock->lastEndWasUnclean()) {
            checkIntegrity();
            m_checkedAfterCrash = true;
        }
        migrate(*this, m_options.migrations, m_options.applicationId);
    } catch (...) {
        if (m_lock && m_lock->lastEndWasUnclean()) m_lock->keepUnclean();
        throw;
    }
}

Database::~Database()
{
    for (auto& [text, statements] : m_compiled) {
        for (auto* statement : statements) sqlite3_finalize(statement);
    }
}

void Database::openFile()
{
    const int flags = isReader() ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(m_options.file.c_str(), &handle, flags | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
    m_handle.reset(handle);
    if (result != SQLITE_OK) raise(result, "open");
    sqlite3_extended_result_codes(handle, 1);
}

void Database::configure()
{
    auto* handle = m_handle.get();
    for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        {SQLITE_DBCONFIG_DQS_DML, 0}, {SQLITE_DBCONFIG_DQS_DDL, 0},
                                        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isReader() ? 1 : 0}}) {
        if (const int result = sqlite3_db_config(handle, option, value, nullptr); result != SQLITE_OK) raise(result, "configure");
    }
    sqlite3_busy_timeout(handle, 5000);
    run("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;");
    if (isReader()) {
        run("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;");
        return;
    }
    // What is erased or sealed anew is overwritten where it stood.
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
    auto mode = prepare("PRAGMA journal_mode");
    if (!mode.step() || mode.text(0) != "wal") throw StoreError(Failure::of("STORE-WRITE", "this disk cannot keep a write-ahead log"));
}

Statement Database::prepare(std::string_view sql) { return Statement(*this, sql); }

sqlite3_stmt* Database::takeCompiled(std::string_view sql) noexcept
{
    const auto kept = m_compiled.find(std::string(sql));
    if (kept == m_compiled.end() || kept->second.empty()) return nullptr;
    auto* statement = kept->second.back();
    kept->second.pop_back();
    return statement;
}

void Database::giveBack(sqlite3_stmt* statement) noexcept
{
    if (statement == nullptr) return;
    constexpr std::size_t most = 300; // texts; the program's own are fewer, a search's are made as it goes
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const char* text = sqlite3_sql(statement);
    try {
        if (text != nullptr && (m_compiled.size() < most || m_compiled.contains(text))) {
            m_compiled[text].push_back(statement);
            return;
        }
    } catch (const std::bad_alloc&) {
        // It is only not kept.
    }
    sqlite3_finalize(statement);
}

void Database::run(const char* sql)
{
    if (const int result = sqlite3_exec(m_handle.get(), sql, nullptr, nullptr, nullptr); result != SQLITE_OK) raise(result, "run");
}

bool Database::inTransaction() const noexcept { return sqlite3_get_autocommit(m_handle.get()) == 0; }

int Database::schemaVersion()
{
    auto statement = prepare("PRAGMA user_version");
    return statement.step() ? static_cast<int>(statement.integer(0)) : 0;
}

void Database::checkIntegrity()
{
    const auto complain = [](const std::string& what) { throw StoreError(Failure::of("STORE-DAMAGED", what)); };
    auto whole = prepare("PRAGMA integrity_check(1)");
    if (!whole.step()) complain("integrity_check");
    // Its text names tables and pages, never what they hold.
    if (const auto answer = whole.text(0); answer != "ok") complain(answer);
    auto keys = prepare("PRAGMA foreign_key_check");
    if (keys.step()) complain("a row of " + keys.text(0) + " points at nothing");
}

void Database::copyTo(const std::filesystem::path& target)
{
    const int descriptor = ::open(target.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw StoreError(Failure::of("STORE-WRITE", target.filename().string() + ": " + std::strerror(errno)));
    ::close(descriptor);
    prepare("VACUUM INTO ?1").bind(target.string()).run();
}

void Database::checkFreeSpace() const
{
    std::uint64_t free = 0;
    if (m_options.freeSpace) {
        free = m_options.freeSpace();
    } else {
        struct statvfs facts {};
        const auto folder = m_options.file.parent_path();
        if (::statvfs(folder.empty() ? "." : folder.c_str(), &facts) != 0) return; // the write itself will tell
        free = static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
    }
    if (free < m_options.minimumFree) throw StoreError(Failure::of("DISK-FULL", std::to_string(free / (1024 * 1024)) + " MiB free"));
}

void Database::failOn(FaultHook hook)
{
    m_faults = std::move(hook);
    for (auto& count : m_points) count = 0;
}

bool Database::shallFail(WritePoint point)
{
    if (!m_faults) return false;
    return m_faults(point, ++m_points[static_cast<std::size_t>(point)]);
}

void Database::raise(int resultCode, std::string_view doing) const
{
    const auto extended = m_handle ? sqlite3_extended_errcode(m_handle.get()) : resultCode;
    throw StoreError(Failure::of(codeOf(resultCode), std::string(doing) + ", result " + std::to_string(extended)));
}

} // namespace cardwright
