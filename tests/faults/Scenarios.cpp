#include "core/base/Failure.h"
#include "core/journal/StepUp.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/FacialImageObject.h"
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/ReplaceAct.h"
#include "core/lifecycle/RotateJob.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "core/lifecycle/TermsSigning.h"
#include "core/lifecycle/VerifyJob.h"
#include "core/policy/Embedded.h"
#include "core/portrait/PortraitFile.h"
#include "tests/faults/Lab.h"

#include <algorithm>

namespace cardwright::faults {

namespace {

using simulator::Personality;
using test::digits;
using test::failureOf;

constexpr std::int64_t day = 24LL * 3600 * 1000;
constexpr std::size_t slotsOfCards = 4;

/// As the agent's own card would confirm it; what is inside is the centre's to judge.
EntryDraft confirmed(EntryDraft draft)
{
    attachStepUp(draft, bytesOf("signed by the agent's card"));
    return draft;
}

void blankCard(Lab& lab)
{
    lab.who = lab.bench.holder();
    lab.bench.newCard();
}

void issuedCard(Lab& lab)
{
    blankCard(lab);
    lab.card = lab.bench.issue(*lab.who, firstPasscode).card;
}

void lockedByItsTries(Lab& lab)
{
    issuedCard(lab);
    test::changeCard(lab.bench, [](auto& state) { state.passcode.tries = 0; });
}

/// Its certificates came after it had left.
void deferredCard(Lab& lab)
{
    lab.bench.exchange->online = false;
    issuedCard(lab);
    lab.bench.exchange->online = true;
    std::vector<Guid> asked;
    for (const auto& row : lab.bench.desk.store().cards.slots(*lab.card)) asked.push_back(*row.request);
    lab.bench.exchange->answer(asked);
}

void cardOfAnOlderSiteKey(Lab& lab)
{
    issuedCard(lab);
    lab.bench.keys.add(2, SecureBytes::copyOf(Bytes(32, 0x7D)));
}

void cardNearItsEnd(Lab& lab)
{
    issuedCard(lab);
    const auto due = DueWork::of(lab.look(), lab.bench.issuePolicy, lab.bench.keys, lab.bench.desk.clock.now);
    lab.bench.desk.clock.now = *due.ends - day;
}

void cancelledCard(Lab& lab)
{
    issuedCard(lab);
    auto desk = lab.bench.cardDesk();
    CancelJob::withoutCard(desk, confirmed(cancelDraft({*lab.card, *lab.who, CancelReason::left, false}, lab.bench.desk.random)));
}

void temporaryCard(Lab& lab)
{
    auto profile = test::aPerson("Temporary", "Night card");
    profile.nameOnCard = profile.odsCode + "TACNIGHT";
    lab.who = lab.bench.desk.createHolder(profile);
    lab.bench.newCard();
    lab.card = lab.bench.issueLocked(*lab.who).card;
}

const TemporaryLoan& loan()
{
    static const TemporaryLoan one{{"Sam Sister", "01632 960 001", "sam.sister@quayside.example"}, {"Bo Bank", std::nullopt, "passport ending 4471", true}};
    return one;
}

void lentCard(Lab& lab)
{
    temporaryCard(lab);
    TemporaryCardJob(lab.bench.cardDesk(), lab.look()).lend(loan(), digits(firstPasscode));
}

IssueOrder replaced(Lab& lab)
{
    ReplaceAct act(lab.bench.desk.store(), lab.bench.agent, lab.bench.desk.author, lab.bench.desk.clock, lab.bench.desk.random);
    ReplaceTerms terms{*lab.card, *lab.who, CancelReason::damaged};
    terms.returned = terms.cutThrough = true;
    return act.perform(terms, confirmed(act.draft(terms)));
}

void replacedCard(Lab& lab)
{
    issuedCard(lab);
    replaced(lab);
}

void oldCardAndBlankOne(Lab& lab)
{
    issuedCard(lab);
    lab.bench.newCard();
}

void replaceIt(Lab& lab)
{
    const auto old = lab.bench.desk.store().cards.byGuid(*lab.card);
    // Begun before: nothing but the store knows that a card is owed.
    const auto order = old->state == CardState::cancelled ? ReplaceAct::orderOf(lab.bench.desk.store(), *lab.who) : replaced(lab);
    IssueJob(lab.bench.cardDesk(), order, digits(jobPasscode)).run();
}

void cancelIt(Lab& lab)
{
    const auto seen = lab.look();
    auto draft = cancelDraft({*lab.card, *lab.who, CancelReason::left, true}, lab.bench.desk.random);
    CancelJob(lab.bench.cardDesk(), seen, confirmed(std::move(draft))).run();
}

void nothingMore(Lab&) {}

void fourReceipts(Lab& lab, EntryKind kind, std::size_t objects)
{
    const auto receipt = lab.payload(kind).value("receipt", nlohmann::json::object());
    const auto slots = lab.bench.issuePolicy.slots.size();
    lab.expect(receipt.value("publicKeys", nlohmann::json::array()).size() == slots, "not every key was proved");
    lab.expect(receipt.value("objects", nlohmann::json::array()).size() == objects + slots, "not every object was proved");
}

constexpr std::size_t plainObjects = 4; // CHUID, printed information, capability container, security object

void proved(Lab& lab) { fourReceipts(lab, EntryKind::cardIssued, plainObjects); }

/// A stored portrait that fits every card with a place for it; small, since each of its commands is cut in every way.
const Bytes& smallPortrait()
{
    static const Bytes jpeg = [] {
        const auto file = PortraitFile::fromBytes(toBytes(bytesOf(embeddedText("training/portraits/portrait-1.jpg"))));
        return facialimage::pictureWithin(file.accept().jpeg, 5000);
    }();
    return jpeg;
}

void issueWithPortrait(Lab& lab)
{
    auto order = lab.bench.order(*lab.who);
    order.portrait = smallPortrait();
    IssueJob(lab.bench.cardDesk(), order, digits(jobPasscode)).run();
}

void portraitProved(Lab& lab)
{
    const bool keeps = facialimage::fits(lab.look().profile);
    fourReceipts(lab, EntryKind::cardIssued, plainObjects + (keeps ? 1 : 0));
    const auto content = lab.reading().content(0x5FC108);
    lab.expect(content.has_value() == keeps, keeps ? "the portrait is not on the card" : "a portrait is where there is no place for it");
    if (!content) return;
    const auto why = facialimage::problem(*content, *lab.reading().content(0x5FC102), lab.bench.trust, lab.bench.desk.clock.now);
    lab.expect(!why, "the portrait does not hold: " + why.value_or(""));
}

void allWritten(Lab& lab)
{
    const auto written = lab.payload(EntryKind::cardTouched).value("written", nlohmann::json::array());
    lab.expect(written.size() == slotsOfCards, "the entry tells of " + std::to_string(written.size()) + " certificates");
}

void rotated(Lab& lab)
{
    const auto record = lab.bench.desk.store().cards.byGuid(*lab.card);
    lab.expect(record->siteKeyVersion == 2 && record->generation >= 2, "its keys are not of the newest site key");
    lab.expect(lab.payload(EntryKind::cardKeysRotated).value("generation", 0) == record->generation, "the entry names another generation");
}

void renewed(Lab& lab)
{
    fourReceipts(lab, EntryKind::cardRenewed, plainObjects);
    const auto on = lab.reading();
    for (const auto& [slot, key] : lab.keysBefore) lab.expect(on.publicKey(slot) != key, "an old key is still there");
    const auto superseded = lab.payload(EntryKind::cardRenewed).value("superseded", nlohmann::json::array());
    lab.expect(superseded.size() == slotsOfCards, "not every old request is named");
}

void useless(Lab& lab)
{
    lab.expect(lab.entries(EntryKind::cardCancelled) == 1, "not exactly one cancellation");
    lab.expect(lab.payload(EntryKind::cardTouched).value("keysErased", nlohmann::json::array()).size() == slotsOfCards, "not every key is told as erased");
    const auto on = lab.reading();
    for (const auto& [slot, key] : lab.keysBefore) lab.expect(on.publicKey(slot) != key, "a key of a cancelled card still works");
    lab.expect(lab.bench.desk.store().cards.byGuid(*lab.card)->state == CardState::cancelled, "the card is not on record as cancelled");
}

void cleared(Lab& lab)
{
    const auto on = lab.reading();
    for (const auto& [slot, key] : lab.keysBefore) {
        lab.expect(on.publicKey(slot) != key, "a former holder's key is still there");
        lab.expect(!on.certificate(slot), "a former holder's certificate is still there");
    }
    lab.expect(!on.content(0x5FC109), "a former holder's name is still there");
    lab.expect(lab.payload(EntryKind::cardCleared).value("keysErased", nlohmann::json::array()).size() == slotsOfCards, "not every key is told as erased");
}

void replacedAndProved(Lab& lab)
{
    proved(lab);
    lab.expect(lab.entries(EntryKind::cardReplaced) == 1, "not exactly one replacement");
    lab.expect(lab.bench.desk.store().cards.byGuid(*lab.card)->state == CardState::cancelled, "the old card is not on record as cancelled");
    lab.expect(!lab.bench.desk.store().replacements.of(*lab.who), "the replacement still waits for its card");
}

void stateIs(Lab& lab, CardState state)
{
    lab.expect(lab.bench.desk.store().cards.byGuid(*lab.card)->state == state, "the record calls the card something else");
}

TermsAcceptance acceptedTerms(Lab& lab)
{
    static const auto policy = TermsPolicy::shipped();
    auto& desk = lab.bench.desk;
    return TermsAcceptance::of(policy, Guid::random(desk.random), desk.clock.now - 1000, desk.clock.now, desk.random);
}

void issueWithTerms(Lab& lab)
{
    auto order = lab.bench.order(*lab.who);
    order.terms = acceptedTerms(lab);
    IssueJob(lab.bench.cardDesk(), order, digits(jobPasscode)).run();
}

/// On record once, under the key that the card holds now.
void signedOnce(Lab& lab)
{
    lab.expect(lab.entries(EntryKind::termsAccepted) == 1, "the terms are not signed exactly once");
    const auto records = lab.bench.desk.store().terms.ofHolder(*lab.who);
    if (records.size() != 1) return lab.expect(false, "not one acceptance is on record");
    lab.expect(checkTerms(records.front(), std::nullopt, {}).holds(), "the signature under the terms does not hold");
    const auto slots = lab.bench.desk.store().cards.slots(records.front().card);
    const bool itsKey = std::any_of(slots.begin(), slots.end(), [&](const auto& slot) { return slot.publicKey == records.front().publicKey; });
    lab.expect(itsKey, "the terms are signed by a key that the card does not hold");
}

std::string never(Personality) { return {}; }

std::string unchangeable(Personality personality) { return test::keepsAdministration(personality) ? "CARD-UNFIT" : ""; }

std::vector<Scenario> made()
{
    const auto passcode = [] { return digits(jobPasscode); };
    std::vector<Scenario> all{
        {"issue", EntryKind::cardIssued, Told::chosen, true, blankCard, [](Lab& lab) { lab.bench.issue(*lab.who, jobPasscode); }, proved, never},
        {"issue-locked", EntryKind::cardIssued, Told::nobody, true, blankCard, [](Lab& lab) { lab.bench.issueLocked(*lab.who); }, proved, never},
        // Two slots, and a policy that takes no card whose keys stay the maker's.
        {"issue-guarded", EntryKind::cardIssued, Told::chosen, true,
         [](Lab& lab) {
             lab.bench.issuePolicy.slots.resize(2);
             lab.bench.issuePolicy.allowUnchangeableAdministrationKey = false;
             blankCard(lab);
         },
         [](Lab& lab) { lab.bench.issue(*lab.who, jobPasscode); }, proved, unchangeable},
        // One slot and the portrait, where the card keeps one.
        {"issue-portrait", EntryKind::cardIssued, Told::chosen, true,
         [](Lab& lab) {
             lab.bench.issuePolicy.slots.resize(1);
             lab.bench.issuePolicy.writeFacialImage = true;
             blankCard(lab);
         },
         issueWithPortrait, portraitProved, never},
        // The holder accepted the terms: the new key signs them, also in the repair of a cut.
        {"issue-terms", EntryKind::cardIssued, Told::chosen, true,
         [](Lab& lab) {
             lab.bench.issuePolicy.slots.resize(2);
             blankCard(lab);
         },
         issueWithTerms, [](Lab& lab) { proved(lab); signedOnce(lab); }, never},
        {"unlock-terms", EntryKind::cardUnlocked, Told::chosen, false, lockedByItsTries,
         [passcode](Lab& lab) {
             UnlockJob::Options options;
             options.terms = acceptedTerms(lab);
             UnlockJob(lab.bench.cardDesk(), lab.look(), passcode(), options).run();
         },
         [](Lab& lab) {
             stateIs(lab, CardState::issued);
             signedOnce(lab);
         },
         never},
        {"unlock", EntryKind::cardUnlocked, Told::chosen, false, lockedByItsTries,
         [passcode](Lab& lab) { UnlockJob(lab.bench.cardDesk(), lab.look(), passcode(), {}).run(); }, [](Lab& lab) { stateIs(lab, CardState::issued); }, never},
        {"passcode", EntryKind::cardPasscodeChanged, Told::chosen, false, issuedCard,
         [passcode](Lab& lab) { PasscodeChangeJob(lab.bench.cardDesk(), lab.look(), digits(firstPasscode), passcode(), {}).run(); },
         nothingMore, never},
        {"touch", EntryKind::cardTouched, Told::asBefore, false, deferredCard,
         [](Lab& lab) { TouchJob(lab.bench.cardDesk(), lab.look()).run(); }, allWritten, never},
        {"rotate", EntryKind::cardKeysRotated, Told::asBefore, false, cardOfAnOlderSiteKey,
         [](Lab& lab) { RotateJob(lab.bench.cardDesk(), lab.look()).run(); }, rotated, never},
        {"renew", EntryKind::cardRenewed, Told::asBefore, false, cardNearItsEnd,
         [](Lab& lab) { RenewJob(lab.bench.cardDesk(), lab.look(), digits(firstPasscode), {}).run(); }, renewed, never},
        {"cancel", EntryKind::cardTouched, Told::asBefore, false, issuedCard, cancelIt, useless, never},
        {"clear", EntryKind::cardCleared, Told::makers, false, cancelledCard,
         [](Lab& lab) { ClearJob(lab.bench.cardDesk(), lab.look()).run(); }, cleared, never},
        {"lend", EntryKind::temporaryCardLent, Told::chosen, false, temporaryCard,
         [passcode](Lab& lab) { TemporaryCardJob(lab.bench.cardDesk(), lab.look()).lend(loan(), passcode()); },
         [](Lab& lab) { stateIs(lab, CardState::issued); }, never},
        {"return", EntryKind::temporaryCardReturned, Told::nobody, false, lentCard,
         [](Lab& lab) { TemporaryCardJob(lab.bench.cardDesk(), lab.look()).takeBack("in the drawer"); },
         [](Lab& lab) { stateIs(lab, CardState::locked); }, never},
        {"replace-new", EntryKind::cardIssued, Told::chosen, true, oldCardAndBlankOne, replaceIt, replacedAndProved, never},
        {"replace-old", EntryKind::cardCleared, Told::makers, false, replacedCard,
         [](Lab& lab) { ClearJob(lab.bench.cardDesk(), lab.look()).run(); }, cleared, never},
        {"verify", EntryKind::cardVerified, Told::asBefore, false, issuedCard,
         [](Lab& lab) { VerifyJob(lab.bench.cardDesk(), lab.look(), digits(firstPasscode), {}).run(); },
         [](Lab& lab) { lab.expect(lab.payload(EntryKind::cardVerified).value("passed", false), "the last test did not pass"); }, never},
    };
    return all;
}

} // namespace

std::span<const Scenario> allScenarios()
{
    static const auto all = made();
    return all;
}

const Scenario& scenarioNamed(std::string_view name)
{
    const auto all = allScenarios();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
    if (found == all.end()) throw UsageError(Failure::of("USAGE", "no job is called " + std::string(name)));
    return *found;
}

} // namespace cardwright::faults
