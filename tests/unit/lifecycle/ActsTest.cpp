#include "core/journal/StepUp.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/ReplaceAct.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

// Passcode change, test, cancel, clear, replace and temporary cards: on every personality, and cut at every command.

namespace {

Personality anyPersonality()
{
    return GENERATE(from_range(simulator::allPersonalities().begin(), simulator::allPersonalities().end()));
}

/// As the caller does it: the draft, signed by the agent's card. What is inside is the centre's to judge.
EntryDraft confirmed(EntryDraft draft)
{
    attachStepUp(draft, bytesOf("signed by the agent's card"));
    return draft;
}

EntryDraft cancellation(Bench& bench, const UserNumber& who, CancelReason reason = CancelReason::left, bool present = true)
{
    return confirmed(cancelDraft({bench.cardOf(who).guid, who, reason, present}, bench.desk.random));
}

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

std::map<std::uint8_t, Bytes> keysOn(Bench& bench)
{
    std::map<std::uint8_t, Bytes> found;
    for (const auto& [slot, key] : bench.state().keys) found[slot] = PrivateKey::fromPem(key.pem.view()).publicKey().der();
    return found;
}

} // namespace

TEST_CASE("a holder who knows the passcode changes it")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto change = [&](std::string_view old, std::string_view chosen, bool last = false) {
        return failureOf([&] { PasscodeChangeJob(bench.cardDesk(), bench.look(), digits(old), digits(chosen), {last}).run(); });
    };
    SECTION("done and proved")
    {
        const auto receipt = PasscodeChangeJob(bench.cardDesk(), bench.look(), digits(chosen), digits(another), {}).run();
        CHECK(receipt.publicKeys.size() == 1);
        CHECK(bench.state().passcode.value.sameAs(padded(another)));
        CHECK(lastPayload(bench, EntryKind::cardPasscodeChanged).at("by") == "holder");
        CHECK(bench.desk.store().jobs.openJobs().empty());
    }
    SECTION("not to the old one, nor to a weak one")
    {
        const auto same = change(chosen, chosen);
        CHECK(same.code == "PASSCODE-RULE");
        CHECK(same.detail == "old-passcode");
        CHECK(change(chosen, "111111").code == "PASSCODE-RULE");
        CHECK(bench.state().passcode.tries == 3);
    }
    SECTION("a wrong old one spends a try, the last is never spent unasked")
    {
        const auto wrong = change("918273", another);
        CHECK(wrong.code == "PASSCODE-WRONG");
        CHECK(wrong.triesLeft == 2);
        CHECK(change("918273", another).triesLeft == 1);
        CHECK(change(chosen, another).code == "PASSCODE-LAST-TRY");
        CHECK(bench.state().passcode.tries == 1);
        CHECK(bench.look().kind == CardKind::ours);
        CHECK(change(chosen, another, true).code.empty());
        CHECK(bench.state().passcode.value.sameAs(padded(another)));
        CHECK(bench.look().passcodeTries == 3);
    }
    SECTION("a locked card is for unlocking")
    {
        changeCard(bench, [](auto& state) { state.passcode.tries = 0; });
        CHECK(change(chosen, another).code == "PASSCODE-BLOCKED");
    }
}

TEST_CASE("a passcode change cut at any command ends with a passcode that its holder knows")
{
    Bench bench(anyPersonality(), 1000);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    std::string current(chosen);
    for (const auto cut : allCuts) {
        for (std::size_t at = 1; at <= 6; ++at) {
            CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
            bench.restart();
            const auto look = bench.look();
            const std::string next = current == chosen ? "482915" : std::string(chosen);
            const bool through = cutAct(bench, cut, at, [&] {
                PasscodeChangeJob(bench.cardDesk(), look, digits(current), digits(next), {}).run();
            });
            bench.restart();
            if (bench.look().kind == CardKind::torn) {
                CHECK(RepairJob::needsPasscode(bench.look()));
                CHECK(bench.repair(next).kind == RepairResult::Kind::finished);
                CHECK(lastPayload(bench, EntryKind::cardPasscodeChanged).at("by") == "unlock-key");
                current = next;
            } else if (through) {
                current = next;
            }
            CHECK(bench.state().passcode.value.sameAs(padded(current)));
            CHECK(bench.look().kind == CardKind::ours);
        }
    }
}

TEST_CASE("test my card: passcode, keys and objects")
{
    Bench bench(anyPersonality());
    bench.issuePolicy.slots = {{"9A", "P-256"}, {"9C", "P-256"}, {"9D", "P-256"}, {"9E", "P-256"}};
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto test = [&] { return VerifyJob(bench.cardDesk(), bench.look(), digits(chosen), {}).run(); };
    SECTION("all is well")
    {
        const auto report = test();
        CHECK(report.passed());
        CHECK(report.receipt.publicKeys.size() == 4);
        CHECK(report.receipt.objects.size() == 8);
        CHECK(report.receipt.commits == 1);
        CHECK(lastPayload(bench, EntryKind::cardVerified).at("passed") == true);
    }
    SECTION("another key, another object")
    {
        changeCard(bench, [](auto& state) {
            state.keys.at(0x9D).pem = PrivateKey::generate(KeyAlgorithm::ecP256).pem();
            state.objects.at(0x5FC101).back() ^= 0xFF;
        });
        const auto report = test();
        CHECK(report.findings.size() == 2);
        CHECK(lastPayload(bench, EntryKind::cardVerified).at("findings").size() == 2);
    }
    SECTION("a wrong passcode is no test")
    {
        const auto failure = failureOf([&] { VerifyJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); });
        CHECK(failure.code == "PASSCODE-WRONG");
        CHECK(failure.triesLeft == 2);
        CHECK(bench.entries("card.verified") == 0);
    }
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

TEST_CASE("a cancelled card is useless, known, and its holder may have another")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto before = keysOn(bench);
    SECTION("with the card")
    {
        const auto receipt = CancelJob(bench.cardDesk(), bench.look(), cancellation(bench, who)).run();
        CHECK(receipt.card == bench.cardOf(who).guid);
        for (const auto& [slot, key] : keysOn(bench)) CHECK(before.at(slot) != key);
        CHECK(bench.entries("card.cancelled") == 1);
        CHECK(lastPayload(bench, EntryKind::cardTouched).at("keysErased").size() == 2);
        CHECK(bench.look().kind == CardKind::ours);
        CHECK(failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); }).code == "CARD-CANCELLED");
        CHECK(failureOf([&] { CancelJob(bench.cardDesk(), bench.look(), cancellation(bench, who)).run(); }).code == "CARD-CANCELLED");
    }
    SECTION("without it")
    {
        auto desk = bench.cardDesk();
        CancelJob::withoutCard(desk, cancellation(bench, who, CancelReason::stolen, false));
        CHECK(keysOn(bench) == before);
    }
    CHECK(bench.cardOf(who).state == CardState::cancelled);
    CHECK(bench.desk.store().jobs.openJobs().empty());
    bench.newCard();
    const auto next = bench.issue(who).card;
    CHECK(bench.desk.store().cards.activeOf(who)->guid == next);
}

TEST_CASE("a cancellation needs the agent's card, the right card, and another agent than its holder")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto refused = [&](EntryDraft draft) {
        return failureOf([&] { CancelJob(bench.cardDesk(), bench.look(), std::move(draft)).run(); }).code;
    };
    CHECK(refused(cancelDraft({bench.cardOf(who).guid, who}, bench.desk.random)) == "STEP-UP-MISSING");
    CHECK(refused(confirmed(cancelDraft({Guid::random(bench.desk.random), who}, bench.desk.random))) == "CARD-OTHER");
    CHECK(refused(confirmed(cancelDraft({bench.cardOf(who).guid, bench.holder()}, bench.desk.random))) == "CARD-OTHER");
    bench.agent.number = who;
    CHECK(refused(cancellation(bench, who)) == "AGENT-IS-SUBJECT");
    CHECK(bench.cardOf(who).state == CardState::issued);
    CHECK(bench.entries("card.cancelled") == 0);
}

TEST_CASE("a person whose begun card is lost is freed")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    CHECK_FALSE(cutAct(bench, Cut::killedAfter, 34, [&] { bench.issue(who); }));
    bench.desk.reopen();
    bench.newCard(); // the other one is gone
    CHECK(failureOf([&] { bench.issue(who); }).code == "PERSON-CARD-OPEN");
    auto desk = bench.cardDesk();
    CancelJob::withoutCard(desk, cancellation(bench, who, CancelReason::notFinished, false));
    CHECK(bench.desk.store().jobs.openJobs().empty());
    const auto next = bench.issue(who).card;
    CHECK(bench.desk.store().cards.activeOf(who)->guid == next);
}

TEST_CASE("a cancellation cut at any command makes the card useless in the end")
{
    Bench bench(anyPersonality(), 1000);
    bench.newCard();
    const auto first = bench.holder();
    bench.issue(first);
    const auto seen = bench.look();
    bench.reader->ins.clear();
    CancelJob(bench.cardDesk(), seen, cancellation(bench, first)).run();
    const auto commands = bench.reader->ins.size();
    for (const auto cut : allCuts) {
        for (std::size_t at = 1; at <= commands; ++at) {
            CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
            bench.newCard();
            const auto who = bench.holder();
            bench.issue(who);
            const auto before = keysOn(bench);
            const auto look = bench.look();
            const bool through = cutAct(bench, cut, at, [&] { CancelJob(bench.cardDesk(), look, cancellation(bench, who)).run(); });
            bench.restart();
            if (bench.cardOf(who).state != CardState::cancelled) {
                CHECK_FALSE(through);
                CHECK(keysOn(bench) == before); // nothing had begun
                continue;
            }
            if (bench.look().kind == CardKind::torn) {
                CHECK_FALSE(RepairJob::needsPasscode(bench.look()));
                CHECK(RepairJob(bench.cardDesk(), {}).run().job == JobKind::cancel);
            }
            for (const auto& [slot, key] : keysOn(bench)) CHECK(before.at(slot) != key);
            CHECK(bench.desk.store().jobs.openJobs().empty());
        }
    }
    CHECK(bench.entries("card.touched") == bench.entries("card.cancelled"));
}

TEST_CASE("a cancelled card is cleared and issued to somebody else")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    CHECK(failureOf([&] { ClearJob(bench.cardDesk(), bench.look()).run(); }).code == "CARD-STILL-VALID");
    auto desk = bench.cardDesk();
    CancelJob::withoutCard(desk, cancellation(bench, who));
    ClearJob(bench.cardDesk(), bench.look()).run();
    CHECK(bench.look().kind == CardKind::blank);
    CHECK(bench.entries("card.cleared") == 1);
    const auto state = bench.state();
    CHECK(state.administrationFactory);
    CHECK(state.unlockKey.value.sameAs(padded("12345678")));
    CHECK(bench.desk.store().jobs.openJobs().empty());
    const auto next = bench.holder();
    CHECK(bench.issue(next).written.size() == 2);
    CHECK(bench.look().holder() == next);
}

TEST_CASE("a clear cut at any command ends with a blank card")
{
    Bench bench(anyPersonality(), 1000);
    const auto cancelledCard = [&] {
        bench.newCard();
        const auto who = bench.holder();
        bench.issue(who);
        auto desk = bench.cardDesk();
        CancelJob::withoutCard(desk, cancellation(bench, who));
        return who;
    };
    cancelledCard();
    const auto seen = bench.look();
    bench.reader->ins.clear();
    ClearJob(bench.cardDesk(), seen).run();
    const auto commands = bench.reader->ins.size();
    for (std::size_t at = 1; at <= commands; ++at) {
        for (const auto cut : allCuts) {
            CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
            cancelledCard();
            const auto look = bench.look();
            cutAct(bench, cut, at, [&] { ClearJob(bench.cardDesk(), look).run(); });
            bench.restart();
            const auto after = bench.look();
            const bool open = !bench.desk.store().jobs.openJobs().empty();
            if (open) {
                CHECK((after.kind == CardKind::torn || after.kind == CardKind::blank));
                CHECK(RepairJob(bench.cardDesk(), {}).run().job == JobKind::clear);
            } else if (after.kind == CardKind::ours) {
                ClearJob(bench.cardDesk(), after).run(); // cut before anything was done
            }
            CHECK(bench.look().kind == CardKind::blank);
            CHECK(bench.state().administrationFactory);
            CHECK(bench.state().unlockKey.value.sameAs(padded("12345678")));
            CHECK(bench.desk.store().jobs.openJobs().empty());
        }
    }
}

TEST_CASE("a card is replaced on grounds, and the old one ends in the same act")
{
    Bench bench(anyPersonality());
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    ReplaceAct act(bench.desk.store(), bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random);
    ReplaceTerms terms{bench.cardOf(who).guid, who};
    const auto why = [&] { return act.refusal(terms).value_or(Failure{}).code; };

    CHECK(why() == "INCIDENT-REFERENCE");
    terms.incident = "INC-20417";
    CHECK(why() == "IDENTITY-CHECK");
    terms.check = EvidenceVerdict{};
    CHECK(why() == "IDENTITY-CHECK");
    terms.check->passed = true;
    CHECK(why().empty());
    terms.returned = true;
    CHECK(why() == "CARD-NOT-CUT");
    terms.cutThrough = true;
    CHECK(why().empty());
    terms.reason = CancelReason::misused;
    CHECK(why() == "CANCEL-REASON");
    terms = {terms.old, who, CancelReason::damaged};
    CHECK(why() == "INCIDENT-REFERENCE"); // not brought back
    terms.returned = terms.cutThrough = true;
    CHECK(why().empty());

    CHECK(failureOf([&] { act.perform(terms, act.draft(terms)); }).code == "STEP-UP-MISSING");
    CHECK(bench.cardOf(who).state == CardState::issued);
    const auto order = act.perform(terms, confirmed(act.draft(terms)));
    CHECK(bench.desk.store().cards.byGuid(terms.old)->state == CardState::cancelled);
    CHECK(lastPayload(bench, EntryKind::cardReplaced).at("reason") == "damaged");
    CHECK(why() == "CARD-CANCELLED");
    bench.newCard();
    const auto receipt = IssueJob(bench.cardDesk(), order, digits(another)).run();
    CHECK(bench.desk.store().cards.activeOf(who)->guid == receipt.card);
}

TEST_CASE("after a name change the new card takes the register's name, the photo is looked at, and the fresh check and portrait are on record")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    auto order = bench.order(who);
    order.nameOnChip = bench.desk.store().people.byNumber(who)->person.cardName().onChip();
    IssueJob(bench.cardDesk(), order, digits(chosen)).run();
    auto& store = bench.desk.store();
    ReplaceAct act(store, bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random);
    ReplaceTerms terms{bench.cardOf(who).guid, who, CancelReason::nameChanged};
    terms.returned = terms.cutThrough = true;
    const auto why = [&] { return act.refusal(terms).value_or(Failure{}).code; };
    CHECK(why() == "NAME-NOT-CHANGED");

    // As core/registers changes it: papers and reason are its business.
    const bool core = GENERATE(true, false);
    {
        auto record = *store.people.byNumber(who);
        if (core) {
            record.person.familyName = "Wedderburn";
            bench.desk.clock.now += 1000;
            record.identityChangedAt = bench.desk.clock.now;
        } else {
            record.person.nameOnCard = "Ottoline Number"; // what they want printed
            record.person.nameOnChip.clear();
        }
        Transaction transaction(store.database());
        store.people.change(transaction, record);
        transaction.commit();
    }
    CHECK(why() == "LIKENESS-CHECK");
    terms.likeness = true;
    CHECK(why().empty());
    terms.likeness = false;
    terms.check = EvidenceVerdict{};
    terms.check->passed = true;
    terms.portrait.emplace();
    terms.portrait->jpeg = toBytes(bytesOf("another portrait"));
    CHECK(why().empty());

    order = act.perform(terms, confirmed(act.draft(terms)));
    const auto after = *store.people.byNumber(who);
    CHECK(after.photo == sha256(bytesOf("another portrait")));
    CHECK(order.photoReference == *after.photo);
    CHECK(order.nameOnChip == after.person.cardName().onChip());
    CHECK(bench.entries("holder.changed") == 0); // not by this act
    CHECK(lastPayload(bench, EntryKind::cardReplaced).at("card") == terms.old.text());
    CHECK_FALSE(lastPayload(bench, EntryKind::cardReplaced).contains("likeness"));
    CHECK(lastPayload(bench, EntryKind::evidenceChecked).at("verdict") == "passed");
    CHECK(lastPayload(bench, EntryKind::portraitAccepted).at("photoReference") == toHex(*after.photo));
}

TEST_CASE("a replacement whose program ended before the new card waits for it, as what it is, until that card is made")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    ReplaceTerms terms{bench.cardOf(who).guid, who, CancelReason::damaged};
    terms.returned = terms.cutThrough = true;
    terms.locked = true;
    const auto orderOf = [&] { return ReplaceAct::orderOf(bench.desk.store(), who); };
    CHECK(failureOf(orderOf).code == "REPLACEMENT-NONE");
    {
        ReplaceAct act(bench.desk.store(), bench.agent, bench.desk.author, bench.desk.clock, bench.desk.random);
        act.perform(terms, confirmed(act.draft(terms)));
    }
    bench.restart();
    auto waiting = bench.desk.store().replacements.waiting();
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].holder == who);
    CHECK(waiting[0].oldCard == terms.old);
    CHECK(waiting[0].locked);
    const auto order = orderOf();
    CHECK(order.locked);
    CHECK(order.nameOnChip == bench.desk.store().people.byNumber(who)->person.cardName().onChip());

    // Begun and cut: the card is torn and shown so; given up, the replacement waits again.
    bench.newCard();
    bench.reader->crashAtIns(0xDB, false); // the CHUID
    CHECK_THROWS_AS(IssueJob(bench.cardDesk(), order, {}).run(), Crash);
    bench.restart();
    CHECK(bench.desk.store().replacements.waiting().empty());
    CHECK(failureOf(orderOf).code == "PERSON-CARD-OPEN");
    CHECK(RepairJob(bench.cardDesk(), PasscodeSource::locked()).run().kind == RepairResult::Kind::abandoned);
    CHECK(bench.desk.store().replacements.waiting().size() == 1);
    IssueJob(bench.cardDesk(), orderOf(), {}).run();
    CHECK(bench.desk.store().replacements.waiting().empty());
    CHECK_FALSE(bench.desk.store().replacements.of(who));
    CHECK(failureOf(orderOf).code == "REPLACEMENT-NONE");
}

TEST_CASE("a temporary card's name")
{
    CHECK(isTemporaryCardName("HVC00TACNight2", "HVC00"));
    CHECK(isTemporaryCardName("hvc00tacab", "HVC00"));
    for (const auto* name : {"HVC00TACA", "HVC00TAC12", "HVC00TACA1", "XYZ00TACAB", "HVC00ABC", "HVC00TAC", ""}) {
        CHECK_FALSE(isTemporaryCardName(name, "HVC00"));
    }
    CHECK_FALSE(isTemporaryCardName("TACAB", ""));
}

TEST_CASE("a temporary card goes out and comes back, cut anywhere")
{
    Bench bench(anyPersonality(), 1000);
    bench.newCard();
    auto profile = aPerson("Temporary", "Night card");
    profile.nameOnCard = profile.odsCode + "TACNIGHT";
    const auto who = bench.desk.createHolder(profile);
    bench.issueLocked(who);
    TemporaryLoan loan{{"Sam Sister", "01632 960 001", "sam.sister@quayside.example"}, {"Bo Bank", std::nullopt, "passport ending 4471", true}};
    const auto lend = [&] { return TemporaryCardJob(bench.cardDesk(), bench.look()).lend(loan, digits(chosen)); };

    SECTION("only with somebody who answers for it and somebody who is there")
    {
        const auto good = loan;
        loan.responsible.email = "none";
        CHECK(failureOf(lend).code == "TEMPORARY-RESPONSIBLE");
        loan = good;
        loan.responsible.telephone = "-";
        CHECK(failureOf(lend).code == "TEMPORARY-RESPONSIBLE");
        loan = good;
        loan.borrower.present = false;
        CHECK(failureOf(lend).code == "TEMPORARY-BORROWER");
        loan = good;
        loan.borrower.number = bench.agent.number;
        CHECK(failureOf(lend).code == "AGENT-IS-SUBJECT");
        CHECK(bench.look().locked());
    }
    SECTION("out and back")
    {
        lend();
        CHECK(bench.state().passcode.value.sameAs(padded(chosen)));
        CHECK(lastPayload(bench, EntryKind::temporaryCardLent).at("borrower").at("name") == "Bo Bank");
        CHECK(failureOf(lend).code == "TEMPORARY-ON-LOAN");
        TemporaryCardJob(bench.cardDesk(), bench.look()).takeBack("in the drawer");
        CHECK(bench.look().locked());
        CHECK_FALSE(bench.state().passcode.value.sameAs(padded(chosen)));
        CHECK(lastPayload(bench, EntryKind::temporaryCardReturned).at("note") == "in the drawer");
        CHECK(bench.cardOf(who).state == CardState::locked);
    }
    SECTION("cut on its way out, it is lent or locked; on its way back it is locked")
    {
        for (const auto cut : allCuts) {
            for (std::size_t at = 5; at <= 12; ++at) {
                CAPTURE(simulator::nameOf(bench.personality), test::nameOf(cut), at);
                cutAct(bench, cut, at, lend);
                bench.restart();
                if (bench.look().kind == CardKind::torn) {
                    const bool someone = at % 2 == 0;
                    const auto result = someone ? bench.repair() : RepairJob(bench.cardDesk(), PasscodeSource::locked()).run();
                    CHECK((result.kind == RepairResult::Kind::finished) == someone);
                }
                cutAct(bench, cut, at, [&] { TemporaryCardJob(bench.cardDesk(), bench.look()).takeBack({}); });
                bench.restart();
                if (bench.look().kind == CardKind::torn) CHECK(RepairJob(bench.cardDesk(), {}).run().job == JobKind::takeBack);
                if (!bench.look().locked()) TemporaryCardJob(bench.cardDesk(), bench.look()).takeBack({});
                CHECK(bench.look().locked());
                CHECK(bench.desk.store().jobs.openJobs().empty());
            }
        }
    }
    SECTION("an ordinary card is not lent")
    {
        bench.newCard();
        bench.issueLocked(bench.holder());
        CHECK(failureOf(lend).code == "TEMPORARY-NAME");
    }
}
