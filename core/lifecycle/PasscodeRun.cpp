#include "core/lifecycle/PasscodeRun.h"

#include "core/crypto/SecureRandom.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/TermsSigning.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace cardwright {

namespace {

constexpr int leastTries = 2; // never with fewer, unless somebody said yes to the last one
constexpr std::size_t forgottenDigits = 8;

Failure withTries(std::string_view code, std::optional<int> tries)
{
    auto failure = Failure::of(code);
    failure.triesLeft = tries;
    return failure;
}

CardKeyName keysOf(const CardRecord& card) { return {card.siteKeyVersion, card.generation}; }

/// RESET RETRY COUNTER with the newest generation on record, then one further: another desk may have rotated it, to what RotateJob
/// would name. On the reader the new passcode is then typed anew: rare, and no key is tried on a card before its holder has agreed to the act.
CardKeyName setPasscode(CardDesk& desk, PasscodeEntry& entry, const CardLook& look, bool spendLastTry)
{
    const auto& card = *look.file.card;
    guardUnlockTries(look.unlockKeyTries, spendLastTry);
    const auto newest = keysOf(card);
    const CardKeyName further{std::max(newest.siteKeyVersion, desk.keys.newestVersion()), newest.generation + 1};
    PasscodeOutcome outcome;
    for (const auto& name : {newest, further}) {
        const bool derived = look.profile.unlockKeyChange;
        outcome = entry.reset(derived ? desk.keys.unlockKey(name, card.guid) : look.profile.factoryUnlockKey());
        if (outcome.accepted()) return name;
        if (outcome.kind == PasscodeOutcome::Kind::form) throw CardJobError("CARD-UNFIT", "it takes no passcode of this length");
        if (outcome.kind == PasscodeOutcome::Kind::blocked) throw CardJobError(withTries("UNLOCK-KEY-BLOCKED", 0));
        guardUnlockTries(outcome.triesLeft, spendLastTry);
        if (!derived) break; // the maker's has no generations
    }
    throw CardJobError(withTries("UNLOCK-KEY-WRONG", outcome.triesLeft));
}

void prove(CardDesk& desk, PivApplication& piv, const CardLook& look, PasscodeEntry& entry, CardReceipt& receipt,
           const std::function<void(HolderKeys&)>& first = {})
{
    HolderKeys holder(piv, entry, true, desk.random);
    holder.verify();
    if (first) first(holder);
    const auto* slot = look.file.slot(Slot::authentication);
    const auto key = PublicKey::fromDer(slot->publicKey);
    if (!holder.holds(Slot::authentication, algorithmOf(key), key)) throw CardJobError("CARD-PROOF", "key 9A");
    receipt.publicKeys.push_back({"9A", toHex(key.fingerprint())});
}

void signAccepted(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeTerms& terms, HolderKeys& holder, CardReceipt& receipt)
{
    if (!terms.options.terms) return;
    std::vector<Slot> slots;
    for (const auto& row : look.file.slots) slots.push_back(row.slot);
    const auto slot = termsSlot(slots);
    if (!slot) return;
    const auto key = PublicKey::fromDer(look.file.slot(*slot)->publicKey);
    signTermsStep(desk, recorder, holder, *slot, key, *terms.options.terms, look.file.card->holder, receipt);
}

void tell(const CardDesk& desk, std::string_view step, JobProgress::State state, std::chrono::milliseconds work = {})
{
    if (desk.progress) desk.progress({step, state, {}, work});
}

bool byReader(const Failure& failure) { return failure.code.rfind("PAD-", 0) == 0; }

/// A refusal leaves the card as it was: there is nothing to repair. How many tries it left is kept. After a cut, what the reader says tells
/// nothing of the card: the job stays open.
template <typename Steps>
auto closingWhenRefused(JobRecorder& recorder, const char* whoseTries, Steps&& steps)
{
    const bool cutBefore = recorder.begun(steprecord::passcode);
    recorder.begin(steprecord::passcode);
    try {
        return steps();
    } catch (const CardJobError& error) {
        if (cutBefore && byReader(error.failure())) throw;
        nlohmann::json refused{{"result", "refused"}};
        if (const auto left = error.failure().triesLeft) refused[whoseTries] = *left;
        recorder.done(steprecord::passcode, refused.dump());
        recorder.close(JobState::abandoned);
        throw;
    }
}

CardReceipt beginReceipt(const JobRecorder& recorder, const CardLook& look)
{
    CardReceipt receipt;
    receipt.card = look.file.card->guid;
    receipt.job = recorder.job();
    receipt.userNumber = look.file.card->holder.digits();
    receipt.limitations = look.profile.limitations();
    return receipt;
}

EntryKind closingKind(JobKind act)
{
    switch (act) {
    case JobKind::passcode: return EntryKind::cardPasscodeChanged;
    case JobKind::lend: return EntryKind::temporaryCardLent;
    case JobKind::takeBack: return EntryKind::temporaryCardReturned;
    default: return EntryKind::cardUnlocked;
    }
}

nlohmann::json closingPayload(const JobRecorder& recorder, const PasscodeTerms& terms)
{
    auto payload = nlohmann::json::parse(terms.about);
    payload["card"] = recorder.card().text();
    payload["job"] = recorder.job().text();
    if (terms.act == JobKind::unlock) payload["likeness"] = nameOf(terms.options.likeness);
    return payload;
}

void closeGiven(CardDesk& desk, JobRecorder& recorder, const CardRecord& card, const PasscodeTerms& terms, CardReceipt& receipt,
                std::string_view by)
{
    tell(desk, jobsteps::close, JobProgress::State::started);
    auto payload = closingPayload(recorder, terms);
    payload["receipt"] = nlohmann::json::parse(receipt.json());
    if (terms.act == JobKind::passcode) payload["by"] = by;
    auto entry = entryAbout(card.holder, closingKind(terms.act), std::move(payload), desk.random);
    entry.card = card.guid;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().cardState = CardState::issued;
    recorder.close(JobState::done);
    receipt.commits = recorder.commits();
    tell(desk, jobsteps::close, JobProgress::State::done);
}

} // namespace

std::string_view nameOf(LikenessAnswer answer) noexcept
{
    return answer == LikenessAnswer::portrait ? "yes" : "printed-face";
}

std::string PasscodeTerms::json(const CardIdentity& identity) const
{
    nlohmann::json json{{"atr", toHex(identity.atr)}, {"likeness", nameOf(options.likeness)}, {"about", nlohmann::json::parse(about)}};
    if (options.terms) json["terms"] = options.terms->json();
    return json.dump();
}

PasscodeTerms PasscodeTerms::of(const JobRecord& job)
{
    const auto data = nlohmann::json::parse(job.data, nullptr, false);
    const auto kind = jobKindOf(job.kind);
    if (!data.is_object() || !kind) throw StoreError(Failure::of("STORE-DAMAGED", "data of a card job"));
    PasscodeTerms terms;
    terms.act = *kind;
    if (data.value("likeness", "") == nameOf(LikenessAnswer::printedFace)) terms.options.likeness = LikenessAnswer::printedFace;
    if (data.contains("terms")) terms.options.terms = TermsAcceptance::fromJson(data.at("terms"));
    if (data.contains("about")) terms.about = data.at("about").dump();
    return terms;
}

PasscodeSubject passcodeSubjectOf(const CardLook& look)
{
    PasscodeSubject subject{std::nullopt, look.file.card->holder.digits(), look.identity.serialPrinted()};
    if (look.file.holder) subject.dateOfBirth = look.file.holder->person.dateOfBirth;
    return subject;
}

void guardUnlockTries(std::optional<int> left, bool spendLastTry)
{
    if (!left) return;
    if (*left == 0) throw CardJobError(withTries("UNLOCK-KEY-BLOCKED", left));
    if (*left < leastTries && !spendLastTry) throw CardJobError(withTries("UNLOCK-KEY-LAST-TRY", left));
}

void guardPasscodeTries(std::optional<int> left, bool spendLastTry)
{
    if (!left) return;
    if (*left == 0) throw CardJobError(withTries("PASSCODE-BLOCKED", left));
    if (*left < leastTries && !spendLastTry) throw CardJobError(withTries("PASSCODE-LAST-TRY", left));
}

namespace {

void requireAccepted(const PasscodeOutcome& outcome)
{
    switch (outcome.kind) {
    case PasscodeOutcome::Kind::accepted: return;
    case PasscodeOutcome::Kind::wrong: throw CardJobError(withTries("PASSCODE-WRONG", outcome.triesLeft));
    case PasscodeOutcome::Kind::blocked: throw CardJobError(withTries("PASSCODE-BLOCKED", 0));
    case PasscodeOutcome::Kind::form: throw CardJobError("PASSCODE-FORM");
    }
}

} // namespace

void requirePasscode(PasscodeEntry& entry) { requireAccepted(entry.verify()); }

void requireRules(const CardDesk& desk, const PasscodeSubject& subject, const PasscodeSource& passcode, ByteView old)
{
    if (!passcode.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
    if (passcode.onReader()) return; // what is typed there nobody here sees
    const PasscodeRules rules(desk.passcodePolicy, subject);
    if (old.empty()) rules.require(passcode.digits().view());
    else rules.require(passcode.digits().view(), old);
}

CardReceipt runUnlock(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeSource& passcode,
                      const PasscodeTerms& terms)
{
    const auto& card = *look.file.card;
    auto receipt = beginReceipt(recorder, look);
    tell(desk, jobsteps::passcode, JobProgress::State::started, look.profile.deadline(CardWork::talk));
    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    // ATR and GUID; the unlock key that only this GUID's card takes, and the challenge in 9A, say it again.
    session.expect(look.identity, false);
    PasscodeEntry chosen(desk, session.piv(), passcode, jobsteps::passcode);
    chosen.require(true, true);
    const auto name = closingWhenRefused(recorder, "triesLeft", [&] { return setPasscode(desk, chosen, look, terms.options.spendLastTry); });
    recorder.done(steprecord::passcode);
    tell(desk, jobsteps::passcode, JobProgress::State::done);
    tell(desk, jobsteps::proof, JobProgress::State::started, look.profile.deadline(CardWork::sign));
    PasscodeEntry again(desk, session.piv(), passcode, jobsteps::proof);
    // By 9C, which wants the passcode right before it; the challenge then rides on the same VERIFY.
    prove(desk, session.piv(), look, again, receipt, [&](HolderKeys& holder) { signAccepted(desk, recorder, look, terms, holder, receipt); });
    tell(desk, jobsteps::proof, JobProgress::State::done);
    receipt.count += session.end();
    if (!(name == keysOf(card))) recorder.pending().cardKeys = name;
    closeGiven(desk, recorder, card, terms, receipt, "unlock-key");
    return receipt;
}

void runLocking(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeTerms& terms)
{
    const auto& card = *look.file.card;
    const PasscodeSource forgotten(randomDigits(desk.random, forgottenDigits));
    tell(desk, jobsteps::passcode, JobProgress::State::started, look.profile.deadline(CardWork::talk));
    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    session.expect(look.identity, false);
    PasscodeEntry random(desk, session.piv(), forgotten, jobsteps::passcode);
    const auto name = closingWhenRefused(recorder, "triesLeft", [&] { return setPasscode(desk, random, look, terms.options.spendLastTry); });
    recorder.done(steprecord::passcode);
    recorder.begin(steprecord::lock);
    spendTries(session.piv(), forgotten.digits(), desk.random);
    session.end();
    recorder.done(steprecord::lock);
    const bool isTheAct = terms.act == JobKind::takeBack;
    auto payload = isTheAct ? closingPayload(recorder, terms)
                            : nlohmann::json{{"card", card.guid.text()}, {"job", recorder.job().text()}, {"written", nlohmann::json::array()}};
    payload["locked"] = true;
    auto entry = entryAbout(card.holder, isTheAct ? closingKind(terms.act) : EntryKind::cardTouched, std::move(payload), desk.random);
    entry.card = card.guid;
    if (!(name == keysOf(card))) recorder.pending().cardKeys = name;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().cardState = CardState::locked;
    recorder.close(isTheAct ? JobState::done : JobState::abandoned);
    tell(desk, jobsteps::close, JobProgress::State::done);
}

CardReceipt runChange(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeSource& old, const PasscodeSource& chosen,
                      const PasscodeTerms& terms)
{
    auto receipt = beginReceipt(recorder, look);
    tell(desk, jobsteps::passcode, JobProgress::State::started, look.profile.deadline(CardWork::talk));
    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    session.expect(look.identity, false);
    PasscodeEntry entry(desk, session.piv(), chosen, jobsteps::passcode);
    entry.require(true, true);
    guardPasscodeTries(session.piv().passcodeTries().tries, terms.options.spendLastTry);
    closingWhenRefused(recorder, "passcodeTriesLeft", [&] { requireAccepted(entry.changeFrom(old)); });
    recorder.done(steprecord::passcode);
    tell(desk, jobsteps::passcode, JobProgress::State::done);
    tell(desk, jobsteps::proof, JobProgress::State::started, look.profile.deadline(CardWork::sign));
    PasscodeEntry again(desk, session.piv(), chosen, jobsteps::proof);
    prove(desk, session.piv(), look, again, receipt);
    tell(desk, jobsteps::proof, JobProgress::State::done);
    receipt.count += session.end();
    closeGiven(desk, recorder, *look.file.card, terms, receipt, "holder");
    return receipt;
}

} // namespace cardwright
