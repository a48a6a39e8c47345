#include "core/crypto/PrivateKey.h"

#include "core/crypto/OpenSsl.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;

/// Without this OpenSSL would ask for a password on the terminal.
int noPassword(char*, int, int, void*) { return -1; }

openssl::KeyContext contextOf(EVP_PKEY* key) { return owned<openssl::KeyContext>(EVP_PKEY_CTX_new(key, nullptr), "key"); }

} // namespace

PrivateKey::PrivateKey(std::shared_ptr<evp_pkey_st> key)
    : m_key(std::move(key)), m_public(PublicKey::fromDer(openssl::derOf(i2d_PUBKEY, m_key.get())))
{
}

PrivateKey PrivateKey::generate(KeyAlgorithm algorithm)
{
    const openssl::QueueDrain drain;
    EVP_PKEY* made = nullptr;
    switch (algorithm) {
    case KeyAlgorithm::ecP256: made = EVP_EC_gen("P-256"); break;
    case KeyAlgorithm::ecP384: made = EVP_EC_gen("P-384"); break;
    case KeyAlgorithm::rsa2048: made = EVP_RSA_gen(2048); break;
    case KeyAlgorithm::rsa3072: made = EVP_RSA_gen(3072); break;
    }
    must(made != nullptr, "making a key");
    return PrivateKey(std::shared_ptr<evp_pkey_st>(made, EVP_PKEY_free));
}

PrivateKey PrivateKey::fromPem(ByteView pem)
{
    const openssl::QueueDrain drain;
    const auto reader = openssl::readerOf(pem);
    EVP_PKEY* key = PEM_read_bio_PrivateKey(reader.get(), nullptr, noPassword, nullptr);
    if (key == nullptr) fail("KEY-FILE", "not a PEM private key without a password");
    std::shared_ptr<evp_pkey_st> held(key, EVP_PKEY_free);
    // A private part that does not belong to its public part would sign what nobody can verify.
    if (EVP_PKEY_pairwise_check(contextOf(key).get()) != 1) fail("KEY-FILE", "the two halves of the key do not belong together");
    return PrivateKey(std::move(held));
}

SecureBytes PrivateKey::pem() const
{
    const openssl::QueueDrain drain;
    const auto writer = owned<openssl::Bio>(BIO_new(BIO_s_secmem()), "memory");
    must(PEM_write_bio_PKCS8PrivateKey(writer.get(), m_key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "writing a key");
    char* text = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &text);
    must(size > 0 && text != nullptr, "writing a key");
    return SecureBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(size)});
}

Bytes PrivateKey::sign(ByteView message) const { return signDigest(m_public.digestOf(message)); }

Bytes PrivateKey::signDigest(ByteView digest) const
{
    if (!m_public.isEc()) return rsaRaw(m_public.signatureInput(digest));
    const openssl::QueueDrain drain;
    const auto context = contextOf(m_key.get());
    std::size_t size = 0;
    must(EVP_PKEY_sign_init(context.get()) == 1 &&
             EVP_PKEY_sign(context.get(), nullptr, &size, digest.data(), digest.size()) == 1,
         "signing");
    Bytes signature(size);
    must(EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) == 1, "signing");
    signature.resize(size);
    return signature;
}

Bytes PrivateKey::rsaRaw(ByteView block) const { return toBytes(decipher(block).view()); }

SecureBytes PrivateKey::decipher(ByteView block) const
{
    const openssl::QueueDrain drain;
    const auto context = contextOf(m_key.get());
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(m_key.get()));
    must(!m_public.isEc() && block.size() == size, "an RSA block has the length of the modulus");
    SecureBytes result(size);
    must(EVP_PKEY_decrypt_init(context.get()) == 1 && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1 &&
             EVP_PKEY_decrypt(context.get(), result.writable().data(), &size, block.data(), block.size()) == 1 && size == result.size(),
         "RSA");
    return result;
}

SecureBytes PrivateKey::agree(const PublicKey& peer) const
{
    const openssl::QueueDrain drain;
    must(m_public.isEc() && peer.algorithm() == algorithm(), "key agreement needs two keys of one curve");
    const auto context = contextOf(m_key.get());
    std::size_t size = 0;
    must(EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), peer.handle()) == 1 &&
             EVP_PKEY_derive(context.get(), nullptr, &size) == 1,
         "key agreement");
    SecureBytes secret(size);
    must(EVP_PKEY_derive(context.get(), secret.writable().data(), &size) == 1 && size == secret.size(), "key agreement");
    return secret;
}

} // namespace cardwright
