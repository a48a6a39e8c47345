#include "core/piv/Slot.h"
#include "tests/system/Witness.h"
#include "tests/system/witness/ActLab.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

// Cards of our jobs, all four slots, each kind of key, on each personality: OpenSC, yubico-piv-tool and openssl agree with what we
// wrote. Where one of them cannot do something on a card, that it cannot and what it says are asserted: the day it can, this is noticed.

namespace {

constexpr const char* module = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

/// A slot as each witness calls it.
struct Named {
    Slot slot;
    const char* yubico;
    const char* id;          ///< OpenSC
    const char* key;         ///< OpenSC
    const char* certificate; ///< OpenSC
};
constexpr Named slots[] = {{Slot::authentication, "9a", "01", "PIV AUTH key", "Certificate for PIV Authentication"},
                           {Slot::signature, "9c", "02", "SIGN key", "Certificate for Digital Signature"},
                           {Slot::keyManagement, "9d", "03", "KEY MAN key", "Certificate for Key Management"},
                           {Slot::cardAuthentication, "9e", "04", "CARD AUTH key", "Certificate for Card Authentication"}};

/// A card that our issue wrote, in slot 0, and what is on record of it here.
struct Issued {
    ActLab lab;
    Witness witness{daemon(), 0};
    CardReceipt receipt;
    UserNumber holder;
    std::vector<CardSlotRecord> keys;
    Personality personality;

    Issued(Personality which, const std::string& algorithm) : lab(daemon(), 0, which), holder(lab.holder()), personality(which)
    {
        lab.wantFour(algorithm);
        lab.newCard();
        receipt = lab.issueTo(holder, firstCode);
        keys = lab.look().file.slots;
        file("root.pem", lab.authority.root.pem());
        file("signer.pem", lab.authority.signer.pem());
        file("text", "What is signed here was written by nobody in particular.\n");
        file("other", "Something else.\n");
    }
    const CardSlotRecord& record(Slot slot) const
    {
        return *std::find_if(keys.begin(), keys.end(), [&](const auto& row) { return row.slot == slot; });
    }
    PublicKey key(Slot slot) const { return PublicKey::fromDer(record(slot).publicKey); }
    bool rsa(Slot slot) const { return key(slot).algorithm() == KeyAlgorithm::rsa2048; }
    bool p384(Slot slot) const { return key(slot).algorithm() == KeyAlgorithm::ecP384; }
    /// 9D signs nothing and nothing but 9D agrees, as SP 800-73 has it; the others follow Yubico in doing what they are asked.
    bool byTheBook() const { return personality == Personality::strict || personality == Personality::openFips; }

    std::string file(const std::string& name, const std::string& octets) const
    {
        auto path = daemon().folder() / name;
        writeFile(path, octets);
        return path.string();
    }
    ToolResult openssl(std::vector<std::string> line) const
    {
        line.insert(line.begin(), "openssl");
        auto done = ToolRun(line).folder(daemon().folder()).run();
        UNSCOPED_INFO("openssl " << line.at(1) << " ended " << done.exitCode << ": " << done.all());
        return done;
    }
    /// OpenSC's PKCS#11 module, logged in.
    ToolResult pkcs11(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"pkcs11-tool", "--module", module, "--slot-index", "{slot}", "--login", "--pin", std::string(firstCode)});
        return noted(witness.tool(words), words.back());
    }
    ToolResult pkcs15(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"pkcs15-tool", "-r", "{slot}"});
        return noted(witness.tool(words), words.back());
    }
    /// yubico-piv-tool after its VERIFY.
    ToolResult piv(std::vector<std::string> words) const
    {
        words.insert(words.begin(), {"-P", std::string(firstCode), "-a", "verify-pin"});
        return noted(witness.piv(words), words.back());
    }
    std::string seconds() const { return std::to_string(lab.desk.clock.now / 1000); }

private:
    static ToolResult noted(ToolResult result, const std::string& what)
    {
        UNSCOPED_INFO(what << ": " << result.exitCode << "\n" << result.all());
        return result;
    }
};

/// Both tools read the certificate that is on record here, openssl finds its chain and its key.
void checkCertificate(const Issued& card, const Named& slot)
{
    const auto name = std::string(slot.yubico);
    const auto byYubico = card.file(name + ".pem", card.witness.certificate(name));
    const auto byOpenSc = card.file(name + ".opensc.pem", card.pkcs15({"--read-certificate", slot.id}).out);
    for (const auto& read : {byYubico, byOpenSc}) {
        const auto der = card.openssl({"x509", "-in", read, "-outform", "DER", "-out", name + ".der"});
        REQUIRE(der.exitCode == 0);
        CHECK(readFile(daemon().folder() / (name + ".der")) == std::string(card.record(slot.slot).certificate->begin(), card.record(slot.slot).certificate->end()));
    }
    CHECK(card.openssl({"verify", "-attime", card.seconds(), "-CAfile", "root.pem", byYubico}).exitCode == 0);
    const auto stranger = card.file("stranger.pem", test::TestAuthority().root.pem());
    CHECK(card.openssl({"verify", "-attime", card.seconds(), "-CAfile", stranger, byYubico}).exitCode != 0);
    const auto spki = card.file(name + ".spki", std::string(card.record(slot.slot).publicKey.begin(), card.record(slot.slot).publicKey.end()));
    const auto recorded = card.openssl({"pkey", "-pubin", "-inform", "DER", "-in", spki, "-pubout"});
    const auto certified = card.openssl({"x509", "-in", byYubico, "-noout", "-pubkey"});
    CHECK(certified.out == recorded.out);
    card.file(name + ".pub", certified.out);
    const auto whole = card.openssl({"x509", "-in", byYubico, "-noout", "-text"}).out;
    CHECK((whole.find(card.holder.digits()) != std::string::npos) == (slot.slot != Slot::cardAuthentication));
    CHECK((whole.find("Biometric Info") != std::string::npos) == (slot.slot != Slot::cardAuthentication));
}

void checkLists(const Issued& card)
{
    const auto certificates = card.pkcs15({"--list-certificates"});
    const auto keys = card.pkcs15({"--list-keys"});
    const auto objects = card.pkcs11({"--list-objects"});
    CHECK(card.witness.tool({"opensc-tool", "-r", "{slot}", "--reset"}).exitCode == 0); // these programs leave a card verified, which tells no tries
    const auto status = card.witness.piv({"-a", "status"});
    INFO(certificates.all() << keys.all() << objects.all() << status.all());
    CHECK(certificates.exitCode == 0);
    CHECK(keys.exitCode == 0);
    CHECK(objects.exitCode == 0);
    CHECK(status.exitCode == 0);
    for (const auto& slot : slots) {
        CHECK(holds(certificates, "X.509 Certificate [" + std::string(slot.certificate) + "]"));
        CHECK(holds(keys, std::string("Private ") + (card.rsa(slot.slot) ? "RSA" : "EC") + " Key [" + slot.key + "]"));
        CHECK(holds(objects, std::string("label:      ") + slot.key));
        const auto at = status.out.find("Slot " + std::string(slot.yubico) + ":");
        REQUIRE(at != std::string::npos);
        const char* algorithm = card.rsa(slot.slot) ? "RSA2048" : card.p384(slot.slot) ? "ECCP384" : "ECCP256";
        CHECK(status.out.compare(status.out.find("Algorithm:", at), 18, "Algorithm:\t" + std::string(algorithm)) == 0);
    }
    CHECK(holds(status, "PIN tries left:\t" + std::to_string(card.receipt.tries.value_or(3))));
    // yubico-piv-tool asks for a version that SP 800-73 knows nothing of.
    CHECK(holds(status, "Version:\tNo data available") == card.byTheBook());
    CHECK(holds(card.witness.tool({"opensc-tool", "-r", "{slot}", "-n"}), "Personal Identity Verification Card"));
}

/// A signature by 9A, 9C and 9E through both programs, verified by openssl with the certified key and refused for another text.
void checkSignatures(const Issued& card, const Named& slot)
{
    const bool rsa = card.rsa(slot.slot);
    const char* hash = card.p384(slot.slot) ? "-sha384" : "-sha256";
    const auto name = std::string(slot.yubico);
    const auto verified = [&](const std::string& signature) {
        CHECK(card.openssl({"dgst", hash, "-verify", name + ".pub", "-signature", signature, "text"}).exitCode == 0);
        CHECK(card.openssl({"dgst", hash, "-verify", name + ".pub", "-signature", signature, "other"}).exitCode != 0);
    };
    const auto byYubico = name + ".yubico.sig";
    const char* algorithm = rsa ? "RSA2048" : card.p384(slot.slot) ? "ECCP384" : "ECCP256";
    CHECK(card.piv({"--sign", "-s", name, "-A", algorithm, "-H", card.p384(slot.slot) ? "SHA384" : "SHA256", "-i", "text", "-o", byYubico}).exitCode == 0);
    verified(byYubico);
    const auto tested = card.piv({"-s", name, "-i", name + ".pem", "-a", "test-signature"});
    CHECK(tested.exitCode == 0);
    CHECK(holds(tested, rsa ? "Successful RSA verification." : "Successful ECDSA verification."));
    // OpenSC signs what is hashed already when the key is an EC one.
    REQUIRE(card.openssl({"dgst", hash, "-binary", "-out", "text.hash", "text"}).exitCode == 0);
    const auto byOpenSc = name + ".opensc.sig";
    const auto made = rsa ? card.pkcs11({"--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", slot.id, "--input-file", "text", "--output-file", byOpenSc})
                          : card.pkcs11({"--sign", "--mechanism", "ECDSA", "--id", slot.id, "--signature-format", "openssl", "--input-file", "text.hash",
                                         "--output-file", byOpenSc});
    CHECK(made.exitCode == 0);
    verified(byOpenSc);
}

/// 9D deciphers or agrees, and does not sign where the card goes by the book.
void checkKeyManagement(const Issued& card)
{
    const bool rsa = card.rsa(Slot::keyManagement);
    const auto used = card.piv({"-s", "9d", "-i", "9d.pem", "-a", "test-decipher"});
    CHECK(used.exitCode == 0);
    CHECK(holds(used, rsa ? "Successfully performed RSA decryption!" : "Successfully performed ECDH exchange with card."));
    if (rsa) {
        REQUIRE(card.openssl({"pkeyutl", "-encrypt", "-pubin", "-inkey", "9d.pub", "-in", "text", "-out", "text.enc"}).exitCode == 0);
        CHECK(card.pkcs11({"--decrypt", "--mechanism", "RSA-PKCS", "--id", "03", "--input-file", "text.enc", "--output-file", "text.dec"}).exitCode == 0);
    } else {
        const char* curve = card.p384(Slot::keyManagement) ? "secp384r1" : "prime256v1";
        REQUIRE(card.openssl({"ecparam", "-name", curve, "-genkey", "-noout", "-out", "peer.key"}).exitCode == 0);
        REQUIRE(card.openssl({"pkey", "-in", "peer.key", "-pubout", "-outform", "DER", "-out", "peer.der"}).exitCode == 0);
        REQUIRE(card.openssl({"pkeyutl", "-derive", "-inkey", "peer.key", "-peerkey", "9d.pub", "-out", "text"}).exitCode == 0);
        CHECK(card.pkcs11({"--derive", "--mechanism", "ECDH1-DERIVE", "--id", "03", "--input-file", "peer.der", "--output-file", "text.dec"}).exitCode == 0);
    }
    CHECK(readFile(daemon().folder() / "text.dec") == readFile(daemon().folder() / "text"));
    card.file("text", "What is signed here was written by nobody in particular.\n");

    // Known limits of the cards, in the witness's words.
    const auto signing = card.piv({"-s", "9d", "-i", "9d.pem", "-a", "test-signature"});
    CHECK((signing.exitCode == 0) == (rsa || !card.byTheBook()));
    if (signing.exitCode != 0) CHECK(holds(signing, "Failed signing test data."));
    if (!card.rsa(Slot::authentication)) {
        const auto agreeing = card.piv({"-s", "9a", "-i", "9a.pem", "-a", "test-decipher"});
        CHECK((agreeing.exitCode == 0) == !card.byTheBook());
        if (agreeing.exitCode != 0) CHECK(holds(agreeing, "Failed ECDH exchange!"));
    }
}

/// OpenSC's own test. It knows RSA only and says so of EC keys, whose signatures are checked one by one above.
void checkOpenScTest(const Issued& card)
{
    const auto test = card.pkcs11({"--test"});
    INFO(test.all());
    CHECK(test.exitCode == 0);
    // It takes random octets from a challenge of the administration key and asks for one of a 3DES key: a card with an AES key has
    // none to give. That is its only error there.
    const bool changed = !test::keepsAdministration(card.personality);
    CHECK(holds(test, changed ? "1 errors" : "No errors"));
    CHECK(holds(test, "C_GenerateRandom failed: CKR_FUNCTION_NOT_SUPPORTED") == changed);
    for (const auto& slot : slots) {
        const auto at = test.all().find("(" + std::string(slot.key) + ")");
        REQUIRE(at != std::string::npos);
        const auto line = test.all().substr(at, test.all().find('\n', at) - at);
        CHECK((line.find("non-RSA, skipping") != std::string::npos) == !card.rsa(slot.slot));
    }
}

void checkPasscode(const Issued& card)
{
    CHECK(card.witness.passcodeWorks(std::string(firstCode)));
    CHECK(card.pkcs15({"--verify-pin", "--pin", std::string(firstCode)}).exitCode == 0);
    const auto factory = card.witness.piv({"-a", "verify-pin", "-P", "123456"});
    CHECK(factory.exitCode != 0);
    CHECK(holds(factory, "tries left"));
    CHECK(card.witness.piv({"-a", "unblock-pin", "-P", "12345678", "-N", "99887766"}).exitCode != 0);
    CHECK(card.witness.passcodeWorks(std::string(firstCode)));
    // The maker's administration key opens those cards only which have no command to change it.
    const bool opens = card.witness.piv({"-a", "set-ccc"}).exitCode == 0;
    CHECK(opens == test::keepsAdministration(card.personality));
}

/// CHUID and security object: openssl finds the signer's chain, and each digest is that of what the card gives.
void checkSignedObjects(const Issued& card)
{
    const auto chuid = card.witness.object(0x5FC102);
    REQUIRE(chuid);
    const auto parts = elements(*chuid);
    const auto& signature = element(parts, 0x3E);
    card.file("chuid.cms", signature.value);
    card.file("chuid", chuid->substr(0, signature.begin) + chuid->substr(signature.end));
    const auto verify = [&](std::vector<std::string> more) {
        std::vector<std::string> line{"cms", "-verify", "-attime", card.seconds(), "-inform", "DER", "-binary", "-CAfile", "root.pem", "-purpose", "any"};
        line.insert(line.end(), more.begin(), more.end());
        return card.openssl(line).exitCode;
    };
    CHECK(verify({"-in", "chuid.cms", "-content", "chuid", "-out", "chuid.out"}) == 0);
    CHECK(verify({"-in", "chuid.cms", "-content", "other", "-out", "chuid.out"}) != 0);

    const auto security = card.witness.object(0x5FC106);
    REQUIRE(security);
    const auto signedPart = elements(*security);
    card.file("security.cms", element(signedPart, 0xBB).value);
    REQUIRE(verify({"-in", "security.cms", "-certfile", "signer.pem", "-out", "security.out"}) == 0);
    const auto digests = readFile(daemon().folder() / "security.out");
    for (const auto& [id, passcode] : {std::pair<std::uint32_t, bool>{0x5FC107, false}, {0x5FC109, true}}) {
        const auto object = card.witness.object(id, passcode ? std::string(firstCode) : "");
        REQUIRE(object);
        card.file("object", *object);
        REQUIRE(card.openssl({"dgst", "-sha256", "-binary", "-out", "object.digest", "object"}).exitCode == 0);
        CAPTURE(id);
        CHECK(digests.find(readFile(daemon().folder() / "object.digest")) != std::string::npos);
    }
    CHECK_FALSE(card.witness.object(0x5FC109)); // not without the passcode
    CHECK(hexOf(element(parts, 0x34).value) == toHex(card.receipt.card.bytes()));
}

void checkAll(Personality personality, const std::string& algorithm)
{
    CAPTURE(simulator::nameOf(personality), algorithm);
    const Issued card(personality, algorithm);
    REQUIRE(card.receipt.written == std::vector<std::string>{"9A", "9C", "9D", "9E"});
    for (const auto& slot : slots) {
        CAPTURE(slot.yubico);
        checkCertificate(card, slot);
        if (slot.slot != Slot::keyManagement) checkSignatures(card, slot);
    }
    checkLists(card);
    checkKeyManagement(card);
    checkOpenScTest(card);
    checkSignedObjects(card);
    checkPasscode(card);
    std::printf("{\"card\":\"%s\",\"keys\":\"%s\",\"checked\":true}\n", std::string(simulator::nameOf(personality)).c_str(), algorithm.c_str());
}

} // namespace

TEST_CASE("OpenSC, yubico-piv-tool and openssl agree with what we wrote: P-256 in four slots, each kind of card")
{
    for (const auto personality : simulator::allPersonalities()) checkAll(personality, "P-256");
}

TEST_CASE("OpenSC, yubico-piv-tool and openssl agree with what we wrote: P-384 in four slots, each kind of card that makes it")
{
    for (const auto personality : simulator::allPersonalities()) {
        if (personality != Personality::openFips) {
            checkAll(personality, "P-384");
            continue;
        }
        // Its keys are made beforehand, P-256 or RSA: pre-flight says so before anything is changed.
        ActLab lab(daemon(), 0, personality);
        lab.issuePolicy.slots = {{"9A", "P-384"}};
        lab.newCard();
        CHECK(test::failureOf([&] { lab.issueTo(lab.holder(), firstCode); }).code == "CARD-UNFIT");
        CHECK(Witness(daemon(), 0).guid().empty());
        const auto other = Witness(daemon(), 0).piv({"-s", "9a", "-A", "ECCP384", "-a", "generate"});
        CHECK(other.exitCode != 0); // nor does another program get one out of it
    }
}

TEST_CASE("OpenSC, yubico-piv-tool and openssl agree with what we wrote: RSA-2048 in four slots, each kind of card")
{
    for (const auto personality : simulator::allPersonalities()) checkAll(personality, "RSA-2048");
}
