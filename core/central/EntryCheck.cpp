#include "core/central/EntryCheck.h"

#include "core/central/EnrolmentJson.h"
#include "core/central/Problem.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/journal/Delegation.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/JournalError.h"
#include "core/journal/StepUp.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

constexpr std::size_t mostStatement = 32 * 1024;
constexpr std::int64_t longestSession = 24LL * 3600 * 1000;

/// The crypto room's code as the name of a problem: ENVELOPE-BROKEN -> envelope-broken.
[[noreturn]] void refuseEnvelope(const CryptoError& error)
{
    const auto& code = error.failure().code;
    if (code == "ENVELOPE-ALGORITHM") refuse("envelope-algorithm", error.failure().detail);
    if (code == "ENVELOPE-RECIPIENTS" || code == "ENVELOPE-NOT-FOR-US") refuse("envelope-recipients");
    if (code == "ENVELOPE-UNREADABLE") refuse("envelope-unreadable");
    refuse("envelope-broken");
}

/// Entries about a person hide the user number in `subject`; payload and subject must name the same one.
void checkSubject(const JournalEntry& entry, const Payload& payload)
{
    if (!payload.has("userNumber")) return;
    if (subjectDigest(payload.salt(), payload.userNumber()) != entry.subject) refuse("subject-wrong");
}

} // namespace

SecureBytes openFromDesk(CentreParts& parts, const Guid& workstation, ByteView der)
{
    const std::array recipients{EnvelopeRecipient::of(parts.keys.envelope),
                                EnvelopeRecipient::of(WorkstationBook(parts).storeCertificate(workstation))};
    try {
        PrivateEnvelopeKey own(parts.keys.envelopeKey, parts.keys.envelope);
        envelope::requireRecipients(der, recipients);
        return envelope::open(der, own);
    } catch (const CryptoError& error) {
        refuseEnvelope(error);
    }
}

Payload EntryCheck::open(const JournalEntry& entry)
{
    if (!entry.payload) refuse("entry-malformed", "payload");
    return Payload(openFromDesk(m_parts, m_workstation.id, *entry.payload).view());
}

PublicKey EntryCheck::begun(const JournalEntry& entry, const Payload& payload)
{
    const auto trust = m_parts.authority.cardAnchors();
    const auto read = [&] {
        try {
            return readDelegation(payload.base64("delegation", mostStatement), trust);
        } catch (const JournalError& error) {
            refuse("session-not-delegated", error.failure().detail);
        }
    };
    const auto delegation = read();
    if (delegation.author() != entry.author) refuse("session-not-delegated", "agent");
    if (delegation.terms.workstation != m_workstation.id) refuse("session-not-delegated", "workstation");
    if (delegation.terms.log != entry.log) refuse("session-not-delegated", "log");
    if (delegation.terms.until - delegation.terms.from > longestSession) refuse("session-not-delegated", "hours");
    if (!delegation.liveAt(entry.at)) refuse("session-expired");
    m_parts.database
        .prepare("INSERT INTO sessions (session, log, agent, session_key, begins, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")
        .bind(entry.author.session)
        .bind(entry.log)
        .bind(entry.author.agent)
        .bind(delegation.terms.sessionKey.der())
        .bind(delegation.terms.from)
        .bind(delegation.terms.until)
        .run();
    return delegation.terms.sessionKey;
}

PublicKey EntryCheck::sessionKey(const JournalEntry& entry, const Payload& payload)
{
    if (entry.kind == EntryKind::agentSignedIn) return begun(entry, payload);
    auto query = m_parts.database.prepare("SELECT agent, session_key, begins, until FROM sessions WHERE log = ?1 AND session = ?2");
    if (!query.bind(entry.log).bind(entry.author.session).step()) refuse("session-unknown");
    if (query.digest(0) != entry.author.agent) refuse("session-not-delegated", "agent");
    if (entry.at < query.integer(2) || entry.at >= query.integer(3)) refuse("session-expired");
    return PublicKey::fromDer(query.blob(1));
}

void EntryCheck::requireStepUpOf(const JournalEntry& entry, const Payload& payload)
{
    const auto trust = m_parts.authority.cardAnchors();
    try {
        requireStepUp(entry, payload.object(), trust);
    } catch (const JournalError& error) {
        if (error.failure().code == "STEP-UP-MISSING") refuse("step-up-missing");
        refuse("step-up-wrong", error.failure().detail);
    }
}

/// The centre made a site's first agent while its roster was empty, and once: only that desk may tell of it, and of that agent.
void EntryCheck::requireBootstrapOf(const Payload& payload)
{
    auto query = m_parts.database.prepare("SELECT first_agent_answer FROM tokens WHERE workstation = ?1 AND first_agent_answer IS NOT NULL");
    query.bind(m_workstation.id);
    const auto named = payload.digest("agent");
    while (query.step()) {
        for (const auto& one : readFirstAgentAnswer(query.text(0)).certificates) {
            if (one.slot == "9A" && one.certificate.fingerprint() == named) return;
        }
    }
    refuse("bootstrap-over");
}

std::optional<AgentOffice::Record> EntryCheck::check(const JournalEntry& entry, const Payload& payload)
{
    checkSubject(entry, payload);
    if (entry.kind == EntryKind::agentBootstrapped) requireBootstrapOf(payload);
    if (entry.author.isWorkstation()) {
        if (!workstationMaySign(entry.kind)) refuse("author-missing");
        if (!signatureHolds(entry, WorkstationBook(m_parts).signingCertificate(m_workstation.id).publicKey())) refuse("signature-wrong");
        return std::nullopt;
    }
    const auto key = sessionKey(entry, payload);
    if (!signatureHolds(entry, key)) refuse("signature-wrong");
    auto agent = AgentOffice(m_parts).find(entry.author.agent);
    if (!agent) refuse("agent-unknown");
    if (agent->inactiveSince && *agent->inactiveSince <= entry.at) refuse("agent-inactive");
    requireStepUpOf(entry, payload);
    return agent;
}

} // namespace cardwright::central
