#include "core/lifecycle/HolderKeys.h"

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
    const bool verified = passcodeEveryTime(slot) ? m_justNow : m_verified;
    if (passcodeNeeded(slot) && !verified) verify();
    m_justNow = false;
    return m_piv.sign(slot, algorithm, digest);
}

bool HolderKeys::holds(Slot slot, Algorithm algorithm, const PublicKey& key)
{
    std::array<std::uint8_t, 32> challenge{};
    m_random.fill(challenge);
    const auto digest = key.digestOf(challenge);
    try {
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

std::vector<Slot> signingOrder(std::vector<Slot> slots)
{
    std::stable_partition(slots.begin(), slots.end(), [](Slot slot) { return passcodeEveryTime(slot); });
    return slots;
}

} // namespace cardwright
