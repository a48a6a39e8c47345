#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/PublicKey.h"
#include "core/piv/PivApplication.h"

#include <vector>

namespace cardwright {

/// The holder's keys used with a passcode that is known to be the card's, within one transaction. Verifies when a key needs it
/// and not more often: 9C wants the passcode right before each use, so it is used first and the others ride on the same VERIFY.
class HolderKeys {
public:
    HolderKeys(PivApplication& piv, const SecureBytes& passcode, RandomSource& random) noexcept
        : m_piv(piv), m_passcode(passcode), m_random(random)
    {
    }

    /// VERIFY. A passcode that the card refuses is never sent again. Errors: CardJobError CARD-PROOF.
    void verify();
    /// A signature by this slot's key. Errors: as verify() and PivApplication::sign.
    Bytes sign(Slot slot, Algorithm algorithm, ByteView digest);
    /// Whether the slot holds the private key of this public key: a fresh challenge, signed there and checked here; for an elliptic
    /// 9D, which signs nothing, an ECDH with a fresh key of ours, both sides of which must come to the same secret.
    /// A slot without a key is a plain no.
    bool holds(Slot slot, Algorithm algorithm, const PublicKey& key);
    /// A PKCS#10 signed on the card. Throws CryptoError SIGNATURE-WRONG when the slot holds another key.
    CertificateRequest request(Slot slot, Algorithm algorithm, const PublicKey& key, const RequestSubject& subject);

private:
    void verifyFor(Slot slot);
    bool agrees(Slot slot, Algorithm algorithm, const PublicKey& key);
    PivApplication& m_piv;
    const SecureBytes& m_passcode;
    RandomSource& m_random;
    bool m_verified = false;
    bool m_justNow = false; ///< no other command since VERIFY
    bool m_refused = false;
};

/// How a card names the kind of this key.
Algorithm algorithmOf(const PublicKey& key) noexcept;
/// False for an elliptic key of 9D (SP 800-73-5 pt 1 table 4b): it is proved by ECDH and asked for without a PKCS#10.
bool signsRequests(Slot slot, Algorithm algorithm) noexcept;

/// The order in which keys are used: 9C first.
std::vector<Slot> signingOrder(std::vector<Slot> slots);

} // namespace cardwright
