#pragma once

#include "core/base/Guid.h"
#include "core/crypto/PublicKey.h"
#include "core/crypto/Sha256.h"

#include <memory>
#include <optional>
#include <string>

struct X509_req_st;

namespace cardwright {

/// What a card's certificate request says (and all that its certificate will say) of its holder: no name.
struct RequestSubject {
    std::string userNumber;   ///< 12 digits: subject serialNumber; empty for 9E, which names the card only
    std::string organisation; ///< subject O; what is beyond 64 characters (RFC 5280 A.1) is left out
    Guid card;                ///< subject alternative name urn:uuid:
    std::optional<Sha256Digest> photoReference; ///< RFC 3739 biometricInfo, when there is a portrait
};

class CertificateRequest;
class PrivateKey;

/// A PKCS#10 (RFC 2986) whose key lives on a card: first the octets to be signed, then, with the card's signature, the request.
class PendingRequest {
public:
    PendingRequest(const PublicKey& key, const RequestSubject& subject);

    ByteView toBeSigned() const noexcept { return m_toBeSigned; } ///< DER of the CertificationRequestInfo
    Bytes toBeSignedDigest() const;  ///< SHA-256, or SHA-384 for P-384
    /// What the card is given: the digest (EC) or its EMSA-PKCS1-v1_5 block (RSA).
    Bytes signatureInput() const;
    const PublicKey& key() const noexcept { return m_key; }

    /// signature: ECDSA DER, or the RSA block. Throws CryptoError SIGNATURE-WRONG when it does not prove possession.
    CertificateRequest assemble(ByteView signature) const;

private:
    PublicKey m_key;
    Bytes m_toBeSigned;
};

/// A whole PKCS#10. Reading throws CryptoError REQUEST-UNREADABLE; it does not yet say that possession is proven.
class CertificateRequest {
public:
    static CertificateRequest fromDer(ByteView der);
    /// For a key held in this process (a workstation's): made and signed in one call.
    static CertificateRequest make(const PrivateKey& key, const RequestSubject& subject);

    const Bytes& der() const noexcept { return m_der; }
    PublicKey publicKey() const; ///< checked; throws KEY-UNUSABLE
    /// The signature was made with the private key that belongs to publicKey().
    bool provesPossession() const noexcept;

    std::optional<std::string> subjectSerialNumber() const;
    std::optional<std::string> organisation() const;
    bool hasName() const;
    std::optional<Guid> uuid() const;
    std::optional<Sha256Digest> photoReference() const;

    X509_req_st* handle() const noexcept { return m_handle.get(); }

private:
    CertificateRequest(std::shared_ptr<X509_req_st> handle, Bytes der) noexcept;
    std::shared_ptr<X509_req_st> m_handle;
    Bytes m_der;
};

} // namespace cardwright
