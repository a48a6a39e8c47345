#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cardwright {

/// Algorithm identifiers, SP 800-78-5 table 6-2. An open value: a card may name one that is not listed here.
enum class Algorithm : std::uint8_t {
    tripleDes = 0x03, ///< administration key only
    rsa3072 = 0x05,
    rsa1024 = 0x06, ///< retired keys only; never generated here
    rsa2048 = 0x07,
    aes128 = 0x08,
    aes192 = 0x0A,
    aes256 = 0x0C,
    eccP256 = 0x11,
    eccP384 = 0x14,
};

/// "AES-256", "P-256" ...; "unknown" for any other value.
std::string_view algorithmName(Algorithm algorithm) noexcept;
/// The reverse of algorithmName().
std::optional<Algorithm> algorithmNamed(std::string_view name) noexcept;

bool isSymmetric(Algorithm algorithm) noexcept;
bool isRsa(Algorithm algorithm) noexcept;
bool isElliptic(Algorithm algorithm) noexcept;

/// Octets of an administration key: 24 (3DES, AES-192), 16, 32; 0 where the algorithm is not symmetric.
std::size_t keySize(Algorithm algorithm) noexcept;
/// Octets of one block: 8 for 3DES, 16 for AES; 0 where the algorithm is not symmetric.
std::size_t blockSize(Algorithm algorithm) noexcept;
/// Octets of an RSA modulus (256) or of one coordinate of a point (32, 48); 0 where the algorithm is symmetric.
std::size_t fieldSize(Algorithm algorithm) noexcept;

} // namespace cardwright
