#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/MessageSigner.h"
#include "core/crypto/PrivateKey.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// What looking at a CMS signature gave. Only with `trusted` may the rest be believed.
struct CmsVerdict {
    TrustVerdict trust = TrustVerdict::broken;
    std::optional<Certificate> signer;           ///< whose signature it is (CHUID: from the CMS; security object: the one given)
    Bytes content;                               ///< what was signed
    std::optional<Sha256Digest> photoReference;  ///< security object only
    explicit operator bool() const noexcept { return trust == TrustVerdict::trusted; }
};

/// What a signed statement of ours says. Each has its own content type, so that none passes for another, and the purpose its
/// signer's certificate must have.
enum class StatementType {
    delegation, ///< 2.25.325857896697642692999072561211291397494, an agent's card (signIn)
    stepUp,     ///< 2.25.221471897840358461948272935014197411086, likewise
    roster,     ///< 2.25.90067925251338244398332011547834123946, the centre (statementSigning)
    policy,     ///< 2.25.164953498588563479356310512081335759, likewise; detached
    authority,  ///< 2.25.271971319041876483287503177700021754146, likewise
    terms,      ///< 2.25.219767645019422509426100547706540712257, a holder's card, by its key alone: see signByKey
};
CertificatePurpose purposeOf(StatementType type) noexcept;

/// CMS SignedData (RFC 5652). The two of a PIV card, SP 800-73-5 part 1 3.1.2 and 3.1.7, and our own statements, made and read.
namespace cms {

/// The CHUID's issuer asymmetric signature: detached; content type id-PIV-CHUIDSecurityObject 2.16.840.1.101.3.6.1; signed
/// attributes content type, message digest, signing time, pivSigner-DN 2.16.840.1.101.3.6.5; the signer's certificate is in it.
/// chuid: Chuid::signedPortion(), every element but the signature, the error detection code included (FIPS 201-3 table B-1).
/// Checked from a shell: openssl cms -verify -inform DER -binary -content chuid -in signature -CAfile ca.pem -purpose any
Bytes signChuid(ByteView chuid, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis);
CmsVerdict verifyChuid(ByteView chuid, ByteView signature, std::span<const Certificate> trust, std::int64_t atMillis);

/// The security object: LDSSecurityObject inside, content type id-icao-ldsSecurityObject 2.23.136.1.1.1, no certificate
/// (the CHUID carries it); signed attribute biometricInfo 1.3.6.1.5.5.7.1.2 when there is a photo reference.
/// Checked from a shell: openssl cms -verify -inform DER -in object -certfile signer.pem -CAfile ca.pem -purpose any
Bytes signSecurityObject(ByteView ldsSecurityObject, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis,
                         const std::optional<Sha256Digest>& photoReference);
CmsVerdict verifySecurityObject(ByteView object, const Certificate& signer, std::span<const Certificate> trust, std::int64_t atMillis);

/// A statement: content inside, the signer's certificate inside, signed attributes content type, message digest, signing time.
/// The signature may be made by a card. Throws CryptoError: KEY-UNUSABLE when the certificate is of another key, SIGNATURE-WRONG
/// when what the signer gave does not hold.
Bytes signStatement(ByteView content, StatementType type, MessageSigner& key, const Certificate& signer, std::int64_t atMillis);
/// Judged at atMillis against these anchors and the type's purpose. Never throws for what the octets are.
/// From a shell: openssl cms -verify -inform DER -binary -in statement -CAfile ca.pem -purpose any
CmsVerdict verifyStatement(ByteView der, StatementType type, std::span<const Certificate> trust, std::int64_t atMillis);
/// The content of a statement before anything is known about its signature (to read who it claims to be from).
std::optional<Bytes> unverifiedContent(ByteView der, StatementType type);

/// The detached pair: the content lies beside (NAME.json and NAME.json.p7s). content of the verdict is the one given.
Bytes signDetached(ByteView content, StatementType type, MessageSigner& key, const Certificate& signer, std::int64_t atMillis);
CmsVerdict verifyDetached(ByteView content, ByteView signature, StatementType type, std::span<const Certificate> trust,
                          std::int64_t atMillis);

/// Detached, signed by a key whose certificate need not be there yet: the signer is named by the key identifier, as the certificates of
/// our own authority name it (RFC 7093 2 method 1). No certificate inside: see addressedTo. The signature may be made by a card.
/// Throws CryptoError SIGNATURE-WRONG when what the signer gave does not hold.
Bytes signByKey(ByteView content, StatementType type, MessageSigner& key, std::int64_t atMillis);
/// Whether this key signed exactly this content. Never throws for what the octets are.
bool verifyByKey(ByteView content, ByteView signature, StatementType type, const PublicKey& key);
/// The same signature for whoever has nothing of ours: its signer named by this certificate's issuer and serial number, and the certificate
/// inside, so that OpenSSL finds it however its authority names keys. What is signed does not say who signs (RFC 5652 5.4), so nothing
/// of it changes. Throws CryptoError SIGNED-DATA-UNREADABLE, KEY-UNUSABLE (the certificate is of another key).
/// openssl cms -verify -inform DER -binary -content statement.json -in statement.p7s -CAfile ca.pem -purpose any
Bytes addressedTo(ByteView signature, StatementType type, const Certificate& signer);
/// Likewise by the key of this certificate, its chain judged at atMillis. From a shell, with the certificate of the key:
/// openssl cms -verify -inform DER -binary -content statement.json -in statement.p7s -certfile card.pem -CAfile ca.pem -purpose any
CmsVerdict verifyByCertificate(ByteView content, ByteView signature, StatementType type, const Certificate& signer, std::span<const Certificate> trust,
                               std::int64_t atMillis);

} // namespace cms

/// One line of an LDSSecurityObject (ICAO 9303-10 4.6.2.3).
struct DataGroupDigest {
    int number = 0; ///< 1 to 16
    Sha256Digest digest{};
    friend bool operator==(const DataGroupDigest&, const DataGroupDigest&) = default;
};

/// DER of LDSSecurityObject version 0 with SHA-256; decoding throws CryptoError SIGNED-DATA-UNREADABLE.
Bytes encodeLdsSecurityObject(std::span<const DataGroupDigest> digests);
std::vector<DataGroupDigest> decodeLdsSecurityObject(ByteView der);

} // namespace cardwright
