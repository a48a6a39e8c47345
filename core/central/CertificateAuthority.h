#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/CmpClient.h"

#include <cstdint>
#include <vector>

namespace cardwright::central {

/// One certificate for a slot of a card.
struct CardCertificateOrder {
    Guid request; ///< the transaction: asked again, it is the same one
    CertificateProfile profile = CertificateProfile::signIn;
    /// Signed by the card. None: a key that cannot sign (EC of 9D); the desk proved possession by key agreement.
    std::optional<CertificateRequest> pkcs10;
    PublicKey key;
    RequestSubject subject; ///< what the certificate must say
};

/// Port: who makes certificates for the centre. Called outside of any database transaction, and from another thread than the
/// centre's: one call at a time for each of the card's calls, beside those about desks.
class CertificateAuthority {
public:
    virtual ~CertificateAuthority() = default;

    /// The request's possession was checked. The authority's certificate counts only once `check` took it: words from it, and the
    /// certificate is taken back (CA-CERTIFICATE). The same request asked again gets the same certificate. Throws CryptoError
    /// CA-UNREACHABLE, CA-ANSWER (ask again), CA-REFUSED, CA-CERTIFICATE (it is over).
    virtual Certificate issue(const CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t atMillis) = 0;
    /// One that is revoked already, or that the authority does not know, ends in CA-REFUSED "certRevoked" or "badCertId".
    virtual void revoke(const Certificate& certificate, RevocationReason reason, const Guid& transaction, std::int64_t atMillis) = 0;
    /// From another thread: whoever waits for an answer waits no longer (CA-UNREACHABLE), and nobody is asked any more. For the end.
    virtual void giveUp() noexcept {}
    /// What falls due with time (a revocation list that ends).
    virtual void keepUp(std::int64_t) {}

    /// What is no card's: TLS, signing, store and content-signing certificates of desks.
    virtual Certificate issue(const CertificateContent& content, const PublicKey& key) = 0;
    /// The centre's own root: desks, the centre's signatures.
    virtual const Certificate& root() const noexcept = 0;
    /// Who issues for cards; the centre's own root among them, as its first agents' cards may be from there.
    virtual std::vector<Certificate> cardAnchors() const { return {root()}; }
};

/// Nothing, or which field of the certificate is not as ordered: "chain: expired", "key", "card", "userNumber", "organisation",
/// "names a person", "photoReference", "validity". Never what a field holds.
std::optional<std::string> objectionTo(const Certificate& certificate, const CardCertificateOrder& order, std::span<const Certificate> anchors,
                                       std::int64_t atMillis);

} // namespace cardwright::central
