#include "core/crypto/CryptoError.h"
#include "core/store/HighWater.h"
#include "core/store/SealedTables.h"
#include "core/store/Store.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

class Findings {
public:
    void add(TamperingFinding finding)
    {
        if (std::find(m_all.begin(), m_all.end(), finding) == m_all.end()) m_all.push_back(std::move(finding));
    }
    /// What work throws is a finding.
    template<class Work> void look(std::string_view place, Work work)
    {
        try {
            work();
        } catch (const FailureError& error) {
            const auto& detail = error.failure().detail;
            add({error.failure().code, detail.empty() ? std::string(place) : detail});
        }
    }
    std::vector<TamperingFinding> take() { return std::move(m_all); }

private:
    std::vector<TamperingFinding> m_all;
};

void checkFields(StoreRoom& room, Findings& found)
{
    for (const auto& table : sealedTables) {
        std::string sql = "SELECT " + std::string(table.id) + ", " + (table.second.empty() ? "''" : std::string(table.second));
        for (std::size_t column = 0; column < table.columnCount(); ++column) sql += ", " + std::string(table.columns[column]);
        auto row = room.database.prepare(sql + " FROM " + std::string(table.name));
        while (row.step()) {
            const auto id = concat({row.blob(0), bytesOf(row.text(1))});
            for (std::size_t column = 0; column < table.columnCount(); ++column) {
                const int at = 2 + static_cast<int>(column);
                if (row.isNull(at)) continue;
                const FieldPlace place{table.name, id, table.columns[column]};
                found.look(table.name, [&] { (void)(table.always ? room.openAlways(place, row.blob(at)) : room.openText(place, row.blob(at))); });
            }
        }
    }
}

void checkPortraits(const SiteFolder& site, Portraits& portraits, Findings& found)
{
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(site.portraits(), ignored)) {
        const auto name = file.path().filename().string();
        const auto reference = file.path().extension() == ".cms" ? sha256DigestFromHex(file.path().stem().string()) : std::nullopt;
        if (!reference) {
            if (name.front() != '.') found.add({"STORE-TAMPERED", "workstation/portraits/" + name});
            continue;
        }
        found.look(name, [&] { portraits.get(*reference); });
    }
}

/// The portraits that people's records and unsent entries name are there.
void checkNamedPortraits(Database& database, const Portraits& portraits, Findings& found)
{
    auto row = database.prepare("SELECT DISTINCT portrait FROM journal WHERE portrait IS NOT NULL");
    while (row.step()) {
        const auto reference = row.digest(0);
        if (!portraits.has(reference)) found.add({"STORE-PORTRAIT", toHex(reference) + ".cms is missing"});
    }
}

/// What the journal says was made or cancelled here, against the rows that say so now: a row that was taken out, or a card whose
/// state was set back, has no seal that would show it.
void checkRecords(Database& database, Findings& found)
{
    struct Look {
        const char* sql;
        FieldPlace place;
    };
    for (const auto& look : {
             Look{"SELECT DISTINCT about FROM journal WHERE kind = 'holder.created' AND about IS NOT NULL AND about NOT IN (SELECT id FROM person)",
                  {"person", {}, "the row is missing"}},
             Look{"SELECT DISTINCT card FROM journal WHERE kind = 'card.opened' AND card IS NOT NULL AND card NOT IN (SELECT guid FROM card)",
                  {"card", {}, "the row is missing"}},
             Look{"SELECT DISTINCT journal.card FROM journal JOIN card ON card.guid = journal.card WHERE kind = 'card.cancelled' AND state <> 'cancelled'",
                  {"card", {}, "state"}},
         }) {
        auto row = database.prepare(look.sql);
        while (row.step()) {
            const auto id = row.blob(0);
            found.add({"STORE-TAMPERED", wordsOf({look.place.table, id, look.place.column})});
        }
    }
}

} // namespace

std::vector<TamperingFinding> Store::checkAll()
{
    Findings found;
    for (const auto& finding : findings()) found.add(finding);
    found.look("desk.sqlite", [&] { m_database.checkIntegrity(); });
    found.look("journal", [&] {
        for (auto& finding : journal.check()) found.add(std::move(finding));
    });
    found.look("workstation/high-water", [&] { (void)highWater::read(m_site, m_certificates.signing()); });
    found.look("certificates", [&] { (void)m_certificates.payloadRecipients(); });
    found.look("records", [&] { checkRecords(m_database, found); });
    found.look("portraits", [&] { checkNamedPortraits(m_database, portraits, found); });
    if (isOpen()) {
        checkFields(m_room, found);
        found.look("portraits", [&] { checkPortraits(m_site, portraits, found); });
        found.look("site.key", [&] { (void)vault().siteKeys(m_site); });
        found.look("transport.keys", [&] { (void)vault().transportKeys(m_site); });
        found.look("content-signing.key", [&] { (void)vault().contentSigningKey(m_site); });
        found.look("agents", [&] { (void)agents.roster(); });
    }
    for (const auto& finding : findings()) found.add(finding);
    return found.take();
}

} // namespace cardwright
