#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/PublicKey.h"
#include "core/piv/PivApplication.h"

#include <functional>
#include <vector>

namespace cardwright {

class PasscodeEntry;

/// The holder's keys used with a passcode that is known to be the card's, within one transaction. Verifies when a key needs it
/// and not more often: 9C wants the passcode right before each use, so it is used first and the others ride on the same VERIFY.
class HolderKeys {
public:
    HolderKeys(PivApplication& piv, const SecureBytes& passcode, RandomSource& random);
    /// From wherever it comes. again: it was set just now, and is asked for once more.
    HolderKeys(PivApplication& piv, PasscodeEntry& entry, bool again, RandomSource& random);

    /// The card was given the passcode in this transaction already: it is asked for again only by a key, or a card, that wants it.
    /// justNow: no other command since.
    void ride(bool justNow) noexcept;
    /// VERIFY. A passcode that the card refuses is never sent again. Errors: CardJobError CARD-PROOF, of digits typed here; PASSCODE-WRONG,
    /// -BLOCKED with the tries left and PAD-* of an entry on the reader.
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
    template <class Use>
    auto used(Use&& use) -> decltype(use());
    PivApplication& m_piv;
    std::function<PasscodeOutcome()> m_ask;
    bool m_onReader = false;
    bool m_riding = false; ///< verified by an entry before this object
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
