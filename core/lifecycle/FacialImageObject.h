#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Certificate.h"
#include "core/piv/CardProfile.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cardwright {

struct ContentSigner;

/// The portrait on the card: object 5FC108 (core/piv/FacialImage.h), signed as the CHUID is.
namespace facialimage {

/// Less room than this holds no face by which anybody is known again: such a card gets none, as one that has no place for it.
inline constexpr std::size_t leastRoom = 4096;

bool fits(const CardProfile& profile) noexcept;

/// The stored portrait itself where the object is then no larger than this, else the same picture smaller: the first step of a fixed list
/// (width, then quality) that is small enough, or the last one. The same portrait and room give the same octets. The photo reference
/// stays that of the stored portrait. Throws PortraitError.
Bytes pictureWithin(ByteView portrait, std::size_t room);

struct Order {
    ByteView portrait;
    Guid card;
    std::array<std::uint8_t, 25> fascN{};
    Date expiry{};
    std::size_t room = 0; ///< octets that the object's content may have
};
/// The object's content to the octet. Throws PortraitError; CardDataError.
Bytes content(const Order& order, const ContentSigner& signer, std::int64_t now);

/// Why the object on a card is not this card's portrait, signed by who signed its CHUID (the content of which is given); nothing: it is.
/// In plain words. Never throws for what the octets are.
std::optional<std::string> problem(ByteView content, ByteView chuid, std::span<const Certificate> trust, std::int64_t now);

} // namespace facialimage

} // namespace cardwright
