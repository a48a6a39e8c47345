#include "core/access/AgentCard.h"

#include "core/base/Clock.h"
#include "core/crypto/CryptoError.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"

#include <algorithm>

namespace cardwright::agentcard {

using Kind = SignInOutcome::Kind;

std::optional<Certificate> certificateIn(PivApplication& card, Slot slot)
{
    const auto object = card.object(certificateObject(slot));
    if (!object || object->empty()) return std::nullopt;
    const auto content = CertificateObject::decode(*object);
    if (content.compressed) return std::nullopt;
    try {
        return Certificate::fromDer(content.certificate);
    } catch (const CryptoError&) {
        return std::nullopt;
    }
}

SignInOutcome outcome(Kind kind, std::string detail)
{
    SignInOutcome result;
    result.kind = kind;
    result.detail = std::move(detail);
    return result;
}

std::optional<SignInOutcome> certificateForbids(const Certificate& certificate, std::span<const Certificate> trust, const Roster& roster,
                                                std::span<const Sha256Digest> revoked, std::int64_t now)
{
    const auto verdict = certificate.chainsTo(trust, now, CertificatePurpose::signIn);
    if (verdict != TrustVerdict::trusted) {
        auto result = outcome(Kind::notTrusted, nameOf(verdict));
        if (verdict == TrustVerdict::expired) result = outcome(Kind::expired, "valid until " + formatDate(dateOf(certificate.notAfter())));
        if (verdict == TrustVerdict::notYetValid) result = outcome(Kind::notYetValid, "valid from " + formatDate(dateOf(certificate.notBefore())));
        result.trust = verdict;
        return result;
    }
    const auto fingerprint = certificate.fingerprint();
    const bool since = std::find(revoked.begin(), revoked.end(), fingerprint) != revoked.end();
    if (since || roster.revoked(fingerprint)) return outcome(Kind::revoked);
    return std::nullopt;
}

std::optional<SignInOutcome> triesForbid(PivApplication& card, bool mayUseLastTry)
{
    auto tries = card.passcodeTries();
    // "Verified" hides the count: somebody's earlier passcode is still in force. It is forgotten, so that the guard can see.
    if (tries.verified && card.forgetPasscode()) tries = card.passcodeTries();
    auto result = outcome(Kind::passcodeBlocked);
    result.triesLeft = 0;
    if (tries.blocked()) return result;
    if (tries.verified || tries.tries != 1 || mayUseLastTry) return std::nullopt;
    result.kind = Kind::lastTry;
    result.triesLeft = 1;
    return result;
}

std::optional<SignInOutcome> passcodeRefused(PivApplication& card, const SecureBytes& passcode)
{
    const auto answer = card.verifyPasscode(passcode);
    auto result = outcome(Kind::passcodeBlocked);
    result.triesLeft = answer.triesLeft;
    switch (answer.kind) {
    case PasscodeOutcome::Kind::accepted: return std::nullopt;
    case PasscodeOutcome::Kind::wrong: result.kind = Kind::passcodeWrong; break;
    case PasscodeOutcome::Kind::form: result.kind = Kind::passcodeForm; break;
    case PasscodeOutcome::Kind::blocked: result.triesLeft = 0; break;
    }
    return result;
}

} // namespace cardwright::agentcard
