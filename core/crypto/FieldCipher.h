#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace cardwright {

/// Seals single fields of the store and small files under the store key: AES-256-GCM.
///   01 || key id (4) || nonce (12) || ciphertext || tag (16)
/// The key id is the head of SHA-256("cardwright field key" || key): it tells under which of two keys a field stands while keys
/// are rotated. The additional data says where the field belongs, so that a field put elsewhere does not open.
/// May be used by several threads; the key is cleared with the last of the cipher. Throws CryptoError.
class FieldCipher {
public:
    using KeyId = std::array<std::uint8_t, 4>;
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t overhead = 1 + 4 + 12 + 16;

    /// KEY-UNUSABLE unless there are 32 octets.
    explicit FieldCipher(SecureBytes key);
    ~FieldCipher();
    FieldCipher(FieldCipher&&) noexcept;
    FieldCipher& operator=(FieldCipher&&) noexcept;

    Bytes seal(ByteView plain, ByteView aad, RandomSource& random) const;
    /// FIELD-SEAL when it does not open: cut, bent, from another place, under another key.
    SecureBytes open(ByteView sealed, ByteView aad) const;
    /// Likewise, into a text that was already there (many thousand fields in a row, without the secure heap's cost). The caller
    /// clears it; for what stands in memory while an agent is signed in, never for keys and passcodes.
    void openInto(std::string& plain, ByteView sealed, ByteView aad) const;

    KeyId keyId() const noexcept;
    /// The key itself, to be sealed to the agents' cards. Valid as long as the cipher.
    ByteView key() const noexcept;
    /// Nothing when these octets have not the form above.
    static std::optional<KeyId> keyIdOf(ByteView sealed) noexcept;
    static KeyId keyIdOfKey(ByteView key);

private:
    struct Contexts;
    std::unique_ptr<Contexts> m_contexts;
};

/// Additional data of a field: its parts as length-prefixed octets (4, big-endian), so that no two places share one text.
Bytes fieldPlace(std::initializer_list<std::string_view> parts);

} // namespace cardwright
