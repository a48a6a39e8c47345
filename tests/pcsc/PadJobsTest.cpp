// Whole card jobs whose holder types on the reader's own keys: the same code of pcsc/ and core/lifecycle over a stand-in for libpcsclite,
// with a simulated card behind it.
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "pcsc/PcscReader.h"
#include "tests/pcsc/PadLab.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright;
using namespace cardwright::test;
using testing::FakePcsc;
using testing::PadLab;

namespace {

const std::string first = "739152";
const std::string second = "846203";
const PasscodeSource::Kind onKeys = PasscodeSource::Kind::readersKeys;

PasscodeSource keysOfReader() { return PasscodeSource::readersKeys(); }

/// The tray's card, seen through a reader with keys.
struct PadBench {
    explicit PadBench(Personality personality = Personality::yubico, bool verifies = true, bool modifies = true) : bench(personality)
    {
        bench.newCard();
        tray = bench.tray.reader(subjectReader);
        lab = std::make_unique<PadLab>(pcsc, [this] { return tray->open(); }, tray->open()->atr(), verifies, modifies);
        plugIn();
    }
    void plugIn() { bench.reader = std::make_unique<ProbeReader>(std::make_unique<pcsc::PcscReader>(PadLab::readerName)); }
    /// What the holder was asked for, in order; each time followed by a word that it is over.
    CardDesk desk()
    {
        auto made = bench.cardDesk();
        made.progress = [this](const JobProgress& progress) {
            if (progress.onReader != PadAsk::none) {
                asked.push_back(progress.onReader);
                waits = true;
            } else {
                waits = false;
            }
        };
        return made;
    }
    void type(std::vector<std::string> entries) { lab->typed.push_back({std::move(entries)}); }
    void say(const char* word) { lab->typed.push_back({{}, word}); }
    /// No digit that was typed may have come into this computer.
    void nothingLeaked(const std::string& digits)
    {
        for (const auto& control : pcsc.controls) CHECK(toHex(control.sent).find(toHex(bytesOf(digits))) == std::string::npos);
    }
    void changeState(const std::function<void(simulator::CardState&)>& change)
    {
        bench.tray.pull(subjectReader);
        auto state = bench.state();
        change(state);
        state.save(bench.file);
        bench.tray.insert(subjectReader, bench.file);
    }
    bool works(const std::string& passcode) { return bench.state().passcode.value.sameAs(padded(passcode)); }

    FakePcsc pcsc;
    Bench bench;
    std::unique_ptr<CardReader> tray;
    std::unique_ptr<PadLab> lab;
    std::vector<PadAsk> asked;
    bool waits = false;
};

const std::vector<std::pair<const char*, const char*>> readersWords{
    {"6400", "PAD-TIMEOUT"}, {"6401", "PAD-CANCELLED"}, {"6402", "PAD-DIFFERENT"}, {"6403", "PAD-LENGTH"}, {"6B80", "PAD-UNFIT"}};

} // namespace

TEST_CASE("test my card: one entry on the reader serves every key")
{
    PadBench pad(GENERATE(Personality::strict, Personality::yubico));
    pad.bench.issue(pad.bench.holder(), first);
    const auto test = [&] { return VerifyJob(pad.desk(), pad.bench.look(), keysOfReader(), {}).run(); };
    CHECK(pad.bench.look().padVerifies);
    CHECK(pad.bench.look().padModifies);

    SECTION("right")
    {
        pad.type({first});
        bool waited = false;
        pad.lab->whileAsked = [&] { waited = pad.waits; };
        CHECK(test().passed());
        CHECK(waited); // told before the reader asks
        CHECK_FALSE(pad.waits);
        CHECK(pad.asked == std::vector{PadAsk::known});
        CHECK(pad.pcsc.controls.size() == 1);
        pad.nothingLeaked(first);
        CHECK(pad.bench.entries("card.verified") == 1);
    }
    SECTION("each of the reader's own words stops it, spends no try and records nothing")
    {
        for (const auto& [word, code] : readersWords) {
            pad.say(word);
            CHECK(failureOf([&] { test(); }).code == code);
            CHECK_FALSE(pad.waits);
        }
        CHECK(pad.bench.look().passcodeTries == 3);
        CHECK(pad.bench.entries("card.verified") == 0);
    }
    SECTION("wrong: the tries that are left; the last one is not spent without a yes")
    {
        pad.type({second});
        const auto wrong = failureOf([&] { test(); });
        CHECK(wrong.code == "PASSCODE-WRONG");
        CHECK(wrong.triesLeft == 2);
        pad.type({second});
        CHECK(failureOf([&] { test(); }).triesLeft == 1);
        CHECK(failureOf([&] { test(); }).code == "PASSCODE-LAST-TRY");
        CHECK(pad.asked.size() == 2); // nobody was asked for the third
        pad.type({first});
        CHECK(VerifyJob(pad.desk(), pad.bench.look(), keysOfReader(), {true}).run().passed());
    }
    SECTION("somebody stops the job before the reader asks")
    {
        std::stop_source stop;
        stop.request_stop();
        auto desk = pad.desk();
        desk.stop = stop.get_token();
        const auto look = pad.bench.look();
        CHECK(failureOf([&] { VerifyJob(desk, look, keysOfReader(), {}).run(); }).code == "STOPPED");
        CHECK(pad.pcsc.controls.empty());
    }
}

TEST_CASE("passcode change on the reader: old and new in one entry, the new one once more")
{
    PadBench pad;
    pad.bench.issue(pad.bench.holder(), first);
    const auto change = [&] { return PasscodeChangeJob(pad.desk(), pad.bench.look(), keysOfReader(), keysOfReader(), {}).run(); };

    SECTION("done")
    {
        pad.type({first, second, second});
        pad.type({second});
        CHECK(change().publicKeys.size() == 1);
        CHECK(pad.asked == std::vector{PadAsk::knownThenNew, PadAsk::again});
        CHECK(pad.works(second));
        pad.nothingLeaked(first);
        pad.nothingLeaked(second);
        CHECK(pad.bench.entries("card.passcodeChanged") == 1);
    }
    SECTION("the reader's own words: the card is as it was, and no job is left open")
    {
        for (const auto& [word, code] : readersWords) {
            pad.say(word);
            CHECK(failureOf([&] { change(); }).code == code);
            CHECK(pad.bench.look().kind == CardKind::ours);
        }
        pad.type({first, second, "846204"});
        CHECK(failureOf([&] { change(); }).code == "PAD-DIFFERENT");
        pad.type({first, "12345", "12345"});
        CHECK(failureOf([&] { change(); }).code == "PAD-LENGTH");
        CHECK(pad.works(first));
        CHECK(pad.bench.desk.store().jobs.openJobs().empty());
    }
    SECTION("the old one wrong")
    {
        pad.type({"111999", second, second});
        CHECK(failureOf([&] { change(); }).triesLeft == 2);
        CHECK(pad.bench.look().kind == CardKind::ours);
    }
    SECTION("one typed here and one there is nobody's wish")
    {
        CHECK_THROWS_AS(PasscodeChangeJob(pad.desk(), pad.bench.look(), digits(first), keysOfReader(), {}).run(), UsageError);
    }
}

TEST_CASE("unlock on the reader, also where it is cut in the midst of an entry")
{
    PadBench pad;
    pad.bench.issue(pad.bench.holder(), first);
    pad.changeState([](auto& state) { state.passcode.tries = 0; });
    const auto unlock = [&] { return UnlockJob(pad.desk(), pad.bench.look(), keysOfReader(), {}).run(); };

    SECTION("done: the unlock key goes with the template, the digits do not")
    {
        pad.type({second, second});
        pad.type({second});
        CHECK(unlock().publicKeys.size() == 1);
        CHECK(pad.asked == std::vector{PadAsk::newTwice, PadAsk::again});
        CHECK(pad.works(second));
        CHECK(pad.bench.entries("card.unlocked") == 1);
        pad.nothingLeaked(second);
    }
    SECTION("the reader's own words: still locked, nothing open, the unlock key's tries whole")
    {
        for (const auto& [word, code] : readersWords) {
            pad.say(word);
            CHECK(failureOf([&] { unlock(); }).code == code);
        }
        CHECK(pad.bench.look().locked());
        CHECK(pad.bench.look().kind == CardKind::ours);
        CHECK(pad.bench.state().unlockKey.tries == 3);
    }
    SECTION("the proof's entry is wrong: the job stays open, and repair asks anew")
    {
        pad.type({second, second});
        pad.type({first});
        const auto wrong = failureOf([&] { unlock(); });
        CHECK(wrong.code == "PASSCODE-WRONG");
        CHECK(wrong.triesLeft == 2);
        const auto torn = pad.bench.look();
        REQUIRE(torn.kind == CardKind::torn);
        CHECK(RepairJob::needsPasscode(torn));
        CHECK(failureOf([&] { RepairJob(pad.desk(), {}).run(); }).code == "PASSCODE-NEEDED");
        pad.say("6400"); // nobody there: what was set before the cut still holds, so the job stays
        CHECK(failureOf([&] { RepairJob(pad.desk(), keysOfReader()).run(); }).code == "PAD-TIMEOUT");
        CHECK(pad.bench.look().kind == CardKind::torn);
        pad.type({second, second});
        pad.type({second});
        CHECK(RepairJob(pad.desk(), keysOfReader()).run().kind == RepairResult::Kind::finished);
        CHECK(pad.works(second));
    }
    SECTION("the card is pulled while the reader asks")
    {
        pad.lab->typed.push_back({{}, nullptr, true});
        CHECK(failureOf([&] { unlock(); }).code == "CARD-REMOVED");
        CHECK_FALSE(pad.waits);
        REQUIRE(pad.bench.look().kind == CardKind::torn);
        CHECK(RepairJob(pad.desk(), PasscodeSource::locked()).run().kind == RepairResult::Kind::abandoned);
        CHECK(pad.bench.look().locked());
    }
}

TEST_CASE("issue on the reader: asked once all else is proved, two entries in all")
{
    PadBench pad(GENERATE(Personality::strict, Personality::yubico, Personality::openFips));
    const auto who = pad.bench.holder();
    const auto issue = [&] { return IssueJob(pad.desk(), pad.bench.order(who), keysOfReader()).run(); };

    SECTION("done")
    {
        pad.type({first, first});
        pad.type({first});
        std::size_t before = 0;
        pad.lab->whileAsked = [&] {
            if (before == 0) before = pad.bench.reader->ins.size();
        };
        const auto receipt = issue();
        CHECK(pad.asked == std::vector{PadAsk::newTwice, PadAsk::again});
        CHECK(pad.bench.reader->ins.size() == before); // nothing travels after the first entry but the entries themselves
        CHECK_FALSE(receipt.locked);
        CHECK(receipt.deferred.empty());
        CHECK(pad.works(first));
        CHECK(pad.bench.entries("card.issued") == 1);
        CHECK(VerifyJob(pad.bench.cardDesk(), pad.bench.look(), digits(first), {}).run().passed());
        pad.nothingLeaked(first);
    }
    SECTION("the reader's own words leave a card that lacks its passcode only")
    {
        for (const auto& [word, code] : readersWords) {
            pad.say(word);
            if (pad.bench.look().kind == CardKind::blank) CHECK(failureOf([&] { issue(); }).code == code);
            else CHECK(failureOf([&] { RepairJob(pad.desk(), keysOfReader()).run(); }).code == code);
            const auto torn = pad.bench.look();
            REQUIRE(torn.kind == CardKind::torn);
            CHECK(RepairJob::needsPasscode(torn));
        }
        const auto asksUntilNow = pad.bench.exchange->asked;
        SECTION("on the reader again")
        {
            pad.type({second, second});
            pad.type({second});
            const auto result = RepairJob(pad.desk(), keysOfReader()).run();
            REQUIRE(result.receipt);
            CHECK_FALSE(result.receipt->locked);
            CHECK(result.receipt->objects.size() > 4); // what was proved before the cut
            CHECK(pad.works(second));
        }
        SECTION("typed here instead")
        {
            CHECK_FALSE(RepairJob(pad.desk(), digits(second)).run().receipt->locked);
            CHECK(pad.works(second));
        }
        SECTION("nobody is there: locked")
        {
            CHECK(RepairJob(pad.desk(), PasscodeSource::locked()).run().receipt->locked);
            CHECK(pad.bench.look().locked());
        }
        CHECK(pad.bench.exchange->asked == asksUntilNow); // the centre is not asked again for that
        CHECK(pad.bench.look().kind == CardKind::ours);
        CHECK(pad.bench.entries("card.issued") == 1);
    }
    SECTION("cut before its proof: repair goes on, and asks at its end")
    {
        pad.bench.reader->crashAtIns(0x47, true);
        CHECK_THROWS_AS(issue(), Crash);
        pad.bench.desk.reopen();
        pad.plugIn();
        pad.type({first, first});
        pad.type({first});
        CHECK(RepairJob(pad.desk(), keysOfReader()).run().kind == RepairResult::Kind::finished);
        CHECK(pad.works(first));
    }
}

TEST_CASE("renewal on the reader: before anything is changed, for 9C, and for the proof")
{
    PadBench pad(GENERATE(Personality::strict, Personality::yubico57));
    pad.bench.issue(pad.bench.holder(), first);
    pad.bench.desk.clock.now += std::int64_t{670} * day;
    const auto renew = [&] { return RenewJob(pad.desk(), pad.bench.look(), keysOfReader(), {}).run(); };
    SECTION("nobody types: nothing was changed")
    {
        pad.say("6400");
        CHECK(failureOf([&] { renew(); }).code == "PAD-TIMEOUT");
        CHECK(pad.bench.look().kind == CardKind::ours);
    }
    SECTION("done")
    {
        const bool signature = pad.bench.look().file.slot(Slot::signature) != nullptr;
        for (int i = 0; i < (signature ? 3 : 2); ++i) pad.type({first});
        CHECK(renew().deferred.empty());
        CHECK(std::all_of(pad.asked.begin(), pad.asked.end(), [](PadAsk ask) { return ask == PadAsk::known; }));
        CHECK(pad.lab->typed.empty());
        CHECK(pad.works(first));
    }
    SECTION("cut after the first new key: repaired with a passcode that is set on the reader")
    {
        pad.type({first});
        pad.bench.reader->crashAtIns(0x47, true);
        CHECK_THROWS_AS(renew(), Crash);
        pad.bench.desk.reopen();
        pad.plugIn();
        pad.lab->typed.clear();
        pad.type({second, second});
        pad.type({second});
        CHECK(RepairJob(pad.desk(), keysOfReader()).run().kind == RepairResult::Kind::finished);
        CHECK(pad.works(second));
    }
}

TEST_CASE("a reader without keys for it, and a site that does not want them, are said before anything is changed")
{
    SECTION("no MODIFY")
    {
        PadBench pad(Personality::yubico, true, false);
        const auto who = pad.bench.holder();
        CHECK(failureOf([&] { IssueJob(pad.desk(), pad.bench.order(who), keysOfReader()).run(); }).code == "PAD-ABSENT");
        CHECK(pad.bench.look().kind == CardKind::blank);
        CHECK(pad.bench.entries("card.opened") == 0);
    }
    SECTION("policy")
    {
        PadBench pad;
        pad.bench.issue(pad.bench.holder(), first);
        pad.bench.passcodePolicy.pinPads = false;
        CHECK(failureOf([&] { VerifyJob(pad.desk(), pad.bench.look(), keysOfReader(), {}).run(); }).code == "PAD-NOT-ALLOWED");
        CHECK(pad.pcsc.controls.empty());
    }
    CHECK(PasscodeSource::readersKeys().kind() == onKeys);
}
