#include "core/access/CardStepUp.h"

#include "core/access/AgentCard.h"
#include "core/access/CardKeys.h"
#include "core/card/CardErrors.h"
#include "core/crypto/CryptoError.h"
#include "core/piv/PivApplication.h"

namespace cardwright {

namespace {

using Kind = SignInOutcome::Kind;

StepUpOutcome refused(Kind kind, std::optional<int> triesLeft = {}, std::string detail = {}) { return {kind, {}, triesLeft, std::move(detail)}; }

StepUpOutcome from(const SignInOutcome& no) { return refused(no.kind, no.triesLeft, no.detail); }

} // namespace

Failure StepUpOutcome::failure() const
{
    auto failure = Failure::of(codeOf(kind), detail);
    failure.triesLeft = triesLeft;
    return failure;
}

StepUpOutcome stepUp(PivApplication& card, const SecureBytes& passcode, EntryDraft& draft, const AgentSession& session,
                     const StepUpContext& context, const Clock& clock)
{
    const auto certificate = agentcard::certificateIn(card, Slot::authentication);
    if (!certificate) return refused(Kind::noCertificate);
    if (certificate->fingerprint() != session.certificate) return refused(Kind::anotherAgent);
    const auto now = clock.utcMillis();
    if (const auto no = agentcard::certificateForbids(*certificate, context.trust, context.roster, context.revoked, now)) return from(*no);
    if (context.roster.find(session.certificate) == nullptr) return refused(Kind::notInRoster);
    if (const auto no = agentcard::triesForbid(card, context.mayUseLastTry)) return from(*no);
    if (const auto no = agentcard::passcodeRefused(card, passcode)) return from(*no);
    try {
        CardSigner signer(card, certificate->publicKey());
        auto statement = makeStepUp(stepUpTermsFor(draft, session.sessionKey, now), signer, *certificate);
        attachStepUp(draft, statement);
        return {Kind::signedIn, std::move(statement), std::nullopt, {}};
    } catch (const CryptoError& error) {
        if (error.failure().code != "SIGNATURE-WRONG") throw;
    } catch (const CardError& error) {
        if (error.failure().code != "CARD-NO-KEY") throw;
    }
    return refused(Kind::cloneSuspected, {}, "key 9A");
}

} // namespace cardwright
