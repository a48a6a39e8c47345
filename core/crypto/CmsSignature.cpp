#include "core/crypto/CmsSignature.h"

#include "core/base/Tlv.h"
#include "core/crypto/BiometricSignature.h"
#include "core/crypto/CmsParts.h"
#include "core/crypto/Names.h"

#include <array>
#include <ctime>

namespace cardwright {

namespace {

namespace oids = openssl::oids;
using openssl::must;
using openssl::objectOf;
using openssl::onlySignerOf;
using openssl::owned;
using openssl::signedDataOf;
using openssl::verifiedContent;

struct ExtraAttribute {
    std::string_view oid;
    Bytes value; ///< a SEQUENCE's encoding, an OCTET STRING's content
    int type = V_ASN1_SEQUENCE;
};

constexpr std::string_view biometricContent = "2.16.840.1.101.3.6.2"; // id-PIV-biometricObject
constexpr std::string_view fascNAttribute = "2.16.840.1.101.3.6.6";   // pivFASC-N
constexpr std::string_view entryUuid = "1.3.6.1.1.16.4";              // RFC 4530

void addAttribute(CMS_SignerInfo* signer, const ExtraAttribute& attribute)
{
    const auto object = objectOf(attribute.oid);
    must(CMS_signed_add1_attr_by_OBJ(signer, object.get(), attribute.type, attribute.value.data(), openssl::intSize(attribute.value)) == 1,
         "signed attribute");
}

/// Set by hand, or OpenSSL would ask the machine's clock.
void addSigningTime(CMS_SignerInfo* signer, std::int64_t atMillis)
{
    using Time = std::unique_ptr<ASN1_TIME, openssl::Freer<ASN1_TIME_free>>;
    const auto time = owned<Time>(ASN1_TIME_set(nullptr, static_cast<std::time_t>(atMillis / 1000)), "time");
    must(CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) == 1, "signing time");
}

Bytes signContent(ByteView content, std::string_view contentType, unsigned flags, const PrivateKey& key, const Certificate& signer,
                  std::int64_t atMillis, std::span<const ExtraAttribute> attributes)
{
    const openssl::QueueDrain drain;
    must(signer.publicKey() == key.publicKey(), "the signer's key does not belong to its certificate");
    flags |= CMS_BINARY | CMS_PARTIAL;
    const auto cms = owned<openssl::Cms>(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags), "CMS");
    const auto type = objectOf(contentType);
    must(CMS_set1_eContentType(cms.get(), type.get()) == 1, "CMS");
    const EVP_MD* digest = key.algorithm() == KeyAlgorithm::ecP384 ? EVP_sha384() : EVP_sha256();
    CMS_SignerInfo* info = CMS_add1_signer(cms.get(), signer.handle(), key.handle(), digest, flags | CMS_NOSMIMECAP);
    must(info != nullptr, "CMS signer");
    addSigningTime(info, atMillis);
    for (const auto& attribute : attributes) addAttribute(info, attribute);
    const auto reader = openssl::readerOf(content);
    must(CMS_final(cms.get(), reader.get(), nullptr, flags) == 1, "CMS signature");
    return openssl::derOf(i2d_CMS_ContentInfo, cms.get());
}

/// A signed attribute that is there exactly once with exactly one value, of this type.
std::optional<Bytes> attributeOf(const CMS_SignerInfo* signer, std::string_view oid, int type = V_ASN1_SEQUENCE)
{
    const auto object = objectOf(oid);
    const auto* value = static_cast<const ASN1_STRING*>(CMS_signed_get0_data_by_OBJ(signer, object.get(), -3, type));
    if (value == nullptr) return std::nullopt;
    return toBytes({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))});
}

CmsVerdict judgeChuid(ByteView chuid, ByteView signature, std::span<const Certificate> trust, std::int64_t atMillis)
{
    CmsVerdict verdict;
    const auto cms = signedDataOf(signature, oids::chuidContent);
    if (!cms || CMS_is_detached(cms.get()) != 1) return verdict;
    CMS_SignerInfo* info = onlySignerOf(cms.get(), oids::chuidContent);
    if (info == nullptr) return verdict;
    const auto reader = openssl::readerOf(chuid);
    auto content = verifiedContent(cms.get(), nullptr, reader.get(), 0);
    if (!content) return verdict.trust = TrustVerdict::badSignature, verdict;
    verdict.signer = openssl::signerCertificateOf(info);
    if (!verdict.signer) return verdict;
    const auto named = attributeOf(info, oids::pivSignerName);
    if (!named || *named != verdict.signer->subjectDer()) return verdict;
    verdict.trust = verdict.signer->chainsTo(trust, atMillis, CertificatePurpose::contentSigning);
    verdict.content = std::move(*content);
    return verdict;
}

CmsVerdict judgeSecurityObject(ByteView object, const Certificate& signer, std::span<const Certificate> trust, std::int64_t atMillis)
{
    CmsVerdict verdict;
    verdict.signer = signer;
    const auto cms = signedDataOf(object, oids::ldsContent);
    if (!cms || CMS_is_detached(cms.get()) != 0) return verdict;
    CMS_SignerInfo* info = onlySignerOf(cms.get(), oids::ldsContent);
    if (info == nullptr) return verdict;
    if (CMS_SignerInfo_cert_cmp(info, signer.handle()) != 0) return verdict.trust = TrustVerdict::unknownIssuer, verdict;
    const auto candidates = owned<openssl::CertificateList>(sk_X509_new_null(), "signer");
    must(sk_X509_push(candidates.get(), signer.handle()) > 0, "signer");
    auto content = verifiedContent(cms.get(), candidates.get(), nullptr, CMS_NOINTERN);
    if (!content) return verdict.trust = TrustVerdict::badSignature, verdict;
    if (const auto biometric = attributeOf(info, oids::biometricInfo)) verdict.photoReference = der::pictureOf(*biometric);
    verdict.trust = signer.chainsTo(trust, atMillis, CertificatePurpose::contentSigning);
    verdict.content = std::move(*content);
    return verdict;
}

CmsVerdict judgeBiometric(ByteView record, ByteView signature, const BiometricSubject& subject, const Certificate& signer,
                          std::span<const Certificate> trust, std::int64_t atMillis)
{
    CmsVerdict verdict;
    verdict.signer = signer;
    const auto cms = signedDataOf(signature, biometricContent);
    if (!cms || CMS_is_detached(cms.get()) != 1) return verdict;
    CMS_SignerInfo* info = onlySignerOf(cms.get(), biometricContent);
    if (info == nullptr) return verdict;
    if (CMS_SignerInfo_cert_cmp(info, signer.handle()) != 0) return verdict.trust = TrustVerdict::unknownIssuer, verdict;
    const auto named = attributeOf(info, oids::pivSignerName);
    const auto number = attributeOf(info, fascNAttribute, V_ASN1_OCTET_STRING);
    const auto card = attributeOf(info, entryUuid, V_ASN1_OCTET_STRING);
    if (!named || *named != signer.subjectDer() || !number || !equal(*number, subject.fascN) || !card || !equal(*card, subject.card.bytes())) return verdict;
    const auto candidates = owned<openssl::CertificateList>(sk_X509_new_null(), "signer");
    must(sk_X509_push(candidates.get(), signer.handle()) > 0, "signer");
    const auto reader = openssl::readerOf(record);
    auto content = verifiedContent(cms.get(), candidates.get(), reader.get(), CMS_NOINTERN);
    if (!content) return verdict.trust = TrustVerdict::badSignature, verdict;
    verdict.trust = signer.chainsTo(trust, atMillis, CertificatePurpose::contentSigning);
    verdict.content = std::move(*content);
    return verdict;
}

} // namespace

namespace cms {

Bytes signBiometric(const std::function<Bytes(std::size_t signatureSize)>& record, const BiometricSubject& subject, const PrivateKey& key,
                    const Certificate& signer, std::int64_t atMillis)
{
    constexpr int mostAttempts = 1000; // each fits with a chance of one in four at least
    const std::array<ExtraAttribute, 3> attributes{ExtraAttribute{oids::pivSignerName, signer.subjectDer()},
                                                   ExtraAttribute{fascNAttribute, toBytes(subject.fascN), V_ASN1_OCTET_STRING},
                                                   ExtraAttribute{entryUuid, toBytes(subject.card.bytes()), V_ASN1_OCTET_STRING}};
    std::size_t size = 0;
    for (int attempt = 0; attempt < mostAttempts; ++attempt) {
        auto signature = signContent(record(size), biometricContent, CMS_DETACHED | CMS_NOCERTS, key, signer, atMillis, attributes);
        if (signature.size() == size) return signature;
        if (attempt == 0 || signature.size() > size) size = signature.size();
    }
    openssl::fail("CRYPTO-FAILED", "a signature of one length");
}

CmsVerdict verifyBiometric(ByteView record, ByteView signature, const BiometricSubject& subject, const Certificate& signer,
                           std::span<const Certificate> trust, std::int64_t atMillis)
{
    const openssl::QueueDrain drain;
    try {
        return judgeBiometric(record, signature, subject, signer, trust, atMillis);
    } catch (const CryptoError&) {
        return {};
    } catch (const TlvError&) {
        return {};
    }
}

Bytes signChuid(ByteView chuid, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis)
{
    const ExtraAttribute signerName{oids::pivSignerName, signer.subjectDer()};
    return signContent(chuid, oids::chuidContent, CMS_DETACHED, key, signer, atMillis, {&signerName, 1});
}

Bytes signSecurityObject(ByteView ldsSecurityObject, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis,
                         const std::optional<Sha256Digest>& photoReference)
{
    std::vector<ExtraAttribute> attributes;
    if (photoReference) attributes.push_back({oids::biometricInfo, der::biometricInfo(*photoReference, std::nullopt)});
    return signContent(ldsSecurityObject, oids::ldsContent, CMS_NOCERTS, key, signer, atMillis, attributes);
}

// Card octets can be anything: what does not parse half-way is broken, nothing else.
CmsVerdict verifyChuid(ByteView chuid, ByteView signature, std::span<const Certificate> trust, std::int64_t atMillis)
{
    const openssl::QueueDrain drain;
    try {
        return judgeChuid(chuid, signature, trust, atMillis);
    } catch (const CryptoError&) {
        return {};
    } catch (const TlvError&) {
        return {};
    }
}

CmsVerdict verifySecurityObject(ByteView object, const Certificate& signer, std::span<const Certificate> trust, std::int64_t atMillis)
{
    const openssl::QueueDrain drain;
    try {
        return judgeSecurityObject(object, signer, trust, atMillis);
    } catch (const CryptoError&) {
        return {};
    } catch (const TlvError&) {
        return {};
    }
}

} // namespace cms

} // namespace cardwright
