#include "core/access/AgentSignIn.h"

#include "core/access/AgentCard.h"
#include "core/access/CardKeys.h"
#include "core/card/CardErrors.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/journal/Delegation.h"
#include "core/journal/EntrySigner.h"
#include "core/piv/PivApplication.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using Kind = SignInOutcome::Kind;
using agentcard::outcome;

constexpr std::size_t storeKeySize = 32;

/// Fresh octets each time: what a card signed yesterday proves nothing today.
bool provesKey(PivApplication& card, const PublicKey& key, RandomSource& random)
{
    std::array<std::uint8_t, 32> challenge{};
    random.fill(challenge);
    try {
        CardSigner(card, key).sign(challenge);
        return true;
    } catch (const CryptoError&) {
        return false; // it signed with another key
    } catch (const CardError& error) {
        // A certificate copied to a card that never made a key for it.
        if (error.failure().code == "CARD-NO-KEY") return false;
        throw;
    }
}

/// One sign-in: what it knows so far, in the order in which it comes to know it.
class SignIn {
public:
    SignIn(PivApplication& card, const SignInTerms& terms, const Clock& clock, RandomSource& random)
        : m_card(card), m_terms(terms), m_now(clock.utcMillis()), m_random(random)
    {
    }

    SignInOutcome run(const SecureBytes& passcode)
    {
        if (auto no = clockForbids()) return std::move(*no);
        if (auto no = cardForbids()) return std::move(*no);
        if (auto no = rosterForbids()) return std::move(*no);
        if (auto no = keyManagementForbids()) return std::move(*no);
        if (auto no = agentcard::triesForbid(m_card, m_terms.mayUseLastTry)) return std::move(*no);
        if (auto no = agentcard::passcodeRefused(m_card, passcode)) return std::move(*no);
        if (!provesKey(m_card, m_certificate->publicKey(), m_random)) return outcome(Kind::cloneSuspected, "key 9A");
        if (auto no = openStoreKey()) return std::move(*no);
        return begin();
    }

private:
    std::optional<SignInOutcome> clockForbids()
    {
        auto verdict = judgeClock(m_now, m_terms.clockFacts, m_terms.matrix.policy());
        if (verdict) return std::nullopt;
        return outcome(Kind::clockUnlikely, std::move(verdict.detail));
    }

    std::optional<SignInOutcome> cardForbids()
    {
        m_certificate = agentcard::certificateIn(m_card, Slot::authentication);
        if (!m_certificate) return outcome(Kind::noCertificate);
        return agentcard::certificateForbids(*m_certificate, m_terms.trust, m_terms.roster, m_terms.revoked, m_now);
    }

    std::optional<SignInOutcome> rosterForbids()
    {
        m_agent = m_terms.roster.find(m_certificate->fingerprint());
        const auto number = m_certificate->subjectSerialNumber();
        m_number = number ? UserNumber::parse(*number) : std::nullopt;
        if (m_agent == nullptr || !m_number) return outcome(Kind::notInRoster);
        const auto issuedAt = m_terms.roster.content().issuedAt;
        if (!m_terms.roster.fresh(m_now, m_terms.matrix.policy().rosterDays)) {
            return outcome(Kind::rosterOld, "of " + formatDate(dateOf(issuedAt)));
        }
        if (m_terms.matrix.find(m_agent->role) == nullptr) return outcome(Kind::roleUnknown, m_agent->role);
        return std::nullopt;
    }

    std::optional<SignInOutcome> keyManagementForbids()
    {
        m_keyManagement = agentcard::certificateIn(m_card, Slot::keyManagement);
        if (!m_keyManagement || !m_keyManagement->keyIdentifier()) return outcome(Kind::noKeyManagement);
        const auto verdict = m_keyManagement->chainsTo(m_terms.trust, m_now, CertificatePurpose::envelope);
        // What was sealed to a key may be opened with it also after its certificate ran out.
        if (verdict != TrustVerdict::trusted && verdict != TrustVerdict::expired) return outcome(Kind::noKeyManagement, nameOf(verdict));
        const auto identifier = *m_keyManagement->keyIdentifier();
        if (identifier != m_agent->keyIdentifier) return outcome(Kind::storeKeyNotForYou, "the roster names another key");
        try {
            const auto recipients = envelope::recipients(m_terms.storeKey);
            if (std::find(recipients.begin(), recipients.end(), identifier) == recipients.end()) return outcome(Kind::storeKeyNotForYou);
        } catch (const CryptoError& error) {
            return outcome(Kind::storeKeyDamaged, error.failure().code);
        }
        return std::nullopt;
    }

    std::optional<SignInOutcome> openStoreKey()
    {
        try {
            CardEnvelopeKey key(m_card, *m_keyManagement);
            try {
                m_storeKey = envelope::open(m_terms.storeKey, key);
            } catch (const CryptoError& error) {
                // Whose fault it is shows a challenge: a card without the key, or a file that was changed.
                if (!key.provesKey(m_random)) return outcome(Kind::cloneSuspected, "key 9D");
                return outcome(Kind::storeKeyDamaged, error.failure().code);
            }
        } catch (const CardError& error) {
            if (error.failure().code == "CARD-NO-KEY") return outcome(Kind::cloneSuspected, "key 9D");
            throw;
        }
        if (m_storeKey.size() != storeKeySize) return outcome(Kind::storeKeyDamaged, "not of its length");
        return std::nullopt;
    }

    SignInOutcome begin()
    {
        auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        const auto hours = std::int64_t{3'600'000} * m_terms.matrix.policy().sessionHours;
        const DelegationTerms delegated{m_terms.log, m_terms.workstation, key.publicKey(), m_now, std::min(m_now + hours, m_certificate->notAfter())};
        CardSigner card(m_card, m_certificate->publicKey());
        auto delegation = makeDelegation(delegated, card, *m_certificate);

        AgentSession session{Guid::ordered(m_now, m_random), *m_number, {}, m_agent->role, m_certificate->fingerprint(), m_certificate->der(), m_now,
                             m_terms.matrix.permissionsOf(m_agent->role), m_agent->deputy, sessionOf(key.publicKey()), delegated.until};
        auto result = outcome(Kind::signedIn);
        result.keys.emplace(std::move(key), std::move(m_storeKey), std::move(delegation), session.author());
        result.session = std::move(session);
        return result;
    }

    PivApplication& m_card;
    const SignInTerms& m_terms;
    std::int64_t m_now;
    RandomSource& m_random;
    std::optional<Certificate> m_certificate;
    std::optional<Certificate> m_keyManagement;
    const RosterAgent* m_agent = nullptr;
    std::optional<UserNumber> m_number;
    SecureBytes m_storeKey;
};

} // namespace

const char* codeOf(SignInOutcome::Kind kind) noexcept
{
    using Kind = SignInOutcome::Kind;
    switch (kind) {
    case Kind::passcodeWrong: return "PASSCODE-WRONG";
    case Kind::passcodeBlocked: return "PASSCODE-BLOCKED";
    case Kind::lastTry: return "PASSCODE-LAST-TRY";
    case Kind::passcodeForm: return "PASSCODE-FORM";
    case Kind::noCertificate: return "AGENT-NO-CERTIFICATE";
    case Kind::notTrusted: return "AGENT-NOT-TRUSTED";
    case Kind::expired: return "AGENT-CARD-EXPIRED";
    case Kind::notYetValid: return "AGENT-CARD-NOT-YET";
    case Kind::revoked: return "AGENT-CARD-REVOKED";
    case Kind::rosterOld: return "ROSTER-OLD";
    case Kind::wrongReader: return "AGENT-WRONG-READER";
    case Kind::twoAgentCards: return "AGENT-TWO-CARDS";
    case Kind::noKeyManagement: return "AGENT-NO-KEY-MANAGEMENT";
    case Kind::storeKeyNotForYou: return "STORE-KEY-NOT-FOR-YOU";
    case Kind::storeKeyDamaged: return "STORE-KEY-DAMAGED";
    case Kind::cloneSuspected: return "AGENT-CLONE";
    case Kind::clockUnlikely: return "CLOCK-UNLIKELY";
    case Kind::roleUnknown: return "AGENT-ROLE";
    case Kind::anotherAgent: return "AGENT-ANOTHER";
    case Kind::signedIn:
    case Kind::notInRoster: break;
    }
    return "AGENT-UNKNOWN";
}

Failure SignInOutcome::failure() const
{
    auto failure = Failure::of(codeOf(kind), detail);
    failure.triesLeft = triesLeft;
    return failure;
}

SignInOutcome signIn(PivApplication& card, const SecureBytes& passcode, const SignInTerms& terms, const Clock& clock, RandomSource& random)
{
    return SignIn(card, terms, clock, random).run(passcode);
}

void complete(AgentSession& session, const Roster& roster, EnvelopeKey& store)
{
    const auto* agent = roster.find(session.certificate);
    if (agent == nullptr) throw RefusedError(Failure::of("AGENT-UNKNOWN"));
    auto details = openDetails(*agent, store);
    // The roster names a person, the certificate a number: both must mean the same one.
    if (details.number != session.number) throw RefusedError(Failure::of("AGENT-UNKNOWN", "the roster names another person"));
    session.name = std::move(details.name);
}

std::optional<Kind> sessionForbidden(const AgentSession& session, const Roster& roster, std::span<const Sha256Digest> revoked, std::int64_t now) noexcept
{
    const bool since = std::find(revoked.begin(), revoked.end(), session.certificate) != revoked.end();
    if (since || roster.revoked(session.certificate)) return Kind::revoked;
    const auto* agent = roster.find(session.certificate);
    if (agent == nullptr || agent->role != session.role || agent->deputy != session.deputy) return Kind::notInRoster;
    if (now >= session.until) return Kind::expired;
    return std::nullopt;
}

std::optional<Kind> judgeReaders(const ReaderSight& sight) noexcept
{
    if (sight.agentInAgentReader && sight.agentInSubjectReader) return Kind::twoAgentCards;
    if (sight.agentInSubjectReader) return Kind::wrongReader;
    return std::nullopt;
}

std::optional<RosterAgent> agentOnCard(PivApplication& card, const Roster& roster)
{
    const auto certificate = agentcard::certificateIn(card, Slot::authentication);
    const auto* agent = certificate ? roster.findAny(certificate->fingerprint()) : nullptr;
    return agent == nullptr ? std::nullopt : std::optional(*agent);
}

std::optional<RosterEntry> agentOnCard(PivApplication& card, const AgentRoster& roster)
{
    const auto certificate = agentcard::certificateIn(card, Slot::authentication);
    const auto* agent = certificate ? roster.find(certificate->fingerprint()) : nullptr;
    return agent == nullptr ? std::nullopt : std::optional(*agent);
}

} // namespace cardwright
