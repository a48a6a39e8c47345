#pragma once

// Inside core/crypto only: the few DER forms we write and read by hand.

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::der {

constexpr std::uint32_t integer = 0x02;
constexpr std::uint32_t bitString = 0x03;
constexpr std::uint32_t octetString = 0x04;
constexpr std::uint32_t null = 0x05;
constexpr std::uint32_t objectId = 0x06;
constexpr std::uint32_t ia5String = 0x16;
constexpr std::uint32_t sequence = 0x30;
constexpr std::uint32_t set = 0x31;

/// The object identifier with its header, from dotted text.
Bytes oid(std::string_view dotted);
/// AlgorithmIdentifier of SHA-256, without parameters (RFC 5754 2).
Bytes sha256Algorithm();

/// RFC 3739 3.2.6 BiometricSyntax with one picture(0), sha-256. sourceUuid: urn:uuid: of where the picture belongs.
Bytes biometricInfo(const Sha256Digest& picture, const std::optional<Guid>& sourceUuid);
/// The first picture with SHA-256; nothing when there is none. Throws TlvError when the octets have another form.
std::optional<Sha256Digest> pictureOf(ByteView biometricSyntax);

std::string urnOf(const Guid& guid); ///< urn:uuid:...
std::optional<Guid> guidOfUrn(std::string_view urn);

} // namespace cardwright::der
