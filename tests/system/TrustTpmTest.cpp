#include "tests/support/SoftwareTpm.h"
#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A desk whose keys only its own machine's TPM opens, from its enrolment on.

namespace {

/// One enrolled so, with its first agent.
struct TpmDesk {
    SoftwareTpm tpm;
    LiveCentre centre;
    FirstAgentCard card;
    LiveDesk desk{daemon(), centre.url()};
    TpmDesk()
    {
        must(desk.enrol({"--authority", centre.fingerprint()}, centre.token(), firstAgent, {"--key-protection", "tpm", "--tpm", tpm.tcti()}));
    }
};

bool isPrivateKey(const fs::path& file) { return ToolRun({"openssl", "pkey", "-in", file.string(), "-noout"}).run().exitCode == 0; }

} // namespace

TEST_CASE("a desk with its keys in a TPM: no private key lies in its folder, and it signs in, works, and drains like any other")
{
    const TpmDesk lab;
    const auto& desk = lab.desk;
    CHECK(must(desk.ctl({"site", "status"})).result().at("keyProtection") == "tpm");
    for (const auto& entry : fs::recursive_directory_iterator(desk.site())) {
        INFO(entry.path());
        if (entry.is_regular_file()) CHECK_FALSE(isPrivateKey(entry.path()));
    }
    CHECK(fs::exists(desk.workstation() / "tls.key"));

    CHECK(must(desk.ctl({"agents", "list"}, firstAgent.passcode)).line("agent").at("name") == firstAgent.name);
    const auto drained = must(desk.ctl({"queue", "drain", "--unattended"}));
    CHECK(drained.result().at("waiting") == 0);
    CHECK(drained.result().at("refused") == 0);
    CHECK(must(desk.ctl({"log", "verify"})).result().at("wrong") == 0);
    CHECK(desk.ctl({"site", "diagnose"}).code() == 0);
    fs::permissions(desk.site() / "trust/ca.pem", fs::perms::others_read, fs::perm_options::add);
    const auto open = desk.ctl({"site", "diagnose"});
    CHECK(open.code() == 6);
    CHECK(finds(open, "SITE-DAMAGED"));
}

TEST_CASE("without its TPM, or at another machine's, the folder of a desk opens nothing; at its own again it works on")
{
    TpmDesk lab;
    const auto& desk = lab.desk;
    lab.tpm.stop();
    checkFails(desk.ctl({"agents", "list"}, firstAgent.passcode), 6, "TPM-ABSENT");
    checkFails(desk.ctl({"queue", "drain", "--unattended"}), 6, "TPM-ABSENT");
    lab.tpm.start();

    // The disk in another machine: its TPM answers where the desk's own did.
    const SoftwareTpm other;
    const auto file = desk.workstation() / "tpm.key";
    const auto own = readFile(file);
    auto moved = Json::parse(own);
    moved["tcti"] = other.tcti();
    writeFile(file, moved.dump());
    checkFails(desk.ctl({"agents", "list"}, firstAgent.passcode), 6, "TPM-REFUSED");
    checkFails(desk.ctl({"queue", "drain", "--unattended"}), 6, "TPM-REFUSED");
    writeFile(file, own);
    must(desk.ctl({"agents", "list"}, firstAgent.passcode));
    CHECK(must(desk.ctl({"log", "verify"})).result().at("wrong") == 0);
}

TEST_CASE("with a TPM the whole folder put back from a copy is named at once, without the centre")
{
    TpmDesk lab;
    const auto& desk = lab.desk;
    must(desk.ctl({"agents", "list"}, firstAgent.passcode));
    const auto copy = desk.scratch("copy");
    fs::copy(desk.workstation(), copy, fs::copy_options::recursive);
    must(desk.ctl({"agents", "list"}, firstAgent.passcode));
    fs::remove_all(desk.workstation());
    fs::copy(copy, desk.workstation(), fs::copy_options::recursive); // its mark of the highest water as well

    desk.ctl({"agents", "list"}, firstAgent.passcode);
    const auto looked = desk.ctl({"site", "diagnose"});
    INFO(looked.text());
    CHECK(looked.code() == 6);
    CHECK(finds(looked, "STORE-ROLLED-BACK"));
}
