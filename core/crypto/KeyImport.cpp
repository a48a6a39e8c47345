#include "core/crypto/KeyImport.h"

#include "core/crypto/OpenSsl.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

namespace cardwright {

namespace {

using openssl::must;
using openssl::owned;

inline void freeSecretNumber(BIGNUM* number) noexcept { BN_clear_free(number); }
using SecretNumber = std::unique_ptr<BIGNUM, openssl::Freer<freeSecretNumber>>;
using NumberContext = std::unique_ptr<BN_CTX, openssl::Freer<BN_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, openssl::Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, openssl::Freer<OSSL_PARAM_free>>;
using Group = std::unique_ptr<EC_GROUP, openssl::Freer<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, openssl::Freer<EC_POINT_clear_free>>;

SecretNumber numberFrom(ByteView octets)
{
    SecretNumber number(BN_secure_new());
    must(number && BN_bin2bn(octets.data(), openssl::intSize(octets), number.get()) != nullptr, "a number");
    return number;
}

/// By way of PEM, so that the key passes the same checks as one from a file.
PrivateKey build(const char* type, OSSL_PARAM_BLD* builder)
{
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const auto context = owned<openssl::KeyContext>(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), "key");
    EVP_PKEY* made = nullptr;
    must(parameters && EVP_PKEY_fromdata_init(context.get()) == 1 &&
             EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) == 1,
         "these numbers make no key");
    const openssl::Key key(made);
    const auto writer = owned<openssl::Bio>(BIO_new(BIO_s_secmem()), "memory");
    must(PEM_write_bio_PKCS8PrivateKey(writer.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "writing a key");
    char* text = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &text);
    must(size > 0 && text != nullptr, "writing a key");
    return PrivateKey::fromPem({reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(size)});
}

void push(OSSL_PARAM_BLD* builder, const char* name, const BIGNUM* number)
{
    must(OSSL_PARAM_BLD_push_BN(builder, name, number) == 1, "a number of a key");
}

} // namespace

PrivateKey privateKeyFromScalar(KeyAlgorithm algorithm, ByteView scalar)
{
    const openssl::QueueDrain drain;
    must(algorithm == KeyAlgorithm::ecP256 || algorithm == KeyAlgorithm::ecP384, "a scalar is of an EC key");
    const bool p384 = algorithm == KeyAlgorithm::ecP384;
    const auto group = owned<Group>(EC_GROUP_new_by_curve_name(p384 ? NID_secp384r1 : NID_X9_62_prime256v1), "curve");
    const SecretNumber secret = numberFrom(scalar);
    must(!BN_is_zero(secret.get()) && BN_cmp(secret.get(), EC_GROUP_get0_order(group.get())) < 0, "a scalar outside its range");
    const auto point = owned<Point>(EC_POINT_new(group.get()), "point");
    must(EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) == 1, "point");
    Bytes octets(p384 ? 97 : 65);
    must(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, octets.data(), octets.size(), nullptr) ==
             octets.size(),
         "point");
    const auto builder = owned<Builder>(OSSL_PARAM_BLD_new(), "key");
    must(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, p384 ? "P-384" : "P-256", 0) == 1 &&
             OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, octets.data(), octets.size()) == 1,
         "key");
    push(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
    return build("EC", builder.get());
}

PrivateKey privateKeyFromPrimes(ByteView p, ByteView q)
{
    const openssl::QueueDrain drain;
    const auto scratch = owned<NumberContext>(BN_CTX_secure_new(), "numbers");
    const SecretNumber first = numberFrom(p);
    const SecretNumber second = numberFrom(q);
    const SecretNumber modulus(BN_new()), exponent(BN_new()), less(BN_secure_new()), lesser(BN_secure_new());
    const SecretNumber order(BN_secure_new()), secret(BN_secure_new()), dp(BN_secure_new()), dq(BN_secure_new());
    const SecretNumber inverse(BN_secure_new());
    must(modulus && exponent && less && lesser && order && secret && dp && dq && inverse, "numbers");
    BN_CTX* const with = scratch.get();
    must(BN_set_word(exponent.get(), 65537) == 1 && BN_mul(modulus.get(), first.get(), second.get(), with) == 1 &&
             BN_sub(less.get(), first.get(), BN_value_one()) == 1 && BN_sub(lesser.get(), second.get(), BN_value_one()) == 1 &&
             BN_mul(order.get(), less.get(), lesser.get(), with) == 1 &&
             BN_mod_inverse(secret.get(), exponent.get(), order.get(), with) != nullptr &&
             BN_mod(dp.get(), secret.get(), less.get(), with) == 1 && BN_mod(dq.get(), secret.get(), lesser.get(), with) == 1 &&
             BN_mod_inverse(inverse.get(), second.get(), first.get(), with) != nullptr,
         "these primes make no key");
    const auto builder = owned<Builder>(OSSL_PARAM_BLD_new(), "key");
    push(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_D, secret.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, first.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_FACTOR2, second.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get());
    push(builder.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1, inverse.get());
    return build("RSA", builder.get());
}

} // namespace cardwright
