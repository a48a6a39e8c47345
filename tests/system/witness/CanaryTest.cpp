#include "tests/system/Canary.h"
#include "tests/system/Desk.h"
#include "tests/system/Witness.h"
#include "tests/system/witness/ActLab.h"
#include "tests/system/witness/OtherProgram.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

using namespace cardwright;
using namespace cardwright::testing;

// Every act on every kind of card, a crash in the middle of one, and programs that are not ours: none of the passcodes, unlock keys,
// administration keys and site keys is in any file, log, output or crash file that came of it.

namespace {

namespace fs = std::filesystem;

/// Everything that is made here and by all programs that are started here, in one place.
class OwnTemporaryFolder {
public:
    OwnTemporaryFolder()
    {
        if (const char* former = std::getenv("TMPDIR")) m_former = former;
        ::setenv("TMPDIR", m_folder.path().c_str(), 1);
    }
    ~OwnTemporaryFolder()
    {
        if (m_former) ::setenv("TMPDIR", m_former->c_str(), 1);
        else ::unsetenv("TMPDIR");
    }
    OwnTemporaryFolder(const OwnTemporaryFolder&) = delete;
    OwnTemporaryFolder& operator=(const OwnTemporaryFolder&) = delete;
    const fs::path& path() const { return m_folder.path(); }

private:
    TempFolder m_folder;
    std::optional<std::string> m_former;
};

/// What a card remembers is the card's; and pcscd writes commands down as they are, because these tests tell it to (--apdu).
bool mayHold(const fs::path& file)
{
    return file.extension() == ".card" || file.filename() == "pcscd.log" || file.filename() == "agent.passcode";
}

std::size_t coreFiles(const fs::path& folder)
{
    std::size_t found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) found += entry.path().filename().string().rfind("core", 0) == 0 ? 1U : 0U;
    return found;
}

/// cardwrightctl dies of a fault of its own while it makes keys; the shell that starts it lets it write a core file of any size.
std::string crashed(const Desk& desk, PrivatePcscd& pcscd, const fs::path& folder)
{
    const auto faults = folder / "slow.json";
    writeFile(faults, R"({"faults":[{"at":1,"ins":"47","when":"before","action":"slow","delayMillis":4000}]})");
    pcscd.insert(0, desk.card("blank-1"), {"--fault-json", faults.string()});
    std::vector<std::string> line{"sh", "-c", "ulimit -c unlimited; exec \"$@\" 3<passcode", "sh", CARDWRIGHT_CTL, "--site", desk.site().string(), "--json",
                                  "issue", "--request", desk.request("ffion-adeyemi").string(), "--reader", pcscd.readerName(0), "--passcode-fd", "3"};
    ToolRun tool(line);
    tool.env("PCSCLITE_CSOCK_NAME", pcscd.socket()).folder(folder);
    writeFile(folder / "passcode", std::string(secondCode));
    auto program = tool.start(folder / "crashed.log");
    const bool making = program.waitFor("\"step\":\"keys\"", std::chrono::seconds(20));
    fs::remove(folder / "passcode"); // the test's own, and read by now
    INFO(program.output());
    REQUIRE(making);
    ::kill(program.pid(), SIGSEGV);
    CHECK(program.wait() == 128 + SIGSEGV);
    pcscd.tearOut(0);
    REQUIRE(pcscd.waitPresent(0, false));
    return program.output();
}

} // namespace

TEST_CASE("no passcode, unlock key, administration key or site key is written down by any act, on any kind of card")
{
    const OwnTemporaryFolder all;
    PrivatePcscd pcscd;
    std::vector<Finding> findings;
    std::size_t files = 0;
    std::size_t secretsSought = 0;
    for (const auto personality : simulator::allPersonalities()) {
        INFO(simulator::nameOf(personality));
        ActLab lab(pcscd, 0, personality);
        lab.wantTwo();
        everyAct(lab, {});
        lab.newCard();
        lab.issueTo(lab.holder(), firstCode);
        Witness witness(pcscd, 0);
        const auto said = witness.piv({"-a", "status"}).all() + witness.tool({"pkcs15-tool", "-r", "{slot}", "--dump"}).all() +
                          witness.tool({"pkcs15-tool", "-r", "{slot}", "--verify-pin", "--pin", std::string(firstCode)}).all();
        lab.pull();
        const auto secrets = lab.secrets();
        secretsSought += secrets.size();
        search(secrets, "what other programs said", said, findings);
        files += searchFolder(secrets, all.path(), " (" + std::string(simulator::nameOf(personality)) + ")", mayHold, findings);
        // The search finds what is there: the commands as pcscd wrote them down, and the card's own memory.
        std::vector<Finding> canary;
        std::string log = pcscd.log();
        log.erase(std::remove(log.begin(), log.end(), ' '), log.end());
        search(secrets, "pcscd's log", log, canary);
        CHECK(canary.size() > 3);
    }
    INFO(told(findings));
    CHECK(findings.empty());
    CHECK(files > 50);
    std::printf("{\"secrets\":%zu,\"files\":%zu}\n", secretsSought, files);
}

TEST_CASE("a desk program that dies of a fault in the middle of an issue leaves no core file and no secret")
{
    const OwnTemporaryFolder all;
    PrivatePcscd pcscd;
    const auto work = all.path() / "work";
    fs::create_directory(work);
    const Desk desk(pcscd);
    const auto said = crashed(desk, pcscd, work);
    const Secrets secrets{{"passcode", std::string(secondCode)}};
    std::vector<Finding> findings;
    search(secrets, "what it said", said, findings);
    CHECK(searchFolder(secrets, all.path(), "", mayHold, findings) > 20);
    INFO(told(findings));
    CHECK(findings.empty());
    CHECK(coreFiles(work) == 0);

    // The same shell does let a program that has nothing to hide write one, where this machine writes core files into the folder.
    const auto control = ToolRun({"sh", "-c", "ulimit -c unlimited; sh -c 'kill -SEGV $$'; cat /proc/sys/kernel/core_pattern"}).folder(work).run();
    if (control.out.rfind("core", 0) == 0) CHECK(coreFiles(work) == 1);
}
