#include "core/piv/CardPublicKey.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/PublicKey.h"
#include "core/piv/ObjectReading.h"

namespace cardwright {

namespace {

constexpr std::uint32_t modulusTag = 0x81;
constexpr std::uint32_t exponentTag = 0x82;
constexpr std::uint32_t pointTag = 0x86;

ByteView withoutLeadingZeros(ByteView number)
{
    while (!number.empty() && number.front() == 0) number = number.subspan(1);
    return number;
}

/// core/crypto decides whether the point lies on its curve and the modulus can be one.
void check(const CardPublicKey& key)
{
    try {
        static_cast<void>(key.publicKey());
    } catch (const CryptoError& error) {
        throw CardDataError("public key: " + std::string(error.failure().cause));
    }
}

} // namespace

CardPublicKey CardPublicKey::decode(Algorithm algorithm, ByteView elements)
{
    const auto key = readingCardData("public key", [&] {
        CardPublicKey read;
        read.algorithm = algorithm;
        ElementsOnce once;
        for (TlvReader reader(elements); !reader.atEnd();) {
            const auto [tag, value] = reader.next();
            if (tag != modulusTag && tag != exponentTag && tag != pointTag) continue;
            once.note(tag);
            if (tag == modulusTag) read.modulus = toBytes(withoutLeadingZeros(value));
            if (tag == exponentTag) read.exponent = toBytes(withoutLeadingZeros(value));
            if (tag == pointTag) read.point = toBytes(value);
        }
        return read;
    });
    const auto size = fieldSize(algorithm);
    if (isElliptic(algorithm)) {
        if (!key.modulus.empty() || !key.exponent.empty()) throw CardDataError("public key: RSA where a point is expected");
        if (key.point.size() != 1 + 2 * size || key.point.front() != 0x04) throw CardDataError("public key: a point of another form");
    } else if (isRsa(algorithm)) {
        if (!key.point.empty()) throw CardDataError("public key: a point where RSA is expected");
        if (key.modulus.size() != size || (key.modulus.front() & 0x80) == 0) throw CardDataError("public key: a modulus of another size");
        if ((key.modulus.back() & 1) == 0) throw CardDataError("public key: an even modulus");
        if (key.exponent.empty()) throw CardDataError("public key: no exponent");
    } else {
        throw CardDataError("public key: of an algorithm that has none");
    }
    check(key);
    return key;
}

Bytes CardPublicKey::encode() const
{
    if (isElliptic(algorithm)) return tlv(pointTag, point);
    return std::move(TlvWriter().add(modulusTag, modulus).add(exponentTag, exponent)).octets();
}

PublicKey CardPublicKey::publicKey() const
{
    return isElliptic(algorithm) ? PublicKey::fromPoint(point) : PublicKey::fromRsa(modulus, exponent);
}

} // namespace cardwright
