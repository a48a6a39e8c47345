#include "core/piv/CertificateObject.h"

#include "core/piv/ObjectReading.h"

namespace cardwright {

namespace {

constexpr std::uint8_t gzip = 0x01;

} // namespace

Bytes CertificateObject::encode() const
{
    TlvWriter writer;
    writer.add(0x70, certificate).addByte(0x71, compressed ? gzip : std::uint8_t{0}).addEmpty(0xFE);
    return std::move(writer).octets();
}

CertificateObject CertificateObject::decode(ByteView content)
{
    return readingCardData("certificate object", [&] {
        CertificateObject object;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if (element.tag != 0x70 && element.tag != 0x71 && element.tag != 0xFE) continue;
            once.note(element.tag);
            if (element.tag == 0x70) object.certificate = toBytes(element.value);
            if (element.tag == 0x71) {
                if (element.value.size() != 1) throw TlvError("CertInfo is not one octet");
                object.compressed = (element.value.front() & gzip) != 0;
            }
        }
        if (object.certificate.empty()) throw TlvError("no certificate in it");
        if (!once.has(0x71) || !once.has(0xFE)) throw TlvError("the end is missing");
        return object;
    });
}

} // namespace cardwright
