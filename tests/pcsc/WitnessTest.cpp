#include "tests/support/PrivatePcscd.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace cardwright::testing;

// The simulated card before tools that are not ours: yubico-piv-tool and OpenSC through a real pcscd.

namespace {

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

struct Bench {
    PrivatePcscd& pcscd = daemon();
    int slot;
    explicit Bench(const std::string& personality, int where) : slot(where)
    {
        static int count = 0;
        pcscd.insert(slot, pcscd.makeCard(personality + std::to_string(++count), personality));
    }
    ~Bench() { pcscd.pull(slot); }

    ToolResult piv(std::vector<std::string> arguments) const
    {
        std::vector<std::string> line{"yubico-piv-tool", "-r", pcscd.readerName(slot)};
        line.insert(line.end(), arguments.begin(), arguments.end());
        return run(line);
    }
    ToolResult run(const std::vector<std::string>& line) const
    {
        const auto result = pcscd.tool(line).folder(pcscd.folder()).run();
        UNSCOPED_INFO(line[0] << " " << line.back() << ": " << result.exitCode << "\n" << result.all());
        return result;
    }
    std::string number() const { return std::to_string(slot); }
};

bool holds(const ToolResult& result, const std::string& text) { return result.all().find(text) != std::string::npos; }

/// A certificate for the public key in PEM, by a CA made on the spot.
void certify(const Bench& bench, const std::string& key, const std::string& certificate)
{
    REQUIRE(bench.run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj",
                       "/CN=Witness CA"})
                .exitCode == 0);
    REQUIRE(bench.run({"openssl", "x509", "-new", "-force_pubkey", key, "-CA", "ca.pem", "-CAkey", "ca.key", "-subj",
                       "/CN=holder", "-days", "30", "-out", certificate})
                .exitCode == 0);
}

} // namespace

TEST_CASE("yubico-piv-tool: status, passcode, unlock key, CHUID, keys, certificates, signatures")
{
    for (const std::string personality : {"yubico", "strict"}) {
        const Bench bench(personality, personality == "yubico" ? 0 : 1);
        const auto status = bench.piv({"-a", "status"});
        CHECK(status.exitCode == 0);
        CHECK(holds(status, "PIN tries left:\t3"));
        CHECK(holds(status, "Version:\t5.4.3") == (personality == "yubico"));
        CHECK(bench.piv({"-a", "verify-pin", "-P", "123456"}).exitCode == 0);
        const auto wrong = bench.piv({"-a", "verify-pin", "-P", "999999"});
        CHECK(wrong.exitCode != 0);
        CHECK(holds(wrong, "2 tries left"));
        CHECK(bench.piv({"-a", "change-pin", "-P", "123456", "-N", "87654321"}).exitCode == 0);
        CHECK(bench.piv({"-a", "change-puk", "-P", "12345678", "-N", "11223344"}).exitCode == 0);
        CHECK(bench.piv({"-a", "unblock-pin", "-P", "11223344", "-N", "654321"}).exitCode == 0);
        CHECK(bench.piv({"-a", "set-chuid", "-a", "set-ccc"}).exitCode == 0);
        for (const auto& [slot, algorithm] : {std::pair<std::string, std::string>{"9a", "ECCP256"}, {"9c", "RSA2048"}, {"9e", "ECCP384"}}) {
            REQUIRE(bench.piv({"-s", slot, "-A", algorithm, "-o", slot + ".pem", "-a", "generate"}).exitCode == 0);
            certify(bench, slot + ".pem", slot + ".crt");
            CHECK(bench.piv({"-s", slot, "-i", slot + ".crt", "-a", "import-certificate"}).exitCode == 0);
            const auto signature = bench.piv({"-P", "654321", "-a", "verify-pin", "-s", slot, "-i", slot + ".crt", "-a", "test-signature"});
            CHECK(signature.exitCode == 0);
            CHECK(holds(signature, "Successful"));
        }
        CHECK(bench.piv({"-s", "9a", "-a", "read-certificate"}).out == bench.run({"cat", "9a.crt"}).out);
        const auto key = bench.piv({"-n", "010203040506070801020304050607080102030405060709", "-a", "set-mgm-key"});
        CHECK((key.exitCode == 0) == (personality == "yubico"));
    }
}

TEST_CASE("yubico-piv-tool: 9D agrees by ECDH; three wrong passcodes block; the unlock key opens; a blocked card is reset")
{
    const Bench bench("yubico", 0);
    REQUIRE(bench.piv({"-s", "9d", "-A", "ECCP256", "-o", "9d.pem", "-a", "generate"}).exitCode == 0);
    certify(bench, "9d.pem", "9d.crt");
    CHECK(holds(bench.piv({"-P", "123456", "-a", "verify-pin", "-s", "9d", "-i", "9d.crt", "-a", "test-decipher"}), "Successfully performed ECDH"));
    CHECK(bench.piv({"-s", "9d", "-o", "attested.pem", "-a", "attest"}).exitCode == 0);
    CHECK(bench.run({"openssl", "x509", "-in", "attested.pem", "-noout", "-pubkey"}).out == bench.run({"cat", "9d.pem"}).out);
    CHECK(bench.piv({"-s", "f9", "-o", "maker.pem", "-a", "read-certificate"}).exitCode == 0);
    CHECK(bench.run({"openssl", "verify", "-CAfile", "maker.pem", "attested.pem"}).exitCode == 0);
    REQUIRE(bench.run({"openssl", "genrsa", "-out", "in.key", "2048"}).exitCode == 0);
    REQUIRE(bench.run({"openssl", "req", "-x509", "-key", "in.key", "-subj", "/CN=imported", "-out", "in.crt"}).exitCode == 0);
    CHECK(bench.piv({"-s", "9a", "-i", "in.key", "-a", "import-key"}).exitCode == 0);
    CHECK(holds(bench.piv({"-P", "123456", "-a", "verify-pin", "-s", "9a", "-i", "in.crt", "-a", "test-signature"}), "Successful RSA"));
    for (int time = 0; time < 3; ++time) CHECK(bench.piv({"-a", "verify-pin", "-P", "999999"}).exitCode != 0);
    CHECK(bench.piv({"-a", "verify-pin", "-P", "123456"}).exitCode != 0);
    CHECK(bench.piv({"-a", "unblock-pin", "-P", "12345678", "-N", "654321"}).exitCode == 0);
    CHECK(bench.piv({"-a", "verify-pin", "-P", "654321"}).exitCode == 0);
    CHECK(bench.piv({"-a", "reset"}).exitCode != 0);
    for (int time = 0; time < 3; ++time) bench.piv({"-a", "verify-pin", "-P", "999999"});
    for (int time = 0; time < 3; ++time) bench.piv({"-a", "unblock-pin", "-P", "00000000", "-N", "654321"});
    CHECK(bench.piv({"-a", "reset"}).exitCode == 0);
    CHECK(bench.piv({"-a", "verify-pin", "-P", "123456"}).exitCode == 0);
}

TEST_CASE("OpenSC knows both cards as PIV, verifies, changes and unblocks, and lists the keys")
{
    for (const std::string personality : {"yubico", "strict"}) {
        const Bench bench(personality, personality == "yubico" ? 0 : 1);
        CHECK(holds(bench.run({"opensc-tool", "-r", bench.number(), "-n"}), "Personal Identity Verification Card"));
        REQUIRE(bench.piv({"-a", "set-chuid", "-a", "set-ccc"}).exitCode == 0);
        REQUIRE(bench.piv({"-s", "9a", "-A", "ECCP256", "-o", "k.pem", "-a", "generate"}).exitCode == 0);
        certify(bench, "k.pem", "k.crt");
        REQUIRE(bench.piv({"-s", "9a", "-i", "k.crt", "-a", "import-certificate"}).exitCode == 0);
        CHECK(holds(bench.run({"pkcs15-tool", "-r", bench.number(), "--dump"}), "Private EC Key [PIV AUTH key]"));
        CHECK(bench.run({"pkcs15-tool", "-r", bench.number(), "--verify-pin", "--pin", "123456"}).exitCode == 0);
        CHECK(bench.run({"pkcs15-tool", "-r", bench.number(), "--verify-pin", "--pin", "999999"}).exitCode != 0);
        CHECK(bench.run({"pkcs15-tool", "-r", bench.number(), "--change-pin", "--pin", "123456", "--new-pin", "87654321"}).exitCode == 0);
        CHECK(bench.run({"pkcs15-tool", "-r", bench.number(), "--unblock-pin", "--puk", "12345678", "--new-pin", "123456"}).exitCode == 0);
        CHECK(bench.piv({"-a", "verify-pin", "-P", "123456"}).exitCode == 0);
    }
}

TEST_CASE("cardwright-vcard: what it refuses, and that it kills at the command it was told")
{
    PrivatePcscd& pcscd = daemon();
    const auto card = pcscd.makeCard("refusals", "strict");
    const auto vcard = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), CARDWRIGHT_VCARD);
        return pcscd.tool(arguments).run();
    };
    CHECK(vcard({"--state", card.string(), "--create", "strict"}).exitCode == 4);
    CHECK(vcard({"--state", card.string()}).exitCode == 2);
    CHECK(vcard({"--port", "1"}).exitCode == 2);
    CHECK(holds(vcard({"--state", card.string(), "--port", "1"}), "VPCD-UNREACHABLE"));
    CHECK(holds(vcard({"--state", (pcscd.folder() / "none").string(), "--port", "1"}), "CARD-FILE-ABSENT"));
    std::ofstream(pcscd.folder() / "bent.card") << "not a card";
    CHECK(holds(vcard({"--state", (pcscd.folder() / "bent.card").string(), "--port", "1"}), "CARD-FILE-DAMAGED"));
    CHECK(vcard({"--state", card.string(), "--port", "1", "--kill-at", "3"}).exitCode == 2);

    for (const std::string when : {"before", "after"}) {
        const auto pidFile = pcscd.folder() / ("pid-" + when);
        pcscd.insert(0, card, {"--kill-at", "1", "--kill-ins", "20", "--kill-when", when, "--kill-pid-file", pidFile.string()});
        // The shell writes its own id and becomes the tool: its first VERIFY is the last thing it does.
        const auto killed = pcscd.tool({"sh", "-c", "echo $$ > \"$1\"; exec yubico-piv-tool -r \"$2\" -a verify-pin -P 999999", "sh",
                                        pidFile.string(), pcscd.readerName(0)})
                                .run();
        CHECK(killed.signal == 9);
        CHECK(pcscd.pull(0) == 0);
    }
}

TEST_CASE("cardwright-vcard --reconnect: a card that a fault took out comes back, and outlives pcscd")
{
    PrivatePcscd& pcscd = daemon();
    const auto card = pcscd.makeCard("returning", "yubico");
    const auto plan = pcscd.folder() / "once.json";
    std::ofstream(plan) << R"({"faults":[{"at":1,"when":"before","action":"removed"}]})";
    auto& running = pcscd.insert(0, card, {"--reconnect", "--fault-json", plan.string()});
    const auto status = [&] { return pcscd.tool({"yubico-piv-tool", "-r", pcscd.readerName(0), "-a", "status"}).run(); };
    CHECK(status().exitCode != 0);
    REQUIRE(running.waitFor("\"removed\""));
    REQUIRE(pcscd.waitPresent(0, true));
    CHECK(status().exitCode == 0);
    CHECK(pcscd.pull(0) == 0);
}
