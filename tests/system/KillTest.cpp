#include "core/base/Clock.h"
#include "core/crypto/SecureRandom.h"
#include "core/store/Store.h"
#include "tests/system/Desk.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>

using namespace cardwright::testing;

// SIGKILL to cardwrightctl at every card command, sent by the virtual card itself: once before it acts, once after it acted
// and before it answers. Then repair.

namespace {

namespace fs = std::filesystem;
constexpr const char* firstPasscode = "73915482";
constexpr const char* repairPasscode = "48295713"; // another one, so that it is seen which of them was set last
constexpr int personsPerSite = 12;                 // a desk alone may make 40 cards; each person may need two

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

/// Slots 0 and 1 in turn, so that pcscd notices that a card has left while the next one is worked with.
class Slots {
public:
    ~Slots()
    {
        if (m_slot) daemon().pull(*m_slot);
    }
    int insert(const fs::path& card, std::vector<std::string> more)
    {
        const int next = m_slot ? 1 - *m_slot : 0;
        if (m_slot) daemon().tearOut(*m_slot);
        m_slot.reset();
        if (!daemon().waitPresent(next, false)) throw std::runtime_error("the last card has not left its slot");
        daemon().insert(next, card, std::move(more));
        m_slot = next;
        return next;
    }

private:
    std::optional<int> m_slot;
};

std::string guidText(std::string text)
{
    text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
    return text;
}

struct Row {
    int command = 0;
    std::string when;
    std::string chuid;  ///< by the witness after the kill
    std::string repair; ///< what became of it
};

void print(const std::string& title, const std::vector<Row>& rows)
{
    std::printf("%s: %zu kills\n  command  when    CHUID   then\n", title.c_str(), rows.size());
    for (const auto& row : rows) std::printf("  %7d  %-6s  %-6s  %s\n", row.command, row.when.c_str(), row.chuid.c_str(), row.repair.c_str());
    std::fflush(stdout);
}

/// Each leased number is free or held by exactly one person, and the counts add up to the blocks.
void checkLeases(const Desk& desk)
{
    cardwright::SystemClock clock;
    cardwright::SecureRandom random;
    cardwright::Store store(cardwright::SiteFolder::open(desk.site()), cardwright::Store::Mode::reader, clock, random);
    std::uint32_t lent = 0;
    for (const auto& lease : store.leases.all()) lent += lease.count;
    const auto counts = store.leases.counts();
    CHECK(counts.free + counts.taken == lent);
    const Sqlite raw(desk.store());
    CHECK(counts.taken == raw.number("SELECT count(*) FROM person"));
    CHECK(raw.number("SELECT count(*) FROM lease_number n LEFT JOIN person p ON p.number = n.number WHERE p.number IS NULL") == 0);
    CHECK(raw.number("SELECT count(*) FROM person p LEFT JOIN lease_number n ON p.number = n.number WHERE n.number IS NULL") == 0);
    CHECK(raw.number("SELECT count(*) FROM (SELECT holder FROM card WHERE state IN ('opened', 'issued', 'locked') GROUP BY holder HAVING count(*) > 1)") == 0);
}

/// A site on which kills happen until it has made its share of cards; then everything is drained and compared.
class Series {
public:
    Series(const Desk& original, std::string personality) : m_original(original), m_personality(std::move(personality)) {}

    /// The site for the next kill, and a person who is not known there.
    Desk& next()
    {
        if (m_desk && ++m_person < personsPerSite) return *m_desk;
        finish();
        m_desk = std::make_unique<Desk>(daemon(), m_original);
        m_person = 0;
        return *m_desk;
    }
    fs::path request() const { return m_desk->requestOf(m_person); }
    fs::path blank(const std::string& name) const
    {
        auto file = m_desk->scratch(name + ".card");
        fs::copy_file(m_original.card(m_personality), file);
        return file;
    }
    /// Nothing that any kill left behind was lost, and nothing was told twice.
    void finish()
    {
        if (!m_desk) return;
        checkLeases(*m_desk);
        m_desk->startCentre();
        const auto drained = m_desk->ctl({"queue", "drain"});
        INFO(drained.text());
        CHECK(drained.code() == 0);
        CHECK(drained.result().at("waiting") == 0);
        CHECK(disagreements(*m_desk) == "");
        CHECK(m_desk->ctl({"log", "verify"}).code() == 0);
        CHECK(DeskState::of(*m_desk).openJobs == 0);
        m_desk.reset();
    }

private:
    const Desk& m_original;
    std::string m_personality;
    std::unique_ptr<Desk> m_desk;
    int m_person = 0;
};

struct Plan {
    std::string personality; ///< the card file to begin with
    bool locked = false;     ///< issued locked
    bool online = false;     ///< with the centre
    int first = 1;
    int step = 1;
};

/// One kill of an issue at that command and what followed. False when the issue had fewer commands.
bool killIssue(Series& series, Slots& slots, const Plan& plan, int command, const std::string& when, std::vector<Row>& rows)
{
    INFO("killed " << when << " command " << command);
    Desk& desk = series.next();
    if (plan.online && !desk.centreRuns()) desk.startCentre();
    const auto request = series.request();
    const auto name = "card-" + std::to_string(command) + when;
    const auto pidFile = desk.scratch(name + ".pid");
    const auto card = series.blank(name);
    const int slot = slots.insert(card, {"--kill-at", std::to_string(command), "--kill-when", when, "--kill-pid-file", pidFile.string()});
    const auto reader = daemon().readerName(slot);
    const Witness witness(daemon(), slot);

    std::vector<std::string> words{"issue", "--request", request.string(), "--reader", reader};
    if (plan.locked) words.emplace_back("--locked");
    const auto killed = desk.run(desk.ctlTool(words, plan.locked ? std::nullopt : std::optional<std::string>(firstPasscode), pidFile));
    if (killed.code() == 0) return false;
    INFO("killed: " << killed.text());
    REQUIRE(killed.tool.signal == 9);

    Row row{command, when, "", ""};
    const auto guidThen = witness.guid();
    row.chuid = guidThen.empty() ? "no" : "yes";
    std::string uuidThen;
    std::string guidOnRecord;
    {
        const Sqlite store(desk.store());
        uuidThen = store.column("SELECT printf('%012d', max(number)) FROM person").at(0);
        const auto open = store.column("SELECT lower(hex(card)) FROM job WHERE state = 'open'");
        REQUIRE(open.size() <= 1);
        if (!open.empty()) guidOnRecord = open.front();
    }
    if (!guidThen.empty()) REQUIRE(guidThen == guidOnRecord); // never a card of ours without an open job

    const bool endLocked = plan.locked || command % 5 == 0;
    std::vector<std::string> repair{"repair", "--reader", reader};
    if (endLocked) repair.emplace_back("--locked");
    const auto repaired = desk.ctl(repair, endLocked ? std::nullopt : std::optional<std::string>(repairPasscode));
    INFO("repaired: " << repaired.text());
    bool locked = endLocked;
    Json result;
    const bool blank = repaired.code() == 0 ? repaired.result().value("outcome", "") == "blank"
                                            : repaired.code() == 4 && repaired.failure().at("code") == "CARD-BLANK";
    if (blank) {
        CHECK(guidThen.empty()); // once the CHUID stands there the card is ours and is finished
        CHECK(witness.guid().empty());
        const auto again = desk.issue(request, slot, repairPasscode);
        INFO("again: " << again.text());
        REQUIRE(again.code() == 0);
        result = again.result();
        locked = false;
        row.repair = repaired.code() == 0 ? "given up, blank; issued anew, same UUID" : "nothing begun, blank; issued anew, same UUID";
    } else {
        REQUIRE(repaired.code() == 0);
        result = repaired.result();
        CHECK(guidText(result.at("card")) == guidOnRecord); // the same card
        row.repair = locked ? "repaired, locked" : "repaired";
    }
    CHECK(result.at("uuid") == uuidThen); // and the same person
    CHECK(result.at("locked") == locked);
    const auto shown = desk.show(slot);
    INFO("shown: " << shown.text());
    CHECK(shown.result().at("kind") == "ours");
    CHECK(shown.result().at("uuid") == uuidThen);
    CHECK(shown.result().at("locked") == locked);
    const auto guidNow = witness.guid();
    CHECK(guidNow == guidText(result.at("card")));
    if (!guidThen.empty()) CHECK(guidNow == guidThen);
    CHECK(witness.passcodeWorks(repairPasscode) == !locked);
    CHECK(DeskState::of(desk).openJobs == 0);
    rows.push_back(row);
    return true;
}

int killEverywhere(const Desk& original, const Plan& plan, const std::string& title)
{
    std::vector<Row> rows;
    int commands = 0;
    Slots slots;
    for (const std::string when : {"before", "after"}) {
        Series series(original, plan.personality);
        int command = plan.first;
        while (killIssue(series, slots, plan, command, when, rows)) command += plan.step;
        series.finish();
        commands = std::max(commands, command - plan.step);
    }
    print(title, rows);
    return commands;
}

/// One kill of an unlock and what followed. False when the unlock had fewer commands.
bool killUnlock(const Desk& original, const fs::path& lockedCard, Slots& slots, int command, const std::string& when, std::vector<Row>& rows)
{
    INFO("killed " << when << " command " << command);
    const Desk desk(daemon(), original);
    const auto card = desk.scratch("this.card");
    fs::copy_file(lockedCard, card);
    const auto pidFile = desk.scratch("pid");
    const int slot = slots.insert(card, {"--kill-at", std::to_string(command), "--kill-when", when, "--kill-pid-file", pidFile.string()});
    const auto reader = daemon().readerName(slot);
    const Witness witness(daemon(), slot);
    const auto killed = desk.run(desk.ctlTool({"unlock", "--reader", reader}, firstPasscode, pidFile));
    if (killed.code() == 0) return false;
    INFO("killed: " << killed.text());
    REQUIRE(killed.tool.signal == 9);
    const bool open = DeskState::of(desk).openJobs == 1;
    const bool endLocked = open && command % 4 == 0;
    Row row{command, when, "yes", ""};
    std::vector<std::string> words{open ? "repair" : "unlock", "--reader", reader};
    if (endLocked) words.emplace_back("--locked");
    const auto then = desk.ctl(words, endLocked ? std::nullopt : std::optional<std::string>(repairPasscode));
    INFO(words.front() << ": " << then.text());
    REQUIRE(then.code() == 0);
    row.repair = open ? (endLocked ? "repaired, locked" : "repaired") : "nothing begun; unlocked by another unlock";
    CHECK(witness.passcodeWorks(repairPasscode) == !endLocked);
    CHECK_FALSE(witness.passcodeWorks(firstPasscode));
    if (!endLocked) CHECK(witness.passcodeWorks(repairPasscode));
    const auto shown = desk.show(slot).result();
    CHECK(shown.at("kind") == "ours");
    CHECK(shown.at("locked") == endLocked);
    CHECK(DeskState::of(desk).openJobs == 0);
    if (endLocked) {
        const auto unlocked = desk.ctl({"unlock", "--reader", reader}, repairPasscode);
        INFO("unlocked: " << unlocked.text());
        CHECK(unlocked.code() == 0);
        CHECK(witness.passcodeWorks(repairPasscode));
    }
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'card.unlocked'") == 1);
    checkLeases(desk);
    rows.push_back(row);
    return true;
}

} // namespace

TEST_CASE("killed at every command of an issue, a Yubico-like card is repaired, or blank before its CHUID was written")
{
    const Desk original(daemon());
    CHECK(killEverywhere(original, {"blank-1"}, "issue, Yubico-like card, centre stopped") >= 30);
}

TEST_CASE("killed at every command of an issue, a strict PIV card is repaired, or blank before its CHUID was written")
{
    const Desk original(daemon());
    CHECK(killEverywhere(original, {"blank-strict"}, "issue, strict card, centre stopped") >= 25);
}

TEST_CASE("killed during an issue with the centre there: also between the certificates")
{
    const Desk original(daemon());
    Plan plan{"blank-1"};
    plan.online = true;
    plan.first = 3;
    plan.step = 4;
    CHECK(killEverywhere(original, plan, "issue, Yubico-like card, with the centre") >= 40);
}

TEST_CASE("killed while a card is issued locked, it is locked in the end")
{
    const Desk original(daemon());
    Plan plan{"blank-1"};
    plan.locked = true;
    plan.first = 2;
    plan.step = 5;
    CHECK(killEverywhere(original, plan, "issue --locked, Yubico-like card, centre stopped") >= 30);
    plan.personality = "blank-strict";
    plan.first = 1;
    CHECK(killEverywhere(original, plan, "issue --locked, strict card, centre stopped") >= 20);
}

TEST_CASE("killed at every command of an unlock, the card is unlocked by a repair or by another unlock")
{
    for (const std::string personality : {"blank-1", "blank-strict"}) {
        const Desk original(daemon());
        const auto card = original.scratch("issued.card");
        fs::copy_file(original.card(personality), card);
        {
            Slots slots;
            const int slot = slots.insert(card, {});
            const auto issued = original.issue(original.requestOf(0), slot, firstPasscode);
            INFO(issued.text());
            REQUIRE(issued.code() == 0);
            Witness(daemon(), slot).block();
        }
        Slots slots;
        std::vector<Row> rows;
        for (const std::string when : {"before", "after"}) {
            int command = 1;
            while (killUnlock(original, card, slots, command, when, rows)) ++command;
            CHECK(command > 6);
        }
        print("unlock, " + personality + ", centre stopped", rows);
    }
}
