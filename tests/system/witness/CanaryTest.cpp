#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
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
// administration keys, site keys and keys of a batch is in any file, log, output or crash file that came of it.

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

/// A card of a batch through its one life: issued with the batch's keys, cancelled, cleared back to them.
void batchLife(ActLab& lab, const BatchKeys& batch)
{
    lab.newBatchCard(batch);
    const auto who = lab.holder();
    lab.issueTo(who, firstCode);
    CHECK(lab.desk.store().jobs.byId(lab.cardOf(who).job)->data.find("\"batch\":\"" + batch.name + "\"") != std::string::npos);
    CancelJob(lab.cardDesk(), lab.look(), lab.cancellation(who)).run();
    ClearJob(lab.cardDesk(), lab.look()).run();
    CHECK(lab.look().kind == CardKind::blank);
    CHECK(lab.state().administrationKey.sameAs(bytesOf(batch.administrationKey)));
}

/// The batch comes to the desk as at any site: from descriptors to the centre, from the centre sealed to the desk.
void deliver(Desk& desk, const BatchKeys& batch)
{
    desk.startCentre();
    ToolRun add({CARDWRIGHT_CENTRAL, "batch", desk.site().string(), "add", "--json", "--batch", batch.name, "--profile", batch.profile, "--algorithm",
                 batch.algorithm, "--serials", std::to_string(batch.serial) + "-" + std::to_string(batch.serial), "--key-fd", "3", "--unlock-key-fd", "4",
                 "--passcode-fd", "5"});
    add.inputAt(3, batch.hexKey() + "\n").inputAt(4, batch.unlockKey + "\n").inputAt(5, batch.passcode + "\n");
    const auto added = desk.run(add);
    INFO(added.text());
    REQUIRE(added.code() == 0);
    const auto drained = desk.ctl({"queue", "drain"});
    INFO(drained.text());
    REQUIRE(drained.code() == 0);
}

/// What a program on the desk came to; everything that it said is in desk.said().
Json done(const CtlRun& run)
{
    INFO(run.text());
    REQUIRE(run.code() == 0);
    return run.result();
}

/// cardwrightctl dies of a fault of its own while it makes keys; the shell that starts it lets it write a core file of any size.
std::string crashed(const Desk& desk, PrivatePcscd& pcscd, const fs::path& card, const fs::path& folder)
{
    const auto faults = folder / "slow.json";
    writeFile(faults, R"({"faults":[{"at":1,"ins":"47","when":"before","action":"slow","delayMillis":4000}]})");
    pcscd.insert(0, card, {"--fault-json", faults.string()});
    std::vector<std::string> line{"sh", "-c", "ulimit -c unlimited; exec \"$@\" 3<passcode", "sh", CARDWRIGHT_CTL, "--site", desk.site().string(), "--json",
                                  "issue", "--request", desk.request("ffion-adeyemi").string(), "--reader", pcscd.readerName(0), "--terms-accepted", "1",
                                  "--passcode-fd", "3"};
    ToolRun tool(line);
    tool.env("PCSCLITE_CSOCK_NAME", pcscd.socket()).folder(folder);
    writeFile(folder / "passcode", std::string(secondCode));
    auto program = tool.start(folder / "crashed.log");
    const bool making = program.waitFor("\"step\":\"keys\"");
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

TEST_CASE("no passcode, unlock key, administration key, site key or key of a batch is written down by any act, on any kind of card")
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
        const auto batch = BatchKeys::of(personality, "SPRING-" + std::string(simulator::nameOf(personality)), lab.desk.random);
        batchLife(lab, batch);
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
        std::vector<Finding> onCard;
        search(batch.secrets(), "the card of the batch", readFile(pcscd.folder() / (batch.name + ".card")), onCard);
        CHECK(onCard.size() >= 2); // not every kind can be given its first passcode back
    }
    INFO(told(findings));
    CHECK(findings.empty());
    CHECK(files > 50);
    std::printf("{\"secrets\":%zu,\"files\":%zu}\n", secretsSought, files);
}

TEST_CASE("the keys of a batch: from a descriptor to the centre, to the desk, to a card and back, and written down nowhere")
{
    const OwnTemporaryFolder all;
    PrivatePcscd pcscd;
    SecureRandom random;
    Desk desk(pcscd);
    const auto kind = simulator::Personality::yubico;
    const auto batch = BatchKeys::of(kind, "SPRING-7", random);
    deliver(desk, batch);
    const auto card = shippedCard(pcscd, kind, batch);
    pcscd.insert(0, card);
    const auto onReader = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--reader", pcscd.readerName(0)});
        return done(desk.ctl(std::move(words)));
    };
    const auto guid = done(desk.issue(desk.request("ffion-adeyemi"), 0, std::string(secondCode))).at("card");
    CHECK_FALSE(simulator::CardState::load(card).administrationKey.sameAs(bytesOf(batch.administrationKey)));
    CHECK(onReader({"card", "cancel", "--reason", "left"}).at("card") == guid);
    CHECK(onReader({"card", "clear"}).at("card") == guid);
    CHECK(onReader({"card", "show"}).at("kind") == "blank");
    pcscd.pull(0);
    const auto state = simulator::CardState::load(card);
    CHECK(state.administrationKey.sameAs(bytesOf(batch.administrationKey)));
    CHECK(state.unlockKey.value.sameAs(bytesOf(batch.unlockKey)));
    desk.stopCentre();

    std::vector<Finding> findings;
    search(batch.secrets(), "what the desk's programs said", desk.said(), findings);
    const auto files = searchFolder(batch.secrets(), all.path(), "", mayHold, findings);
    INFO(told(findings));
    CHECK(findings.empty());
    CHECK(files > 20);
    // Put back by a clearing, the keys do cross the reader: the search finds them where they are.
    std::vector<Finding> canary;
    std::string log = pcscd.log();
    log.erase(std::remove(log.begin(), log.end(), ' '), log.end());
    search(batch.secrets(), "pcscd's log", log, canary);
    CHECK(canary.size() >= batch.secrets().size());
    std::printf("{\"batchFiles\":%zu}\n", files);
}

TEST_CASE("a desk program that dies of a fault in the middle of an issue leaves no core file and no secret")
{
    const OwnTemporaryFolder all;
    PrivatePcscd pcscd;
    const auto work = all.path() / "work";
    fs::create_directory(work);
    Desk desk(pcscd);
    SecureRandom random;
    const auto kind = simulator::Personality::yubico;
    const auto batch = BatchKeys::of(kind, "SPRING-8", random);
    deliver(desk, batch); // the program holds the batch's keys when it dies, and has used one
    desk.stopCentre();
    const auto said = crashed(desk, pcscd, shippedCard(pcscd, kind, batch), work) + desk.said();
    Secrets secrets = batch.secrets();
    secrets["passcode"] = secondCode;
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
