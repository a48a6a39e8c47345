#include "core/piv/CertificateObject.h"

#include "core/piv/ObjectReading.h"

#include <zlib.h>

namespace cardwright {

namespace {

constexpr std::uint8_t gzip = 0x01;
/// No certificate is near this; what grows beyond it is a bomb.
constexpr std::size_t unpackedLimit = 64 * 1024;

/// RFC 1952, one member and nothing after it.
Bytes unpacked(ByteView packed)
{
    struct Stream {
        z_stream state{};
        ~Stream() { inflateEnd(&state); }
    } stream;
    constexpr int gzipAlone = 15 + 16;
    if (inflateInit2(&stream.state, gzipAlone) != Z_OK) throw std::bad_alloc();
    Bytes octets(unpackedLimit);
    stream.state.next_in = const_cast<Bytef*>(packed.data()); // zlib reads it and no more
    stream.state.avail_in = static_cast<uInt>(packed.size());
    stream.state.next_out = octets.data();
    stream.state.avail_out = static_cast<uInt>(octets.size());
    if (inflate(&stream.state, Z_FINISH) != Z_STREAM_END) throw CardDataError("certificate object: cut, not gzip, or no certificate in it");
    if (stream.state.avail_in != 0) throw CardDataError("certificate object: octets after the certificate");
    octets.resize(octets.size() - stream.state.avail_out);
    if (octets.empty()) throw CardDataError("certificate object: no certificate in it");
    return octets;
}

} // namespace

Bytes CertificateObject::encode() const
{
    TlvWriter writer;
    writer.add(0x70, certificate).addByte(0x71, compressed ? gzip : std::uint8_t{0}).addEmpty(0xFE);
    return std::move(writer).octets();
}

Bytes CertificateObject::der() const { return compressed ? unpacked(certificate) : certificate; }

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
