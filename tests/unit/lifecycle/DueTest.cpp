#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RotateJob.h"
#include "core/lifecycle/VisitJob.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

// Renewal, rotation of the derived keys, and the visit that does all that is due: on every personality, cut at every command.

namespace {

Personality anyPersonality()
{
    return GENERATE(from_range(simulator::allPersonalities().begin(), simulator::allPersonalities().end()));
}

void raiseSiteKey(Bench& bench) { bench.keys.add(2, SecureBytes::copyOf(Bytes(32, 0x7D))); }

DueWork dueOn(Bench& bench) { return DueWork::of(bench.look(), bench.issuePolicy, bench.keys, bench.desk.clock.now); }

nlohmann::json lastPayload(Bench& bench, EntryKind kind)
{
    nlohmann::json found;
    for (const auto& entry : bench.desk.store().journal.range(0, 100'000)) {
        if (entry.kind != kind) continue;
        const auto opened = bench.desk.store().journal.openPayload(entry);
        found = nlohmann::json::parse(opened.view().begin(), opened.view().end());
    }
    return found;
}

/// Each slot holds the key that its certificate on the card is for, and the record says the same.
void checkWhole(Bench& bench, const UserNumber& who, std::string_view passcode, CardKeyName keys)
{
    const auto look = bench.look();
    REQUIRE(look.kind == CardKind::ours);
    CHECK(look.holder() == who);
    const auto state = bench.state();
    CHECK(state.passcode.value.sameAs(padded(passcode)));
    for (const auto& slot : look.file.slots) {
        CHECK(slot.state == SlotState::written);
        const auto key = PrivateKey::fromPem(state.keys.at(static_cast<std::uint8_t>(slot.slot)).pem.view());
        CHECK(key.publicKey().der() == slot.publicKey);
        CHECK(Certificate::fromDer(*slot.certificate).publicKey().der() == slot.publicKey);
    }
    CHECK(look.file.card->siteKeyVersion == keys.siteKeyVersion);
    CHECK(look.file.card->generation == keys.generation);
    if (look.profile.unlockKeyChange) CHECK(state.unlockKey.value.sameAs(bench.keys.unlockKey(keys, look.file.card->guid).view()));
    CHECK(state.unlockKey.tries >= 2);
    if (look.profile.administrationKeyChangeable()) {
        const auto algorithm = look.profile.administrationAlgorithm();
        CHECK(state.administrationKey.sameAs(bench.keys.administrationKey(keys, look.file.card->guid, algorithm).view()));
    }
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

void wantFour(Bench& bench) { bench.issuePolicy.slots = {{"9A", "P-256"}, {"9C", "P-256"}, {"9D", "P-256"}, {"9E", "P-256"}}; }

RenewJob renewal(Bench& bench, std::string_view passcode = chosen, RenewJob::Options options = {})
{
    return RenewJob(bench.cardDesk(), bench.look(), digits(passcode), options);
}

} // namespace

TEST_CASE("what is due")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    CHECK_FALSE(dueOn(bench).any());
    const auto ends = *dueOn(bench).ends;
    bench.desk.clock.now = ends - 90 * day - 1;
    CHECK_FALSE(dueOn(bench).renewal);
    bench.desk.clock.now = ends - 90 * day;
    CHECK(dueOn(bench).renewal);
    bench.desk.clock.now = ends + 30 * day;
    CHECK(dueOn(bench).renewal); // after the end too
    CHECK(dueOn(bench).needsPasscode());
    raiseSiteKey(bench);
    CHECK(dueOn(bench).rotation);
    bench.desk.clock.now = ends + 4 * year;
    CHECK(dueOn(bench).cardExpired);
    CHECK_FALSE(dueOn(bench).renewal);
    CHECK(failureOf([&] { renewal(bench).run(); }).code == "CARD-EXPIRED");
    static_cast<void>(who);
}

TEST_CASE("a renewal makes new keys and certificates and leaves everything else as it was")
{
    Bench bench(anyPersonality());
    wantFour(bench);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto before = bench.state();
    const auto slots = bench.look().file.slots;
    CHECK(failureOf([&] { renewal(bench).run(); }).code == "RENEW-NOT-DUE");
    bench.desk.clock.now = *dueOn(bench).ends - day;

    SECTION("done")
    {
        const auto receipt = renewal(bench).run();
        CHECK(receipt.written.size() == 4);
        CHECK(receipt.publicKeys.size() == 4);
        checkWhole(bench, who, chosen, {1, 1});
        const auto after = bench.state();
        for (const std::uint32_t tag : {0x5FC102U, 0x5FC107U, 0x5FC109U, 0x5FC106U}) CHECK(after.objects.at(tag) == before.objects.at(tag));
        for (const std::uint32_t tag : {0x5FC105U, 0x5FC10AU, 0x5FC10BU, 0x5FC101U}) CHECK(after.objects.at(tag) != before.objects.at(tag));
        const auto payload = lastPayload(bench, EntryKind::cardRenewed);
        CHECK(payload.at("slots").size() == 4);
        REQUIRE(payload.at("superseded").size() == 4);
        for (const auto& row : payload.at("superseded")) {
            const auto old = bench.desk.store().certificateRequests.byId(*Guid::parse(row.at("request").get<std::string>()));
            CHECK(old->withdrawn);
        }
        CHECK_FALSE(dueOn(bench).any());
        static_cast<void>(slots);
    }
    SECTION("a wrong passcode, or no centre: nothing is changed")
    {
        CHECK(failureOf([&] { renewal(bench, another).run(); }).code == "PASSCODE-WRONG");
        bench.exchange->online = false;
        CHECK(failureOf([&] { renewal(bench).run(); }).code == "CENTRE-UNREACHABLE");
        CHECK(failureOf([&] { renewal(bench, chosen, {false, true}).run(); }).code == "CENTRE-UNREACHABLE"); // policy says no
        CHECK(bench.state().objects == before.objects);
        CHECK(bench.entries("card.renewed") == 0);
        CHECK(bench.desk.store().jobs.openJobs().empty());
    }
    SECTION("alone, where policy lets it: deferred, and written at the next touch")
    {
        bench.exchange->online = false;
        bench.issuePolicy.renewWhileAlone = true;
        CHECK(renewal(bench, chosen, {false, true}).run().deferred.size() == 4);
        CHECK_FALSE(dueOn(bench).renewal); // one is on its way
        std::vector<Guid> asked;
        for (const auto& slot : bench.look().file.slots) asked.push_back(*slot.request);
        bench.exchange->answer(asked);
        const auto visit = VisitJob(bench.cardDesk(), bench.look(), {}).run();
        CHECK(visit.touched->written.size() == 4);
        checkWhole(bench, who, chosen, {1, 1});
    }
}

TEST_CASE("a renewal cut at any command is finished")
{
    Bench bench(anyPersonality(), 1000);
    wantFour(bench);
    bench.newCard();
    bench.issue(bench.holder());
    const auto issuedAt = bench.desk.clock.now;
    const auto dueAt = *dueOn(bench).ends - day;
    bench.desk.clock.now = dueAt;
    const auto seen = bench.look();
    bench.reader->ins.clear();
    RenewJob(bench.cardDesk(), seen, digits(chosen), {}).run();
    const auto commands = bench.reader->ins.size();
    for (std::size_t at = 1; at <= commands; ++at) {
        const auto cut = allCuts[at % 5];
        CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
        bench.desk.clock.now = issuedAt;
        bench.newCard();
        const auto who = bench.holder();
        bench.issue(who);
        bench.desk.clock.now = dueAt;
        const auto look = bench.look();
        cutAct(bench, cut, at, [&] { RenewJob(bench.cardDesk(), look, digits(chosen), {}).run(); });
        bench.restart();
        std::string_view passcode = chosen;
        if (bench.look().kind == CardKind::torn) {
            CHECK(RepairJob::needsPasscode(bench.look()));
            CHECK(bench.repair().job == JobKind::renew);
            passcode = another;
        }
        checkWhole(bench, who, passcode, {1, 1});
    }
}

TEST_CASE("a renewal that nobody is there to finish ends locked, with good certificates")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    bench.desk.clock.now = *dueOn(bench).ends;
    const auto look = bench.look();
    bench.reader->crashAtIns(0x47, true); // right after the first key was made
    CHECK_THROWS_AS(RenewJob(bench.cardDesk(), look, digits(chosen), {}).run(), Crash);
    bench.restart();
    CHECK(RepairJob(bench.cardDesk(), PasscodeSource::locked()).run().kind == RepairResult::Kind::finished);
    CHECK(bench.look().locked());
    CHECK(bench.cardOf(who).state == CardState::locked);
    CHECK(lastPayload(bench, EntryKind::cardRenewed).at("locked") == true);
    VisitJob::Terms terms;
    terms.passcode = digits(another);
    terms.unlock = UnlockJob::Options{};
    CHECK(VisitJob(bench.cardDesk(), bench.look(), std::move(terms)).run().unlocked);
    checkWhole(bench, who, another, {1, 1});
}

TEST_CASE("a raised site key is taken over at the next touch, and the card still unlocks")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const bool changeable = bench.look().profile.unlockKeyChange || bench.look().profile.administrationKeyChangeable();
    raiseSiteKey(bench);
    REQUIRE(dueOn(bench).rotation == changeable);
    if (!changeable) {
        CHECK(failureOf([&] { RotateJob(bench.cardDesk(), bench.look()).run(); }).code == "CARD-CANNOT");
        return;
    }
    bench.exchange->online = false;
    const auto alone = VisitJob(bench.cardDesk(), bench.look(), {}).run();
    REQUIRE(alone.left.size() == 1);
    CHECK(alone.left.front().why.code == "CENTRE-UNREACHABLE");
    checkWhole(bench, who, chosen, {1, 1});

    bench.exchange->online = true;
    CHECK(VisitJob(bench.cardDesk(), bench.look(), {}).run().rotated);
    checkWhole(bench, who, chosen, {2, 2});
    CHECK(lastPayload(bench, EntryKind::cardKeysRotated).at("siteKeyVersion") == 2);
    CHECK_FALSE(dueOn(bench).any());
    UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run();
    checkWhole(bench, who, another, {2, 2});
    RotateJob(bench.cardDesk(), bench.look()).run(); // on demand: another generation
    checkWhole(bench, who, another, {2, 3});
}

TEST_CASE("a card whose keys another desk rotated is unlocked by one further generation")
{
    Bench bench(Personality::yubico57);
    bench.newCard();
    const auto who = bench.holder();
    const auto card = bench.issue(who).card;
    raiseSiteKey(bench);
    const auto algorithm = bench.look().profile.administrationAlgorithm();
    changeCard(bench, [&](auto& state) {
        state.unlockKey.value = bench.keys.unlockKey({2, 2}, card);
        state.administrationKey = bench.keys.administrationKey({2, 2}, card, algorithm);
    });
    UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run();
    checkWhole(bench, who, another, {2, 2});
    VisitJob::Terms terms;
    terms.unlock = UnlockJob::Options{};
    CHECK(failureOf([&] { VisitJob(bench.cardDesk(), bench.look(), std::move(terms)).run(); }).code == "PASSCODE-NEEDED");
}

TEST_CASE("a rotation cut at any command is finished without a passcode, and keeps a try to spare")
{
    Bench bench(anyPersonality(), 1000);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto seen = bench.look();
    bench.reader->ins.clear();
    RotateJob(bench.cardDesk(), seen).run();
    const auto commands = bench.reader->ins.size();
    int generation = 2;
    for (const auto cut : allCuts) {
        for (std::size_t at = 1; at <= commands; ++at) {
            CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
            const auto look = bench.look();
            const bool through = cutAct(bench, cut, at, [&] { RotateJob(bench.cardDesk(), look).run(); });
            bench.restart();
            if (bench.look().kind == CardKind::torn) {
                CHECK_FALSE(RepairJob::needsPasscode(bench.look()));
                CHECK(RepairJob(bench.cardDesk(), {}).run().job == JobKind::rotate);
                ++generation;
            } else if (through || bench.cardOf(who).generation > generation) {
                ++generation;
            }
            checkWhole(bench, who, chosen, {1, generation});
        }
    }
}

TEST_CASE("one visit, one passcode: unlock, certificates, keys, renewal")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    bench.desk.clock.now = *dueOn(bench).ends - 10 * day;
    raiseSiteKey(bench);
    changeCard(bench, [](auto& state) { state.passcode.tries = 0; });
    VisitJob::Terms terms;
    SECTION("all of it")
    {
        terms.passcode = digits(another);
        terms.unlock = UnlockJob::Options{};
        const auto result = VisitJob(bench.cardDesk(), bench.look(), std::move(terms)).run();
        CHECK(result.unlocked);
        CHECK(result.renewed);
        CHECK(result.left.empty());
        CHECK(result.rotated); // each of these can change its unlock key at least
        checkWhole(bench, who, another, {2, 2});
    }
    SECTION("nobody types: the renewal is left")
    {
        const auto result = VisitJob(bench.cardDesk(), bench.look(), std::move(terms)).run();
        REQUIRE(result.left.size() == 1);
        CHECK(result.left.front().act == JobKind::renew);
        CHECK(result.left.front().why.code == "PASSCODE-NEEDED");
    }
}
