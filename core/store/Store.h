#pragma once

#include "core/access/DutyRules.h"
#include "core/store/Agents.h"
#include "core/store/Authorities.h"
#include "core/store/Cards.h"
#include "core/store/CertificateRequests.h"
#include "core/store/Drafts.h"
#include "core/store/EvidenceChecks.h"
#include "core/store/InboxRows.h"
#include "core/store/Jobs.h"
#include "core/store/Journal.h"
#include "core/store/Leases.h"
#include "core/store/OutboxView.h"
#include "core/store/People.h"
#include "core/store/Portraits.h"
#include "core/store/Settings.h"
#include "core/store/SiteFolder.h"

namespace cardwright {

/// One desk's store: the database of a site folder and the repositories over it. Lives on the thread that owns it.
///
///     Store store(SiteFolder::open(dir), DatabaseOptions::Mode::writer, clock, random);
///     Transaction act(store.database());
///     store.people.add(act, person);
///     store.journal.append(act, entryAbout(person.number, EntryKind::holderCreated, payload, random), session.author());
///     act.commit();
class Store {
    SiteFolder m_site;
    Database m_database;

public:
    using Mode = DatabaseOptions::Mode;
    /// Throws StoreError (STORE-BUSY, STORE-NEWER, STORE-OLDER, STORE-DAMAGED, DISK-FULL ...).
    Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random);

    const SiteFolder& site() const noexcept { return m_site; }
    Database& database() noexcept { return m_database; }

    People people;
    EvidenceChecks evidence;
    Cards cards;
    Jobs jobs;
    Journal journal;
    OutboxView outbox;
    Leases leases;
    InboxRows inbox;
    CertificateRequests certificateRequests;
    Portraits portraits;
    Agents agents;
    Authorities authorities;
    Settings settings;
    Drafts drafts;
};

/// Appends duty.refused {"rule","attempted"} for an act that a duty rule refused, in a transaction of its own: the attempt is
/// on record although nothing else happened.
void recordDutyRefused(Store& store, const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted,
                       const EntryAuthor& author, RandomSource& random);

} // namespace cardwright
