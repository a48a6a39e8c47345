#include "core/journal/StepUp.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

// The one closing entry of a job that was cut tells of all that the job did, not only of what its last run did.

using namespace cardwright;
using namespace cardwright::test;

namespace {

nlohmann::json onlyPayload(Bench& bench, EntryKind kind)
{
    nlohmann::json found;
    std::size_t count = 0;
    for (const auto& entry : bench.desk.store().journal.range(0, 100'000)) {
        if (entry.kind != kind) continue;
        ++count;
        found = bench.desk.store().journal.payloadOf(entry);
    }
    CHECK(count == 1);
    return found;
}

} // namespace

TEST_CASE("a touch that was cut tells of the certificates that it wrote before the cut too")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico57, Personality::openFips));
    bench.newCard();
    const auto who = bench.holder();
    bench.exchange->online = false;
    bench.issue(who);
    bench.exchange->online = true;
    std::vector<Guid> asked;
    for (const auto& slot : bench.look().file.slots) asked.push_back(*slot.request);
    REQUIRE(asked.size() == 2);
    bench.exchange->answer(asked);

    std::uint64_t commits = 0; // intent 9A, outcome 9A with intent 9C, outcome 9C with the closing entry
    const auto refused = GENERATE(as<std::uint64_t>{}, 2, 3);
    const auto look = bench.look();
    bench.desk.store().database().failOn([&](WritePoint where, std::uint64_t) { return where == WritePoint::afterCommit && ++commits == refused; });
    const auto failure = failureOf([&] { TouchJob(bench.cardDesk(), look).run(); });
    CHECK(failure.kind == FailureKind::store);
    bench.restart();
    if (refused == 2) {
        REQUIRE(bench.look().kind == CardKind::torn);
        const auto result = RepairJob(bench.cardDesk(), {}).run();
        CHECK(result.kind == RepairResult::Kind::finished);
        CHECK(result.receipt->written.size() == 2);
        CHECK(result.receipt->objects.size() == 2);
    }
    CHECK(onlyPayload(bench, EntryKind::cardTouched).at("written").size() == 2);
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

TEST_CASE("a clear by reset that was cut afterwards tells which keys it erased")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    auto desk = bench.cardDesk();
    auto draft = cancelDraft({bench.cardOf(who).guid, who, CancelReason::left, false}, bench.desk.random);
    attachStepUp(draft, bytesOf("signed by the agent's card"));
    CancelJob::withoutCard(desk, std::move(draft));
    // The reset is done and on record; the proof in the next transaction does not come through.
    const auto look = bench.look();
    Fault fault;
    fault.at = 1;
    fault.ins = 0x87;
    bench.insert(FaultPlan({fault}));
    CHECK(failureOf([&] { ClearJob(bench.cardDesk(), look).run(); }).code == "CARD-REMOVED");
    REQUIRE_FALSE(bench.state().objects.contains(0x5FC102));
    bench.restart();
    CHECK(RepairJob(bench.cardDesk(), {}).run().job == JobKind::clear);
    CHECK(onlyPayload(bench, EntryKind::cardCleared).at("keysErased").size() == 2);
    CHECK(bench.look().kind == CardKind::blank);
}
