#include "core/base/Tlv.h"
#include "core/crypto/Der.h"
#include "core/crypto/EnvelopeParts.h"
#include "core/crypto/OpenSsl.h"

// The envelope's ASN.1 (RFC 5083 2.1, RFC 5652 6.2.1 and 6.2.2, RFC 5753 3.1.1, RFC 5084 3.2), read by hand: only what we write is
// accepted, and the private half of a recipient may be on a card, which OpenSSL's CMS cannot ask.

namespace cardwright::envelope {

namespace {

using openssl::fail;

// IMPLICIT and EXPLICIT context tags, constructed or primitive.
constexpr std::uint32_t context0 = 0xA0;
constexpr std::uint32_t context1 = 0xA1;
constexpr std::uint32_t primitive0 = 0x80;
constexpr std::size_t tagSize = 16;
constexpr std::size_t nonceSize = 12;

[[noreturn]] void unreadable(std::string_view what) { fail("ENVELOPE-UNREADABLE", what); }
[[noreturn]] void otherAlgorithm(std::string_view what) { fail("ENVELOPE-ALGORITHM", what); }

void expectVersion(TlvReader& reader, std::uint8_t version)
{
    const ByteView value = reader.expect(der::integer);
    if (value.size() != 1 || value[0] != version) unreadable("a version");
}

PublicKey originatorOf(ByteView originator)
{
    TlvReader choice(originator);
    TlvReader key(choice.expect(context1)); // originatorKey; certificates' names are for static keys
    choice.end();
    TlvReader algorithm(key.expect(der::sequence));
    const ByteView point = key.expect(der::bitString);
    key.end();
    if (!equal(tlv(der::objectId, algorithm.expect(der::objectId)), der::oid(oids::ecPublicKey))) otherAlgorithm("key agreement");
    if (point.size() < 2 || point[0] != 0) unreadable("originator's key");
    try {
        return PublicKey::fromPoint(point.subspan(1));
    } catch (const CryptoError&) {
        unreadable("originator's key is not a point of P-256 or P-384");
    }
}

Recipient readKeyAgreement(ByteView value)
{
    TlvReader info(value);
    expectVersion(info, 3);
    Recipient recipient;
    recipient.ephemeral = originatorOf(info.expect(context0));
    const Tlv next = info.next();
    if (next.tag == context1) otherAlgorithm("key agreement with user keying material");
    if (next.tag != der::sequence) unreadable("key agreement");
    if (!equal(tlv(der::sequence, next.value), keyAgreementAlgorithm())) otherAlgorithm("key agreement");
    TlvReader keys(info.expect(der::sequence));
    info.end();
    TlvReader one(keys.expect(der::sequence));
    keys.end();
    TlvReader identifier(one.expect(context0)); // rKeyId
    recipient.keyIdentifier = identifier.expect(der::octetString);
    identifier.end();
    recipient.encryptedKey = one.expect(der::octetString);
    one.end();
    return recipient;
}

Recipient readKeyTransport(ByteView value)
{
    TlvReader info(value);
    expectVersion(info, 2);
    Recipient recipient;
    recipient.keyIdentifier = info.expect(primitive0);
    if (!equal(tlv(der::sequence, info.expect(der::sequence)), keyTransportAlgorithm())) otherAlgorithm("key transport");
    recipient.encryptedKey = info.expect(der::octetString);
    info.end();
    return recipient;
}

Recipient readRecipient(const Tlv& object)
{
    if (object.tag == context1) return readKeyAgreement(object.value);
    if (object.tag == der::sequence) return readKeyTransport(object.value);
    // Passwords and keys agreed beforehand (RFC 5652 6.2.3, 6.2.4) would let somebody in whom no certificate names.
    otherAlgorithm("a recipient of another kind");
}

void readContent(ByteView value, Parts& parts)
{
    TlvReader info(value);
    if (!equal(tlv(der::objectId, info.expect(der::objectId)), der::oid(oids::data))) unreadable("content type");
    const ByteView algorithm = info.expect(der::sequence);
    TlvReader reader(algorithm);
    if (!equal(tlv(der::objectId, reader.expect(der::objectId)), der::oid(oids::aes256Gcm))) otherAlgorithm("content");
    TlvReader parameters(reader.expect(der::sequence));
    parts.nonce = parameters.expect(der::octetString);
    // The shortest tag that GCM knows by default is 12 octets; ours is always whole.
    if (parts.nonce.size() != nonceSize || !equal(tlv(der::sequence, algorithm), gcmAlgorithm(parts.nonce))) otherAlgorithm("content parameters");
    parts.content = info.expect(primitive0);
    info.end();
}

Parts readParts(ByteView octets)
{
    TlvReader outer(octets);
    TlvReader content(outer.expect(der::sequence));
    outer.end();
    if (!equal(tlv(der::objectId, content.expect(der::objectId)), der::oid(oids::authEnvelopedData))) unreadable("another content type");
    TlvReader wrapper(content.expect(context0));
    content.end();
    TlvReader data(wrapper.expect(der::sequence));
    wrapper.end();
    expectVersion(data, 0);
    Parts parts;
    TlvReader infos(data.expect(der::set));
    while (!infos.atEnd()) parts.recipients.push_back(readRecipient(infos.next()));
    if (parts.recipients.empty()) unreadable("no recipient");
    readContent(data.expect(der::sequence), parts);
    parts.tag = data.expect(der::octetString); // attributes would stand before it: we make none and take none
    if (parts.tag.size() != tagSize) otherAlgorithm("authentication tag");
    data.end();
    return parts;
}

} // namespace

Bytes wrapAlgorithm() { return tlv(der::sequence, der::oid(oids::aes256Wrap)); }

Bytes keyAgreementAlgorithm() { return tlv(der::sequence, concat({der::oid(oids::ecdhSha256Kdf), wrapAlgorithm()})); }

Bytes keyTransportAlgorithm()
{
    const Bytes digest = tlv(der::sequence, concat({der::oid("2.16.840.1.101.3.4.2.1"), tlv(der::null, {})}));
    const Bytes mask = tlv(der::sequence, concat({der::oid(oids::mgf1), digest}));
    const Bytes parameters = tlv(der::sequence, concat({tlv(context0, digest), tlv(context1, mask)}));
    return tlv(der::sequence, concat({der::oid(oids::rsaOaep), parameters}));
}

Bytes gcmAlgorithm(ByteView nonce)
{
    constexpr std::uint8_t size[] = {tagSize};
    return tlv(der::sequence, concat({der::oid(oids::aes256Gcm), tlv(der::sequence, concat({tlv(der::octetString, nonce), tlv(der::integer, size)}))}));
}

Parts read(ByteView octets)
{
    const openssl::QueueDrain drain;
    try {
        return readParts(octets);
    } catch (const TlvError& error) {
        unreadable(error.what());
    }
}

} // namespace cardwright::envelope
