#include "core/lifecycle/UnlockJob.h"

#include "core/crypto/SecureRandom.h"
#include "core/lifecycle/CardActs.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRules.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright {

namespace {

constexpr int leastTries = 2; // of the unlock key: never with fewer, unless somebody said yes to the last one

Failure withTries(std::string_view code, std::optional<int> tries)
{
    auto failure = Failure::of(code);
    failure.triesLeft = tries;
    return failure;
}

void guardTries(std::optional<int> left, const UnlockJob::Options& options)
{
    if (!left) return;
    if (*left == 0) throw CardJobError(withTries("UNLOCK-KEY-BLOCKED", left));
    if (*left < leastTries && !options.spendLastTry) throw CardJobError(withTries("UNLOCK-KEY-LAST-TRY", left));
}

/// RESET RETRY COUNTER with the newest generation on record, then one further: another desk may have rotated it.
CardKeyName setPasscode(CardDesk& desk, PivApplication& piv, const CardLook& look, const SecureBytes& passcode,
                        const UnlockJob::Options& options)
{
    const auto& card = *look.file.card;
    guardTries(look.unlockKeyTries, options);
    const CardKeyName newest{card.siteKeyVersion, card.generation};
    const CardKeyName further{card.siteKeyVersion, card.generation + 1};
    PasscodeOutcome outcome;
    for (const auto& name : {newest, further}) {
        const bool derived = look.profile.unlockKeyChange;
        outcome = piv.resetRetryCounter(derived ? desk.keys.unlockKey(name, card.guid) : look.profile.factoryUnlockKey(), passcode);
        if (outcome.accepted()) return name;
        if (outcome.kind == PasscodeOutcome::Kind::form) throw CardJobError("CARD-UNFIT", "it takes no passcode of this length");
        if (outcome.kind == PasscodeOutcome::Kind::blocked) throw CardJobError(withTries("UNLOCK-KEY-BLOCKED", 0));
        guardTries(outcome.triesLeft, options);
        if (!derived) break; // the maker's has no generations
    }
    throw CardJobError(withTries("UNLOCK-KEY-WRONG", outcome.triesLeft));
}

Algorithm algorithmOf(const PublicKey& key) noexcept
{
    switch (key.algorithm()) {
    case KeyAlgorithm::ecP384: return Algorithm::eccP384;
    case KeyAlgorithm::rsa2048: return Algorithm::rsa2048;
    case KeyAlgorithm::rsa3072: return Algorithm::rsa3072;
    case KeyAlgorithm::ecP256: break;
    }
    return Algorithm::eccP256;
}

void prove(CardDesk& desk, PivApplication& piv, const CardLook& look, const SecureBytes& passcode, CardReceipt& receipt)
{
    HolderKeys holder(piv, passcode, desk.random);
    holder.verify();
    const auto* slot = look.file.slot(Slot::authentication);
    const auto key = PublicKey::fromDer(slot->publicKey);
    if (!holder.holds(Slot::authentication, algorithmOf(key), key)) throw CardJobError("CARD-PROOF", "key 9A");
    receipt.publicKeys.push_back({"9A", toHex(key.fingerprint())});
}

void tell(const CardDesk& desk, std::string_view step, JobProgress::State state, std::chrono::milliseconds work = {})
{
    if (desk.progress) desk.progress({step, state, {}, work});
}

/// The unlock key's refusal leaves the card as it was: there is nothing to repair. How many tries it left is kept.
template <typename Steps>
CardKeyName closingWhenRefused(JobRecorder& recorder, Steps&& steps)
{
    try {
        return steps();
    } catch (const CardJobError& error) {
        nlohmann::json refused{{"result", "refused"}};
        if (const auto left = error.failure().triesLeft) refused["triesLeft"] = *left;
        recorder.done(steprecord::passcode, refused.dump());
        recorder.close(JobState::abandoned);
        throw;
    }
}

} // namespace

std::string_view nameOf(LikenessAnswer answer) noexcept
{
    return answer == LikenessAnswer::portrait ? "yes" : "printed-face";
}

CardReceipt runUnlock(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const SecureBytes& passcode,
                      const UnlockJob::Options& options)
{
    const auto& card = *look.file.card;
    CardReceipt receipt;
    receipt.card = card.guid;
    receipt.job = recorder.job();
    receipt.userNumber = card.holder.digits();
    receipt.limitations = look.profile.limitations();

    tell(desk, jobsteps::passcode, JobProgress::State::started, look.profile.deadline(CardWork::talk));
    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    // ATR and GUID; the unlock key that only this GUID's card takes, and the challenge in 9A, say it again.
    session.expect(look.identity, false);
    recorder.begin(steprecord::passcode);
    const auto name = closingWhenRefused(recorder, [&] { return setPasscode(desk, session.piv(), look, passcode, options); });
    recorder.done(steprecord::passcode);
    tell(desk, jobsteps::passcode, JobProgress::State::done);
    tell(desk, jobsteps::proof, JobProgress::State::started, look.profile.deadline(CardWork::sign));
    prove(desk, session.piv(), look, passcode, receipt);
    tell(desk, jobsteps::proof, JobProgress::State::done);
    receipt.count += session.end();

    tell(desk, jobsteps::close, JobProgress::State::started);
    auto entry = entryAbout(card.holder, EntryKind::cardUnlocked,
                            {{"card", card.guid.text()},
                             {"job", recorder.job().text()},
                             {"likeness", nameOf(options.likeness)},
                             {"receipt", nlohmann::json::parse(receipt.json())}},
                            desk.random);
    entry.card = card.guid;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().cardState = CardState::issued;
    if (name.generation != card.generation) recorder.pending().cardKeys = name;
    recorder.close(JobState::done);
    receipt.commits = recorder.commits();
    tell(desk, jobsteps::close, JobProgress::State::done);
    return receipt;
}

void endUnlockLocked(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const UnlockJob::Options& options)
{
    constexpr std::size_t digits = 8;
    const auto forgotten = randomDigits(desk.random, digits);
    CardSession session(desk.reader, desk.stop);
    session.useProfile(look.profile);
    session.expect(look.identity, false);
    recorder.begin(steprecord::passcode);
    closingWhenRefused(recorder, [&] { return setPasscode(desk, session.piv(), look, forgotten, options); });
    recorder.done(steprecord::passcode);
    recorder.begin(steprecord::lock);
    spendTries(session.piv(), forgotten, desk.random);
    session.end();
    recorder.done(steprecord::lock);
    const auto& card = *look.file.card;
    auto entry = entryAbout(card.holder, EntryKind::cardTouched,
                            {{"card", card.guid.text()}, {"job", recorder.job().text()}, {"written", nlohmann::json::array()}, {"locked", true}},
                            desk.random);
    entry.card = card.guid;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().cardState = CardState::locked;
    recorder.close(JobState::abandoned);
}

UnlockJob::UnlockJob(CardDesk desk, CardLook look, SecureBytes newPasscode, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(newPasscode)), m_options(options)
{
}

CardReceipt UnlockJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "unlock");
    const auto& card = requireIssued(m_look);
    if (m_look.file.slot(Slot::authentication) == nullptr) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    PasscodeSubject subject{std::nullopt, card.holder.digits(), m_look.identity.serialPrinted()};
    if (m_look.file.holder) subject.dateOfBirth = m_look.file.holder->person.dateOfBirth;
    PasscodeRules(m_desk.passcodePolicy, std::move(subject)).require(m_passcode.view());
    guardTries(m_look.unlockKeyTries, m_options);

    const auto data = nlohmann::json{{"atr", toHex(m_look.identity.atr)}, {"likeness", nameOf(m_options.likeness)}}.dump();
    auto job = newJob(m_desk, JobKind::unlock, card.guid, card.holder, m_look.identity, data);
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] { return runUnlock(m_desk, recorder, m_look, m_passcode, m_options); });
}

} // namespace cardwright
