#include "core/crypto/BiometricSignature.h"
#include "core/piv/FacialImage.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// A JPEG's frame header and nothing that could be shown: what FacialImage reads of it.
const Bytes frame{0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x01, 0xA4, 0x01, 0x40, 0x01, 0x01, 0x11, 0x00, 0xFF, 0xD9};

struct Signed {
    TestAuthority authority;
    FacialImage image = FacialImage::of(frame);
    BiometricSubject subject{{}, guid()};
    Signed()
    {
        image.created = image.validFrom = now - now % 1000; // a CBEFF date has whole seconds
        image.validUntil = image.created + 5 * year;
        image.creator = "HVC00";
        subject.fascN.fill(0xD4);
        image.fascN = subject.fascN;
        image.signature = cms::signBiometric([&](std::size_t size) { return image.signedPortion(size); }, subject, authority.signerKey, authority.signer, now);
    }
    Bytes portion() const { return image.signedPortion(image.signature.size()); }
    CmsVerdict verdict(ByteView record) const { return cms::verifyBiometric(record, image.signature, subject, authority.signer, std::vector{authority.root}, now); }
};

void write(const std::filesystem::path& file, ByteView octets)
{
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
}

} // namespace

TEST_CASE("A facial image is signed over its header, which names the signature's length, and its record; openssl agrees")
{
    const Signed made;
    const auto read = FacialImage::decode(made.image.encode());
    CHECK(read == made.image);
    CHECK(made.verdict(read.signedPortion(read.signature.size())));

    std::string pattern = (std::filesystem::temp_directory_path() / "cardwright-face-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    const std::filesystem::path folder = pattern;
    write(folder / "record", made.portion());
    write(folder / "signature", made.image.signature);
    write(folder / "signer.pem", bytesOf(made.authority.signer.pem()));
    write(folder / "ca.pem", bytesOf(made.authority.root.pem()));
    const auto verify = "cd " + pattern + " && openssl cms -verify -inform DER -binary -content record -in signature -certfile signer.pem -CAfile ca.pem "
                        "-purpose any -attime " + std::to_string(now / 1000) + " -out /dev/null 2>/dev/null";
    CHECK(std::system(verify.c_str()) == 0);
    auto other = made.portion();
    other.back() ^= 1;
    write(folder / "record", other);
    CHECK(std::system(verify.c_str()) != 0);
    std::filesystem::remove_all(folder);
}

TEST_CASE("A facial image of another card, another signer, or changed, does not pass")
{
    Signed made;
    auto changed = made.portion();
    changed.back() ^= 1;
    CHECK(made.verdict(changed).trust == TrustVerdict::badSignature);
    const auto good = made.portion();
    made.subject.card = guid("00000000-0000-4000-8000-000000000001");
    CHECK(made.verdict(good).trust == TrustVerdict::broken);
    made.subject = {made.image.fascN, guid()};
    made.subject.fascN[3] ^= 1;
    CHECK(made.verdict(good).trust == TrustVerdict::broken);
    made.subject.fascN = made.image.fascN;
    CHECK(made.verdict(good));
    made.image.signature.resize(made.image.signature.size() / 2);
    CHECK(made.verdict(good).trust == TrustVerdict::broken);
    const TestAuthority stranger;
    const Signed whole;
    CHECK(cms::verifyBiometric(whole.portion(), whole.image.signature, whole.subject, stranger.signer, std::vector{stranger.root}, now).trust ==
          TrustVerdict::unknownIssuer);
}
