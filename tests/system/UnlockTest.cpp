#include "tests/system/Desk.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;

namespace {

constexpr const char* oldPasscode = "73915482";
constexpr const char* newPasscode = "48295713";

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

struct Bench {
    PrivatePcscd& pcscd = daemon();
    Desk desk{pcscd};
    Witness witness{pcscd, 0};
    explicit Bench(const std::string& card) { pcscd.insert(0, desk.card(card)); }
    ~Bench() { pcscd.pull(0); }
    CtlRun unlock(const std::string& passcode, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> words{"unlock", "--reader", pcscd.readerName(0)};
        words.insert(words.end(), more.begin(), more.end());
        return desk.ctl(words, passcode);
    }
    std::string issue(const std::optional<std::string>& passcode, std::vector<std::string> more = {}) const
    {
        const auto run = desk.issue(desk.request("callum-pemberton-roy"), 0, passcode, std::move(more));
        INFO(run.text());
        REQUIRE(run.code() == 0);
        return run.result().at("uuid");
    }
};

} // namespace

TEST_CASE("three wrong passcodes by yubico-piv-tool, then unlock: the new passcode works and the old one does not")
{
    for (const std::string card : {"blank-1", "blank-strict"}) {
        const Bench bench(card);
        const auto uuid = bench.issue(oldPasscode);
        bench.witness.block();
        CHECK_FALSE(bench.witness.passcodeWorks(oldPasscode));
        const auto locked = bench.desk.show(0).result();
        CHECK(locked.at("locked") == true);
        CHECK(locked.at("tries") == 0);

        const auto run = bench.unlock(newPasscode);
        INFO(run.text());
        REQUIRE(run.code() == 0);
        CHECK(run.result().at("uuid") == uuid);
        CHECK(bench.witness.passcodeWorks(newPasscode));
        CHECK_FALSE(bench.witness.passcodeWorks(oldPasscode));
        CHECK(bench.witness.passcodeWorks(newPasscode));
        CHECK(bench.desk.show(0).result().at("locked") == false);
        // On record, and once.
        CHECK(Sqlite(bench.desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'card.unlocked'") == 1);
    }
}

TEST_CASE("a blocked unlock key ends with 4 and its code, and nothing is left open")
{
    const Bench bench("blank-1");
    bench.issue(oldPasscode);
    bench.witness.block();
    for (int time = 0; time < 3; ++time) CHECK(bench.witness.piv({"-a", "unblock-pin", "-P", "00000000", "-N", "654321"}).exitCode != 0);
    const auto before = DeskState::of(bench.desk);
    const auto run = bench.unlock(newPasscode);
    INFO(run.text());
    CHECK(run.code() == 4);
    CHECK(run.failure().at("code") == "UNLOCK-KEY-BLOCKED");
    CHECK(DeskState::of(bench.desk).openJobs == before.openJobs);
    CHECK(DeskState::of(bench.desk).acts == before.acts);
    CHECK_FALSE(bench.witness.passcodeWorks(newPasscode));
}

TEST_CASE("the last try of the unlock key is not spent without an explicit yes")
{
    const Bench bench("blank-1");
    bench.issue(oldPasscode);
    bench.witness.block();
    for (int time = 0; time < 2; ++time) CHECK(bench.witness.piv({"-a", "unblock-pin", "-P", "00000000", "-N", "654321"}).exitCode != 0);
    const auto run = bench.unlock(newPasscode);
    INFO(run.text());
    CHECK(run.code() == 4);
    CHECK(run.failure().at("code") == "UNLOCK-KEY-LAST-TRY");
    const auto yes = bench.unlock(newPasscode, {"--last-try"});
    INFO(yes.text());
    CHECK(yes.code() == 0);
    CHECK(bench.witness.passcodeWorks(newPasscode));
}

TEST_CASE("nobody serves themselves: the agent's own card as subject ends with 3")
{
    const Bench bench("blank-1");
    bench.pcscd.pull(0);
    const auto copy = bench.desk.scratch("agent-copy.card");
    std::filesystem::copy_file(bench.desk.card("agent"), copy);
    bench.pcscd.insert(0, copy);
    const auto before = DeskState::of(bench.desk);
    const auto run = bench.unlock(newPasscode);
    INFO(run.text());
    CHECK(run.code() == 3);
    CHECK(run.failure().at("code") == "AGENT-IS-SUBJECT");
    CHECK(DeskState::of(bench.desk) == before);
    CHECK(Sqlite(bench.desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'duty.refused'") == 1);
    CHECK(bench.witness.passcodeWorks(readFile(bench.desk.site() / "cards/agent.passcode"))); // as it was
}

TEST_CASE("a card issued locked has no passcode that works until it is unlocked")
{
    for (const std::string card : {"blank-1", "blank-strict"}) {
        const Bench bench(card);
        const auto uuid = bench.issue(std::nullopt, {"--locked"});
        const auto shown = bench.desk.show(0).result();
        CHECK(shown.at("locked") == true);
        CHECK(shown.at("uuid") == uuid);
        CHECK_FALSE(bench.witness.passcodeWorks("123456"));
        CHECK(holds(bench.witness.piv({"-a", "status"}), "PIN tries left:\t0"));
        const auto run = bench.unlock(newPasscode);
        INFO(run.text());
        REQUIRE(run.code() == 0);
        CHECK(bench.witness.passcodeWorks(newPasscode));
    }
}
