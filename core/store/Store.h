#pragma once

#include "core/access/DutyRules.h"
#include "core/store/Agents.h"
#include "core/store/Authorities.h"
#include "core/store/Badges.h"
#include "core/store/CardPrints.h"
#include "core/store/Cards.h"
#include "core/store/Catalogue.h"
#include "core/store/CertificateRequests.h"
#include "core/store/Drafts.h"
#include "core/store/EvidenceChecks.h"
#include "core/store/Exceptions.h"
#include "core/store/InboxRows.h"
#include "core/store/Jobs.h"
#include "core/store/Journal.h"
#include "core/store/Leases.h"
#include "core/store/OutboxView.h"
#include "core/store/People.h"
#include "core/store/Portraits.h"
#include "core/store/Positions.h"
#include "core/store/Replacements.h"
#include "core/store/Requests.h"
#include "core/store/Rotation.h"
#include "core/store/Sessions.h"
#include "core/store/Settings.h"
#include "core/store/SiteFolder.h"
#include "core/store/Starters.h"
#include "core/store/StoreKeyFile.h"
#include "core/store/TermsBook.h"

namespace cardwright {

/// One desk's store: the database of a site folder and the repositories over it. Lives on the thread that owns it.
///
///     Store store(SiteFolder::open(dir), Store::Mode::writer, clock, random, signers);
///     store.open(keys.takeStoreKey());                 // at sign-in; until then nobody's data can be read
///     Transaction act(store.database());
///     store.people.add(act, person);
///     store.journal.append(act, entryAbout(person.number, EntryKind::holderCreated, payload, random), session.author());
///     act.commit();
///     store.close();                                   // at sign-out and lock
///
/// Closed: the journal is appended to and sent, plain deliveries are applied, a job's step record goes on. Whatever needs a key
/// throws StoreError STORE-SEALED.
class Store {
    SiteFolder m_site;
    Database m_database;
    SiteCertificates m_certificates;
    StoreRoom m_room;

public:
    using Mode = DatabaseOptions::Mode;
    /// Opens the database, closed. Throws StoreError (STORE-BUSY, STORE-NEWER, STORE-OLDER, STORE-DAMAGED, STORE-FOREIGN, DISK-FULL ...).
    /// A copy that was put back does not stop it: findings() and the contact's rolledBack say so, leases are void.
    Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random, EntrySigners& signers);
    /// Without anybody who signs: nothing can be appended.
    Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random);
    ~Store();

    const SiteFolder& site() const noexcept { return m_site; }
    SiteCertificates& certificates() noexcept { return m_certificates; }
    Database& database() noexcept { return m_database; }

    /// With the store key that an agent's card opened: reads the store's private key, finds a rotation that was cut off, builds the
    /// index of people. A store that has never had a key takes this one. Throws StoreError STORE-KEY-OTHER, STORE-TAMPERED,
    /// STORE-READ; the store is then closed.
    void open(SecureBytes storeKey);
    void open(StoreVault vault);
    /// Overwrites every key and the index. Closed already: nothing.
    void close() noexcept;
    bool isOpen() const noexcept { return m_room.vault.isOpen(); }
    StoreVault& vault() noexcept { return m_room.vault; }
    const PeopleIndex& index() const noexcept { return m_room.index; }

    /// What was found amiss since the start. Rows and files that are not named here are whole as far as they were read.
    const std::vector<TamperingFinding>& findings() const noexcept { return m_room.findings(); }
    /// Reads everything: every sealed field, file and portrait, the journal and its checkpoints, the high-water mark. Fields and
    /// portraits only while open. Long (minutes for a large store).
    std::vector<TamperingFinding> checkAll();

    /// After a roll-back, a restored copy or a loss: closes the log and begins this one (the centre named it), here and in
    /// site.json. Leases were void before and stay so; contact begins anew.
    void beginNewLog(const Guid& log, std::string_view reason);

private:
    Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random, EntrySigners* signers);
    void meetHighWater();

public:
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
    Sessions sessions;
    Exceptions exceptions;
    Replacements replacements;
    Starters starters;
    Positions positions;
    Requests requests;
    Catalogue catalogue;
    TermsBook terms;
    CardPrints prints;
    Badges badges;
    Rotation rotation;
};

/// Who stands behind somebody's access: the sponsors of positions that are asked for or held, and who asked that they be recorded.
std::vector<UserNumber> sponsorsOf(Store& store, const UserNumber& holder);
/// Who made the last check of their evidence, as far as it was made at this desk.
std::vector<UserNumber> checkersOf(Store& store, const UserNumber& holder);

/// Appends duty.refused {"rule","attempted"} for an act that a duty rule refused, in a transaction of its own: the attempt is
/// on record although nothing else happened.
void recordDutyRefused(Store& store, const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted,
                       const EntryAuthor& author, RandomSource& random);

} // namespace cardwright
