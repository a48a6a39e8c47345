#include "core/crypto/Der.h"

#include "core/base/Tlv.h"
#include "core/crypto/OpenSsl.h"

namespace cardwright::der {

namespace {
constexpr std::string_view urnPrefix = "urn:uuid:";
}

Bytes oid(std::string_view dotted)
{
    const auto object = openssl::owned<openssl::Object>(OBJ_txt2obj(std::string(dotted).c_str(), 1), "object identifier");
    return tlv(objectId, {OBJ_get0_data(object.get()), OBJ_length(object.get())});
}

Bytes sha256Algorithm() { return tlv(sequence, oid("2.16.840.1.101.3.4.2.1")); }

Bytes biometricInfo(const Sha256Digest& picture, const std::optional<Guid>& sourceUuid)
{
    constexpr std::uint8_t pictureType[] = {0x00};
    Bytes data = concat({tlv(integer, pictureType), sha256Algorithm(), tlv(octetString, picture)});
    if (sourceUuid) append(data, tlv(ia5String, bytesOf(urnOf(*sourceUuid))));
    return tlv(sequence, tlv(sequence, data));
}

std::optional<Sha256Digest> pictureOf(ByteView biometricSyntax)
{
    TlvReader outer(biometricSyntax);
    TlvReader list(outer.expect(sequence));
    outer.end();
    const Bytes sha256Id = oid("2.16.840.1.101.3.4.2.1");
    while (!list.atEnd()) {
        TlvReader data(list.expect(sequence));
        const Tlv type = data.next();
        TlvReader algorithm(data.expect(sequence));
        const Tlv algorithmId = algorithm.next();
        const ByteView digest = data.expect(octetString);
        const bool isPicture = type.tag == integer && type.value.size() == 1 && type.value[0] == 0;
        if (isPicture && algorithmId.tag == objectId && equal(tlv(objectId, algorithmId.value), sha256Id)) {
            if (const auto found = sha256DigestFrom(digest)) return found;
            throw TlvError("a SHA-256 of another length");
        }
    }
    return std::nullopt;
}

std::string urnOf(const Guid& guid) { return std::string(urnPrefix) + guid.text(); }

std::optional<Guid> guidOfUrn(std::string_view urn)
{
    if (!urn.starts_with(urnPrefix)) return std::nullopt;
    return Guid::parse(urn.substr(urnPrefix.size()));
}

} // namespace cardwright::der
