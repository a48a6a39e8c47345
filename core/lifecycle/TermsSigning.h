#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/MessageSigner.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/lifecycle/TermsAcceptance.h"

#include <optional>
#include <vector>

// How a card signs what its holder accepted: CMS SignedData over TermsAcceptance::statement, detached, the signer named by its key, since
// the certificate may come later.

namespace cardwright {

/// A holder's key on the card as a signer of messages.
class HolderKeySigner final : public MessageSigner {
public:
    /// Both outlive it.
    HolderKeySigner(HolderKeys& holder, Slot slot, const PublicKey& key) noexcept : m_holder(holder), m_slot(slot), m_key(key) {}
    const PublicKey& publicKey() const override { return m_key; }
    Bytes sign(ByteView message) override { return m_holder.sign(m_slot, algorithmOf(m_key), m_key.digestOf(message)); }

private:
    HolderKeys& m_holder;
    Slot m_slot;
    const PublicKey& m_key;
};

/// Who has to have accepted, and has not. Throws RefusedError TERMS-NEEDED where terms are due and nothing was accepted, TERMS-CHANGED
/// where what was accepted is not what the desk's policy shows now.
/// What is left to be signed: nothing where these very terms were accepted before.
std::optional<TermsAcceptance> requireTerms(const CardDesk& desk, std::optional<TermsAcceptance> accepted, const std::optional<TermsRecord>& last);

/// One signature (after a VERIFY where the key wants one), checked against the key at once.
/// Errors: as HolderKeys::sign; CryptoError SIGNATURE-WRONG.
TermsRecord signTerms(CardDesk& desk, HolderKeys& holder, Slot slot, const PublicKey& key, const TermsAcceptance& accepted, const Guid& card,
                      const UserNumber& person);

/// The step "terms" of an open job: intent committed, signed, record and entry in the commit of its outcome. On record for this key
/// already: passed over. Signed and cut before the commit: signed again, for nobody has seen the first.
void signTermsStep(CardDesk& desk, JobRecorder& recorder, HolderKeys& holder, Slot slot, const PublicKey& key, const TermsAcceptance& accepted,
                   const UserNumber& person, CardReceipt& receipt);

/// What looking at an acceptance gave.
struct TermsCheck {
    bool signature = false;       ///< this statement, by the key on record
    bool consistent = false;      ///< the statement says what the record says
    std::optional<TrustVerdict> certificate; ///< of that key; nothing while it has not come
    bool holds() const noexcept { return signature && consistent && (!certificate || *certificate == TrustVerdict::trusted); }
};
/// certificate: of the key that signed, where it is known; judged at the time of acceptance or at its own beginning, what is later, since a
/// deferred one begins after it.
TermsCheck checkTerms(const TermsRecord& record, const std::optional<Certificate>& certificate, const std::vector<Certificate>& trust);

} // namespace cardwright
