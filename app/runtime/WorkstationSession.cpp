#include "app/runtime/Workstation.h"

#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/DeskClock.h"
#include "core/sync/HotList.h"
#include "core/sync/Inbox.h"
#include "pcsc/simulator/VirtualTray.h"

#include <nlohmann/json.hpp>

#include <utility>

// Who is signed in, and what lives and dies with that (design journal.md, "Session key", "Keys at rest").

namespace cardwright::runtime {

namespace {

constexpr std::size_t rosterLimit = 4 * 1024 * 1024;
constexpr const char* ownReader = "Training agent";

const char* nameOf(LockReason why) noexcept
{
    switch (why) {
    case LockReason::idle: return "idle";
    case LockReason::cardRemoved: return "card-removed";
    case LockReason::asked: break;
    }
    return "asked";
}

/// Why the desk ends a session by itself, as the entry says it.
const char* nameOf(SignInOutcome::Kind why) noexcept
{
    switch (why) {
    case SignInOutcome::Kind::revoked: return "withdrawn";
    case SignInOutcome::Kind::notInRoster: return "roster-changed";
    default: return "hours-over";
    }
}

void applyInbox(Store& store, const Clock& clock)
{
    Inbox inbox(store, clock);
    while (inbox.applyNext()) {}
}

} // namespace

std::optional<AgentSession> Workstation::session() const
{
    const std::lock_guard lock(m_mutex);
    return m_live ? std::optional(m_live->session) : std::nullopt;
}

std::optional<LockedDesk> Workstation::locked() const
{
    const std::lock_guard lock(m_mutex);
    return m_away ? std::optional(m_away->shown) : std::nullopt;
}

bool Workstation::workKept() const
{
    const std::lock_guard lock(m_mutex);
    return m_live && m_live->workKept;
}

std::string Workstation::agentReader() const
{
    const std::lock_guard lock(m_mutex);
    return m_live ? m_live->reader : std::string();
}

int Workstation::newestSiteKey() const
{
    const std::lock_guard lock(m_mutex);
    return m_live ? m_live->secrets->keys.newestVersion() : 0;
}

std::vector<std::string> Workstation::batches() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    if (!m_live) return names;
    for (const auto& batch : m_live->secrets->transportKeys.batches()) names.push_back(batch.name);
    return names;
}

bool Workstation::jobRunning() const noexcept { return m_jobs > 0; }

AgentSession Workstation::requireSession()
{
    auto current = session();
    if (!current) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    if (m_clock.utcMillis() < current->until) return *current;
    // The card delegated so many hours and no more.
    if (auto live = takeLive()) endByDesk(std::move(*live), SignInOutcome::Kind::expired);
    throw RefusedError(Failure::of("SESSION-ENDED"));
}

std::shared_ptr<const SecretMaterial> Workstation::requireSecrets()
{
    const std::lock_guard lock(m_mutex);
    if (!m_live) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    return m_live->secrets;
}

std::optional<Workstation::Live> Workstation::takeLive()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_live, std::nullopt);
}

Roster Workstation::roster() const
{
    const auto der = readWholeFile(m_material.site.rosterFile(), rosterLimit);
    return Roster::verify(der, m_material.trust, m_material.centreSigning, m_material.site.description().site);
}

ClockFacts Workstation::clockFacts()
{
    return m_store->call([&](Store& store) { return cardwright::clockFacts(store, m_material.tls); });
}

bool Workstation::readersDisagree(const std::string& reader, const std::string& subjectReader, SignInOutcome& outcome)
{
    if (subjectReader.empty() || subjectReader == reader) return false;
    const auto held = roster();
    const auto agentIn = [&](const std::string& name) {
        try {
            const auto handle = m_readers->reader(name);
            CardSession card(*handle, {});
            const auto agent = agentOnCard(card.piv(), held);
            return agent && agent->active;
        } catch (const FailureError&) {
            return false; // empty, or no PIV card: no agent's
        }
    };
    const auto wrong = judgeReaders({agentIn(reader), agentIn(subjectReader)});
    if (wrong) outcome.kind = *wrong;
    return wrong.has_value();
}

SignInOutcome Workstation::signIn(const std::string& reader, const SecureBytes& passcode, bool mayUseLastTry, const std::string& subjectReader)
{
    SignInOutcome outcome;
    if (readersDisagree(reader, subjectReader, outcome)) return outcome;
    const auto handle = m_readers->reader(reader);
    return signInWith(*handle, reader, passcode, mayUseLastTry);
}

SignInOutcome Workstation::signInTrainingAgent()
{
    if (!m_material.site.isTraining() || !m_material.issue.trainingAgentSignsInByItself) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    simulator::VirtualTray own(m_random, {ownReader});
    own.insert(ownReader, m_material.site.cardFile("agent"));
    const auto passcode = readSecretFile(m_material.site.agentPasscodeFile(), 16);
    const auto handle = own.reader(ownReader);
    return signInWith(*handle, {}, passcode, false);
}

SignInOutcome Workstation::signInWith(CardReader& reader, const std::string& name, const SecureBytes& passcode, bool mayUseLastTry)
{
    const auto held = roster();
    const auto storeKey = storeKeyFile::read(m_material.site);
    const auto& description = m_material.site.description();
    const auto log = m_store->call([](Store& store) { return store.journal.log(); });
    const auto revoked = m_store->call([](Store& store) { return HotList(store).certificates(); });
    const auto trust = trustInForce();
    const SignInTerms terms{*trust, held, m_material.roles, storeKey, log, description.workstation, clockFacts(), mayUseLastTry, revoked};
    auto outcome = [&] {
        CardSession card(reader, {});
        return cardwright::signIn(card.piv(), passcode, terms, m_clock, m_random);
    }();
    if (outcome.kind == SignInOutcome::Kind::notInRoster) handOver(reader, passcode, mayUseLastTry, outcome);
    if (!outcome.signedIn()) return outcome;
    if (auto before = takeLive()) end(std::move(*before), EntryKind::agentSignedOut, "another-sign-in");
    auto live = m_store->call([&](Store& store) { return begin(store, outcome, held); });
    live.reader = name;
    {
        const std::lock_guard lock(m_mutex);
        live.workKept = m_away && m_away->agent == live.session.certificate && m_away->number == live.session.number;
        m_away.reset();
        m_endedBecause.reset();
        outcome.session = live.session;
        m_live = std::move(live);
    }
    careForStoreKey();
    // What had waited in the inbox may have changed the very rights that this sign-in was judged by.
    if (const auto forbidden = judgeSession()) {
        outcome.kind = *forbidden;
        outcome.session.reset();
    }
    m_synchroniser->wake();
    return outcome;
}

Workstation::Live Workstation::begin(Store& store, SignInOutcome& outcome, const Roster& held)
{
    auto& session = *outcome.session;
    auto keys = std::move(*outcome.keys);
    outcome.keys.reset();
    try {
        store.open(keys.takeStoreKey());
        complete(session, held, store.vault().key());
        endLostSessions(store);
        Live live{session, keys.delegation(), SecretMaterial::open(m_material, store.vault()), {}, false};
        const auto author = m_signers.beginSession(session.certificate, keys.session());
        const nlohmann::json payload{{"agent", toBase64(session.certificateDer)}, {"delegation", toBase64(live.delegation)}};
        Transaction transaction(store.database());
        store.sessions.begin(transaction, {author.session, author.agent, session.startedAt, session.until, live.delegation, {}});
        store.journal.append(transaction, entryAbout(session.number, EntryKind::agentSignedIn, payload, m_random), author);
        transaction.commit();
        applyInbox(store, m_clock);
        // A delivery may have raised the site key.
        live.secrets = SecretMaterial::open(m_material, store.vault());
        noteFindings(store);
        countUp(store);
        return live;
    } catch (...) {
        m_signers.endAllSessions();
        store.close();
        throw;
    }
}

void Workstation::endLostSessions(Store& store)
{
    // The program was killed, or the power went: nobody signed those out.
    const auto lost = store.sessions.open();
    if (lost.empty()) return;
    Transaction transaction(store.database());
    for (const auto& session : lost) {
        store.sessions.end(transaction, session, m_clock.utcMillis());
        store.journal.append(transaction, entryOfDesk(EntryKind::sessionEnded, {{"session", toHex(session)}, {"why", "cut-off"}}, m_random), {});
    }
    transaction.commit();
}

void Workstation::noteFindings(Store& store)
{
    for (const auto& finding : store.findings()) {
        const auto key = "tampering/" + toHex(sha256(bytesOf(finding.code + "\n" + finding.place)));
        if (store.settings.value(key)) continue;
        Transaction transaction(store.database());
        store.settings.set(transaction, key, "recorded");
        store.journal.append(transaction, entryOfDesk(EntryKind::tamperingFound, {{"code", finding.code}, {"place", finding.place}}, m_random), {});
        transaction.commit();
    }
}

void Workstation::end(Live live, EntryKind kind, const char* why)
{
    const auto author = live.session.author();
    const auto last = entryAbout(live.session.number, kind, {{"why", why}}, m_random);
    close(std::move(live), last, author);
}

void Workstation::endByDesk(Live live, SignInOutcome::Kind why)
{
    {
        const std::lock_guard lock(m_mutex);
        m_endedBecause = why;
    }
    const auto last = entryOfDesk(EntryKind::sessionEnded, {{"session", toHex(live.session.sessionKey)}, {"why", nameOf(why)}}, m_random);
    close(std::move(live), last, {});
}

void Workstation::close(Live live, const EntryDraft& last, const EntryAuthor& author)
{
    live.secrets.reset();
    m_store->call([&](Store& store) {
        // Whatever the disk says of the record: the keys go.
        struct Drop {
            WorkstationSigners& signers;
            Store& store;
            Sha256Digest session;
            ~Drop()
            {
                signers.endSession(session);
                store.close();
            }
        } drop{m_signers, store, live.session.sessionKey};
        Transaction transaction(store.database());
        store.journal.append(transaction, last, author);
        store.sessions.end(transaction, live.session.sessionKey, m_clock.utcMillis());
        store.journal.checkpoint(transaction);
        transaction.commit();
        countUp(store);
    });
    m_synchroniser->wake();
}

std::optional<SignInOutcome::Kind> Workstation::endedBecause() const
{
    const std::lock_guard lock(m_mutex);
    return m_endedBecause;
}

std::optional<SignInOutcome::Kind> Workstation::judgeSession()
{
    const auto current = session();
    if (!current) return std::nullopt;
    const auto revoked = m_store->call([](Store& store) { return HotList(store).certificates(); });
    const auto forbidden = sessionForbidden(*current, roster(), revoked, m_clock.utcMillis());
    if (!forbidden) return std::nullopt;
    std::optional<Live> live;
    {
        // Another may have signed in since.
        const std::lock_guard lock(m_mutex);
        if (m_live && m_live->session.sessionKey == current->sessionKey) live = std::exchange(m_live, std::nullopt);
    }
    if (live) endByDesk(std::move(*live), *forbidden);
    return forbidden;
}

void Workstation::signOut()
{
    {
        const std::lock_guard lock(m_mutex);
        m_away.reset();
    }
    if (auto live = takeLive()) end(std::move(*live), EntryKind::agentSignedOut, "asked");
}

void Workstation::lock(LockReason why)
{
    auto live = takeLive();
    if (!live) return;
    {
        const std::lock_guard guard(m_mutex);
        m_away.emplace(Away{{live->session.name, why, m_clock.utcMillis()}, live->session.certificate, live->session.number});
    }
    end(std::move(*live), EntryKind::agentLocked, nameOf(why));
}

AgentLook Workstation::agentLook(const std::string& reader)
{
    const auto held = roster();
    const auto handle = m_readers->reader(reader);
    CardSession card(*handle, {});
    const auto found = agentOnCard(card.piv(), held);
    AgentLook look;
    if (found) {
        const std::lock_guard lock(m_mutex);
        const bool theirs = m_away && m_away->agent == found->certificate;
        look.agent = AgentLook::Agent{theirs ? m_away->shown.name : std::string(), found->role, found->active, held.revoked(found->certificate), found->notAfter};
    }
    look.tries = card.piv().passcodeTries();
    return look;
}

void Workstation::withAgentCard(const std::string& reader, const std::function<void(CardSession&)>& work)
{
    if (!reader.empty()) {
        const auto handle = m_readers->reader(reader);
        CardSession card(*handle, {});
        return work(card);
    }
    simulator::VirtualTray own(m_random, {ownReader});
    own.insert(ownReader, m_material.site.cardFile("agent"));
    const auto handle = own.reader(ownReader);
    CardSession card(*handle, {});
    work(card);
}

void Workstation::stepUp(EntryDraft& draft, const SecureBytes* passcode)
{
    const auto session = requireSession();
    const auto reader = agentReader();
    std::optional<SecureBytes> own;
    if (passcode == nullptr && reader.empty()) own = readSecretFile(m_material.site.agentPasscodeFile(), 16);
    const auto* given = passcode != nullptr ? passcode : own ? &*own : nullptr;
    if (given == nullptr) throw RefusedError(Failure::of("STEP-UP-MISSING"));
    const auto held = roster();
    const auto revoked = m_store->call([](Store& store) { return HotList(store).certificates(); });
    withAgentCard(reader, [&](CardSession& card) {
        const auto outcome = cardwright::stepUp(card.piv(), *given, draft, session, {*trustInForce(), held, false, revoked}, m_clock);
        if (!outcome.done()) throw RefusedError(outcome.failure());
    });
}

} // namespace cardwright::runtime
