#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/crypto/PublicKey.h"
#include "core/crypto/Sha256.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct x509_st;

namespace cardwright {

/// What a certificate is to be used for; each names the extended key usage it must carry.
enum class CertificatePurpose {
    any,            ///< the chain alone
    signIn,         ///< slot 9A: clientAuth and smartcard logon 1.3.6.1.4.1.311.20.2.2
    signature,      ///< slot 9C: nonRepudiation and emailProtection
    contentSigning, ///< id-PIV-content-signing 2.16.840.1.101.3.6.7
    tlsServer,
    tlsClient,
    envelope,           ///< recipient of envelopes: keyAgreement (EC) or keyEncipherment (RSA)
    statementSigning,   ///< the centre's roster, policies, authority: 2.25.116714519797643542831714156256045908776
    workstationSigning, ///< a workstation's journal: 2.25.179905669688103725819280992015998284053
};

/// Why a certificate or signature is trusted or not: a value, since callers act on it.
enum class TrustVerdict { trusted, unknownIssuer, badSignature, notYetValid, expired, wrongPurpose, broken };
const char* nameOf(TrustVerdict verdict) noexcept; ///< "trusted", "unknown issuer" ...: a few plain words

/// An X.509 certificate (RFC 5280). Cheap to copy. Reading throws CryptoError CERTIFICATE-UNREADABLE.
class Certificate {
public:
    static Certificate fromDer(ByteView der); ///< nothing may follow it
    static Certificate fromPem(ByteView pem); ///< the first one in the text
    static std::vector<Certificate> allFromPem(ByteView pem);

    const Bytes& der() const noexcept { return *m_der; }
    std::string pem() const;
    Sha256Digest fingerprint() const; ///< of der()

    std::string subject() const; ///< RFC 4514 text, for people
    std::string issuer() const;
    Bytes subjectDer() const; ///< the Name
    std::string serialNumberHex() const; ///< the certificate's own number
    /// The subject's attributes; nothing when absent. serialNumber holds a person's 12-digit user number.
    std::optional<std::string> subjectSerialNumber() const;
    std::optional<std::string> subjectCommonName() const;
    std::optional<std::string> subjectOrganisation() const;
    /// True when the subject holds commonName, givenName, surname, initials, pseudonym, title or an e-mail address.
    bool hasName() const;

    std::int64_t notBefore() const; ///< UTC milliseconds
    std::int64_t notAfter() const;
    PublicKey publicKey() const;
    /// The subject key identifier extension (RFC 5280 4.2.1.2).
    std::optional<Bytes> keyIdentifier() const;

    /// The `urn:uuid:` of the subject alternative name: the card's GUID, or the workstation's.
    std::optional<Guid> uuid() const;
    /// RFC 3739 3.2.6 biometricInfo: the SHA-256 of the portrait (type picture(0), sha-256). Throws when it is there and malformed.
    std::optional<Sha256Digest> biometricInfo() const;
    bool allows(CertificatePurpose purpose) const noexcept;

    /// RFC 5280 path validation at a given time against these trust anchors (self-signed authorities).
    TrustVerdict chainsTo(std::span<const Certificate> trust, std::int64_t atMillis, CertificatePurpose purpose) const;

    friend bool operator==(const Certificate& left, const Certificate& right) noexcept;

    x509_st* handle() const noexcept { return m_handle.get(); }
    static Certificate adopt(std::shared_ptr<x509_st> handle);

private:
    Certificate(std::shared_ptr<x509_st> handle, std::shared_ptr<const Bytes> der) noexcept;
    std::shared_ptr<x509_st> m_handle;
    std::shared_ptr<const Bytes> m_der;
};

} // namespace cardwright
