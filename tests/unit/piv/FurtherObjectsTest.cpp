// Key history, facial image, compressed certificates, attestation: what SP 800-73 has beyond the four certificates.
#include "core/base/Tlv.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/PrivateKey.h"
#include "core/crypto/SecureRandom.h"
#include "core/piv/Attestation.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/FacialImage.h"
#include "core/piv/KeyHistory.h"
#include "tests/unit/piv/PivTestCard.h"

#include <zlib.h>

using namespace cardwright;

namespace {

/// A frame header and nothing that could be decoded: width and height are all that is read of it.
Bytes jpegOf(std::uint16_t width, std::uint16_t height, std::size_t scan = 50)
{
    auto jpeg = octets("FFD8 FFE0 0010 4A46494600010100000100010000 FFC0 0011 08");
    for (const auto number : {height, width}) {
        jpeg.push_back(static_cast<std::uint8_t>(number >> 8));
        jpeg.push_back(static_cast<std::uint8_t>(number));
    }
    append(jpeg, octets("03 012200 021101 031101"));
    jpeg.insert(jpeg.end(), scan, 0x5A);
    append(jpeg, octets("FFD9"));
    return jpeg;
}

Bytes gzipped(const Bytes& plain)
{
    z_stream state{};
    REQUIRE(deflateInit2(&state, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    Bytes packed(deflateBound(&state, plain.size()) + 64);
    state.next_in = const_cast<Bytef*>(plain.data());
    state.avail_in = static_cast<uInt>(plain.size());
    state.next_out = packed.data();
    state.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&state, Z_FINISH) == Z_STREAM_END);
    packed.resize(packed.size() - state.avail_out);
    deflateEnd(&state);
    return packed;
}

CertificateContent named(const char* name, CertificateProfile profile)
{
    CertificateContent content;
    content.profile = profile;
    content.commonName = name;
    content.notBefore = 1'457'913'600'000;
    content.notAfter = 2'596'838'400'000;
    return content;
}

CardPublicKey cardKey(const PrivateKey& key)
{
    CardPublicKey read;
    read.algorithm = Algorithm::eccP256;
    read.point = key.publicKey().point();
    return read;
}

/// A maker's root, a card's attestation key under it, and that card's word on one key.
struct Maker {
    SecureRandom random;
    PrivateKey rootKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate root = certify::selfSigned(named("Maker", CertificateProfile::root), rootKey, random);
    PrivateKey cardKeyPair = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate issuer = certify::issue(named("Card attestation", CertificateProfile::contentSigning), cardKeyPair.publicKey(), root, rootKey, random);
    PrivateKey slotKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate word = certify::issue(named("Attestation 9A", CertificateProfile::cardAuthentication), slotKey.publicKey(), issuer, cardKeyPair, random);
};

} // namespace

TEST_CASE("key history: none, on the card, and at a URL")
{
    CHECK(KeyHistory().encode() == octets("C1 01 00 C2 01 00 FE 00"));
    KeyHistory history{3, 2, "http://keys.example/1"};
    CHECK(KeyHistory::decode(history.encode()) == history);
    checkEveryCut(history.encode(), [](ByteView read) { KeyHistory::decode(read); });
    CHECK(KeyHistory::decode(octets("C2 01 00 99 01 00 C1 01 14 FE 00")).onCard == 20);
    for (const char* wrong : {"C1 01 15 C2 01 00 FE 00", "C1 01 00 C2 01 01 FE 00", "C1 01 00 C2 01 00 F3 01 41 FE 00", "C1 01 00 FE 00",
                              "C1 02 0000 C2 01 00 FE 00", "C1 00 C2 01 00 FE 00", "C1 01 00 C1 01 00 C2 01 00 FE 00", "C1 01 00 C2 01 00"}) {
        INFO(wrong);
        CHECK(failureOf([&] { KeyHistory::decode(octets(wrong)); }) == "CARD-DATA");
    }
    history.url.assign(119, 'a');
    CHECK(failureOf([&] { history.encode(); }) == "USAGE");
    CHECK(failureOf([&] { KeyHistory{20, 1, "u"}.encode(); }) == "USAGE");
    CHECK(failureOf([&] { KeyHistory{1, 0, "u"}.encode(); }) == "USAGE");
}

TEST_CASE("facial image: CBEFF of the PIV patron around an INCITS 385 record, octet by octet")
{
    auto image = FacialImage::of(jpegOf(413, 531));
    CHECK(image.width == 413);
    CHECK(image.height == 531);
    image.created = 1'763'769'845'000; // 2025-11-22T00:04:05Z
    image.validFrom = image.created;
    image.validUntil = 1'921'449'600'000; // 2030-11-21T00:00:00Z
    image.creator = "Cardwright";
    image.signature = Bytes(400, 0x30);
    const auto content = image.encode();
    CHECK(content.size() == image.encodedSize(400));
    const auto size = 14 + 32 + image.jpeg.size();
    const auto portion = image.signedPortion(400);
    CHECK(portion.size() == 88 + size);
    CHECK(equal(ByteView(portion).first(12), octets("03 0D 000000" + toHex(Bytes{static_cast<std::uint8_t>(size)}) + "0190 001B 0501")));
    CHECK(equal(ByteView(portion).subspan(12, 8), octets("20251122000405 5A")));
    CHECK(equal(ByteView(portion).subspan(36, 5), octets("000002 20 FE")));
    CHECK(equal(ByteView(portion).subspan(88, 8), octets("46414300 30313000")));
    CHECK(equal(ByteView(portion).subspan(88 + 14 + 20, 6), octets("01 00 019D 0213")));
    CHECK(FacialImage::decode(content) == image);
    checkEveryCut(content, [](ByteView read) { FacialImage::decode(read); });
}

TEST_CASE("facial image: what is too large or no picture is said before a card is asked, and other makers' slips are found")
{
    const auto largest = FacialImage::mostOctets - 88 - 14 - 32;
    auto image = FacialImage::of(jpegOf(413, 531, 10000));
    CHECK_FALSE(image.encode().empty());
    image.jpeg.resize(largest, 0x00);
    CHECK_FALSE(image.encode().empty());
    image.jpeg.resize(largest + 1, 0x00);
    CHECK(failureOf([&] { image.encode(); }) == "USAGE");
    image.jpeg.clear();
    CHECK(failureOf([&] { image.encode(); }) == "USAGE");
    image = FacialImage::of(jpegOf(10, 10));
    image.creator.assign(18, 'C');
    CHECK(failureOf([&] { image.encode(); }) == "USAGE");
    for (const char* wrong : {"", "FFD8", "FFD8 FFD9", "89504E47", "FFD8 FFE0 0001", "FFD8 FFE0 FFFF", "FFD8 FFC0 0011 08 0000 0010"}) {
        INFO(wrong);
        CHECK(failureOf([&] { FacialImage::of(octets(wrong)); }) == "CARD-DATA");
    }
    image.creator = "C";
    const auto good = image.encode();
    REQUIRE(good[1] == 0x81); // so the header begins with the fourth octet
    for (const std::size_t place : {0U, 5U, 7U, 9U, 11U, 19U, 38U, 88U, 99U, 101U, 105U}) { // one octet of each thing that is checked
        auto wrong = good;
        wrong[3 + place] ^= 0x7F;
        INFO(place);
        CHECK(failureOf([&] { FacialImage::decode(wrong); }) == "CARD-DATA");
    }
}

TEST_CASE("a compressed certificate is read; a bomb, a cut and something that follows are not")
{
    const Bytes plain(1500, 0x30);
    CHECK(CertificateObject::of(plain).der() == plain);
    CertificateObject object{gzipped(plain), true};
    CHECK(CertificateObject::decode(object.encode()).der() == plain);
    object.certificate = gzipped(Bytes(64 * 1024, 0x00));
    CHECK(object.der().size() == 64 * 1024);
    object.certificate = gzipped(Bytes(64 * 1024 + 1, 0x00));
    CHECK(object.certificate.size() < 200);
    CHECK(failureOf([&] { object.der(); }) == "CARD-DATA");
    object.certificate = gzipped(plain);
    object.certificate.push_back(0x00);
    CHECK(failureOf([&] { object.der(); }) == "CARD-DATA");
    object.certificate = gzipped(plain);
    for (std::size_t size = 0; size < object.certificate.size(); ++size) {
        CHECK(failureOf([&] { CertificateObject{toBytes(ByteView(object.certificate).first(size)), true}.der(); }) == "CARD-DATA");
    }
    object.certificate = gzipped({});
    CHECK(failureOf([&] { object.der(); }) == "CARD-DATA");
    object.certificate = plain;
    CHECK(failureOf([&] { object.der(); }) == "CARD-DATA");
}

TEST_CASE("attestation: proven, of an unknown maker, about another key, broken")
{
    Maker maker;
    Maker other;
    const auto attestation = Attestation::decode(maker.word.der(), maker.issuer.der());
    const auto expected = cardKey(maker.slotKey);
    CHECK(judge(attestation, expected, std::nullopt, trustInMakers({maker.root})) == AttestationVerdict::proven);
    CHECK(judge(attestation, expected, std::nullopt, trustInMakers({other.root, maker.root})) == AttestationVerdict::proven);
    CHECK(judge(attestation, expected, std::nullopt, trustInMakers({other.root})) == AttestationVerdict::unknownMaker);
    CHECK(judge(attestation, expected, std::nullopt, trustInMakers({})) == AttestationVerdict::unknownMaker);
    CHECK(judge(attestation, expected, std::nullopt, trustInMakers({maker.issuer})) == AttestationVerdict::unknownMaker); // no root
    CHECK(judge(attestation, expected, std::nullopt, nullptr) == AttestationVerdict::unknownMaker);
    CHECK(judge(attestation, cardKey(other.slotKey), std::nullopt, trustInMakers({maker.root})) == AttestationVerdict::wrongKey);
    const auto mixed = Attestation::decode(maker.word.der(), other.issuer.der());
    CHECK(judge(mixed, expected, std::nullopt, trustInMakers({maker.root, other.root})) == AttestationVerdict::broken);
    auto numbered = attestation;
    numbered.serial = 12345678;
    CHECK(judge(numbered, expected, 12345678, trustInMakers({maker.root})) == AttestationVerdict::proven);
    CHECK(judge(numbered, expected, 12345679, trustInMakers({maker.root})) == AttestationVerdict::wrongKey);
    CHECK(judge(numbered, expected, std::nullopt, trustInMakers({maker.root})) == AttestationVerdict::proven);
    CHECK(failureOf([&] { Attestation::decode(octets("3000"), maker.issuer.der()); }) == "CARD-DATA");
}

TEST_CASE("attestation over the card: no command, no key of its own, unreadable")
{
    Maker maker;
    const auto expected = cardKey(maker.slotKey);
    const auto ask = [&](const Bytes& word, const Bytes& issuer) {
        PivTestCard t;
        t.card.answer([&](ByteView) { return concat({word, octets("9000")}); });
        t.card.answer([&](ByteView) { return concat({issuer, octets("9000")}); });
        return attested(t.piv, Slot::authentication, expected, std::nullopt, trustInMakers({maker.root}));
    };
    const auto object = [](const Bytes& certificate) { return tlv(0x53, CertificateObject::of(certificate).encode()); };
    PivTestCard none;
    none.card.expect("00 F9 9A 00 00", "6D00");
    CHECK(attested(none.piv, Slot::authentication, expected, std::nullopt, nullptr) == AttestationVerdict::unsupported);
    none.card.expect("00 F9 9A 00 00", "6A88");
    CHECK(attested(none.piv, Slot::authentication, expected, std::nullopt, nullptr) == AttestationVerdict::unsupported);
    none.card.expect("00 F9 9A 00 00", "6F00");
    CHECK(attested(none.piv, Slot::authentication, expected, std::nullopt, nullptr) == AttestationVerdict::broken);
    none.card.expect("00 F9 9A 00 00", "3000 9000").expect("00 CB 3F FF 05 5C03 5FFF01 00", "6A82");
    CHECK(attested(none.piv, Slot::authentication, expected, std::nullopt, nullptr) == AttestationVerdict::unsupported);
    const Bytes small(200, 0x30);
    CHECK(ask(small, object(Bytes(100, 0x30))) == AttestationVerdict::broken);
    for (const auto verdict : {AttestationVerdict::proven, AttestationVerdict::unsupported, AttestationVerdict::unknownMaker,
                               AttestationVerdict::wrongKey, AttestationVerdict::broken}) {
        CHECK_FALSE(nameOf(verdict).empty());
    }
}
