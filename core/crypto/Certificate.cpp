#include "core/crypto/Certificate.h"

#include "core/base/Tlv.h"
#include "core/crypto/Names.h"

#include <openssl/pem.h>

#include <chrono>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;

int noPassword(char*, int, int, void*) { return -1; }

std::int64_t millisOf(const ASN1_TIME* time)
{
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) fail("CERTIFICATE-UNREADABLE", "a time");
    using namespace std::chrono;
    const sys_days day = year{fields.tm_year + 1900} / (fields.tm_mon + 1) / fields.tm_mday;
    return duration_cast<milliseconds>(day.time_since_epoch()).count() +
           1000LL * (3600LL * fields.tm_hour + 60LL * fields.tm_min + fields.tm_sec);
}

bool hasExtendedUsage(x509_st* certificate, std::initializer_list<std::string_view> wanted)
{
    const auto value = openssl::extensionValue(X509_get0_extensions(certificate), openssl::oids::extendedKeyUsage);
    if (!value) return false;
    std::size_t found = 0;
    TlvReader outer(*value);
    TlvReader list(outer.expect(der::sequence));
    std::vector<Bytes> present;
    while (!list.atEnd()) present.push_back(tlv(der::objectId, list.expect(der::objectId)));
    for (const auto oid : wanted) {
        const Bytes encoded = der::oid(oid);
        for (const auto& one : present) {
            if (one == encoded) {
                ++found;
                break;
            }
        }
    }
    return found == wanted.size();
}

TrustVerdict verdictOf(int error) noexcept
{
    switch (error) {
    case X509_V_OK: return TrustVerdict::trusted;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return TrustVerdict::unknownIssuer;
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: return TrustVerdict::badSignature;
    case X509_V_ERR_CERT_NOT_YET_VALID: return TrustVerdict::notYetValid;
    case X509_V_ERR_CERT_HAS_EXPIRED: return TrustVerdict::expired;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED: return TrustVerdict::wrongPurpose;
    default: return TrustVerdict::broken;
    }
}

TrustVerdict verifyChain(x509_st* leaf, std::span<const Certificate> trust, std::int64_t atMillis)
{
    const auto store = owned<openssl::Store>(X509_STORE_new(), "trust");
    for (const auto& anchor : trust) must(X509_STORE_add_cert(store.get(), anchor.handle()) == 1, "trust");
    const auto context = owned<openssl::StoreContext>(X509_STORE_CTX_new(), "trust");
    must(X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr) == 1, "trust");
    X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
    constexpr int bits112 = 2; // no SHA-1, no RSA below 2048
    X509_VERIFY_PARAM_set_auth_level(param, bits112);
    X509_VERIFY_PARAM_set_time(param, static_cast<std::time_t>(atMillis / 1000));
    if (X509_verify_cert(context.get()) == 1) return TrustVerdict::trusted;
    const auto verdict = verdictOf(X509_STORE_CTX_get_error(context.get()));
    return verdict == TrustVerdict::trusted ? TrustVerdict::broken : verdict;
}

} // namespace

const char* nameOf(TrustVerdict verdict) noexcept
{
    switch (verdict) {
    case TrustVerdict::trusted: return "trusted";
    case TrustVerdict::unknownIssuer: return "unknown issuer";
    case TrustVerdict::badSignature: return "signature does not hold";
    case TrustVerdict::notYetValid: return "not yet valid";
    case TrustVerdict::expired: return "expired";
    case TrustVerdict::wrongPurpose: return "made for another purpose";
    case TrustVerdict::broken: break;
    }
    return "unreadable";
}

Certificate::Certificate(std::shared_ptr<x509_st> handle, std::shared_ptr<const Bytes> der) noexcept
    : m_handle(std::move(handle)), m_der(std::move(der))
{
}

Certificate Certificate::fromDer(ByteView der)
{
    const openssl::QueueDrain drain;
    const std::uint8_t* at = der.data();
    openssl::X509Handle handle(der.empty() ? nullptr : d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!handle || at != der.data() + der.size()) fail("CERTIFICATE-UNREADABLE", "not an X.509 certificate");
    return {{handle.release(), X509_free}, std::make_shared<const Bytes>(toBytes(der))};
}

Certificate Certificate::adopt(std::shared_ptr<x509_st> handle)
{
    Bytes der = openssl::derOf(i2d_X509, handle.get());
    return {std::move(handle), std::make_shared<const Bytes>(std::move(der))};
}

std::vector<Certificate> Certificate::allFromPem(ByteView pem)
{
    const openssl::QueueDrain drain;
    const auto reader = openssl::readerOf(pem);
    std::vector<Certificate> found;
    while (X509* one = PEM_read_bio_X509(reader.get(), nullptr, noPassword, nullptr)) found.push_back(adopt({one, X509_free}));
    const auto last = ERR_peek_last_error();
    const bool plainEnd = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    if (found.empty() || !plainEnd) fail("CERTIFICATE-UNREADABLE", "not a PEM certificate");
    return found;
}

Certificate Certificate::fromPem(ByteView pem) { return allFromPem(pem).front(); }

std::string Certificate::pem() const
{
    const openssl::QueueDrain drain;
    const auto writer = owned<openssl::Bio>(BIO_new(BIO_s_mem()), "memory");
    must(PEM_write_bio_X509(writer.get(), m_handle.get()) == 1, "writing a certificate");
    char* text = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

Sha256Digest Certificate::fingerprint() const { return sha256(*m_der); }

std::string Certificate::subject() const { return openssl::textOf(X509_get_subject_name(m_handle.get())); }

std::string Certificate::issuer() const { return openssl::textOf(X509_get_issuer_name(m_handle.get())); }

Bytes Certificate::subjectDer() const { return openssl::derOf(i2d_X509_NAME, X509_get_subject_name(m_handle.get())); }

std::string Certificate::serialNumberHex() const
{
    const ASN1_INTEGER* number = X509_get0_serialNumber(m_handle.get());
    return toHex({ASN1_STRING_get0_data(number), static_cast<std::size_t>(ASN1_STRING_length(number))});
}

std::optional<std::string> Certificate::subjectSerialNumber() const
{
    return openssl::attributeOf(X509_get_subject_name(m_handle.get()), NID_serialNumber);
}

std::optional<std::string> Certificate::subjectCommonName() const
{
    return openssl::attributeOf(X509_get_subject_name(m_handle.get()), NID_commonName);
}

std::optional<std::string> Certificate::subjectOrganisation() const
{
    return openssl::attributeOf(X509_get_subject_name(m_handle.get()), NID_organizationName);
}

bool Certificate::hasName() const { return openssl::namesAPerson(X509_get_subject_name(m_handle.get())); }

std::int64_t Certificate::notBefore() const { return millisOf(X509_get0_notBefore(m_handle.get())); }

std::int64_t Certificate::notAfter() const { return millisOf(X509_get0_notAfter(m_handle.get())); }

PublicKey Certificate::publicKey() const
{
    return PublicKey::fromDer(openssl::derOf(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(m_handle.get())));
}

std::optional<Bytes> Certificate::keyIdentifier() const
{
    const auto value = openssl::extensionValue(X509_get0_extensions(m_handle.get()), openssl::oids::subjectKeyId);
    if (!value) return std::nullopt;
    try {
        TlvReader reader(*value);
        Bytes identifier = toBytes(reader.expect(der::octetString));
        reader.end();
        return identifier;
    } catch (const TlvError&) {
        fail("CERTIFICATE-UNREADABLE", "subject key identifier");
    }
}

std::optional<Guid> Certificate::uuid() const
{
    const auto value = openssl::extensionValue(X509_get0_extensions(m_handle.get()), openssl::oids::subjectAltName);
    if (!value) return std::nullopt;
    try {
        return openssl::guidOfAltName(*value);
    } catch (const TlvError&) {
        fail("CERTIFICATE-UNREADABLE", "subject alternative name");
    }
}

std::optional<Sha256Digest> Certificate::biometricInfo() const
{
    const auto value = openssl::extensionValue(X509_get0_extensions(m_handle.get()), openssl::oids::biometricInfo);
    if (!value) return std::nullopt;
    try {
        return der::pictureOf(*value);
    } catch (const TlvError&) {
        fail("CERTIFICATE-UNREADABLE", "biometricInfo");
    }
}

bool Certificate::allows(CertificatePurpose purpose) const noexcept
{
    const openssl::QueueDrain drain;
    try {
        namespace oids = openssl::oids;
        X509* const handle = m_handle.get();
        const auto usage = X509_get_key_usage(handle); // all bits when the extension is absent
        const bool signs = (usage & KU_DIGITAL_SIGNATURE) != 0;
        switch (purpose) {
        case CertificatePurpose::any: return true;
        case CertificatePurpose::signIn: return signs && hasExtendedUsage(handle, {oids::clientAuth, oids::smartcardLogon});
        case CertificatePurpose::signature: return (usage & KU_NON_REPUDIATION) != 0 && hasExtendedUsage(handle, {oids::emailProtection});
        case CertificatePurpose::contentSigning: return signs && hasExtendedUsage(handle, {oids::pivContentSigning});
        case CertificatePurpose::tlsServer: return signs && hasExtendedUsage(handle, {oids::serverAuth});
        case CertificatePurpose::tlsClient: return signs && hasExtendedUsage(handle, {oids::clientAuth});
        case CertificatePurpose::envelope: return (usage & (publicKey().isEc() ? KU_KEY_AGREEMENT : KU_KEY_ENCIPHERMENT)) != 0;
        case CertificatePurpose::statementSigning: return signs && hasExtendedUsage(handle, {oids::statementSigning});
        case CertificatePurpose::workstationSigning: return signs && hasExtendedUsage(handle, {oids::workstationSigning});
        }
    } catch (...) {
        return false; // an extension that cannot be read allows nothing
    }
    return false;
}

TrustVerdict Certificate::chainsTo(std::span<const Certificate> trust, std::int64_t atMillis, CertificatePurpose purpose) const
{
    const openssl::QueueDrain drain;
    const auto chain = verifyChain(m_handle.get(), trust, atMillis);
    if (chain != TrustVerdict::trusted) return chain;
    return allows(purpose) ? TrustVerdict::trusted : TrustVerdict::wrongPurpose;
}

bool operator==(const Certificate& left, const Certificate& right) noexcept { return *left.m_der == *right.m_der; }

} // namespace cardwright
