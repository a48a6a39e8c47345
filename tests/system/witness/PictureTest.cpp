#include "core/policy/Embedded.h"
#include "core/portrait/PortraitFile.h"
#include "tests/system/Witness.h"
#include "tests/system/witness/ActLab.h"

#include <catch2/catch.hpp>

#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

// The portrait on a card that our issue wrote (5FC108), before programs that are not ours: OpenSC reads it, openssl finds who signed it,
// libjpeg decodes it. What the object is made of is read here by SP 800-76-2 and INCITS 385, and not by core/piv.

namespace {

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

std::size_t number(const std::string& octets, std::size_t at, std::size_t size)
{
    std::size_t value = 0;
    for (const unsigned char octet : octets.substr(at, size)) value = value << 8U | octet;
    return value;
}

/// SP 800-76-2 table 14 (88 octets of CBEFF header), then INCITS 385: 14 octets of record header, 20 of block, 12 of picture.
struct Picture {
    std::string signedPortion, signature, fascN, jpeg;
    std::size_t width = 0, height = 0;

    explicit Picture(const std::string& cbeff)
    {
        constexpr std::size_t header = 88, untilImage = 14 + 20, imageHeader = 12;
        const auto record = number(cbeff, 2, 4), block = number(cbeff, 6, 2);
        REQUIRE(cbeff.size() == header + record + block);
        REQUIRE(cbeff.substr(header, 8) == std::string("FAC\0" "010\0", 8));
        signedPortion = cbeff.substr(0, header + record);
        signature = cbeff.substr(header + record);
        fascN = cbeff.substr(59, 25);
        width = number(cbeff, header + untilImage + 2, 2);
        height = number(cbeff, header + untilImage + 4, 2);
        jpeg = signedPortion.substr(header + untilImage + imageHeader);
    }
};

struct JpegErrors {
    jpeg_error_mgr manager{};
    std::jmp_buf way{};
};

/// Whether libjpeg decodes every line of it without a warning; its size then.
bool decodes(const std::string& jpeg, std::size_t& width, std::size_t& height)
{
    JpegErrors errors;
    jpeg_decompress_struct decoder{};
    decoder.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = [](j_common_ptr what) { std::longjmp(reinterpret_cast<JpegErrors*>(what->err)->way, 1); };
    errors.manager.output_message = [](j_common_ptr) {};
    std::vector<unsigned char> line;
    if (setjmp(errors.way) != 0) { // NOLINT(cert-err52-cpp): libjpeg has no other way out
        jpeg_destroy_decompress(&decoder);
        return false;
    }
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
    jpeg_read_header(&decoder, TRUE);
    jpeg_start_decompress(&decoder);
    width = decoder.output_width;
    height = decoder.output_height;
    line.resize(width * static_cast<std::size_t>(decoder.output_components));
    while (decoder.output_scanline < decoder.output_height) {
        auto* row = line.data();
        jpeg_read_scanlines(&decoder, &row, 1);
    }
    jpeg_finish_decompress(&decoder);
    const bool clean = errors.manager.num_warnings == 0;
    jpeg_destroy_decompress(&decoder);
    return clean;
}

int openssl(std::vector<std::string> line)
{
    line.insert(line.begin(), "openssl");
    const auto done = ToolRun(line).folder(daemon().folder()).run();
    UNSCOPED_INFO("openssl " << line.at(1) << " ended " << done.exitCode << ": " << done.all());
    return done.exitCode;
}

std::string changedAt(std::string octets, std::size_t at)
{
    octets.at(at) = static_cast<char>(octets.at(at) ^ 0x01);
    return octets;
}

/// Through OpenSC, whose object has its 53 or not by the version.
std::string readByOpenSc(const Witness& witness)
{
    const auto out = daemon().folder() / "facial";
    const auto read = witness.tool({"pkcs15-tool", "-r", "{slot}", "--verify-pin", "--pin", std::string(firstCode), "--read-data-object",
                                    "2.16.840.1.101.3.7.2.96.48", "--raw", "--output", out.string()});
    INFO(read.all());
    REQUIRE(read.exitCode == 0);
    const auto octets = readFile(out);
    REQUIRE_FALSE(octets.empty());
    return static_cast<unsigned char>(octets.front()) == 0x53 ? element(elements(octets), 0x53).value : octets;
}

void checkPicture(Personality personality)
{
    CAPTURE(simulator::nameOf(personality));
    ActLab lab(daemon(), 0, personality);
    lab.wantTwo();
    lab.issuePolicy.writeFacialImage = true;
    lab.newCard();
    auto order = lab.order(lab.holder());
    order.portrait = PortraitFile::fromBytes(toBytes(bytesOf(embeddedText("training/portraits/portrait-1.jpg")))).accept().jpeg;
    order.photoReference = sha256(order.portrait);
    const auto receipt = IssueJob(lab.cardDesk(), order, lab.typed(firstCode)).run();
    CHECK(std::any_of(receipt.objects.begin(), receipt.objects.end(), [](const auto& row) { return row.id == "5FC108"; }));

    const Witness witness(daemon(), 0);
    CHECK_FALSE(witness.object(0x5FC108)); // not without the passcode
    const auto byYubico = witness.piv({"-P", std::string(firstCode), "-a", "verify-pin", "-a", "read-object", "--id", "0x5fc108", "-f", "hex"});
    CHECK(byYubico.exitCode == 1);
    CHECK(holds(byYubico, "Failed fetching object.")); // of no more than about 3 KB, a Yubikey's most
    const auto object = readByOpenSc(witness);
    CHECK(elements(object).size() == 2);
    CHECK(element(elements(object), 0xFE).value.empty());
    const Picture picture(element(elements(object), 0xBC).value);
    const auto chuid = witness.object(0x5FC102);
    REQUIRE(chuid);
    const auto parts = elements(*chuid);
    CHECK(picture.fascN == element(parts, 0x30).value);

    const auto file = [](const std::string& name, const std::string& octets) { writeFile(daemon().folder() / name, octets); };
    file("root.pem", lab.authority.root.pem());
    file("chuid.cms", element(parts, 0x3E).value);
    file("signed", picture.signedPortion);
    file("otherHeader", changedAt(picture.signedPortion, 60));
    file("otherPicture", changedAt(picture.signedPortion, picture.signedPortion.size() - 9));
    file("signature.cms", picture.signature);
    file("picture.jpg", picture.jpeg);
    // The signer stands in the CHUID of the card, and nowhere in the picture's own signature.
    REQUIRE(openssl({"cms", "-cmsout", "-noout", "-inform", "DER", "-in", "chuid.cms", "-certsout", "signer.pem"}) == 0);
    const auto verify = [&](const char* content, const char* trust) {
        return openssl({"cms", "-verify", "-attime", std::to_string(lab.desk.clock.now / 1000), "-inform", "DER", "-binary", "-in", "signature.cms", "-content",
                        content, "-certfile", "signer.pem", "-CAfile", trust, "-purpose", "any", "-out", "verified"});
    };
    CHECK(verify("signed", "root.pem") == 0);
    CHECK(verify("otherHeader", "root.pem") != 0);
    CHECK(verify("otherPicture", "root.pem") != 0);
    file("stranger.pem", test::TestAuthority().root.pem());
    CHECK(verify("signed", "stranger.pem") != 0);

    std::size_t width = 0, height = 0;
    CHECK(decodes(picture.jpeg, width, height));
    CHECK(width == picture.width);
    CHECK(height == picture.height);
    CHECK(width > 100);
    CHECK_FALSE(decodes(picture.jpeg.substr(0, picture.jpeg.size() / 2), width, height));
    std::printf("{\"card\":\"%s\",\"object\":%zu,\"signature\":%zu,\"jpeg\":%zu,\"width\":%zu,\"height\":%zu}\n",
                std::string(simulator::nameOf(personality)).c_str(), object.size(), picture.signature.size(), picture.jpeg.size(), picture.width,
                picture.height);
}

} // namespace

TEST_CASE("OpenSC, openssl and libjpeg agree with the portrait that we wrote on a card")
{
    for (const auto personality : {Personality::strict, Personality::openFips, Personality::pivApplet}) checkPicture(personality);
}
