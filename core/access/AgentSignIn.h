#pragma once

#include "core/access/AgentRoster.h"
#include "core/access/AgentSession.h"
#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/Certificate.h"

#include <optional>
#include <span>

namespace cardwright {

class PivApplication;

/// What became of a sign-in: a value, since the agent acts on it.
struct SignInOutcome {
    enum class Kind {
        signedIn,
        passcodeWrong,   ///< tries left in triesLeft
        passcodeBlocked,
        lastTry,         ///< one try is left and was not spent: ask the agent, then call again with mayUseLastTry
        passcodeForm,    ///< the card takes no passcode of this form; no try was spent
        noCertificate,   ///< the card holds no sign-in certificate
        notTrusted,      ///< the certificate does not chain to the site's trust (trust says why)
        notInRoster,     ///< a good card, of nobody who is an agent here
        wrongKey,        ///< the card could not prove that it holds the certificate's key
    };
    Kind kind = Kind::notInRoster;
    std::optional<AgentSession> session;
    std::optional<int> triesLeft;
    TrustVerdict trust = TrustVerdict::trusted;

    bool signedIn() const noexcept { return kind == Kind::signedIn; }
};

/// The catalogue's code for an outcome that is no sign-in: PASSCODE-WRONG, PASSCODE-BLOCKED, PASSCODE-LAST-TRY, PASSCODE-FORM,
/// AGENT-UNKNOWN, AGENT-NO-CERTIFICATE, AGENT-NOT-TRUSTED, AGENT-KEY.
const char* codeOf(SignInOutcome::Kind kind) noexcept;

/// What a sign-in is checked against.
struct SignInRules {
    std::span<const Certificate> trust;
    const AgentRoster& roster;
    bool mayUseLastTry = false; ///< the agent said yes to spending the last try
};

/// Sign-in by challenge: certificate of 9A read, chained to the trust and found in the roster before a try is spent; tries asked;
/// VERIFY once; 32 random octets signed by 9A (SP 800-73-5 pt 2 3.2.4) and checked against the certificate. The application must
/// be selected, within a transaction of the caller's.
/// Errors: what PivApplication throws; nothing is retried here.
SignInOutcome signIn(PivApplication& card, const SecureBytes& passcode, const SignInRules& rules, const Clock& clock, RandomSource& random);

/// Whose card this is, without a passcode: the roster's entry for the certificate in 9A. For the sign-in screen.
std::optional<RosterEntry> agentOnCard(PivApplication& card, const AgentRoster& roster);

} // namespace cardwright
