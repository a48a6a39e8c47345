#include "core/crypto/BlockCipher.h"

#include "core/crypto/OpenSsl.h"

namespace cardwright {

namespace {

const EVP_CIPHER* cipherOf(CipherAlgorithm algorithm) noexcept
{
    switch (algorithm) {
    case CipherAlgorithm::tripleDes: return EVP_des_ede3_ecb();
    case CipherAlgorithm::aes128: return EVP_aes_128_ecb();
    case CipherAlgorithm::aes192: return EVP_aes_192_ecb();
    case CipherAlgorithm::aes256: break;
    }
    return EVP_aes_256_ecb();
}

} // namespace

std::size_t keySizeOf(CipherAlgorithm algorithm) noexcept
{
    switch (algorithm) {
    case CipherAlgorithm::aes128: return 16;
    case CipherAlgorithm::aes256: return 32;
    case CipherAlgorithm::tripleDes:
    case CipherAlgorithm::aes192: break;
    }
    return 24;
}

std::size_t blockSizeOf(CipherAlgorithm algorithm) noexcept { return algorithm == CipherAlgorithm::tripleDes ? 8 : 16; }

void BlockCipher::Free::operator()(evp_cipher_ctx_st* context) const noexcept { EVP_CIPHER_CTX_free(context); }

BlockCipher::BlockCipher(CipherAlgorithm algorithm, ByteView key)
    : m_algorithm(algorithm), m_encrypt(EVP_CIPHER_CTX_new()), m_decrypt(EVP_CIPHER_CTX_new())
{
    const openssl::QueueDrain drain;
    if (key.size() != keySizeOf(algorithm)) openssl::fail("KEY-UNUSABLE", "a cipher key of another length");
    openssl::must(m_encrypt && m_decrypt &&
                      EVP_EncryptInit_ex(m_encrypt.get(), cipherOf(algorithm), nullptr, key.data(), nullptr) == 1 &&
                      EVP_DecryptInit_ex(m_decrypt.get(), cipherOf(algorithm), nullptr, key.data(), nullptr) == 1 &&
                      EVP_CIPHER_CTX_set_padding(m_encrypt.get(), 0) == 1 && EVP_CIPHER_CTX_set_padding(m_decrypt.get(), 0) == 1,
                  "cipher");
}

BlockCipher::~BlockCipher() = default;
BlockCipher::BlockCipher(BlockCipher&&) noexcept = default;
BlockCipher& BlockCipher::operator=(BlockCipher&&) noexcept = default;

Bytes BlockCipher::encrypt(ByteView block) const
{
    openssl::must(block.size() == blockSize(), "exactly one block");
    Bytes out(block.size());
    int size = 0;
    openssl::must(EVP_EncryptUpdate(m_encrypt.get(), out.data(), &size, block.data(), static_cast<int>(block.size())) == 1 &&
                      static_cast<std::size_t>(size) == block.size(),
                  "cipher");
    return out;
}

Bytes BlockCipher::decrypt(ByteView block) const
{
    openssl::must(block.size() == blockSize(), "exactly one block");
    Bytes out(block.size());
    int size = 0;
    openssl::must(EVP_DecryptUpdate(m_decrypt.get(), out.data(), &size, block.data(), static_cast<int>(block.size())) == 1 &&
                      static_cast<std::size_t>(size) == block.size(),
                  "cipher");
    return out;
}

} // namespace cardwright
