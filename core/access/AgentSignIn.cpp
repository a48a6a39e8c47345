#include "core/access/AgentSignIn.h"

#include "core/crypto/CryptoError.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"

#include <array>

namespace cardwright {

namespace {

/// The certificate in 9A; nothing when there is none, or none that can be read: such a card signs nobody in.
std::optional<Certificate> certificateOn(PivApplication& card)
{
    const auto object = card.object(certificateObject(Slot::authentication));
    if (!object || object->empty()) return std::nullopt;
    const auto content = CertificateObject::decode(*object);
    if (content.compressed) return std::nullopt;
    try {
        return Certificate::fromDer(content.certificate);
    } catch (const CryptoError&) {
        return std::nullopt;
    }
}

std::optional<Algorithm> algorithmOf(const PublicKey& key)
{
    switch (key.algorithm()) {
    case KeyAlgorithm::ecP256: return Algorithm::eccP256;
    case KeyAlgorithm::ecP384: return Algorithm::eccP384;
    case KeyAlgorithm::rsa2048: return Algorithm::rsa2048;
    case KeyAlgorithm::rsa3072: return Algorithm::rsa3072;
    }
    return std::nullopt;
}

SignInOutcome outcome(SignInOutcome::Kind kind)
{
    SignInOutcome result;
    result.kind = kind;
    return result;
}

SignInOutcome passcodeOutcome(SignInOutcome::Kind kind, std::optional<int> triesLeft)
{
    auto result = outcome(kind);
    result.triesLeft = triesLeft;
    return result;
}

/// What speaks against trying the passcode at all; nothing when it may be tried.
std::optional<SignInOutcome> triesForbid(PivApplication& card, bool mayUseLastTry)
{
    auto tries = card.passcodeTries();
    // "Verified" hides the count: somebody's earlier passcode is still in force. It is forgotten, so that the guard can see.
    if (tries.verified && card.forgetPasscode()) tries = card.passcodeTries();
    if (tries.blocked()) return passcodeOutcome(SignInOutcome::Kind::passcodeBlocked, 0);
    if (!tries.verified && tries.tries == 1 && !mayUseLastTry) return passcodeOutcome(SignInOutcome::Kind::lastTry, 1);
    return std::nullopt;
}

std::optional<SignInOutcome> passcodeRefused(PivApplication& card, const SecureBytes& passcode)
{
    using Kind = SignInOutcome::Kind;
    const auto answer = card.verifyPasscode(passcode);
    switch (answer.kind) {
    case PasscodeOutcome::Kind::accepted: return std::nullopt;
    case PasscodeOutcome::Kind::wrong: return passcodeOutcome(Kind::passcodeWrong, answer.triesLeft);
    case PasscodeOutcome::Kind::form: return passcodeOutcome(Kind::passcodeForm, answer.triesLeft);
    case PasscodeOutcome::Kind::blocked: break;
    }
    return passcodeOutcome(Kind::passcodeBlocked, 0);
}

/// Fresh octets each time: what a card signed yesterday proves nothing today.
bool provesKey(PivApplication& card, const PublicKey& key, RandomSource& random)
{
    const auto algorithm = algorithmOf(key);
    if (!algorithm) return false;
    std::array<std::uint8_t, 32> challenge{};
    random.fill(challenge);
    const auto digest = key.digestOf(challenge);
    return key.verifyDigest(digest, card.sign(Slot::authentication, *algorithm, digest));
}

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

SignInOutcome signIn(PivApplication& card, const SecureBytes& passcode, const SignInRules& rules, const Clock& clock, RandomSource& random)
{
    using Kind = SignInOutcome::Kind;
    const auto certificate = certificateOn(card);
    if (!certificate) return outcome(Kind::noCertificate);
    const auto now = clock.utcMillis();
    if (const auto trust = certificate->chainsTo(rules.trust, now, CertificatePurpose::signIn); trust != TrustVerdict::trusted) {
        auto result = outcome(Kind::notTrusted);
        result.trust = trust;
        return result;
    }
    const auto* agent = rules.roster.find(certificate->fingerprint());
    // The roster names a person, the certificate a number: both must mean the same one.
    if (agent == nullptr || certificate->subjectSerialNumber() != agent->number.digits()) return outcome(Kind::notInRoster);

    if (auto forbidden = triesForbid(card, rules.mayUseLastTry)) return std::move(*forbidden);
    if (auto refused = passcodeRefused(card, passcode)) return std::move(*refused);
    if (!provesKey(card, certificate->publicKey(), random)) return outcome(Kind::cloneSuspected);

    auto result = outcome(Kind::signedIn);
    result.session = AgentSession{Guid::ordered(now, random), agent->number, agent->name, agent->role,
                                  certificate->fingerprint(), certificate->der(), now, {}, false, {}, 0};
    return result;
}

std::optional<RosterEntry> agentOnCard(PivApplication& card, const AgentRoster& roster)
{
    const auto certificate = certificateOn(card);
    if (!certificate) return std::nullopt;
    const auto* agent = roster.find(certificate->fingerprint());
    if (agent == nullptr) return std::nullopt;
    return *agent;
}

} // namespace cardwright
