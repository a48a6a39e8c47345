#include "core/lifecycle/HolderKeys.h"

#include "core/crypto/PrivateKey.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/PasscodeEntry.h"

#include <algorithm>
#include <array>

namespace cardwright {

HolderKeys::HolderKeys(PivApplication& piv, const SecureBytes& passcode, RandomSource& random)
    : m_piv(piv), m_ask([&piv, &passcode] { return piv.verifyPasscode(passcode); }), m_random(random)
{
}

HolderKeys::HolderKeys(PivApplication& piv, PasscodeEntry& entry, bool again, RandomSource& random)
    : m_piv(piv), m_ask([&entry, again] { return entry.verify(again); }), m_onReader(entry.onReader()), m_random(random)
{
}

void HolderKeys::ride(bool justNow) noexcept
{
    m_verified = true;
    m_riding = true;
    m_justNow = justNow;
}

void HolderKeys::verify()
{
    if (m_refused) throw CardJobError("CARD-PROOF", "passcode");
    const auto outcome = m_ask();
    if (!outcome.accepted()) {
        // Digits that were typed here are the card's: another answer is the card's fault. On the reader a finger may have slipped.
        m_refused = !m_onReader;
        const bool blocked = outcome.kind == PasscodeOutcome::Kind::blocked;
        auto failure = m_onReader ? Failure::of(blocked ? "PASSCODE-BLOCKED" : "PASSCODE-WRONG") : Failure::of("CARD-PROOF", "passcode");
        failure.triesLeft = outcome.triesLeft;
        throw CardJobError(std::move(failure));
    }
    m_verified = true;
    m_riding = false;
    m_justNow = true;
}

/// A card may have forgotten what was verified before other commands: it is asked once more, and the key with it.
template <class Use>
auto HolderKeys::used(Use&& use) -> decltype(use())
{
    try {
        return use();
    } catch (const CardError& error) {
        if (!m_riding || error.failure().code != "CARD-NEEDS-PASSCODE") throw;
    }
    verify();
    m_justNow = false;
    return use();
}

Bytes HolderKeys::sign(Slot slot, Algorithm algorithm, ByteView digest)
{
    verifyFor(slot);
    return used([&] { return m_piv.sign(slot, algorithm, digest); });
}

void HolderKeys::verifyFor(Slot slot)
{
    const bool verified = passcodeEveryTime(slot) ? m_justNow : m_verified;
    if (passcodeNeeded(slot) && !verified) verify();
    m_justNow = false;
}

bool HolderKeys::agrees(Slot slot, Algorithm algorithm, const PublicKey& key)
{
    const auto ours = PrivateKey::generate(key.algorithm());
    verifyFor(slot);
    return used([&] { return m_piv.keyAgreement(slot, algorithm, ours.publicKey().point()); }).sameAs(ours.agree(key).view());
}

bool HolderKeys::holds(Slot slot, Algorithm algorithm, const PublicKey& key)
{
    std::array<std::uint8_t, 32> challenge{};
    m_random.fill(challenge);
    const auto digest = key.digestOf(challenge);
    try {
        if (!signsRequests(slot, algorithm)) return agrees(slot, algorithm, key);
        return key.verifyDigest(digest, sign(slot, algorithm, digest));
    } catch (const CardError& error) {
        if (error.failure().code == "CARD-NO-KEY") return false;
        throw;
    }
}

CertificateRequest HolderKeys::request(Slot slot, Algorithm algorithm, const PublicKey& key, const RequestSubject& subject)
{
    const PendingRequest pending(key, subject);
    return pending.assemble(sign(slot, algorithm, pending.toBeSignedDigest()));
}

Algorithm algorithmOf(const PublicKey& key) noexcept
{
    switch (key.algorithm()) {
    case KeyAlgorithm::ecP384: return Algorithm::eccP384;
    case KeyAlgorithm::rsa2048: return Algorithm::rsa2048;
    case KeyAlgorithm::rsa3072: return Algorithm::rsa3072;
    case KeyAlgorithm::ecP256: break;
    }
    return Algorithm::eccP256;
}

bool signsRequests(Slot slot, Algorithm algorithm) noexcept { return slot != Slot::keyManagement || !isElliptic(algorithm); }

std::vector<Slot> signingOrder(std::vector<Slot> slots)
{
    std::stable_partition(slots.begin(), slots.end(), [](Slot slot) { return passcodeEveryTime(slot); });
    return slots;
}

} // namespace cardwright
