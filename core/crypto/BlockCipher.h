#pragma once

#include "core/base/SecureBytes.h"

#include <cstddef>
#include <memory>

struct evp_cipher_ctx_st;

namespace cardwright {

/// The ciphers of the card administration key 9B (SP 800-78-5 table 5). 3DES is for old cards only.
enum class CipherAlgorithm { tripleDes, aes128, aes192, aes256 };

std::size_t keySizeOf(CipherAlgorithm algorithm) noexcept;   ///< 24, 16, 24, 32
std::size_t blockSizeOf(CipherAlgorithm algorithm) noexcept; ///< 8, 16, 16, 16

/// One block at a time, no chaining, no padding: what GENERAL AUTHENTICATE with 9B wants and nothing else should use.
class BlockCipher {
public:
    /// Throws CryptoError KEY-UNUSABLE unless the key has the cipher's size. K1 = K2 = K3 is allowed for 3DES (factory keys).
    BlockCipher(CipherAlgorithm algorithm, ByteView key);
    ~BlockCipher();
    BlockCipher(BlockCipher&&) noexcept;
    BlockCipher& operator=(BlockCipher&&) noexcept;

    std::size_t blockSize() const noexcept { return blockSizeOf(m_algorithm); }
    /// Exactly one block in, one out.
    Bytes encrypt(ByteView block) const;
    Bytes decrypt(ByteView block) const;

private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const noexcept;
    };
    CipherAlgorithm m_algorithm;
    std::unique_ptr<evp_cipher_ctx_st, Free> m_encrypt;
    std::unique_ptr<evp_cipher_ctx_st, Free> m_decrypt;
};

} // namespace cardwright
