#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RotateJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include <array>

// A card that one desk began, at another desk of the site: what it knows is what the centre told it, a plan and no steps.

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// Two desks with one site key; each with a store of its own.
struct TwoBenches {
    explicit TwoBenches(Personality personality) : first(personality, 1000), second(personality, 1000)
    {
        // The two draw from the same seed: what one makes up, the other must not make up as well.
        std::array<std::uint8_t, 61> drawn{};
        second.desk.random.fill(drawn);
        first.trust.push_back(second.authority.root);
        second.trust.push_back(first.authority.root);
    }
    /// The card goes over to the second desk, or back.
    static void carry(Bench& from, Bench& to)
    {
        from.tray.pull(subjectReader);
        to.file = from.file;
        to.insert();
    }
    /// What the centre tells the second desk of a card that the first one began (core/sync, InboxOfCards).
    void tell(const UserNumber& who, bool withPlan = true)
    {
        auto& from = first.desk.store();
        auto& to = second.desk.store();
        const auto card = first.cardOf(who);
        Transaction act(to.database());
        if (!to.people.byNumber(who)) to.people.add(act, *from.people.byNumber(who));
        if (!to.cards.byGuid(card.guid)) to.cards.open(act, card);
        for (const auto& slot : from.cards.slots(card.guid)) {
            to.cards.setKey(act, card.guid, slot.slot, PublicKey::fromDer(slot.publicKey));
            if (!slot.request) continue;
            to.cards.setRequested(act, card.guid, slot.slot, *slot.request);
            if (slot.certificate) to.cards.setReady(act, *slot.request, *slot.certificate);
            if (slot.state == SlotState::written) to.cards.setWritten(act, card.guid, slot.slot);
        }
        if (withPlan) {
            for (const auto& id : {std::optional(card.job), openJob(card.guid)}) {
                if (!id || to.jobs.stateOf(*id)) continue;
                auto job = *from.jobs.byId(*id);
                job.elsewhere = true;
                to.jobs.open(act, job);
            }
        }
        act.commit();
    }
    std::optional<Guid> openJob(const Guid& card)
    {
        const auto job = first.desk.store().jobs.openOnCard(card);
        return job ? std::optional(job->id) : std::nullopt;
    }

    Bench first;
    Bench second;
};

void checkWhole(Bench& bench, const UserNumber& who, std::string_view passcode, CardKeyName name = {1, 1})
{
    const auto look = bench.look();
    REQUIRE(look.kind == CardKind::ours);
    CHECK(look.holder() == who);
    CHECK(look.passcodeTries == 3);
    const auto state = bench.state();
    CHECK(state.passcode.value.sameAs(padded(passcode)));
    CHECK(state.unlockKey.value.sameAs(bench.keys.unlockKey(name, *look.identity.guid).view()));
    CHECK(state.unlockKey.tries >= 2);
    CHECK(look.file.slots.size() == 2);
    for (const auto& slot : look.file.slots) {
        CHECK(slot.state == SlotState::written);
        const auto key = PrivateKey::fromPem(state.keys.at(static_cast<std::uint8_t>(slot.slot)).pem.view());
        CHECK(key.publicKey().der() == slot.publicKey);
    }
    CHECK_FALSE(bench.desk.store().jobs.openOnCard(*look.identity.guid));
}

} // namespace

TEST_CASE("an issue that was cut at any command at one desk is finished at another: the same card, the same number")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico, Personality::yubico57, Personality::pivApplet, Personality::openFips);
    TwoBenches site(personality);
    site.first.newCard();
    site.first.issue(site.first.holder());
    const auto commands = site.first.reader->ins.size();
    REQUIRE(commands > 40);
    int finished = 0;
    for (std::size_t at = 1; at <= commands; ++at) {
        const auto cut = at % 2 == 0 ? Cut::killedAfter : Cut::removedBefore;
        CAPTURE(nameOf(personality), nameOf(cut), at);
        site.first.newCard();
        const auto who = site.first.holder();
        const bool through = cutAct(site.first, cut, at, [&] { site.first.issue(who); });
        if (through || site.first.desk.store().cards.ofHolder(who).empty()) continue;
        const auto card = site.first.cardOf(who);
        site.tell(who);
        TwoBenches::carry(site.first, site.second);
        const auto look = site.second.look();
        if (look.kind == CardKind::blank || look.kind == CardKind::foreign) {
            // Its identity is not on it, or not whole, and it tells no serial: here it is any card.
            CHECK(look.identity.serialText().empty());
            CHECK(failureOf([&] { site.second.repair(); }).code == (look.kind == CardKind::blank ? "CARD-BLANK" : "CARD-FOREIGN"));
            TwoBenches::carry(site.second, site.first);
            continue;
        }
        REQUIRE(look.kind == CardKind::torn);
        const auto result = site.second.repair();
        CHECK(result.kind == RepairResult::Kind::finished);
        CHECK(result.card == card.guid);
        CHECK(result.holder == who);
        checkWhole(site.second, who, another);
        ++finished;
    }
    CHECK(finished > 30);
    // Each was taken over by an entry, and closed by one.
    CHECK(site.second.entries("card.opened") == static_cast<std::size_t>(finished));
    CHECK(site.second.entries("card.issued") == static_cast<std::size_t>(finished));
}

TEST_CASE("whoever finishes first wins: what goes on at the other desk stops, and nothing of it counts")
{
    TwoBenches site(GENERATE(Personality::strict, Personality::yubico));
    site.first.newCard();
    const auto who = site.first.holder();
    cutAct(site.first, Cut::killedAfter, 30, [&] { site.first.issue(who); });
    const auto card = site.first.cardOf(who);
    const auto steps = site.first.desk.store().jobs.steps(card.job);
    auto desk = site.first.cardDesk();
    JobRecorder late(desk.ledger, card.job, card.guid, steps);
    // The word of the other desk's end comes in.
    {
        Transaction act(site.first.desk.store().database());
        site.first.desk.store().jobs.setState(act, card.job, JobState::done, site.first.desk.clock.now);
        act.commit();
    }
    CHECK(failureOf([&] { late.begin(steprecord::objects); }).code == "JOB-ELSEWHERE");
    CHECK(failureOf([&] { late.close(JobState::done); }).code == "JOB-ELSEWHERE");
    CHECK(site.first.desk.store().jobs.steps(card.job).size() == steps.size());
    CHECK(site.first.entries("card.issued") == 0);
}

TEST_CASE("a card that two desks had a hand in is finished by either, whatever its record says")
{
    TwoBenches site(Personality::yubico);
    for (std::size_t first = 12; first <= 60; first += 6) {
        for (std::size_t second = 8; second <= 40; second += 8) {
            CAPTURE(first, second);
            site.first.newCard();
            const auto who = site.first.holder();
            if (cutAct(site.first, Cut::killedAfter, first, [&] { site.first.issue(who); })) continue;
            site.first.insert();
            if (site.first.look().kind != CardKind::torn) continue;
            site.tell(who);
            TwoBenches::carry(site.first, site.second);
            if (cutAct(site.second, Cut::killedAfter, second, [&] { site.second.repair(); })) continue;
            // Back at the first desk, which has heard that it was taken up.
            TwoBenches::carry(site.second, site.first);
            {
                Transaction act(site.first.desk.store().database());
                site.first.desk.store().jobs.setElsewhere(act, site.first.cardOf(who).job);
                act.commit();
            }
            CHECK(site.first.repair().kind == RepairResult::Kind::finished);
            checkWhole(site.first, who, another);
        }
    }
}

TEST_CASE("a card made at one desk is tested and renewed at another; without its plan the test says so and finds nothing wrong")
{
    TwoBenches site(GENERATE(Personality::strict, Personality::yubico, Personality::openFips));
    site.first.newCard();
    const auto who = site.first.holder();
    site.first.issue(who);
    const bool planned = GENERATE(true, false);
    site.tell(who, planned);
    TwoBenches::carry(site.first, site.second);
    auto& second = site.second;
    const auto look = second.look();
    REQUIRE(look.kind == CardKind::ours);
    CHECK(look.file.slots.size() == 2);
    const auto report = VerifyJob(second.cardDesk(), look, digits(chosen), {}).run();
    CHECK(report.findings.empty());
    CHECK(report.passed());
    CHECK(report.remarks.empty() == planned);
    CHECK(report.receipt.publicKeys.size() == 2);
    CHECK(report.receipt.objects.size() >= 4); // compared with the plan, or held against their maker's signature

    second.issuePolicy.renewalWindowDays = 4000;
    if (!planned) {
        CHECK(failureOf([&] { RenewJob(second.cardDesk(), second.look(), digits(chosen), {}).run(); }).code == "CARD-NOT-HERE");
        return;
    }
    const auto before = look.file.slots.front().publicKey;
    const auto receipt = RenewJob(second.cardDesk(), second.look(), digits(chosen), {}).run();
    CHECK(receipt.written.size() == 2);
    CHECK(second.look().file.slots.front().publicKey != before);
    checkWhole(second, who, chosen);
    CHECK(VerifyJob(second.cardDesk(), second.look(), digits(chosen), {}).run().passed());
}

TEST_CASE("what another desk's card carries besides its plan is found wrong by its signature alone")
{
    TwoBenches site(Personality::yubico);
    site.first.newCard();
    const auto who = site.first.holder();
    site.first.issue(who);
    site.tell(who, false);
    TwoBenches::carry(site.first, site.second);
    changeCard(site.second, [](simulator::CardState& state) { state.objects.at(0x5FC109).back() ^= 1; }); // printed information
    const auto report = VerifyJob(site.second.cardDesk(), site.second.look(), digits(chosen), {}).run();
    CHECK_FALSE(report.passed());
    CHECK(report.remarks.size() == 1);
}

TEST_CASE("a renewal or a rotation that was cut at one desk is finished at another")
{
    const auto personality = GENERATE(Personality::yubico, Personality::pivApplet);
    const bool rotation = GENERATE(false, true);
    TwoBenches site(personality);
    for (auto* bench : {&site.first, &site.second}) bench->issuePolicy.renewalWindowDays = 4000;
    for (std::size_t at = 6; at <= 30; at += 4) {
        CAPTURE(nameOf(personality), rotation, at);
        site.first.newCard();
        const auto who = site.first.holder();
        site.first.issue(who);
        const auto look = site.first.look();
        const bool through = cutAct(site.first, Cut::killedAfter, at, [&] {
            if (rotation) RotateJob(site.first.cardDesk(), look).run();
            else RenewJob(site.first.cardDesk(), look, digits(chosen), {}).run();
        });
        site.tell(who);
        TwoBenches::carry(site.first, site.second);
        const auto seen = site.second.look();
        if (through || seen.kind != CardKind::torn) continue;
        const auto result = site.second.repair();
        CHECK(result.kind == RepairResult::Kind::finished);
        CHECK(result.job == (rotation ? JobKind::rotate : JobKind::renew));
        const auto card = site.second.desk.store().cards.byGuid(*seen.identity.guid).value();
        checkWhole(site.second, who, rotation ? chosen : another, {card.siteKeyVersion, card.generation});
        CHECK(card.generation == (rotation ? 2 : 1));
    }
}
