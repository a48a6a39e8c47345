#include "core/crypto/RevocationList.h"

#include "core/base/Tlv.h"
#include "core/crypto/Names.h"

#include <openssl/pem.h>

#include <ctime>

namespace cardwright {

namespace {

using openssl::must;
using openssl::owned;
using List = std::unique_ptr<X509_CRL, openssl::Freer<X509_CRL_free>>;
using Line = std::unique_ptr<X509_REVOKED, openssl::Freer<X509_REVOKED_free>>;
using Time = std::unique_ptr<ASN1_TIME, openssl::Freer<ASN1_TIME_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, openssl::Freer<ASN1_INTEGER_free>>;
using Enumerated = std::unique_ptr<ASN1_ENUMERATED, openssl::Freer<ASN1_ENUMERATED_free>>;

Time timeOf(std::int64_t millis) { return owned<Time>(ASN1_TIME_set(nullptr, static_cast<std::time_t>(millis / 1000)), "time"); }

void add(X509_CRL* list, const RevokedCertificate& one)
{
    auto line = owned<Line>(X509_REVOKED_new(), "revocation");
    const auto number = owned<openssl::Number>(BN_bin2bn(one.serialNumber.data(), openssl::intSize(one.serialNumber), nullptr), "number");
    const auto serial = owned<Integer>(BN_to_ASN1_INTEGER(number.get(), nullptr), "number");
    must(X509_REVOKED_set_serialNumber(line.get(), serial.get()) == 1 && X509_REVOKED_set_revocationDate(line.get(), timeOf(one.at).get()) == 1,
         "revocation");
    if (one.reason != RevocationReason::unspecified) { // RFC 5280 5.3.1: unspecified is said by leaving it out
        const auto reason = owned<Enumerated>(ASN1_ENUMERATED_new(), "reason");
        must(ASN1_ENUMERATED_set(reason.get(), static_cast<long>(one.reason)) == 1 &&
                 X509_REVOKED_add1_ext_i2d(line.get(), NID_crl_reason, reason.get(), 0, 0) == 1,
             "reason");
    }
    must(X509_CRL_add0_revoked(list, line.get()) == 1, "revocation");
    static_cast<void>(line.release()); // the list owns it now
}

void addExtensions(X509_CRL* list, std::uint64_t number, const Certificate& issuer)
{
    constexpr std::uint32_t keyIdentifier = 0x80;
    const auto crlNumber = owned<Integer>(ASN1_INTEGER_new(), "number");
    must(ASN1_INTEGER_set_uint64(crlNumber.get(), number) == 1 && X509_CRL_add1_ext_i2d(list, NID_crl_number, crlNumber.get(), 0, 0) == 1, "number");
    const auto identifier = issuer.keyIdentifier();
    must(identifier.has_value(), "an issuer without key identifier");
    const auto extension = openssl::extensionOf(openssl::oids::authorityKeyId, false, tlv(der::sequence, tlv(keyIdentifier, *identifier)));
    must(X509_CRL_add_ext(list, extension.get(), -1) == 1, "extension");
}

} // namespace

Bytes revocationList(std::span<const RevokedCertificate> revoked, std::uint64_t number, std::int64_t thisUpdate, std::int64_t nextUpdate,
                     const Certificate& issuer, const PrivateKey& issuerKey)
{
    const openssl::QueueDrain drain;
    must(issuer.publicKey() == issuerKey.publicKey(), "the issuer's key does not belong to its certificate");
    must(thisUpdate < nextUpdate, "a list ends after it begins");
    const auto list = owned<List>(X509_CRL_new(), "revocation list");
    constexpr long version2 = 1;
    must(X509_CRL_set_version(list.get(), version2) == 1 && X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.handle())) == 1 &&
             X509_CRL_set1_lastUpdate(list.get(), timeOf(thisUpdate).get()) == 1 && X509_CRL_set1_nextUpdate(list.get(), timeOf(nextUpdate).get()) == 1,
         "revocation list");
    for (const auto& one : revoked) add(list.get(), one);
    addExtensions(list.get(), number, issuer);
    const EVP_MD* digest = issuerKey.algorithm() == KeyAlgorithm::ecP384 ? EVP_sha384() : EVP_sha256();
    must(X509_CRL_sort(list.get()) == 1 && X509_CRL_sign(list.get(), issuerKey.handle(), digest) > 0, "signing a revocation list");
    return openssl::derOf(i2d_X509_CRL, list.get());
}

std::string revocationListPem(ByteView der)
{
    const auto bio = owned<openssl::Bio>(BIO_new(BIO_s_mem()), "memory");
    must(PEM_write_bio(bio.get(), PEM_STRING_X509_CRL, "", der.data(), static_cast<long>(der.size())) > 0, "PEM");
    const char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Bytes serialNumberOf(const Certificate& certificate)
{
    const auto* serial = X509_get0_serialNumber(certificate.handle());
    return {ASN1_STRING_get0_data(serial), ASN1_STRING_get0_data(serial) + ASN1_STRING_length(serial)};
}

} // namespace cardwright
