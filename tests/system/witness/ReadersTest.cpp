#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RotateJob.h"
#include "tests/system/Desk.h"
#include "tests/system/witness/ActLab.h"
#include "tests/system/witness/OtherProgram.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <random>

using namespace cardwright;
using namespace cardwright::testing;
using test::failureOf;

// Readers as they are: other programs with the card, a pcscd that dies, cards that are swapped, and a second reader that is nobody's business.

namespace {

PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

simulator::Personality anyPersonality()
{
    return GENERATE(from_range(simulator::allPersonalities().begin(), simulator::allPersonalities().end()));
}

/// What the card in a slot was asked since it was put in, by its own account when it leaves.
int commandsOf(int slot)
{
    auto& card = daemon().card(slot);
    card.stop();
    const auto said = card.output();
    const auto at = said.rfind("\"apdus\":");
    REQUIRE(at != std::string::npos);
    return std::stoi(said.substr(at + 8));
}

/// Nothing begun twice, nothing left open, each issue closed by its entry.
void checkJournal(ActLab& lab, std::size_t issues)
{
    CHECK(lab.desk.store().jobs.openJobs().empty());
    CHECK(lab.entries("card.opened") == issues);
    CHECK(lab.entries("card.issued") == issues);
}

} // namespace

TEST_CASE("a program that holds the card is named with its process, and the job is finished once it lets go")
{
    const auto personality = anyPersonality();
    CAPTURE(simulator::nameOf(personality));
    ActLab lab(daemon(), 0, personality);
    lab.newCard();
    const auto who = lab.holder();
    for (const auto how : {OtherProgram::Holds::shared, OtherProgram::Holds::alone}) {
        OtherProgram other(daemon(), 0, how);
        lab.connect(std::chrono::milliseconds(300));
        const auto failure = failureOf([&] { lab.issueTo(who, firstCode); });
        CHECK(failure.code == "READER-BUSY");
        CHECK(failure.cause == "The reader is in use by " + other.name() + ".");
        CHECK(lab.desk.store().jobs.openJobs().empty()); // nothing had begun
        lab.connect(longEnough);
        std::string told;
        lab.tellWhenBusy([&](const std::string& holder) {
            told = holder;
            other.letGo();
        });
        if (how == OtherProgram::Holds::shared) {
            CHECK(lab.issueTo(who, firstCode).written.size() == 2);
        } else {
            CHECK(UnlockJob(lab.cardDesk(), lab.look(), lab.typed(secondCode), {}).run().publicKeys.size() == 1);
        }
        CHECK(told == other.name());
    }
    checkJournal(lab, 1);
}

TEST_CASE("another program takes the card while the centre is awaited: the job waits for it and finishes, also after its reset")
{
    const auto personality = anyPersonality();
    for (const char* then : {"leave", "reset"}) {
        CAPTURE(simulator::nameOf(personality), then);
        ActLab lab(daemon(), 0, personality);
        lab.newCard();
        std::unique_ptr<OtherProgram> other;
        lab.watched->watch = [&](const char*) {
            if (!other) other = std::make_unique<OtherProgram>(daemon(), 0, OtherProgram::Holds::shared, then, 1);
        };
        const auto receipt = lab.issueTo(lab.holder(), firstCode);
        REQUIRE(other);
        CHECK(receipt.written.size() == 2);
        CHECK(receipt.deferred.empty());
        checkJournal(lab, 1);
    }
}

TEST_CASE("cardwrightctl waits for the program that holds the card, and says which it is when it waited long enough")
{
    Desk desk(daemon());
    desk.startCentre();
    daemon().insert(0, desk.card("blank-1"));
    const auto reader = daemon().readerName(0);
    {
        OtherProgram other(daemon(), 0, OtherProgram::Holds::shared);
        const auto refused = desk.issue(desk.request("ffion-adeyemi"), 0, std::string(firstCode));
        INFO(refused.text());
        CHECK(refused.code() == 4);
        CHECK(refused.failure().at("code") == "READER-BUSY");
        CHECK(refused.failure().at("cause") == "The reader is in use by " + other.name() + ".");
        CHECK(DeskState::of(desk).openJobs == 0);
    }
    OtherProgram other(daemon(), 0, OtherProgram::Holds::shared, "reset", 2); // shorter than a desk waits
    const auto issued = desk.issue(desk.request("ffion-adeyemi"), 0, std::string(firstCode));
    INFO(issued.text());
    CHECK(issued.code() == 0);
    CHECK(issued.result().at("written").size() == 2);
    CHECK(desk.ctl({"queue", "drain"}).code() == 0);
    CHECK(disagreements(desk) == "");
    daemon().pull(0);
}

namespace {

/// Each kind of job that changes a card, from a card that is ready for it.
struct Job {
    const char* name;
    std::function<void(ActLab&)> ready;
    std::function<void(ActLab&)> run;
    const char* closing; ///< the entry that ends it
};

UserNumber holderOf(ActLab& lab) { return *lab.look().holder(); }

std::vector<Job> jobs()
{
    const auto issued = [](ActLab& lab) { lab.issueTo(lab.holder(), firstCode); };
    return {
        {"issue", [](ActLab&) {}, issued, "card.issued"},
        {"unlock", issued, [](ActLab& lab) { UnlockJob(lab.cardDesk(), lab.look(), lab.typed(secondCode), {}).run(); }, "card.unlocked"},
        {"passcode", issued,
         [](ActLab& lab) { PasscodeChangeJob(lab.cardDesk(), lab.look(), lab.typed(firstCode), lab.typed(secondCode), {}).run(); },
         "card.passcodeChanged"},
        {"rotate", issued, [](ActLab& lab) { RotateJob(lab.cardDesk(), lab.look()).run(); }, "card.keysRotated"},
        {"renew",
         [issued](ActLab& lab) {
             issued(lab);
             lab.desk.clock.now = *DueWork::of(lab.look(), lab.issuePolicy, lab.keys, lab.desk.clock.now).ends - test::day;
         },
         [](ActLab& lab) { RenewJob(lab.cardDesk(), lab.look(), lab.typed(firstCode), {}).run(); }, "card.renewed"},
        {"cancel", issued, [](ActLab& lab) { CancelJob(lab.cardDesk(), lab.look(), lab.cancellation(holderOf(lab))).run(); }, "card.cancelled"},
        {"clear",
         [issued](ActLab& lab) {
             issued(lab);
             auto desk = lab.cardDesk();
             CancelJob::withoutCard(desk, lab.cancellation(holderOf(lab)));
         },
         [](ActLab& lab) { ClearJob(lab.cardDesk(), lab.look()).run(); }, "card.cleared"},
    };
}

/// The job's command after which pcscd is killed; runs it so, starts pcscd again, and finishes what was torn.
void killedAt(const Job& job, ActLab& lab, std::size_t command)
{
    lab.newCard();
    job.ready(lab);
    lab.connect();
    const auto begun = lab.traffic.ins.size();
    lab.traffic.at(begun + command, [] { daemon().kill(); });
    const auto failure = failureOf([&] { job.run(lab); });
    INFO("failure: " << failure.code);
    CHECK((failure.code == "PCSC-ABSENT" || failure.code == "CARD-REMOVED"));
    lab.traffic.at(0, {});
    const auto opened = lab.entries("card.opened");
    const auto card = lab.desk.store().cards.ofHolder(*lab.lastHolder()).empty() ? std::optional<Guid>() : lab.cardOf(*lab.lastHolder()).guid;
    daemon().start();
    lab.restartDesk();
    lab.putIn();
    const auto look = lab.look();
    const auto open = lab.desk.store().jobs.openJobs().size();
    if (open == 0) { // nothing had begun, or it was over
        CHECK(look.kind != CardKind::torn);
        return;
    }
    const auto result = RepairJob(lab.cardDesk(), lab.typed(thirdCode)).run();
    CHECK(lab.desk.store().jobs.openJobs().empty());
    CHECK(lab.entries("card.opened") == opened); // the same job, never a second one
    if (result.kind == RepairResult::Kind::finished) {
        CHECK(result.card == *card);
        CHECK(lab.entries(job.closing) == 1);
    } else {
        CHECK(std::string(job.name) == "issue");
        CHECK(lab.look().kind == CardKind::blank);
    }
}

} // namespace

TEST_CASE("pcscd killed and started again in the middle of any job: resumed by repair, the journal right")
{
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    std::size_t cuts = 0;
    std::size_t turn = 0;
    for (const auto& job : jobs()) {
        // Two kinds of card a run for each job, three moments each.
        for (std::size_t kind = 0; kind < 2; ++kind) {
            const auto all = simulator::allPersonalities();
            const auto personality = all[(seed + turn++) % all.size()];
            std::size_t commands = 0;
            {
                ActLab lab(daemon(), 0, personality);
                lab.newCard();
                job.ready(lab);
                lab.traffic.ins.clear();
                job.run(lab);
                commands = lab.traffic.ins.size();
            }
            for (const std::size_t third : {0U, 1U, 2U}) {
                const auto at = std::max<std::size_t>(1, third * commands / 3 + random() % std::max<std::size_t>(1, commands / 3));
                INFO("seed " << seed << ", " << job.name << " on " << simulator::nameOf(personality) << ", command " << at << " of " << commands);
                ActLab lab(daemon(), 0, personality);
                killedAt(job, lab, at);
                ++cuts;
            }
        }
    }
    std::printf("{\"pcscdKilled\":%zu,\"jobs\":%zu,\"seed\":%u}\n", cuts, jobs().size(), seed);
}

TEST_CASE("two readers, their cards swapped under the agent's hands: nothing is done to the wrong one")
{
    const auto personality = anyPersonality();
    CAPTURE(simulator::nameOf(personality));
    ActLab lab(daemon(), 0, personality);
    lab.newCard();
    const auto first = lab.holder();
    lab.issueTo(first, firstCode);
    const auto firstFile = lab.file;
    lab.newCard();
    const auto second = lab.holder();
    lab.issueTo(second, firstCode);
    const auto secondFile = lab.file;
    const auto seen = lab.look();
    CHECK(seen.holder() == second);
    lab.pull();
    lab.file = firstFile;
    lab.putIn();
    const auto before = lab.state().encode();
    daemon().insert(1, secondFile); // the card that was looked at is in the other reader now
    CHECK(failureOf([&] { UnlockJob(lab.cardDesk(), seen, lab.typed(secondCode), {}).run(); }).code == "CARD-OTHER");
    CHECK(failureOf([&] { CancelJob(lab.cardDesk(), seen, lab.cancellation(second)).run(); }).code == "CARD-OTHER");
    CHECK(lab.state().encode().sameAs(before.view()));
    CHECK(commandsOf(1) == 0);
    daemon().pull(1);
}

TEST_CASE("whatever is done in one reader, the other is never touched")
{
    ActLab lab(daemon(), 0, simulator::Personality::yubico57);
    lab.wantTwo();
    daemon().insert(1, daemon().makeCard("bystander", "strict"));
    std::size_t acts = 0;
    everyAct(lab, {{}, [&](const ActFigure&) { ++acts; }});
    CHECK(acts >= 15);
    CHECK(commandsOf(1) == 0);
    daemon().pull(1);
}
