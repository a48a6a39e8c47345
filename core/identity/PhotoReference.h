#pragma once

#include "core/crypto/Sha256.h"
#include "core/portrait/PortraitFile.h"

#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// SHA-256 of exactly the stored portrait's octets: ties card, certificates (biometricInfo, RFC 3739 3.2.5) and
/// record to one picture. `sha256sum` of the stored file gives the same.
class PhotoReference {
public:
    static PhotoReference of(const Portrait& portrait);
    static PhotoReference of(ByteView storedJpeg);
    static std::optional<PhotoReference> fromHex(std::string_view hex);

    const Sha256Digest& digest() const noexcept { return m_digest; }
    std::string hex() const;

    friend bool operator==(const PhotoReference&, const PhotoReference&) = default;

private:
    explicit PhotoReference(const Sha256Digest& digest) noexcept : m_digest(digest) {}
    Sha256Digest m_digest{};
};

} // namespace cardwright
