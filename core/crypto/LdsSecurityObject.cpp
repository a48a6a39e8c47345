#include "core/base/Tlv.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Der.h"

#include <array>

namespace cardwright {

namespace {

constexpr int highestGroup = 16;

int smallNumber(ByteView value)
{
    if (value.size() != 1 || value[0] > 0x7F) throw TlvError("a number of another size");
    return value[0];
}

std::vector<DataGroupDigest> decode(ByteView octets)
{
    TlvReader whole(octets);
    TlvReader object(whole.expect(der::sequence));
    whole.end();
    if (smallNumber(object.expect(der::integer)) != 0) throw TlvError("another version");
    TlvReader algorithm(object.expect(der::sequence));
    const Bytes algorithmId = tlv(der::objectId, algorithm.expect(der::objectId));
    if (algorithmId != der::oid("2.16.840.1.101.3.4.2.1")) throw TlvError("another digest than SHA-256");
    TlvReader groups(object.expect(der::sequence));
    object.end();
    std::vector<DataGroupDigest> digests;
    while (!groups.atEnd()) {
        TlvReader group(groups.expect(der::sequence));
        const int number = smallNumber(group.expect(der::integer));
        const auto digest = sha256DigestFrom(group.expect(der::octetString));
        group.end();
        if (number < 1 || number > highestGroup || !digest) throw TlvError("a data group");
        digests.push_back({number, *digest});
    }
    return digests;
}

} // namespace

Bytes encodeLdsSecurityObject(std::span<const DataGroupDigest> digests)
{
    constexpr std::uint8_t version[] = {0};
    TlvWriter groups;
    for (const auto& group : digests) {
        if (group.number < 1 || group.number > highestGroup) throw CryptoError(Failure::of("CRYPTO-FAILED", "data group number"));
        const std::array number{static_cast<std::uint8_t>(group.number)};
        groups.add(der::sequence, concat({tlv(der::integer, number), tlv(der::octetString, group.digest)}));
    }
    return tlv(der::sequence, concat({tlv(der::integer, version), der::sha256Algorithm(), tlv(der::sequence, groups.octets())}));
}

std::vector<DataGroupDigest> decodeLdsSecurityObject(ByteView octets)
{
    try {
        return decode(octets);
    } catch (const TlvError&) {
        throw CryptoError(Failure::of("SIGNED-DATA-UNREADABLE", "LDSSecurityObject"));
    }
}

} // namespace cardwright
