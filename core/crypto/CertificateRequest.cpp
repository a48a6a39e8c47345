#include "core/crypto/CertificateRequest.h"

#include "core/base/Tlv.h"
#include "core/crypto/Names.h"
#include "core/crypto/PrivateKey.h"

#include <algorithm>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;

using Request = std::unique_ptr<X509_REQ, openssl::Freer<X509_REQ_free>>;

openssl::Extensions extensionsOf(X509_REQ* request) { return openssl::Extensions(X509_REQ_get_extensions(request)); }

/// AlgorithmIdentifier of a signature over PublicKey::digestOf (RFC 5758 3.2: no parameters; RFC 8017 A.2: NULL).
Bytes signatureAlgorithmOf(KeyAlgorithm algorithm)
{
    switch (algorithm) {
    case KeyAlgorithm::ecP256: return tlv(der::sequence, der::oid("1.2.840.10045.4.3.2"));
    case KeyAlgorithm::ecP384: return tlv(der::sequence, der::oid("1.2.840.10045.4.3.3"));
    case KeyAlgorithm::rsa2048:
    case KeyAlgorithm::rsa3072: break;
    }
    return tlv(der::sequence, concat({der::oid("1.2.840.113549.1.1.11"), tlv(der::null, {})}));
}

bool isUserNumber(const std::string& text)
{
    return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

PendingRequest::PendingRequest(const PublicKey& key, const RequestSubject& subject) : m_key(key)
{
    const openssl::QueueDrain drain;
    must(subject.userNumber.empty() || isUserNumber(subject.userNumber), "a request names its holder by 12 digits or not at all");
    const auto request = owned<Request>(X509_REQ_new(), "request");
    must(X509_REQ_set_version(request.get(), 0) == 1 && X509_REQ_set_pubkey(request.get(), key.handle()) == 1, "request");
    X509_NAME* name = X509_REQ_get_subject_name(request.get());
    openssl::addAttribute(name, NID_organizationName, subject.organisation);
    openssl::addAttribute(name, NID_serialNumber, subject.userNumber);
    const auto extensions = openssl::requestedExtensions(subject);
    must(X509_REQ_add_extensions(request.get(), extensions.get()) == 1, "extensions");
    m_toBeSigned = openssl::derOf(i2d_re_X509_REQ_tbs, request.get());
}

Bytes PendingRequest::toBeSignedDigest() const { return m_key.digestOf(m_toBeSigned); }

Bytes PendingRequest::signatureInput() const { return m_key.signatureInput(toBeSignedDigest()); }

CertificateRequest PendingRequest::assemble(ByteView signature) const
{
    constexpr std::uint8_t noUnusedBits[] = {0x00};
    const Bytes bits = tlv(der::bitString, concat({noUnusedBits, signature}));
    auto request = CertificateRequest::fromDer(tlv(der::sequence, concat({m_toBeSigned, signatureAlgorithmOf(m_key.algorithm()), bits})));
    if (!request.provesPossession()) fail("SIGNATURE-WRONG", "certificate request");
    return request;
}

CertificateRequest::CertificateRequest(std::shared_ptr<X509_req_st> handle, Bytes der) noexcept
    : m_handle(std::move(handle)), m_der(std::move(der))
{
}

CertificateRequest CertificateRequest::fromDer(ByteView der)
{
    const openssl::QueueDrain drain;
    const std::uint8_t* at = der.data();
    Request handle(der.empty() ? nullptr : d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
    if (!handle || at != der.data() + der.size()) fail("REQUEST-UNREADABLE", "not a PKCS#10");
    return {{handle.release(), X509_REQ_free}, toBytes(der)};
}

CertificateRequest CertificateRequest::make(const PrivateKey& key, const RequestSubject& subject)
{
    const PendingRequest pending(key.publicKey(), subject);
    return pending.assemble(key.sign(pending.toBeSigned()));
}

PublicKey CertificateRequest::publicKey() const
{
    return PublicKey::fromDer(openssl::derOf(i2d_X509_PUBKEY, X509_REQ_get_X509_PUBKEY(m_handle.get())));
}

bool CertificateRequest::provesPossession() const noexcept
{
    const openssl::QueueDrain drain;
    try {
        switch (X509_REQ_get_signature_nid(m_handle.get())) {
        case NID_ecdsa_with_SHA256:
        case NID_ecdsa_with_SHA384:
        case NID_sha256WithRSAEncryption:
        case NID_sha384WithRSAEncryption: break;
        default: return false; // SHA-1 and the rest prove nothing today
        }
        return X509_REQ_verify(m_handle.get(), publicKey().handle()) == 1;
    } catch (...) {
        return false; // a key that may not be used cannot be possessed usefully
    }
}

std::optional<std::string> CertificateRequest::subjectSerialNumber() const
{
    return openssl::attributeOf(X509_REQ_get_subject_name(m_handle.get()), NID_serialNumber);
}

std::optional<std::string> CertificateRequest::organisation() const
{
    return openssl::attributeOf(X509_REQ_get_subject_name(m_handle.get()), NID_organizationName);
}

bool CertificateRequest::hasName() const { return openssl::namesAPerson(X509_REQ_get_subject_name(m_handle.get())); }

std::optional<Guid> CertificateRequest::uuid() const
{
    const openssl::QueueDrain drain;
    const auto extensions = extensionsOf(m_handle.get());
    const auto value = openssl::extensionValue(extensions.get(), openssl::oids::subjectAltName);
    if (!value) return std::nullopt;
    try {
        return openssl::guidOfAltName(*value);
    } catch (const TlvError&) {
        fail("REQUEST-UNREADABLE", "subject alternative name");
    }
}

std::optional<Sha256Digest> CertificateRequest::photoReference() const
{
    const openssl::QueueDrain drain;
    const auto extensions = extensionsOf(m_handle.get());
    const auto value = openssl::extensionValue(extensions.get(), openssl::oids::biometricInfo);
    if (!value) return std::nullopt;
    try {
        return der::pictureOf(*value);
    } catch (const TlvError&) {
        fail("REQUEST-UNREADABLE", "biometricInfo");
    }
}

} // namespace cardwright
