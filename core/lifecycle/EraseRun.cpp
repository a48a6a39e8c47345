#include "core/lifecycle/EraseRun.h"

#include "core/crypto/SecureRandom.h"
#include "core/lifecycle/Administration.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardProof.h"
#include "core/lifecycle/JobOpening.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::size_t digitsAtMost = 8;
constexpr int mostTries = 15;  // all that 63Cx can count
constexpr int leastTries = 2;  // of the unlock key

[[noreturn]] void unlockKeyRefused(const PasscodeOutcome& outcome)
{
    auto failure = Failure::of(outcome.kind == PasscodeOutcome::Kind::blocked ? "UNLOCK-KEY-BLOCKED" : "UNLOCK-KEY-WRONG");
    failure.triesLeft = outcome.triesLeft;
    throw CardJobError(std::move(failure));
}

/// Wrong unlock keys until the card says that it is blocked: FB wants it so.
void spendUnlockTries(PivApplication& piv, RandomSource& random)
{
    for (int spent = 0; spent <= mostTries; ++spent) {
        const auto outcome = piv.resetRetryCounter(randomDigits(random, digitsAtMost), randomDigits(random, digitsAtMost));
        if (outcome.kind == PasscodeOutcome::Kind::blocked) return;
    }
    throw CardJobError("CARD-PROOF", "the unlock key's tries do not end");
}

} // namespace

void EraseRun::tell(std::string_view step, JobProgress::State state, CardWork work, std::string detail) const
{
    if (m_desk.progress) m_desk.progress({step, state, std::move(detail), m_look.profile.deadline(work)});
}

EraseRun::EraseRun(CardDesk& desk, JobRecorder& recorder, const CardLook& look, bool clear)
    : m_desk(desk), m_recorder(recorder), m_look(look), m_clear(clear)
{
    m_receipt.card = look.file.card->guid;
    m_receipt.job = recorder.job();
    m_receipt.userNumber = look.file.card->holder.digits();
    m_receipt.limitations = look.profile.limitations();
}

CardKeyName EraseRun::keyName() const { return {m_look.file.card->siteKeyVersion, m_look.file.card->generation}; }

CardReceipt EraseRun::run(CardSession& session)
{
    if (m_clear && m_look.profile.resetCommand) {
        byReset(session);
    } else {
        administration(session);
        for (const auto& row : m_look.file.slots) key(session, row);
        if (m_clear) {
            objects(session);
            passcode(session);
            unlockKey(session);
            administrationKey(session);
            chuid(session);
        }
    }
    m_receipt.count += session.end();
    if (m_clear) proveBlank();
    close();
    return m_receipt;
}

void EraseRun::byReset(CardSession& session)
{
    // Also of a reset that an earlier run did: the closing entry tells of the whole job.
    for (const auto& row : m_look.file.slots) m_erased.emplace_back(slotName(row.slot));
    if (m_recorder.finished(steprecord::eraseReset)) return;
    tell(jobsteps::keys, JobProgress::State::started, CardWork::reset);
    m_recorder.begin(steprecord::eraseReset);
    auto& piv = session.piv();
    // Cut after the card was reset, it is blank already and a reset more does no harm.
    spendTries(piv, randomDigits(m_desk.random, digitsAtMost), m_desk.random);
    spendUnlockTries(piv, m_desk.random);
    if (!piv.resetApplication()) throw CardJobError("CARD-CANNOT", "reset");
    m_recorder.done(steprecord::eraseReset);
    tell(jobsteps::keys, JobProgress::State::done);
}

void EraseRun::administration(CardSession& session)
{
    tell(jobsteps::administration, JobProgress::State::started);
    auto candidates = administrationOfIssued(m_look.profile, keyName());
    // A card whose issue was cut early, or whose clearing was cut late, still (again) has the maker's.
    if (m_look.profile.administrationKeyChangeable()) {
        candidates.push_back({AdministrationHeld::factory, keyName(), m_look.profile.factoryAdministrationAlgorithm});
    }
    const auto held = authenticateAdministration(session.piv(), candidates, m_look.profile, m_desk.keys, m_look.file.card->guid, m_desk.random);
    m_factoryHeld = held.whose == AdministrationHeld::factory;
    tell(jobsteps::administration, JobProgress::State::done);
}

void EraseRun::key(CardSession& session, const CardSlotRecord& row)
{
    const auto step = steprecord::eraseKey(row.slot);
    m_erased.emplace_back(slotName(row.slot));
    if (m_recorder.finished(step)) return;
    const auto before = PublicKey::fromDer(row.publicKey);
    const auto work = before.isEc() ? CardWork::generateEc : CardWork::generateRsa;
    tell(jobsteps::keys, JobProgress::State::started, work, std::string(slotName(row.slot)));
    m_recorder.begin(step);
    // Made anew before it is deleted: a card that keeps the private half of a deleted key somewhere has nothing to keep.
    const auto made = session.piv().generateKey(row.slot, algorithmOf(before)).publicKey();
    if (made == before) throw CardJobError("CARD-PROOF", "key " + std::string(slotName(row.slot)));
    if (m_look.profile.deleteKeyCommand) session.piv().deleteKey(row.slot);
    m_recorder.done(step);
    tell(jobsteps::keys, JobProgress::State::done, CardWork::talk, std::string(slotName(row.slot)));
}

void EraseRun::objects(CardSession& session)
{
    if (m_recorder.finished(steprecord::eraseObjects)) return;
    tell(jobsteps::objects, JobProgress::State::started, CardWork::write);
    m_recorder.begin(steprecord::eraseObjects);
    auto& piv = session.piv();
    for (const auto& row : m_look.file.slots) piv.putObject(certificateObject(row.slot), {});
    for (const auto& id : {cardwright::objects::printedInformation, cardwright::objects::cardCapability, cardwright::objects::securityObject}) {
        piv.putObject(id, {});
    }
    if (m_look.profile.keeps(cardwright::objects::keyHistory)) {
        const auto head = piv.objectHead(cardwright::objects::keyHistory);
        if (head && !head->content.empty()) piv.putObject(cardwright::objects::keyHistory, {});
    }
    m_recorder.done(steprecord::eraseObjects);
    tell(jobsteps::objects, JobProgress::State::done);
}

void EraseRun::passcode(CardSession& session)
{
    if (m_recorder.finished(steprecord::erasePasscode)) return;
    tell(jobsteps::passcode, JobProgress::State::started);
    m_recorder.begin(steprecord::erasePasscode);
    // Where the tries can be set, the next issue begins with the maker's passcode; elsewhere nobody needs to know it.
    const auto fresh = m_look.profile.triesCommand ? m_look.profile.factoryPasscode() : randomDigits(m_desk.random, digitsAtMost);
    const bool derived = m_look.profile.unlockKeyChange;
    std::vector<SecureBytes> candidates;
    if (derived) candidates.push_back(m_desk.keys.unlockKey(keyName(), m_look.file.card->guid));
    candidates.push_back(m_look.profile.factoryUnlockKey());
    PasscodeOutcome outcome;
    for (const auto& candidate : candidates) {
        outcome = session.piv().resetRetryCounter(candidate, fresh);
        if (outcome.accepted()) break;
        if (outcome.triesLeft.value_or(leastTries) < leastTries) break;
    }
    if (!outcome.accepted()) unlockKeyRefused(outcome);
    m_recorder.done(steprecord::erasePasscode);
}

void EraseRun::unlockKey(CardSession& session)
{
    if (!m_look.profile.unlockKeyChange || m_recorder.finished(steprecord::eraseUnlockKey)) return;
    // A cut change has probably acted: the maker's is then confirmed first, else ours is changed first. As in IssueRun.
    const bool begun = m_recorder.begun(steprecord::eraseUnlockKey);
    const auto data = nlohmann::json::parse(m_recorder.data(steprecord::eraseUnlockKey));
    const bool confirmFirst = begun && data.value("attempt", "change") == "change";
    if (!changeUnlockKey(session, confirmFirst) && !changeUnlockKey(session, !confirmFirst)) throw CardJobError("UNLOCK-KEY-WRONG");
    m_recorder.done(steprecord::eraseUnlockKey);
}

bool EraseRun::changeUnlockKey(CardSession& session, bool confirm)
{
    m_recorder.begin(steprecord::eraseUnlockKey, confirm ? R"({"attempt":"confirm"})" : R"({"attempt":"change"})");
    const auto makers = m_look.profile.factoryUnlockKey();
    const auto before = confirm ? makers.clone() : m_desk.keys.unlockKey(keyName(), m_look.file.card->guid);
    const auto outcome = session.piv().changeReference(KeyReference::unlockKey, before, makers);
    if (outcome.accepted()) return true;
    if (outcome.kind != PasscodeOutcome::Kind::wrong || outcome.triesLeft.value_or(leastTries) < leastTries) unlockKeyRefused(outcome);
    return false;
}

void EraseRun::administrationKey(CardSession& session)
{
    if (!m_look.profile.administrationKeyChangeable() || m_factoryHeld) return;
    m_recorder.begin(steprecord::eraseAdministrationKey);
    session.piv().setAdministrationKey(m_look.profile.factoryAdministrationAlgorithm, m_look.profile.factoryAdministrationKey());
    m_recorder.done(steprecord::eraseAdministrationKey);
}

void EraseRun::chuid(CardSession& session)
{
    m_recorder.begin(steprecord::eraseChuid);
    session.piv().putObject(cardwright::objects::chuid, {});
    m_recorder.done(steprecord::eraseChuid);
}

/// In a transaction of its own: what the next issue will find.
void EraseRun::proveBlank()
{
    tell(jobsteps::proof, JobProgress::State::started);
    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    const auto head = session.piv().objectHead(cardwright::objects::chuid);
    if (head && !head->content.empty()) throw CardJobError("CARD-PROOF", "card identity");
    authenticateAdministration(session.piv(), {{AdministrationHeld::factory, keyName(), m_look.profile.factoryAdministrationAlgorithm}},
                               m_look.profile, m_desk.keys, m_look.file.card->guid, m_desk.random);
    m_receipt.count += session.end();
}

void EraseRun::close()
{
    const auto& card = *m_look.file.card;
    nlohmann::json payload{{"card", card.guid.text()}, {"job", m_recorder.job().text()}, {"keysErased", m_erased},
                           {"receipt", nlohmann::json::parse(m_receipt.json())}};
    if (!m_clear) payload["written"] = nlohmann::json::array();
    auto entry = entryAbout(card.holder, m_clear ? EntryKind::cardCleared : EntryKind::cardTouched, std::move(payload), m_desk.random);
    entry.card = card.guid;
    m_recorder.pending().entries.push_back(std::move(entry));
    if (m_clear) m_recorder.pending().cardState = CardState::cancelled;
    m_recorder.close(JobState::done);
    m_receipt.commits = m_recorder.commits();
    tell(jobsteps::close, JobProgress::State::done);
}

} // namespace cardwright
