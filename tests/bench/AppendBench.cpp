#include "tests/bench/Site.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <stdexcept>

namespace cardwright::bench {

namespace {

constexpr int entriesOfOneRound = 50;

/// What anybody's program would do without sealing and signing: rows of the same size, one commit each, in the same mode of the
/// same library on the same disk.
class PlainRows {
public:
    explicit PlainRows(const std::filesystem::path& file)
    {
        if (::sqlite3_open(file.c_str(), &m_database) != SQLITE_OK) throw std::runtime_error("SQLite does not open " + file.string());
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("CREATE TABLE entry (seq INTEGER PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT");
        ::sqlite3_prepare_v2(m_database, "INSERT INTO entry (id, at, body) VALUES (randomblob(16), 1790000000000, ?)", -1, &m_insert, nullptr);
    }
    ~PlainRows()
    {
        ::sqlite3_finalize(m_insert);
        ::sqlite3_close(m_database);
    }
    PlainRows(const PlainRows&) = delete;
    PlainRows& operator=(const PlainRows&) = delete;
    void add(const Bytes& body)
    {
        run("BEGIN IMMEDIATE");
        ::sqlite3_bind_blob(m_insert, 1, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
        if (::sqlite3_step(m_insert) != SQLITE_DONE) throw std::runtime_error(::sqlite3_errmsg(m_database));
        ::sqlite3_reset(m_insert);
        run("COMMIT");
    }

private:
    void run(const char* words)
    {
        if (::sqlite3_exec(m_database, words, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(::sqlite3_errmsg(m_database));
    }
    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_insert = nullptr;
};

/// An entry about a person as the desk makes most of them.
nlohmann::json usualPayload()
{
    return {{"givenName", "Ffion Marged"}, {"familyName", "Adeyemi"}, {"dateOfBirth", "1989-03-27"}, {"odsCode", "HVC00"}, {"jobTitle", "Staff nurse"},
            {"documents", {"uk-passport", "uk-driving-licence", "utility-bill"}}, {"verdict", "passed"}, {"policy", "evidence/1"}};
}

} // namespace

void benchAppend(const Size& size)
{
    Site site(size);
    site.signIn();
    auto& desk = site.desk();
    const auto author = desk.session()->author();
    const auto number = *UserNumber::fromValue(555001000001);
    std::size_t octets = 0;
    const auto append = [&] {
        desk.store().call([&](Store& store) {
            for (int i = 0; i < entriesOfOneRound; ++i) {
                Transaction transaction(store.database());
                const auto entry = store.journal.append(transaction, entryAbout(number, EntryKind::holderViewed, usualPayload(), desk.random()), author);
                transaction.commit();
                octets = entry.payload->size() + canonicalBytes(entry).size() + entry.signature.size();
            }
        });
    };
    append(); // warm, and now the size is known
    PlainRows plain(site.folder() / "plain.sqlite");
    Bytes body(octets);
    const auto write = [&] {
        for (int i = 0; i < entriesOfOneRound; ++i) {
            desk.random().fill(body);
            plain.add(body);
        }
    };
    write();
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int round = 0; round < size.rounds; ++round) { // in turn, so that both see the same disk
        ours.push_back(timed(append));
        theirs.push_back(timed(write));
        ratios.push_back(ours.back() / theirs.back());
    }
    const auto ratio = spreadOf(ratios);
    fmt::print("{{\"bench\":\"append\",\"rounds\":{},\"octetsOfOne\":{},\"entriesPerSecond\":{:.0f},\"plainCommitsPerSecond\":{:.0f},"
               "\"timesPlain\":{:.2f},\"timesPlainLeast\":{:.2f},\"timesPlainMost\":{:.2f}}}\n",
               size.rounds, octets, entriesOfOneRound / spreadOf(ours).median, entriesOfOneRound / spreadOf(theirs).median, ratio.median, ratio.least, ratio.most);
}

} // namespace cardwright::bench
