#include "core/store/Store.h"

#include "core/store/Migrations.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

DatabaseOptions optionsFor(const SiteFolder& site, DatabaseOptions::Mode mode)
{
    DatabaseOptions options;
    options.file = site.storeFile();
    options.mode = mode;
    options.applicationId = deskApplicationId;
    options.migrations = deskMigrations();
    return options;
}

} // namespace

Store::Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random)
    : m_site(std::move(site)), m_database(optionsFor(m_site, mode)), people(m_database), evidence(m_database), cards(m_database),
      jobs(m_database), journal(m_database, m_site.description().log, clock, random), outbox(m_database), leases(m_database),
      inbox(m_database), certificateRequests(m_database), portraits(m_site.portraits()), agents(m_database),
      authorities(m_database), settings(m_database), drafts(m_database)
{
}

void recordDutyRefused(Store& store, const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted,
                       const EntryAuthor& author, RandomSource& random)
{
    const nlohmann::json payload{{"rule", verdict.rule}, {"attempted", attempted}};
    Transaction transaction(store.database());
    store.journal.append(transaction, entryAbout(subject, EntryKind::dutyRefused, payload, random), author);
    transaction.commit();
}

} // namespace cardwright
