#pragma once

#include "core/access/AgentSignIn.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/StepUp.h"

namespace cardwright {

/// What came of asking the agent's card once more.
struct StepUpOutcome {
    SignInOutcome::Kind kind = SignInOutcome::Kind::notInRoster; ///< signedIn: the card signed
    Bytes statement;                                             ///< CMS DER; the draft's payload holds it as "stepUp"
    std::optional<int> triesLeft;
    std::string detail;

    bool done() const noexcept { return kind == SignInOutcome::Kind::signedIn; }
    Failure failure() const;
};

/// What a step-up is checked against.
struct StepUpContext {
    std::span<const Certificate> trust;
    const Roster& roster;
    bool mayUseLastTry = false;
    std::span<const Sha256Digest> revoked{};
};

/// The card signs again, for one entry: same card as the session's, still good, tries asked, VERIFY once, then a CMS statement
/// "stepUp" by 9A over session, kind, subject and the SHA-256 of the payload. The draft's payload gains the member "stepUp".
/// For the kinds of needsStepUp(). Within a transaction of the caller's, with the application selected.
/// Errors: what PivApplication throws.
StepUpOutcome stepUp(PivApplication& card, const SecureBytes& passcode, EntryDraft& draft, const AgentSession& session,
                     const StepUpContext& context, const Clock& clock);

} // namespace cardwright
