#include "core/identity/PhotoReference.h"

namespace cardwright {

PhotoReference PhotoReference::of(const Portrait& portrait) { return of(ByteView(portrait.jpeg)); }

PhotoReference PhotoReference::of(ByteView storedJpeg) { return PhotoReference(sha256(storedJpeg)); }

std::optional<PhotoReference> PhotoReference::fromHex(std::string_view hex)
{
    const auto digest = sha256DigestFromHex(hex);
    if (!digest) return std::nullopt;
    return PhotoReference(*digest);
}

std::string PhotoReference::hex() const { return toHex(m_digest); }

} // namespace cardwright
