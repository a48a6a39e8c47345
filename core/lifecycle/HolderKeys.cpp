#include "core/lifecycle/HolderKeys.h"

#include "core/crypto/PrivateKey.h"
#include "core/lifecycle/CardJobError.h"

#include <algorithm>
#include <array>

namespace cardwright {

void HolderKeys::verify()
{
    if (m_refused) throw CardJobError("CARD-PROOF", "passcode");
    const auto outcome = m_piv.verifyPasscode(m_passcode);
    if (!outcome.accepted()) {
        m_refused = true;
        auto failure = Failure::of("CARD-PROOF", "passcode");
        failure.triesLeft = outcome.triesLeft;
        throw CardJobError(std::move(failure));
    }
    m_verified = true;
    m_justNow = true;
}

Bytes HolderKeys::sign(Slot slot, Algorithm algorithm, ByteView digest)
{
    verifyFor(slot);
    return m_piv.sign(slot, algorithm, digest);
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
    return m_piv.keyAgreement(slot, algorithm, ours.publicKey().point()).sameAs(ours.agree(key).view());
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
