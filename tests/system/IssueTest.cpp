#include "tests/system/Desk.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>

using namespace cardwright::testing;

// A card issued through real pcscd, and believed by OpenSC, yubico-piv-tool and openssl.

namespace {

namespace fs = std::filesystem;
constexpr const char* passcode = "73915482";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

/// An issued card in slot 0 and everything that is asked of it.
struct Issued {
    PrivatePcscd& pcscd = daemon();
    Desk desk{pcscd};
    Witness witness{pcscd, 0};
    Json result;
    Json application;
    std::string uuid;

    explicit Issued(const std::string& card)
    {
        desk.startCentre();
        pcscd.insert(0, desk.card(card));
        const auto request = desk.request("ffion-adeyemi");
        application = Desk::readJson(request);
        const auto run = desk.issue(request, 0, passcode);
        INFO(run.text());
        REQUIRE(run.code() == 0);
        result = run.result();
        uuid = result.at("uuid").get<std::string>();
    }
    ~Issued() { pcscd.pull(0); }

    /// openssl in the test's folder.
    ToolResult openssl(std::vector<std::string> line) const
    {
        line.insert(line.begin(), "openssl");
        auto done = ToolRun(line).folder(desk.scratch("")).run();
        UNSCOPED_INFO("openssl " << line.at(1) << " ended " << done.exitCode << ": " << done.all());
        return done;
    }
    fs::path file(const std::string& name, const std::string& octets) const
    {
        auto path = desk.scratch(name);
        writeFile(path, octets);
        return path;
    }
    std::string given() const { return application.at("person").at("givenName"); }
    std::string family() const { return application.at("person").at("familyName"); }
    std::string portraitHash() const
    {
        const auto shown = desk.ctl({"people", "show", uuid}).result();
        const auto reference = shown.at("photoReference").get<std::string>();
        // The store keeps an envelope of that name; the picture in it is the one the reference is of.
        const auto stored = desk.site() / "workstation/portraits" / (reference + ".cms");
        const auto picture = trust::decrypted(stored, trust::centreKey(desk.site(), "centre-envelope"), desk.scratch("portrait.jpg"));
        REQUIRE(picture);
        const auto sum = ToolRun({"sha256sum", file("portrait.jpg", *picture).string()}).run();
        REQUIRE(sum.exitCode == 0);
        CHECK(sum.out.substr(0, 64) == reference);
        return sum.out.substr(0, 64);
    }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return text;
}

void checkPasscodes(const Issued& card)
{
    CHECK(card.witness.passcodeWorks(passcode));
    const auto factory = card.witness.piv({"-a", "verify-pin", "-P", "123456"});
    CHECK(factory.exitCode != 0);
    CHECK(holds(factory, "2 tries left")); // wrong, not blocked
    CHECK(card.witness.passcodeWorks(passcode)); // and three tries again
    CHECK(holds(card.witness.piv({"-a", "status"}), "PIN tries left:\t3"));
    const auto factoryUnlock = card.witness.piv({"-a", "unblock-pin", "-P", "12345678", "-N", "99887766"});
    CHECK(factoryUnlock.exitCode != 0);
    CHECK(card.witness.passcodeWorks(passcode));
}

void checkCertificate(const Issued& card, const std::string& slot)
{
    const auto pem = card.witness.certificate(slot);
    REQUIRE(contains(pem, "BEGIN CERTIFICATE"));
    const auto certificate = card.file(slot + ".pem", pem).string();
    const auto authority = (card.desk.site() / "trust/ca.pem").string();
    CHECK(card.openssl({"verify", "-CAfile", authority, certificate}).exitCode == 0);
    // Not because anything would: another authority is refused.
    const Desk stranger(card.pcscd);
    CHECK(card.openssl({"verify", "-CAfile", (stranger.site() / "trust/ca.pem").string(), certificate}).exitCode != 0);

    const auto subject = card.openssl({"x509", "-in", certificate, "-noout", "-subject", "-nameopt", "multiline,utf8"}).out;
    INFO(subject);
    CHECK(contains(subject, card.uuid));
    const auto whole = card.openssl({"x509", "-in", certificate, "-noout", "-text", "-nameopt", "utf8"}).out;
    for (const auto& name : {card.given(), card.family(), upper(card.given()), upper(card.family())}) {
        CHECK_FALSE(contains(whole, name));
        CHECK_FALSE(contains(readFile(certificate), name));
    }
    const auto key = card.openssl({"x509", "-in", certificate, "-noout", "-pubkey"});
    REQUIRE(key.exitCode == 0);
    card.file(slot + ".pub", key.out);
}

void checkBiometricInfo(const Issued& card)
{
    const auto parsed = card.openssl({"asn1parse", "-in", card.desk.scratch("9a.pem").string()}).out;
    const auto at = parsed.find("Biometric Info");
    REQUIRE(at != std::string::npos);
    const auto dump = parsed.find("[HEX DUMP]:", at);
    REQUIRE(dump != std::string::npos);
    const auto octets = parsed.substr(dump + 11, parsed.find('\n', dump) - dump - 11);
    CHECK(contains(octets, "0420" + upper(card.portraitHash())));
}

void checkSignatures(const Issued& card)
{
    const auto text = card.file("text", "What is signed here was written by nobody in particular.\n").string();
    for (const std::string slot : {"9a", "9c"}) {
        const auto signature = card.desk.scratch(slot + ".sig").string();
        const auto made = card.witness.piv({"-P", passcode, "-a", "verify-pin", "--sign", "-s", slot, "-A", "ECCP256", "-H", "SHA256", "-i", text,
                                            "-o", signature});
        INFO(made.all());
        REQUIRE(made.exitCode == 0);
        const auto key = card.desk.scratch(slot + ".pub").string();
        CHECK(card.openssl({"dgst", "-sha256", "-verify", key, "-signature", signature, text}).exitCode == 0);
        const auto other = card.file("other", "Something else.\n").string();
        CHECK(card.openssl({"dgst", "-sha256", "-verify", key, "-signature", signature, other}).exitCode != 0);
    }
    // OpenSC's own way to the same keys. It hashes for some cards only, so it is given the hash.
    const auto hash = card.desk.scratch("text.sha256").string();
    REQUIRE(card.openssl({"dgst", "-sha256", "-binary", "-out", hash, text}).exitCode == 0);
    const auto signature = card.desk.scratch("pkcs11.sig").string();
    const auto signedBy = card.witness.tool({"pkcs11-tool", "--module", "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "--slot-index", "{slot}",
                                             "--login", "--pin", passcode, "--sign", "--mechanism", "ECDSA", "--id", "01",
                                             "--signature-format", "openssl", "--input-file", hash, "--output-file", signature});
    INFO(signedBy.all());
    CHECK(signedBy.exitCode == 0);
    CHECK(card.openssl({"dgst", "-sha256", "-verify", card.desk.scratch("9a.pub").string(), "-signature", signature, text}).exitCode == 0);
}

void checkChuid(const Issued& card)
{
    const auto chuid = card.witness.object(0x5FC102);
    REQUIRE(chuid);
    const auto all = elements(*chuid);
    CHECK(element(all, 0x30).value.size() == 25);
    auto guid = card.result.at("card").get<std::string>();
    guid.erase(std::remove(guid.begin(), guid.end(), '-'), guid.end());
    CHECK(hexOf(element(all, 0x34).value) == guid);
    CHECK(element(all, 0x35).value.size() == 8);
    const auto& signature = element(all, 0x3E);
    const auto signedPortion = chuid->substr(0, signature.begin) + chuid->substr(signature.end);
    const auto authority = (card.desk.site() / "trust/ca.pem").string();
    const auto verify = [&](const std::string& content) {
        return card.openssl({"cms", "-verify", "-inform", "DER", "-binary", "-content", card.file("chuid", content).string(), "-in",
                             card.file("chuid.cms", signature.value).string(), "-CAfile", authority, "-purpose", "any", "-out", "/dev/null"});
    };
    CHECK(verify(signedPortion).exitCode == 0);
    auto bent = signedPortion;
    bent[30] = static_cast<char>(bent[30] ^ 1);
    CHECK(verify(bent).exitCode != 0);
}

void checkSecurityObject(const Issued& card)
{
    const auto object = card.witness.object(0x5FC106);
    REQUIRE(object);
    const auto all = elements(*object);
    const auto signer = (card.desk.site() / "trust/content-signing.pem").string();
    const auto authority = (card.desk.site() / "trust/ca.pem").string();
    const auto cms = card.file("security.cms", element(all, 0xBB).value).string();
    CHECK(card.openssl({"cms", "-verify", "-inform", "DER", "-in", cms, "-certfile", signer, "-CAfile", authority, "-purpose", "any", "-out",
                        "/dev/null"})
              .exitCode == 0);
    CHECK(contains(hexOf(element(all, 0xBB).value), card.portraitHash()));
}

void checkPrintedInformation(const Issued& card)
{
    CHECK_FALSE(card.witness.object(0x5FC109)); // not without the passcode
    const auto printed = card.witness.object(0x5FC109, passcode);
    REQUIRE(printed);
    const auto all = elements(*printed);
    CHECK(contains(upper(element(all, 0x01).value), upper(card.family())));
    CHECK(contains(upper(element(all, 0x01).value), upper(card.given())));
    CHECK(element(all, 0x05).value == card.uuid);
}

void checkOpenSc(const Issued& card)
{
    CHECK(holds(card.witness.tool({"opensc-tool", "-r", "{slot}", "-n"}), "Personal Identity Verification Card"));
    const auto dump = card.witness.tool({"pkcs15-tool", "-r", "{slot}", "--dump"});
    CHECK(dump.exitCode == 0);
    CHECK(holds(dump, "Certificate for PIV Authentication"));
    CHECK(holds(dump, "Certificate for Digital Signature"));
    CHECK(holds(dump, "Private EC Key [PIV AUTH key]"));
    CHECK(holds(dump, "Private EC Key [SIGN key]"));
    CHECK(card.witness.tool({"pkcs15-tool", "-r", "{slot}", "--verify-pin", "--pin", passcode}).exitCode == 0);
}

void checkCard(const Issued& card)
{
    CHECK(card.uuid.size() == 12);
    CHECK(card.result.at("training") == true);
    CHECK(card.result.at("deferred").empty());
    CHECK(card.result.at("written").size() == 2);
    const auto shown = card.desk.show(0).result();
    CHECK(shown.at("kind") == "ours");
    CHECK(shown.at("uuid") == card.uuid);
    CHECK(shown.at("card") == card.result.at("card"));
    CHECK(shown.at("tries") == 3);
    checkCertificate(card, "9a");
    checkCertificate(card, "9c");
    checkBiometricInfo(card);
    checkSignatures(card);
    checkChuid(card);
    checkSecurityObject(card);
    checkPrintedInformation(card);
    checkOpenSc(card);
    checkPasscodes(card);
    const auto queue = card.desk.ctl({"queue", "drain"});
    CHECK(queue.code() == 0);
    CHECK(queue.result().at("waiting") == 0);
    CHECK(disagreements(card.desk) == "");
}

} // namespace

TEST_CASE("a Yubico-like card issued through pcscd is believed by OpenSC, yubico-piv-tool and openssl")
{
    const Issued card("blank-1");
    checkCard(card);
    // The maker's administration key is gone.
    const auto factory = card.witness.piv({"-a", "set-ccc"});
    CHECK(factory.exitCode != 0);
}

TEST_CASE("a card that knows nothing but SP 800-73 is issued and believed likewise")
{
    const Issued card("blank-strict");
    CHECK_FALSE(card.result.at("limitations").empty()); // what it cannot do is said
    checkCard(card);
}
