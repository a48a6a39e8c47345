#pragma once

#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/BlockCipher.h"

#include <cstdint>
#include <string_view>

namespace cardwright {

/// SP 800-108r1 4.1, counter mode with CMAC AES-256: PRF input is i(4 octets) || label || 00 || context || L(4 octets, in bits).
/// key: 32 octets. Throws CryptoError.
SecureBytes deriveKey(ByteView key, std::string_view label, ByteView context, std::size_t size);

/// The keys that follow from the centre's master (design card.md): master -> site -> card. Labels differ for each use;
/// the context of a card's key is its GUID and generation, so that every desk of the site finds the same key.
namespace derive {

/// 32 octets from 32. context: the site's GUID || version (4 octets).
SecureBytes siteKey(ByteView master, const Guid& site, std::uint32_t version);

/// The card administration key 9B: as long as the algorithm wants. 3DES octets have odd parity.
SecureBytes administrationKey(ByteView siteKey, const Guid& card, std::uint32_t generation, CipherAlgorithm algorithm);

/// The unlock key: 8 ASCII digits, each equally likely (octets that would favour some digits are passed over).
SecureBytes unlockKey(ByteView siteKey, const Guid& card, std::uint32_t generation);

} // namespace derive

} // namespace cardwright
