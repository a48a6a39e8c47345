#include "core/store/Store.h"

#include "core/crypto/CryptoError.h"
#include "core/journal/JournalError.h"
#include "core/store/HighWater.h"
#include "core/store/Migrations.h"
#include "core/store/SealedTables.h"
#include "core/store/StoreError.h"

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

Store::Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random, EntrySigners* signers)
    : m_site(std::move(site)), m_database(optionsFor(m_site, mode)), m_certificates(m_site),
      m_room(m_database, m_site, m_certificates, clock, random), people(m_room), evidence(m_room), cards(m_room), jobs(m_room),
      journal(m_room, m_site.description().log, signers), outbox(m_room), leases(m_room), inbox(m_room), certificateRequests(m_room),
      portraits(m_room), agents(m_room), authorities(m_database), settings(m_database), drafts(m_room), sessions(m_room),
      exceptions(m_room), replacements(m_room), starters(m_room), positions(m_room), requests(m_room), catalogue(m_room), terms(m_room), prints(m_room), badges(m_room),
      rotation(m_room)
{
    meetHighWater();
}

Store::Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random, EntrySigners& signers)
    : Store(std::move(site), mode, clock, random, &signers)
{
}

Store::Store(SiteFolder site, Mode mode, const Clock& clock, RandomSource& random) : Store(std::move(site), mode, clock, random, nullptr) {}

Store::~Store() { close(); }

void Store::open(SecureBytes storeKey) { open(StoreVault(std::move(storeKey))); }

void Store::open(StoreVault vault)
{
    close();
    m_room.vault = std::move(vault);
    try {
        rotation.meet();
        if (!m_room.vault.hasKey()) m_room.vault.loadKey(m_site, m_certificates.store());
        people.loadIndex();
    } catch (...) {
        close();
        throw;
    }
}

void Store::close() noexcept
{
    m_room.vault.close();
    m_room.index.clear();
}

/// Is this the store that the site and its high-water mark speak of, or a copy of an earlier day? Either way it opens: what is in it
/// can be read and sent, only nothing new is issued from it.
void Store::meetHighWater()
{
    const auto rolledBack = [this](std::string place) {
        m_room.note({"STORE-ROLLED-BACK", std::move(place)});
        if (m_database.isReader()) return;
        auto contact = outbox.contact();
        if (contact.rolledBack) return;
        contact.rolledBack = true;
        Transaction transaction(m_database);
        outbox.saveContact(transaction, contact);
        leases.voidAll(transaction);
        transaction.commit();
    };
    auto described = m_site.description();
    if (described.log != journal.log()) {
        const auto logs = journal.logs();
        const bool known = std::any_of(logs.begin(), logs.end(), [&](const LogRecord& log) { return log.log == described.log; });
        if (!known) return rolledBack("site.json names a later log");
        // beginNewLog() was cut between the database and site.json.
        described.log = journal.log();
        if (!m_database.isReader()) m_site.describe(described);
    }
    const auto size = journal.size();
    try {
        std::error_code ignored;
        if (!std::filesystem::exists(m_site.highWaterFile(), ignored)) {
            if (!journal.checkpoints().empty()) m_room.note({"STORE-TAMPERED", "workstation/high-water is missing"});
            return;
        }
        const auto mark = highWater::read(m_site, m_certificates.signing());
        if (!mark || mark->log != journal.log()) {
            const auto logs = journal.logs();
            const bool ours = mark && std::any_of(logs.begin(), logs.end(), [&](const LogRecord& log) { return log.log == mark->log; });
            if (mark && !ours) rolledBack("workstation/high-water is of a later log");
            return;
        }
        if (mark->size > size) {
            rolledBack("workstation/high-water: " + std::to_string(mark->size) + " entries, here are " + std::to_string(size));
        } else if (journal.rootAt(mark->size) != mark->root) {
            m_room.note({"LOG-FORKED", "workstation/high-water: other entries than the first " + std::to_string(mark->size) + " here"});
        }
    } catch (const StoreError& error) {
        m_room.note({error.failure().code, error.failure().detail});
    }
}

void Store::beginNewLog(const Guid& log, std::string_view reason)
{
    Transaction transaction(m_database);
    journal.beginNewLog(transaction, log, reason);
    leases.voidAll(transaction);
    transaction.commit();
    auto described = m_site.description();
    described.log = log;
    m_site.describe(described);
    Transaction mark(m_database);
    journal.checkpoint(mark);
    mark.commit();
}

std::vector<UserNumber> sponsorsOf(Store& store, const UserNumber& holder)
{
    std::vector<UserNumber> sponsors;
    for (const auto& position : store.positions.ofHolder(holder)) {
        if (position.state == PositionState::requested || position.state == PositionState::approved) sponsors.push_back(position.sponsor);
    }
    for (const auto& request : store.requests.about(holder)) {
        if (request.kind == RequestKind::create && request.state == RequestState::approved) sponsors.push_back(request.sponsor);
    }
    return sponsors;
}

std::vector<UserNumber> checkersOf(Store& store, const UserNumber& holder)
{
    const auto check = store.evidence.latestOf(holder);
    const auto entry = check ? store.journal.byId(check->entry) : std::nullopt;
    if (!entry) return {};
    std::vector<UserNumber> checkers;
    const auto roster = store.agents.roster(); // outlives the loop
    for (const auto& agent : roster.agents()) {
        if (agent.certificate == entry->author.agent) checkers.push_back(agent.number);
    }
    return checkers;
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
