#include "app/runtime/Workstation.h"

#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/DeskClock.h"
#include "core/sync/HotList.h"

#include <nlohmann/json.hpp>

#include <utility>

// Who is signed in, and what lives and dies with that (design journal.md, "Session key", "Keys at rest").

namespace cardwright::runtime {

namespace {

constexpr std::size_t rosterLimit = 4 * 1024 * 1024;

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

} // namespace cardwright::runtime
