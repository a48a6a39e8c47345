#pragma once

#include "core/access/AgentRoster.h"
#include "core/access/AgentSession.h"
#include "core/access/ClockRules.h"
#include "core/access/Roster.h"
#include "core/access/SessionKeys.h"
#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/Certificate.h"

#include <optional>
#include <span>

namespace cardwright {

class PivApplication;

/// What became of a sign-in: a value, since the agent acts on it. Move-only: with `signedIn` it carries the keys.
struct SignInOutcome {
    enum class Kind {
        signedIn,
        passcodeWrong,   ///< tries left in triesLeft
        passcodeBlocked,
        lastTry,         ///< one try is left and was not spent: ask the agent, then call again with mayUseLastTry
        passcodeForm,    ///< the card takes no passcode of this form; no try was spent
        noCertificate,   ///< the card holds no sign-in certificate
        notTrusted,      ///< the certificate does not chain to the site's trust (trust says why): a foreign card
        notInRoster,     ///< a good card, of nobody who is an agent here
        expired,         ///< the card's certificate is out of date
        notYetValid,     ///< its time has not begun
        revoked,         ///< the centre withdrew this card
        rosterOld,       ///< the roster is older than policy allows: the centre must be heard first
        wrongReader,     ///< the agent's card is in the subject's reader
        twoAgentCards,   ///< agents' cards in both readers: whose sign-in is it
        noKeyManagement, ///< no usable certificate in 9D: the store cannot be opened with this card
        storeKeyNotForYou, ///< the store key was not sealed to this card
        storeKeyDamaged, ///< this card's copy of the store key does not open although the card holds the key
        cloneSuspected,  ///< a good certificate, and a card that cannot prove its key
        clockUnlikely,   ///< the computer's clock cannot be right
        roleUnknown,     ///< the roster gives a role that the policy does not know
        anotherAgent,    ///< step-up, or unlocking: not the card of the agent whose session it is
    };
    Kind kind = Kind::notInRoster;
    std::optional<AgentSession> session;
    std::optional<SessionKeys> keys;
    std::optional<int> triesLeft;
    TrustVerdict trust = TrustVerdict::trusted;
    std::string detail; ///< for the failure: which date, which key

    bool signedIn() const noexcept { return kind == Kind::signedIn; }
    /// The catalogue's words for an outcome that is no sign-in, with the detail and the tries left.
    Failure failure() const;
};

/// The catalogue's code for an outcome that is no sign-in: PASSCODE-WRONG, PASSCODE-BLOCKED, PASSCODE-LAST-TRY, PASSCODE-FORM,
/// AGENT-UNKNOWN, AGENT-NO-CERTIFICATE, AGENT-NOT-TRUSTED, AGENT-CARD-EXPIRED, AGENT-CARD-NOT-YET, AGENT-CARD-REVOKED, ROSTER-OLD,
/// AGENT-WRONG-READER, AGENT-TWO-CARDS, AGENT-NO-KEY-MANAGEMENT, STORE-KEY-NOT-FOR-YOU, STORE-KEY-DAMAGED, AGENT-CLONE,
/// CLOCK-UNLIKELY, AGENT-ROLE, AGENT-ANOTHER.
const char* codeOf(SignInOutcome::Kind kind) noexcept;

/// What a sign-in is checked against and made for.
struct SignInTerms {
    std::span<const Certificate> trust;
    const Roster& roster;
    const PermissionMatrix& matrix;
    ByteView storeKey;      ///< workstation/store-key.cms
    Guid log;               ///< the delegation names both
    Guid workstation;
    ClockFacts clockFacts;
    bool mayUseLastTry = false; ///< the agent said yes to spending the last try
    std::span<const Sha256Digest> revoked{}; ///< certificates withdrawn since the roster was made (HotList)
};

/// Sign-in with the agent's own card, within a transaction of the caller's and with the application selected. In this order, each
/// with an outcome of its own, and nothing of the card is spent before all that can be known without it is known: clock; 9A
/// certificate, chain, validity, revocation; roster entry, its age, role; 9D certificate, recipient of the store key; tries. Then
/// VERIFY once; 32 random octets signed by 9A (SP 800-73-5 pt 2 3.2.4); the store key opened by 9D; a fresh P-256 session key,
/// delegated by a CMS statement that 9A signs.
/// Errors: what PivApplication throws; nothing is retried here.
SignInOutcome signIn(PivApplication& card, const SecureBytes& passcode, const SignInTerms& terms, const Clock& clock, RandomSource& random);

/// Gives the session its name from the roster's details, opened with the store's key. Throws RefusedError AGENT-UNKNOWN when the
/// details are of another person than the card's certificate.
void complete(AgentSession& session, const Roster& roster, EnvelopeKey& store);

/// Whether a session may go on after a roster or a revocation was delivered, or with time: says notInRoster (also when role or deputy are
/// others now: a new sign-in gives the new rights), revoked, or expired (the delegation's end). Nothing: it may.
std::optional<SignInOutcome::Kind> sessionForbidden(const AgentSession& session, const Roster& roster, std::span<const Sha256Digest> revoked,
                                                    std::int64_t now) noexcept;

/// Which cards lie where, as the readers were looked at: says wrongReader or twoAgentCards; nothing when the sign-in may go on.
struct ReaderSight {
    bool agentInAgentReader = false;
    bool agentInSubjectReader = false;
};
std::optional<SignInOutcome::Kind> judgeReaders(const ReaderSight& sight) noexcept;

/// Whose card this is, without a passcode: the roster's agent (also one not active any more) with the certificate in 9A.
std::optional<RosterAgent> agentOnCard(PivApplication& card, const Roster& roster);
std::optional<RosterEntry> agentOnCard(PivApplication& card, const AgentRoster& roster);

} // namespace cardwright
