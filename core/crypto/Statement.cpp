#include "core/base/Tlv.h"
#include "core/crypto/CmsParts.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/Names.h"

#include <algorithm>
#include <ctime>

// Statements are put together by hand, since their signature may come from a card: OpenSSL's CMS wants the private key itself.

namespace cardwright {

namespace {

namespace oids = openssl::oids;
using openssl::fail;
using openssl::must;
using openssl::owned;

constexpr std::uint32_t context0 = 0xA0;

std::string_view contentTypeOf(StatementType type) noexcept
{
    switch (type) {
    case StatementType::delegation: return oids::delegationContent;
    case StatementType::stepUp: return oids::stepUpContent;
    case StatementType::roster: return oids::rosterContent;
    case StatementType::policy: return oids::policyContent;
    case StatementType::terms: return oids::termsContent;
    case StatementType::authority: break;
    }
    return oids::authorityContent;
}

Bytes digestAlgorithmOf(const PublicKey& key)
{
    return key.algorithm() == KeyAlgorithm::ecP384 ? tlv(der::sequence, der::oid("2.16.840.1.101.3.4.2.2")) : der::sha256Algorithm();
}

/// RFC 5758 3.2 (no parameters), RFC 4055 5 (NULL).
Bytes signatureAlgorithmOf(const PublicKey& key)
{
    if (key.algorithm() == KeyAlgorithm::ecP256) return tlv(der::sequence, der::oid("1.2.840.10045.4.3.2"));
    if (key.algorithm() == KeyAlgorithm::ecP384) return tlv(der::sequence, der::oid("1.2.840.10045.4.3.3"));
    return tlv(der::sequence, concat({der::oid("1.2.840.113549.1.1.11"), tlv(der::null, {})}));
}

Bytes timeOf(std::int64_t atMillis)
{
    using Time = std::unique_ptr<ASN1_TIME, openssl::Freer<ASN1_TIME_free>>;
    const auto time = owned<Time>(ASN1_TIME_set(nullptr, static_cast<std::time_t>(atMillis / 1000)), "time");
    return openssl::derOf(i2d_ASN1_TIME, time.get());
}

Bytes attribute(std::string_view oid, ByteView value) { return tlv(der::sequence, concat({der::oid(oid), tlv(der::set, value)})); }

/// The three signed attributes (RFC 5652 11) in DER's order, without the header: it is a SET when signed, [0] in its place.
Bytes signedAttributes(ByteView content, std::string_view contentType, const PublicKey& key, std::int64_t atMillis)
{
    std::vector<Bytes> attributes{attribute("1.2.840.113549.1.9.3", der::oid(contentType)),
                                  attribute("1.2.840.113549.1.9.4", tlv(der::octetString, key.digestOf(content))),
                                  attribute("1.2.840.113549.1.9.5", timeOf(atMillis))};
    std::sort(attributes.begin(), attributes.end());
    return concat({attributes[0], attributes[1], attributes[2]});
}

Bytes signerIdentifier(const Certificate& signer)
{
    return tlv(der::sequence, concat({openssl::derOf(i2d_X509_NAME, X509_get_issuer_name(signer.handle())),
                                      openssl::derOf(i2d_ASN1_INTEGER, X509_get0_serialNumber(signer.handle()))}));
}

/// RFC 7093 2 method 1, as our own authority names keys: the leftmost 160 bits of SHA-256 over the bits of the public key.
Bytes keyIdentifier(const PublicKey& key)
{
    constexpr std::size_t octets = 20;
    const auto holder = owned<openssl::X509Handle>(X509_new(), "key identifier");
    must(X509_set_pubkey(holder.get(), key.handle()) == 1, "key identifier");
    Bytes identifier(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    must(X509_pubkey_digest(holder.get(), EVP_sha256(), identifier.data(), &size) == 1, "key identifier");
    identifier.resize(octets);
    return identifier;
}

constexpr std::uint8_t byIssuerAndSerial = 1; // SignerInfo versions (RFC 5652 5.3)
constexpr std::uint8_t byKeyIdentifier = 3;

struct SignedParts {
    std::uint8_t version;
    Bytes signer;       ///< SignerIdentifier
    Bytes certificates; ///< [0], or empty
};

/// attached: the content where it lies inside.
Bytes enclosed(const std::optional<ByteView>& attached, StatementType type, const PublicKey& publicKey, const SignedParts& parts, ByteView attributes, ByteView signature)
{
    const std::uint8_t signerVersion[] = {parts.version};
    constexpr std::uint8_t dataVersion[] = {3}; // the content is not id-data (RFC 5652 5.1)
    const Bytes digestAlgorithm = digestAlgorithmOf(publicKey);
    const Bytes info = tlv(der::sequence, concat({tlv(der::integer, signerVersion), parts.signer, digestAlgorithm, tlv(context0, attributes),
                                                  signatureAlgorithmOf(publicKey), tlv(der::octetString, signature)}));
    Bytes encapsulated = der::oid(contentTypeOf(type));
    if (attached) append(encapsulated, tlv(context0, tlv(der::octetString, *attached)));
    const Bytes data = tlv(der::sequence, concat({tlv(der::integer, dataVersion), tlv(der::set, digestAlgorithm), tlv(der::sequence, encapsulated),
                                                  parts.certificates, tlv(der::set, info)}));
    return tlv(der::sequence, concat({der::oid("1.2.840.113549.1.7.2"), tlv(context0, data)}));
}

Bytes assemble(ByteView content, bool attached, StatementType type, MessageSigner& key, const SignedParts& parts, std::int64_t atMillis)
{
    const PublicKey& publicKey = key.publicKey();
    const Bytes attributes = signedAttributes(content, contentTypeOf(type), publicKey, atMillis);
    const Bytes toBeSigned = tlv(der::set, attributes);
    const Bytes signature = key.sign(toBeSigned);
    if (!publicKey.verify(toBeSigned, signature)) fail("SIGNATURE-WRONG", "statement");
    return enclosed(attached ? std::optional(content) : std::nullopt, type, publicKey, parts, attributes, signature);
}

/// As they stand in a signer's part, in their order.
Bytes attributesOf(const CMS_SignerInfo* info)
{
    Bytes attributes;
    for (int at = 0; at < CMS_signed_get_attr_count(info); ++at) append(attributes, openssl::derOf(i2d_X509_ATTRIBUTE, CMS_signed_get_attr(info, at)));
    return attributes;
}

Bytes signedData(ByteView content, bool attached, StatementType type, MessageSigner& key, const Certificate& signer, std::int64_t atMillis)
{
    const openssl::QueueDrain drain;
    const PublicKey publicKey = signer.publicKey();
    if (!(publicKey == key.publicKey())) fail("KEY-UNUSABLE", "the certificate is of another key");
    return assemble(content, attached, type, key, {byIssuerAndSerial, signerIdentifier(signer), tlv(context0, signer.der())}, atMillis);
}

/// The one value of a signed attribute; nothing when it is not there exactly once.
std::optional<Bytes> octetsOf(const CMS_SignerInfo* info, const char* oid)
{
    const auto object = openssl::objectOf(oid);
    const auto* value = static_cast<const ASN1_STRING*>(CMS_signed_get0_data_by_OBJ(info, object.get(), -3, V_ASN1_OCTET_STRING));
    if (value == nullptr) return std::nullopt;
    return toBytes({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))});
}

bool signedBy(ByteView content, ByteView signature, StatementType type, const PublicKey& key)
{
    const auto contentType = contentTypeOf(type);
    const auto cms = openssl::signedDataOf(signature, contentType);
    if (!cms || CMS_is_detached(cms.get()) != 1) return false;
    CMS_SignerInfo* info = openssl::onlySignerOf(cms.get(), contentType);
    if (info == nullptr) return false;
    ASN1_OCTET_STRING* identifier = nullptr;
    must(CMS_SignerInfo_get0_signer_id(info, &identifier, nullptr, nullptr) == 1, "signer");
    if (identifier == nullptr) return false;
    const ByteView named{ASN1_STRING_get0_data(identifier), static_cast<std::size_t>(ASN1_STRING_length(identifier))};
    const auto digest = octetsOf(info, "1.2.840.113549.1.9.4");
    if (!equal(named, keyIdentifier(key)) || !digest || *digest != key.digestOf(content)) return false;
    const auto holder = owned<openssl::X509Handle>(X509_new(), "signer"); // OpenSSL takes a key by its certificate only
    must(X509_set_pubkey(holder.get(), key.handle()) == 1, "signer");
    CMS_SignerInfo_set1_signer_cert(info, holder.get());
    return CMS_SignerInfo_verify(info) == 1;
}

CmsVerdict judge(ByteView der, const std::optional<ByteView>& detached, StatementType type, std::span<const Certificate> trust,
                 std::int64_t atMillis)
{
    CmsVerdict verdict;
    const auto contentType = contentTypeOf(type);
    const auto cms = openssl::signedDataOf(der, contentType);
    if (!cms || (CMS_is_detached(cms.get()) == 1) != detached.has_value()) return verdict;
    CMS_SignerInfo* info = openssl::onlySignerOf(cms.get(), contentType);
    if (info == nullptr) return verdict;
    openssl::Bio reader;
    if (detached) reader = openssl::readerOf(*detached);
    auto content = openssl::verifiedContent(cms.get(), nullptr, reader.get(), 0);
    if (!content) return verdict.trust = TrustVerdict::badSignature, verdict;
    verdict.signer = openssl::signerCertificateOf(info);
    if (!verdict.signer) return verdict;
    static_cast<void>(verdict.signer->publicKey()); // a key of a kind that we do not take: broken
    verdict.trust = verdict.signer->chainsTo(trust, atMillis, purposeOf(type));
    verdict.content = std::move(*content);
    return verdict;
}

CmsVerdict judgeOrBroken(ByteView der, const std::optional<ByteView>& detached, StatementType type, std::span<const Certificate> trust,
                         std::int64_t atMillis)
{
    const openssl::QueueDrain drain;
    try {
        return judge(der, detached, type, trust, atMillis);
    } catch (const CryptoError&) {
        return {};
    } catch (const TlvError&) {
        return {};
    }
}

} // namespace

CertificatePurpose purposeOf(StatementType type) noexcept
{
    const bool byCard = type == StatementType::delegation || type == StatementType::stepUp;
    return byCard ? CertificatePurpose::signIn : CertificatePurpose::statementSigning;
}

namespace cms {

Bytes signStatement(ByteView content, StatementType type, MessageSigner& key, const Certificate& signer, std::int64_t atMillis)
{
    return signedData(content, true, type, key, signer, atMillis);
}

CmsVerdict verifyStatement(ByteView der, StatementType type, std::span<const Certificate> trust, std::int64_t atMillis)
{
    return judgeOrBroken(der, std::nullopt, type, trust, atMillis);
}

std::optional<Bytes> unverifiedContent(ByteView der, StatementType type)
{
    const openssl::QueueDrain drain;
    const auto cms = openssl::signedDataOf(der, contentTypeOf(type));
    if (!cms) return std::nullopt;
    ASN1_OCTET_STRING** content = CMS_get0_content(cms.get());
    if (content == nullptr || *content == nullptr) return std::nullopt;
    return toBytes({ASN1_STRING_get0_data(*content), static_cast<std::size_t>(ASN1_STRING_length(*content))});
}

Bytes signDetached(ByteView content, StatementType type, MessageSigner& key, const Certificate& signer, std::int64_t atMillis)
{
    return signedData(content, false, type, key, signer, atMillis);
}

CmsVerdict verifyDetached(ByteView content, ByteView signature, StatementType type, std::span<const Certificate> trust, std::int64_t atMillis)
{
    return judgeOrBroken(signature, content, type, trust, atMillis);
}

Bytes signByKey(ByteView content, StatementType type, MessageSigner& key, std::int64_t atMillis)
{
    constexpr std::uint32_t keyIdentifierTag = 0x80;
    const openssl::QueueDrain drain;
    return assemble(content, false, type, key, {byKeyIdentifier, tlv(keyIdentifierTag, keyIdentifier(key.publicKey())), {}}, atMillis);
}

Bytes addressedTo(ByteView signature, StatementType type, const Certificate& signer)
{
    const openssl::QueueDrain drain;
    const auto cms = openssl::signedDataOf(signature, contentTypeOf(type));
    CMS_SignerInfo* info = cms ? openssl::onlySignerOf(cms.get(), contentTypeOf(type)) : nullptr;
    if (info == nullptr || CMS_is_detached(cms.get()) != 1) fail("SIGNED-DATA-UNREADABLE", "statement");
    const Bytes attributes = attributesOf(info);
    const ASN1_OCTET_STRING* made = CMS_SignerInfo_get0_signature(info);
    const ByteView value{ASN1_STRING_get0_data(made), static_cast<std::size_t>(ASN1_STRING_length(made))};
    const PublicKey key = signer.publicKey();
    if (!key.verify(tlv(der::set, attributes), value)) fail("KEY-UNUSABLE", "the certificate is of another key");
    return enclosed(std::nullopt, type, key, {byIssuerAndSerial, signerIdentifier(signer), tlv(context0, signer.der())}, attributes, value);
}

bool verifyByKey(ByteView content, ByteView signature, StatementType type, const PublicKey& key)
{
    const openssl::QueueDrain drain;
    try {
        return signedBy(content, signature, type, key);
    } catch (const CryptoError&) {
        return false;
    } catch (const TlvError&) {
        return false;
    }
}

CmsVerdict verifyByCertificate(ByteView content, ByteView signature, StatementType type, const Certificate& signer, std::span<const Certificate> trust,
                               std::int64_t atMillis)
{
    CmsVerdict verdict;
    verdict.signer = signer;
    if (!verifyByKey(content, signature, type, signer.publicKey())) return verdict.trust = TrustVerdict::badSignature, verdict;
    verdict.trust = signer.chainsTo(trust, atMillis, CertificatePurpose::any);
    verdict.content = toBytes(content);
    return verdict;
}

} // namespace cms

} // namespace cardwright
