#include "core/crypto/PublicKey.h"

#include "core/base/Tlv.h"
#include "core/crypto/Der.h"
#include "core/crypto/OpenSsl.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;

using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, openssl::Freer<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, openssl::Freer<OSSL_PARAM_free>>;

std::shared_ptr<evp_pkey_st> shared(openssl::Key key) { return {key.release(), EVP_PKEY_free}; }

openssl::Key keyFrom(const char* type, OSSL_PARAM_BLD* builder)
{
    const auto params = owned<Params>(OSSL_PARAM_BLD_to_param(builder), "key");
    const auto context = owned<openssl::KeyContext>(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), "key");
    EVP_PKEY* made = nullptr;
    must(EVP_PKEY_fromdata_init(context.get()) == 1, "key");
    // Refused here: a point that is not on its curve, above all.
    if (EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) fail("KEY-UNUSABLE", "the octets make no key");
    return openssl::Key(made);
}

/// SP 800-56B 6.4.2.2 for RSA (length, odd, no small factor, exponent), SP 800-56A 5.6.2.3.3 for EC.
void mustPassItsChecks(EVP_PKEY* key)
{
    const auto context = owned<openssl::KeyContext>(EVP_PKEY_CTX_new(key, nullptr), "key");
    if (EVP_PKEY_public_check(context.get()) != 1) fail("KEY-UNUSABLE", "the public key does not pass its checks");
}

/// SP 800-78-5 3.1: an RSA exponent is 65537 or more (and odd). OpenSSL itself would take 3.
void mustHaveStrongExponent(EVP_PKEY* key)
{
    constexpr unsigned long smallest = 65537;
    const auto least = owned<openssl::Number>(BN_new(), "key");
    must(BN_set_word(least.get(), smallest) == 1, "key");
    BIGNUM* raw = nullptr;
    must(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &raw) == 1, "key");
    const openssl::Number exponent(raw);
    if (BN_is_odd(exponent.get()) == 0 || BN_cmp(exponent.get(), least.get()) < 0) fail("KEY-UNUSABLE", "the RSA exponent is too small");
}

KeyAlgorithm ecAlgorithmOf(EVP_PKEY* key)
{
    int isExplicit = 0;
    if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isExplicit) == 1 && isExplicit != 0) {
        fail("KEY-UNUSABLE", "the curve is written out instead of named");
    }
    std::array<char, 64> group{};
    std::size_t size = 0;
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1) {
        const std::string_view name(group.data(), size);
        if (name == "prime256v1") return KeyAlgorithm::ecP256;
        if (name == "secp384r1") return KeyAlgorithm::ecP384;
    }
    fail("KEY-UNUSABLE", "the curve is neither P-256 nor P-384");
}

KeyAlgorithm algorithmOf(EVP_PKEY* key)
{
    if (EVP_PKEY_is_a(key, "EC") == 1) return ecAlgorithmOf(key);
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        const int bits = EVP_PKEY_get_bits(key);
        if (bits == 2048) return KeyAlgorithm::rsa2048;
        if (bits == 3072) return KeyAlgorithm::rsa3072;
        fail("KEY-UNUSABLE", "the RSA modulus has another length than 2048 or 3072 bits");
    }
    fail("KEY-UNUSABLE", "the key is neither EC nor RSA");
}

Bytes numberOf(EVP_PKEY* key, const char* parameter, std::size_t size)
{
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, parameter, &raw) != 1) fail("CRYPTO-FAILED", "this kind of key has no such part");
    const openssl::Number number(raw);
    const auto wanted = size == 0 ? static_cast<std::size_t>(BN_num_bytes(number.get())) : size;
    Bytes octets(wanted);
    must(BN_bn2binpad(number.get(), octets.data(), static_cast<int>(wanted)) == static_cast<int>(wanted), "key part");
    return octets;
}

const EVP_MD* digestFor(KeyAlgorithm algorithm) noexcept { return algorithm == KeyAlgorithm::ecP384 ? EVP_sha384() : EVP_sha256(); }

std::string_view digestOid(std::size_t digestSize)
{
    switch (digestSize) {
    case 32: return "2.16.840.1.101.3.4.2.1";
    case 48: return "2.16.840.1.101.3.4.2.2";
    case 64: return "2.16.840.1.101.3.4.2.3";
    default: fail("CRYPTO-FAILED", "a digest of another length than SHA-256, SHA-384 or SHA-512");
    }
}

} // namespace

const char* nameOf(KeyAlgorithm algorithm) noexcept
{
    switch (algorithm) {
    case KeyAlgorithm::ecP256: return "P-256";
    case KeyAlgorithm::ecP384: return "P-384";
    case KeyAlgorithm::rsa2048: return "RSA-2048";
    case KeyAlgorithm::rsa3072: break;
    }
    return "RSA-3072";
}

PublicKey::PublicKey(std::shared_ptr<evp_pkey_st> key, KeyAlgorithm algorithm) noexcept : m_key(std::move(key)), m_algorithm(algorithm) {}

PublicKey PublicKey::adopt(std::shared_ptr<evp_pkey_st> key)
{
    const openssl::QueueDrain drain;
    const auto algorithm = algorithmOf(key.get());
    if (algorithm == KeyAlgorithm::rsa2048 || algorithm == KeyAlgorithm::rsa3072) mustHaveStrongExponent(key.get());
    mustPassItsChecks(key.get());
    return {std::move(key), algorithm};
}

PublicKey PublicKey::fromPoint(ByteView point)
{
    const openssl::QueueDrain drain;
    const char* group = point.size() == 65 ? "prime256v1" : point.size() == 97 ? "secp384r1" : nullptr;
    if (group == nullptr || point[0] != 0x04) fail("KEY-UNUSABLE", "not an uncompressed point of P-256 or P-384");
    const auto builder = owned<ParamBuilder>(OSSL_PARAM_BLD_new(), "key");
    must(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1 &&
             OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1,
         "key");
    return adopt(shared(keyFrom("EC", builder.get())));
}

PublicKey PublicKey::fromRsa(ByteView modulus, ByteView exponent)
{
    const openssl::QueueDrain drain;
    constexpr std::size_t longest = 512;
    if (modulus.empty() || modulus.size() > longest || exponent.empty() || exponent.size() > longest) {
        fail("KEY-UNUSABLE", "modulus or exponent of an impossible length");
    }
    const auto n = owned<openssl::Number>(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr), "key");
    const auto e = owned<openssl::Number>(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr), "key");
    if (BN_is_odd(n.get()) == 0) fail("KEY-UNUSABLE", "the RSA modulus is even");
    const auto builder = owned<ParamBuilder>(OSSL_PARAM_BLD_new(), "key");
    must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
             OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1,
         "key");
    return adopt(shared(keyFrom("RSA", builder.get())));
}

PublicKey PublicKey::fromDer(ByteView spki)
{
    const openssl::QueueDrain drain;
    const std::uint8_t* at = spki.data();
    openssl::Key key(spki.empty() ? nullptr : d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
    if (!key || at != spki.data() + spki.size()) fail("KEY-UNUSABLE", "not a SubjectPublicKeyInfo");
    return adopt(shared(std::move(key)));
}

Bytes PublicKey::der() const { return openssl::derOf(i2d_PUBKEY, m_key.get()); }

Sha256Digest PublicKey::fingerprint() const { return sha256(der()); }

Bytes PublicKey::point() const
{
    const openssl::QueueDrain drain;
    if (!isEc()) fail("CRYPTO-FAILED", "an RSA key has no point");
    const std::size_t field = m_algorithm == KeyAlgorithm::ecP256 ? 32 : 48;
    Bytes octets{0x04};
    append(octets, numberOf(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_X, field));
    append(octets, numberOf(m_key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, field));
    return octets;
}

Bytes PublicKey::modulus() const
{
    const openssl::QueueDrain drain;
    return numberOf(m_key.get(), OSSL_PKEY_PARAM_RSA_N, 0);
}

Bytes PublicKey::exponent() const
{
    const openssl::QueueDrain drain;
    return numberOf(m_key.get(), OSSL_PKEY_PARAM_RSA_E, 0);
}

Bytes PublicKey::digestOf(ByteView message) const
{
    Bytes digest(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    must(EVP_Digest(message.data(), message.size(), digest.data(), &size, digestFor(m_algorithm), nullptr) == 1, "digest");
    digest.resize(size);
    return digest;
}

Bytes PublicKey::signatureInput(ByteView digest) const
{
    if (isEc()) return toBytes(digest);
    const Bytes algorithm = tlv(der::sequence, concat({der::oid(digestOid(digest.size())), tlv(der::null, {})}));
    const Bytes info = tlv(der::sequence, concat({algorithm, tlv(der::octetString, digest)}));
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(m_key.get()));
    Bytes block(size, 0xFF); // 00 01 FF.. 00 DigestInfo (RFC 8017 9.2)
    block[0] = 0x00;
    block[1] = 0x01;
    block[size - info.size() - 1] = 0x00;
    std::copy(info.begin(), info.end(), block.end() - static_cast<std::ptrdiff_t>(info.size()));
    return block;
}

bool PublicKey::verify(ByteView message, ByteView signature) const noexcept
{
    try {
        return verifyDigest(digestOf(message), signature);
    } catch (...) {
        return false; // out of memory: not verified
    }
}

bool PublicKey::verifyDigest(ByteView digest, ByteView signature) const noexcept
{
    const openssl::QueueDrain drain;
    const openssl::KeyContext context(EVP_PKEY_CTX_new(m_key.get(), nullptr));
    if (!context || EVP_PKEY_verify_init(context.get()) != 1) return false;
    if (!isEc()) {
        const EVP_MD* type = digest.size() == 32 ? EVP_sha256() : digest.size() == 48 ? EVP_sha384() : digest.size() == 64 ? EVP_sha512() : nullptr;
        if (type == nullptr || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
            EVP_PKEY_CTX_set_signature_md(context.get(), type) != 1) {
            return false;
        }
    }
    return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) == 1;
}

bool operator==(const PublicKey& left, const PublicKey& right) noexcept
{
    const openssl::QueueDrain drain;
    return EVP_PKEY_eq(left.m_key.get(), right.m_key.get()) == 1;
}

} // namespace cardwright
