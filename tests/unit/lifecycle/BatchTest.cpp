#include "core/lifecycle/ClearJob.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Bytes spring(24, 0x3C);
const Bytes autumn(24, 0x5A);

/// A bench whose desk holds keys of batches, and cards that come with them.
struct BatchBench : Bench {
    using Bench::Bench;

    /// Of the personality's own profile, by the keys that a maker could set.
    TransportBatch batch(const std::string& name, const Bytes& key, std::optional<TransportBatch::Serials> serials = {})
    {
        TransportBatch made;
        made.name = name;
        made.profile = profileName();
        made.algorithm = algorithm();
        made.serials = serials;
        made.administrationKey = SecureBytes::copyOf(key);
        return made;
    }
    std::string profileName() const
    {
        switch (personality) {
        case Personality::strict: return "strict";
        case Personality::pivApplet: return "pivapplet-like";
        case Personality::openFips: return "openfips201-like";
        default: return "yubico-like";
        }
    }
    Algorithm algorithm() const { return personality == Personality::yubico57 ? Algorithm::aes192 : Algorithm::tripleDes; }

    void newBatchCard(const Bytes& key, std::uint32_t serial, const char* unlockKey = nullptr, const char* passcode = nullptr)
    {
        file = desk.folder.path() / ("card-" + std::to_string(++cards) + ".card");
        simulator::VirtualCard::Shipping shipping;
        shipping.administrationAlgorithm = static_cast<std::uint8_t>(algorithm());
        shipping.administrationKey = SecureBytes::copyOf(key);
        if (unlockKey != nullptr) shipping.unlockKey = digits(unlockKey);
        if (passcode != nullptr) shipping.passcode = digits(passcode);
        shipping.serial = serial;
        simulator::VirtualCard::create(file, personality, desk.random, shipping);
        insert();
    }
    CardReceipt issueHere(const UserNumber& who) { return issue(who); }
    RepairResult repairHere() { return repair(); }
    void cancelled(const Guid& card)
    {
        Transaction act(desk.store().database());
        desk.store().cards.setState(act, card, CardState::cancelled, desk.clock.now);
        act.commit();
    }
    CardReceipt clearHere() { return ClearJob(cardDesk(), look()).run(); }
};

constexpr Personality all[] = {Personality::strict, Personality::yubico, Personality::yubico57, Personality::pivApplet, Personality::openFips};

} // namespace

TEST_CASE("a card of a batch is issued, cleared back to its batch's key and issued again")
{
    const auto personality = GENERATE(from_range(std::begin(all), std::end(all)));
    CAPTURE(simulator::nameOf(personality));
    BatchBench bench(personality);
    bench.transport.add(bench.batch("SPRING-7", spring));
    bench.newBatchCard(spring, 20'000'017);
    const auto first = bench.holder();
    CHECK(bench.issueHere(first).publicKeys.size() == 2);
    const auto kept = keepsAdministration(personality);
    CHECK(bench.state().administrationKey.sameAs(spring) == kept);
    CHECK(bench.desk.store().jobs.byId(bench.cardOf(first).job)->data.find("\"batch\":\"SPRING-7\"") != std::string::npos);

    bench.cancelled(bench.cardOf(first).guid);
    bench.clearHere();
    CHECK(bench.look().kind == CardKind::blank);
    CHECK(bench.state().administrationKey.sameAs(spring));
    const auto second = bench.holder();
    CHECK(bench.issueHere(second).publicKeys.size() == 2);
    CHECK(bench.entries("card.cleared") == 1);
}

TEST_CASE("what the batch brings beside its administration key opens the card too, and is put back")
{
    const auto personality = GENERATE(Personality::yubico, Personality::pivApplet, Personality::strict);
    CAPTURE(simulator::nameOf(personality));
    BatchBench bench(personality);
    auto batch = bench.batch("SPRING-8", spring);
    batch.unlockKey = digits("60718293");
    batch.passcode = digits("918273");
    bench.transport.add(std::move(batch));
    bench.newBatchCard(spring, 20'000'018, "60718293", "918273");
    const auto who = bench.holder();
    bench.issueHere(who);
    CHECK_FALSE(bench.state().unlockKey.value.sameAs(bytesOf("60718293")));
    bench.cancelled(bench.cardOf(who).guid);
    bench.clearHere();
    CHECK(bench.state().unlockKey.value.sameAs(bytesOf("60718293")));
    if (personality != Personality::strict) CHECK(bench.state().passcode.value.sameAs(padded("918273")));
    CHECK(bench.issueHere(bench.holder()).publicKeys.size() == 2);
}

TEST_CASE("a wrong batch key is refused before anything is changed, and no job is opened")
{
    const auto personality = GENERATE(from_range(std::begin(all), std::end(all)));
    CAPTURE(simulator::nameOf(personality));
    BatchBench bench(personality);
    bench.transport.add(bench.batch("AUTUMN-1", autumn));
    bench.newBatchCard(spring, 20'000'019);
    const auto before = bench.state().encode();
    const auto who = bench.holder();
    const auto failure = failureOf([&] { bench.issueHere(who); });
    CHECK(failure.code == "CARD-NOT-FACTORY");
    CHECK(failure.detail == "tried: batch AUTUMN-1, the maker's");
    CHECK(bench.state().encode().sameAs(before.view()));
    CHECK(bench.desk.store().cards.ofHolder(who).empty());
    CHECK(bench.entries("card.opened") == 0);
}

TEST_CASE("the batch that names the serial comes first, one of other serials is never tried, and three batches are the most")
{
    BatchBench bench(Personality::yubico);
    const auto profile = *bench.profiles.named("yubico-like", CardVersion{5, 4, 3});
    auto& keys = bench.transport;
    keys.add(bench.batch("ANY-1", autumn));
    keys.add(bench.batch("OTHER", autumn, TransportBatch::Serials{1, 99}));
    keys.add(bench.batch("NAMED", spring, TransportBatch::Serials{100, 200}));
    keys.add(bench.batch("ANY-2", autumn));
    keys.add(bench.batch("ANY-3", autumn));
    const auto names = [&](std::optional<std::uint32_t> serial) {
        std::string list;
        for (const auto* one : keys.fitting(profile, serial)) list += one->name + " ";
        return list;
    };
    CHECK(names(150) == "NAMED ANY-1 ANY-2 ");
    CHECK(names(100) == "NAMED ANY-1 ANY-2 ");
    CHECK(names(200) == "NAMED ANY-1 ANY-2 ");
    CHECK(names(201) == "ANY-1 ANY-2 ANY-3 ");
    CHECK(names({}) == "ANY-1 ANY-2 ANY-3 ");
    CHECK(keys.fitting(*bench.profiles.named("strict", {}), 150).empty());

    bench.newBatchCard(spring, 150);
    bench.reader->ins.clear();
    bench.issueHere(bench.holder());
    // Three times GENERAL AUTHENTICATE with the administration key would be more than the named one's two and the second transaction's.
    CHECK(bench.look().kind == CardKind::ours);
}

TEST_CASE("a card of a batch that was cut before its key was changed is finished with the batch's key, and only with it")
{
    const auto personality = GENERATE(from_range(std::begin(all), std::end(all)));
    CAPTURE(simulator::nameOf(personality));
    BatchBench bench(personality);
    bench.transport.add(bench.batch("SPRING-7", spring));
    bench.newBatchCard(spring, 20'000'020);
    const auto who = bench.holder();
    // The CHUID is on the card (it takes several commands), the key is still the batch's.
    bench.reader->crashAtIns(keepsAdministration(personality) ? 0x24 : 0xFF, false);
    CHECK_THROWS_AS(bench.issueHere(who), Crash);
    bench.restart();
    CHECK(bench.state().administrationKey.sameAs(spring));
    REQUIRE(bench.look().kind == CardKind::torn);

    auto without = bench.cardDesk();
    without.transportKeys = nullptr;
    const auto failure = failureOf([&] { RepairJob(without, digits(another)).run(); });
    CHECK(failure.code == "TRANSPORT-KEY-MISSING");
    CHECK(failure.detail == "batch SPRING-7");
    REQUIRE(bench.look().kind == CardKind::torn);

    CHECK(bench.repairHere().kind == RepairResult::Kind::finished);
    CHECK(bench.cardOf(who).state == CardState::issued);
}

TEST_CASE("a batch that ended keeps nobody from finishing a card that has our keys already; clearing it says what is missing")
{
    BatchBench bench(Personality::yubico57);
    bench.transport.add(bench.batch("SPRING-7", spring));
    bench.newBatchCard(spring, 20'000'021);
    const auto who = bench.holder();
    bench.reader->crashAtIns(0x47, false); // keys ours, none generated
    CHECK_THROWS_AS(bench.issueHere(who), Crash);
    bench.restart();
    bench.transport = {};
    CHECK(bench.repairHere().kind == RepairResult::Kind::finished);

    bench.cancelled(bench.cardOf(who).guid);
    const auto before = bench.state().encode();
    CHECK(failureOf([&] { bench.clearHere(); }).code == "TRANSPORT-KEY-MISSING");
    CHECK(bench.state().encode().sameAs(before.view()));
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

TEST_CASE("a clearing back to a batch's keys survives a cut at each command")
{
    const auto personality = GENERATE(Personality::yubico, Personality::pivApplet, Personality::strict);
    CAPTURE(simulator::nameOf(personality));
    for (std::size_t command = 1;; command += 3) {
        BatchBench bench(personality);
        auto batch = bench.batch("SPRING-9", spring);
        batch.unlockKey = digits("60718293");
        bench.transport.add(std::move(batch));
        bench.newBatchCard(spring, 20'000'022, "60718293");
        const auto who = bench.holder();
        bench.issueHere(who);
        bench.cancelled(bench.cardOf(who).guid);
        CAPTURE(command);
        const auto look = bench.look();
        const bool through = cutAct(bench, Cut::removedAfter, command, [&] { ClearJob(bench.cardDesk(), look).run(); });
        bench.restart();
        if (!through && !bench.desk.store().jobs.openJobs().empty()) CHECK(bench.repairHere().kind == RepairResult::Kind::finished);
        else if (!through) bench.clearHere();
        CHECK(bench.look().kind == CardKind::blank);
        CHECK(bench.state().administrationKey.sameAs(spring));
        CHECK(bench.state().unlockKey.value.sameAs(bytesOf("60718293")));
        if (through) break;
    }
}
