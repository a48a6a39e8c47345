#include "app/runtime/Workstation.h"

#include "core/base/Failure.h"
#include "core/journal/EntryDraft.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/HotList.h"
#include "core/sync/Inbox.h"
#include "pcsc/simulator/VirtualTray.h"

#include <nlohmann/json.hpp>

#include <utility>

// The agent's card: signing in with it, and asking it once more (design journal.md, "Session key").

namespace cardwright::runtime {

namespace {

constexpr const char* ownReader = "Training agent";

void applyInbox(Store& store, const Clock& clock)
{
    Inbox inbox(store, clock);
    while (inbox.applyNext()) {}
}

} // namespace

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
