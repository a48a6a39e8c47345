#include "core/crypto/CertificateBuilder.h"

#include "core/base/Clock.h"
#include "core/base/Tlv.h"
#include "core/crypto/Names.h"

#include <array>
#include <ctime>

namespace cardwright {

namespace {

namespace oids = openssl::oids;
using openssl::fail;
using openssl::must;
using openssl::owned;

void addExtension(X509* certificate, std::string_view oid, bool critical, ByteView value)
{
    const auto extension = openssl::extensionOf(oid, critical, value);
    must(X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

/// KeyUsage as a named bit list: bit 0 is digitalSignature, trailing zero bits are left out (X.690 11.2.2).
Bytes keyUsageBits(std::initializer_list<int> bits)
{
    std::uint8_t octet = 0;
    int last = 0;
    for (const int bit : bits) {
        octet = static_cast<std::uint8_t>(octet | (0x80U >> bit));
        last = std::max(last, bit);
    }
    const std::array content{static_cast<std::uint8_t>(7 - last), octet};
    return tlv(der::bitString, content);
}

Bytes usagesOf(std::initializer_list<std::string_view> usages)
{
    Bytes list;
    for (const auto usage : usages) append(list, der::oid(usage));
    return tlv(der::sequence, list);
}

void addUsages(X509* certificate, CertificateProfile profile, bool isEc)
{
    constexpr int digitalSignature = 0;
    constexpr int nonRepudiation = 1;
    constexpr int keyEncipherment = 2;
    constexpr int keyAgreement = 4;
    constexpr int keyCertSign = 5;
    constexpr int crlSign = 6;
    const auto usage = [&](std::initializer_list<int> bits) { addExtension(certificate, oids::keyUsage, true, keyUsageBits(bits)); };
    const auto extended = [&](std::initializer_list<std::string_view> list, bool critical = false) {
        addExtension(certificate, oids::extendedKeyUsage, critical, usagesOf(list));
    };
    switch (profile) {
    case CertificateProfile::root: usage({keyCertSign, crlSign}); break;
    case CertificateProfile::contentSigning: usage({digitalSignature}), extended({oids::pivContentSigning}, true); break;
    case CertificateProfile::tlsServer: usage({digitalSignature}), extended({oids::serverAuth}); break;
    case CertificateProfile::tlsClient: usage({digitalSignature}), extended({oids::clientAuth}); break;
    case CertificateProfile::signIn: usage({digitalSignature}), extended({oids::clientAuth, oids::smartcardLogon}); break;
    case CertificateProfile::signature: usage({digitalSignature, nonRepudiation}), extended({oids::emailProtection}); break;
    case CertificateProfile::keyManagement: usage({isEc ? keyAgreement : keyEncipherment}); break;
    case CertificateProfile::cardAuthentication: usage({digitalSignature}), extended({oids::pivCardAuthentication}, true); break;
    case CertificateProfile::envelope: usage({isEc ? keyAgreement : keyEncipherment}); break;
    case CertificateProfile::statementSigning: usage({digitalSignature}), extended({oids::statementSigning}, true); break;
    case CertificateProfile::workstationSigning: usage({digitalSignature}), extended({oids::workstationSigning}, true); break;
    }
}

/// RFC 7093 2 method 1: the leftmost 160 bits of SHA-256 over the key's bits.
Bytes keyIdOf(const PublicKey& key)
{
    const Bytes spki = key.der();
    TlvReader outer(spki);
    TlvReader info(outer.expect(der::sequence));
    info.expect(der::sequence);
    const Sha256Digest digest = sha256(info.expect(der::bitString).subspan(1)); // after the count of unused bits
    return {digest.begin(), digest.begin() + 20};
}

void addKeyIds(X509* certificate, const PublicKey& subject, const Certificate* issuer)
{
    constexpr std::uint32_t keyIdentifier = 0x80;
    addExtension(certificate, oids::subjectKeyId, false, tlv(der::octetString, keyIdOf(subject)));
    if (issuer == nullptr) return;
    Bytes issuerId = keyIdOf(issuer->publicKey());
    if (const auto value = openssl::extensionValue(X509_get0_extensions(issuer->handle()), oids::subjectKeyId)) {
        issuerId = toBytes(TlvReader(*value).expect(der::octetString));
    }
    addExtension(certificate, oids::authorityKeyId, false, tlv(der::sequence, tlv(keyIdentifier, issuerId)));
}

void addAltName(X509* certificate, const CertificateContent& content)
{
    constexpr std::uint32_t dns = 0x82;
    constexpr std::uint32_t uri = 0x86;
    constexpr std::uint32_t ip = 0x87;
    TlvWriter names;
    for (const auto& name : content.dnsNames) names.addText(dns, name);
    for (const auto& address : content.ipAddresses) {
        const auto octets = owned<openssl::Octets>(a2i_IPADDRESS(address.c_str()), "an IP address");
        names.add(ip, {ASN1_STRING_get0_data(octets.get()), static_cast<std::size_t>(ASN1_STRING_length(octets.get()))});
    }
    if (content.uuid) names.addText(uri, der::urnOf(*content.uuid));
    if (!names.octets().empty()) addExtension(certificate, oids::subjectAltName, false, tlv(der::sequence, names.octets()));
}

void setTimes(X509* certificate, const CertificateContent& content)
{
    must(content.notBefore < content.notAfter, "a certificate ends after it begins");
    must(ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<std::time_t>(content.notBefore / 1000)) != nullptr &&
             ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<std::time_t>(content.notAfter / 1000)) != nullptr,
         "time");
}

void setSerial(X509* certificate, RandomSource& random)
{
    std::array<std::uint8_t, 16> octets{};
    random.fill(octets);
    octets[0] = static_cast<std::uint8_t>((octets[0] & 0x7F) | 0x40); // positive and always 16 octets (RFC 5280 4.1.2.2)
    const auto number = owned<openssl::Number>(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr), "number");
    must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr, "number");
}

void addExtensions(X509* certificate, const CertificateContent& content, const PublicKey& subjectKey, const Certificate* issuer)
{
    constexpr std::uint8_t isTrue[] = {0xFF};
    constexpr std::uint8_t zero[] = {0x00};
    constexpr std::uint32_t boolean = 0x01;
    const bool isRoot = content.profile == CertificateProfile::root;
    const Bytes constraints = isRoot ? concat({tlv(boolean, isTrue), tlv(der::integer, zero)}) : Bytes{};
    addExtension(certificate, oids::basicConstraints, true, tlv(der::sequence, constraints));
    addUsages(certificate, content.profile, subjectKey.isEc());
    addKeyIds(certificate, subjectKey, issuer);
    addAltName(certificate, content);
    if (content.photoReference) {
        addExtension(certificate, oids::biometricInfo, false, der::biometricInfo(*content.photoReference, content.uuid));
    }
}

Certificate make(const CertificateContent& content, const PublicKey& subjectKey, const Certificate* issuer, const PrivateKey& issuerKey,
                 RandomSource& random)
{
    const openssl::QueueDrain drain;
    auto certificate = owned<openssl::X509Handle>(X509_new(), "certificate");
    must(X509_set_version(certificate.get(), X509_VERSION_3) == 1, "certificate");
    setSerial(certificate.get(), random);
    setTimes(certificate.get(), content);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    openssl::addAttribute(subject, NID_organizationName, content.organisation);
    openssl::addAttribute(subject, NID_commonName, content.commonName);
    openssl::addAttribute(subject, NID_serialNumber, content.serialNumber);
    const X509_NAME* issuerName = issuer != nullptr ? X509_get_subject_name(issuer->handle()) : subject;
    must(X509_set_issuer_name(certificate.get(), issuerName) == 1 && X509_set_pubkey(certificate.get(), subjectKey.handle()) == 1,
         "certificate");
    addExtensions(certificate.get(), content, subjectKey, issuer);
    const EVP_MD* digest = issuerKey.algorithm() == KeyAlgorithm::ecP384 ? EVP_sha384() : EVP_sha256();
    must(X509_sign(certificate.get(), issuerKey.handle(), digest) > 0, "signing a certificate");
    return Certificate::fromDer(openssl::derOf(i2d_X509, certificate.get()));
}

} // namespace

std::int64_t defaultNotAfter(std::int64_t from)
{
    constexpr std::int64_t day = 24LL * 60 * 60 * 1000;
    constexpr int months = 24;
    return startOfDay(plusMonths(dateOf(from), months)) + from % day - 1000;
}

namespace certify {

Certificate selfSigned(const CertificateContent& content, const PrivateKey& key, RandomSource& random)
{
    return make(content, key.publicKey(), nullptr, key, random);
}

Certificate issue(const CertificateContent& content, const PublicKey& subjectKey, const Certificate& issuer, const PrivateKey& issuerKey,
                  RandomSource& random)
{
    must(issuer.publicKey() == issuerKey.publicKey(), "the issuer's key does not belong to its certificate");
    return make(content, subjectKey, &issuer, issuerKey, random);
}

Certificate issueFromRequest(const CertificateRequest& request, CertificateProfile profile, std::int64_t notBefore, std::int64_t notAfter,
                             const Certificate& issuer, const PrivateKey& issuerKey, RandomSource& random)
{
    if (!request.provesPossession()) fail("SIGNATURE-WRONG", "certificate request");
    CertificateContent content;
    content.profile = profile;
    content.organisation = request.organisation().value_or("");
    content.uuid = request.uuid();
    content.notBefore = notBefore;
    content.notAfter = notAfter;
    // 9E is read without contact and without passcode: it says which card, never whose (design card.md).
    if (profile != CertificateProfile::cardAuthentication) {
        content.serialNumber = request.subjectSerialNumber().value_or("");
        content.photoReference = request.photoReference();
    }
    return issue(content, request.publicKey(), issuer, issuerKey, random);
}

} // namespace certify

} // namespace cardwright
