#include "core/base/Bytes.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/store/SiteFolder.h"
#include "tests/system/Canary.h"
#include "tests/system/Desk.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>

using namespace cardwright::testing;

namespace {

namespace fs = std::filesystem;

// Eight digits that occur nowhere by chance.
constexpr const char* firstPasscode = "73915482";
constexpr const char* secondPasscode = "48295713";
constexpr const char* thirdPasscode = "60418273";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

std::string text(const cardwright::SecureBytes& secret) { return {reinterpret_cast<const char*>(secret.view().data()), secret.view().size()}; }

/// Administration and unlock keys of every card that the desk knows, and the site key.
Secrets keysOf(const Desk& desk)
{
    using namespace cardwright;
    const auto site = SiteFolder::open(desk.site());
    const auto recovered = trust::RecoveredKeys::of(desk);
    Secrets secrets{{"store key", recovered.storeKey}, {"content-signing key", trust::scalarOf(recovered.contentSigning)},
                                               {"store's private key", trust::scalarOf(recovered.storePrivate)}};
    SiteKeys keys;
    {
        trust::OpenStore store(desk);
        for (const auto& version : store->vault().siteKeys(site)) {
            secrets["site key " + std::to_string(version.version)] = text(version.key);
            keys.add(version.version, version.key.clone());
        }
    }
    for (const auto& hex : Sqlite(desk.store()).column("SELECT hex(guid) FROM card")) {
        const auto guid = Guid::fromBytes(fromHex(hex).value()).value();
        const CardKeyName name{site.description().siteKeyVersion, 1};
        secrets["unlock key of " + hex] = text(keys.unlockKey(name, guid));
        for (const auto algorithm : {Algorithm::aes256, Algorithm::aes192, Algorithm::aes128, Algorithm::tripleDes}) {
            secrets["administration key of " + hex + ", " + std::to_string(static_cast<int>(algorithm))] =
                text(keys.administrationKey(name, guid, algorithm));
        }
    }
    return secrets;
}

bool mayHold(const fs::path& file)
{
    return file.extension() == ".card" || file.filename() == "agent.passcode";
}

} // namespace

TEST_CASE("packaging/headless does the whole job and every stage holds")
{
    const auto run = ToolRun({"/usr/bin/python3", CARDWRIGHT_SOURCE_DIR "/packaging/headless", "--bin", CARDWRIGHT_PROGRAMS})
                         .unsetEnv("DISPLAY")
                         .within(std::chrono::seconds(600))
                         .run();
    INFO(run.all());
    CHECK(run.exitCode == 0);
    std::set<std::string> stages;
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);) {
        const auto stage = Json::parse(line);
        INFO(line);
        CHECK(stage.at("held") == true);
        stages.insert(stage.at("stage").get<std::string>());
    }
    const std::set<std::string> expected{"site", "issue-online", "issue-alone", "drain", "touch", "lock-and-unlock", "log"};
    CHECK(std::includes(stages.begin(), stages.end(), expected.begin(), expected.end()));
    std::fputs(run.out.c_str(), stdout);
}

TEST_CASE("no passcode and no key is in any file, output or log but where it must be")
{
    Desk desk(daemon());
    const Witness witness(daemon(), 0);
    const auto reader = daemon().readerName(0);
    const auto must = [&](const CtlRun& run) {
        INFO(run.text());
        REQUIRE(run.code() == 0);
    };
    // The whole day of a desk: alone and with its centre, good and bad.
    daemon().insert(0, desk.card("blank-1"));
    must(desk.issue(desk.request("ffion-adeyemi"), 0, firstPasscode, {"--apdu-summary"}));
    desk.startCentre();
    must(desk.ctl({"queue", "drain"}));
    must(desk.ctl({"touch", "--reader", reader}));
    witness.block();
    must(desk.ctl({"unlock", "--reader", reader, "--apdu-summary"}, secondPasscode));
    daemon().pull(0);
    daemon().insert(0, desk.card("blank-strict"));
    must(desk.issue(desk.request("callum-pemberton-roy"), 0, thirdPasscode));
    daemon().pull(0);
    daemon().insert(0, desk.card("blank-2"));
    must(desk.issue(desk.request("beatrix-olawale"), 0, std::nullopt, {"--locked"}));
    // Cut in the middle and repaired: what stands in the step record between.
    daemon().pull(0);
    const auto pidFile = desk.scratch("pid");
    daemon().insert(0, desk.card("blank-3"), {"--kill-at", "24", "--kill-when", "after", "--kill-pid-file", pidFile.string()});
    CHECK(desk.run(desk.ctlTool({"issue", "--request", desk.request("marged-lindqvist").string(), "--reader", reader}, firstPasscode, pidFile)).tool.signal == 9);
    std::vector<Finding> findings;
    auto secrets = keysOf(desk);
    secrets["first passcode"] = firstPasscode;
    secrets["second passcode"] = secondPasscode;
    secrets["third passcode"] = thirdPasscode;
    const auto searchSite = [&](const char* when) { return searchFolder(secrets, desk.site(), when, mayHold, findings); };
    searchSite(" (job open)");
    must(desk.ctl({"repair", "--reader", reader}, secondPasscode));
    desk.ctl({"issue", "--request", desk.request("ffion-adeyemi").string(), "--reader", reader}, firstPasscode);      // refused
    desk.ctl({"issue", "--request", desk.scratch("none").string(), "--reader", reader}, thirdPasscode);              // refused
    must(desk.ctl({"log", "export", "--file", (desk.site() / "export.jsonl").string()}));
    must(desk.ctl({"queue", "drain"}));
    const auto files = searchSite("");
    desk.stopCentre();
    searchSite(" (centre stopped)");
    search(secrets, "standard output, standard error and logs", desk.said(), findings);
    CHECK(files > 20);
    CHECK(desk.said().size() > 5000);
    INFO(told(findings));
    CHECK(findings.empty());

    // The search itself finds what is there.
    std::vector<Finding> canary;
    search(secrets, "octets", secrets.at("site key 1"), canary);
    CHECK_FALSE(canary.empty());
    canary.clear();
    search(secrets, "base64", cardwright::toBase64(cardwright::bytesOf(std::string("ab") + firstPasscode + "cd")), canary);
    CHECK_FALSE(canary.empty());
}
