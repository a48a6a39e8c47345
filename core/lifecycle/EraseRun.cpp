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

EraseRun::EraseRun(CardDesk& desk, JobRecorder& recorder, const CardLook& look, bool clear, const std::string& batch)
    : m_desk(desk), m_recorder(recorder), m_look(look), m_clear(clear)
{
    // A cancellation only opens the card: with our key, or with the one that it came with where that was never changed.
    if (m_clear) m_batch = requireBatch(desk, batch);
    else if (desk.transportKeys != nullptr) m_batch = desk.transportKeys->named(batch);
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
        if (m_batch != nullptr) backToBatch(session);
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

/// FB knows the maker's keys alone: the batch's are put back in the order in which an issue replaces them, the last first.
void EraseRun::backToBatch(CardSession& session)
{
    m_wiped = true;
    administration(session);
    passcode(session);
    unlockKey(session);
    administrationKey(session);
}

std::vector<AdministrationCandidate> EraseRun::administrationHeld() const
{
    const auto& profile = m_look.profile;
    const AdministrationCandidate makers{AdministrationHeld::factory, {}, profile.factoryAdministrationAlgorithm};
    std::vector<AdministrationCandidate> candidates;
    if (!m_wiped) candidates = administrationOfIssued(m_desk, profile, keyName(), m_look.identity.serial);
    if (!profile.administrationKeyChangeable()) return candidates;
    // A card whose issue was cut early, or whose clearing was cut late, still (again) has the one that it came with.
    if (m_batch != nullptr) candidates.push_back({AdministrationHeld::factory, {}, m_batch->algorithm, m_batch});
    if (m_batch == nullptr || m_wiped) candidates.push_back(makers);
    return candidates;
}

void EraseRun::administration(CardSession& session)
{
    tell(jobsteps::administration, JobProgress::State::started);
    const auto candidates = administrationHeld();
    const auto held = authenticateAdministration(session.piv(), candidates, m_look.profile, m_desk.keys, m_look.file.card->guid, m_desk.random);
    m_factoryHeld = held.whose == AdministrationHeld::factory && held.batch == m_batch;
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
    // Nobody reads the portrait without the passcode, which nobody here knows: what was planned says whether it is there.
    const bool knowsPlan = m_desk.ledger.job(m_look.file.card->job).has_value();
    if (m_look.profile.keeps(cardwright::objects::facialImage) && (!knowsPlan || issuedPlan(m_desk, *m_look.file.card).writes(cardwright::objects::facialImage))) {
        piv.putObject(cardwright::objects::facialImage, {});
    }
    m_recorder.done(steprecord::eraseObjects);
    tell(jobsteps::objects, JobProgress::State::done);
}

void EraseRun::passcode(CardSession& session)
{
    if (m_recorder.finished(steprecord::erasePasscode)) return;
    tell(jobsteps::passcode, JobProgress::State::started);
    m_recorder.begin(steprecord::erasePasscode);
    // Where the tries can be set, the next issue begins with the passcode the card came with; elsewhere nobody needs to know it.
    const auto cameWith = m_batch != nullptr ? m_batch->passcodeOn(m_look.profile) : m_look.profile.factoryPasscode();
    const auto fresh = m_look.profile.triesCommand ? cameWith.clone() : randomDigits(m_desk.random, digitsAtMost);
    std::vector<SecureBytes> candidates;
    candidates.push_back(unlockKeyBefore());
    if (!candidates.front().sameAs(unlockKeyAfter().view())) candidates.push_back(unlockKeyAfter());
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
    if (m_wiped && unlockKeyBefore().sameAs(unlockKeyAfter().view())) return;
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
    const auto after = unlockKeyAfter();
    const auto before = confirm ? after.clone() : unlockKeyBefore();
    const auto outcome = session.piv().changeReference(KeyReference::unlockKey, before, after);
    if (outcome.accepted()) return true;
    if (outcome.kind != PasscodeOutcome::Kind::wrong || outcome.triesLeft.value_or(leastTries) < leastTries) unlockKeyRefused(outcome);
    return false;
}

SecureBytes EraseRun::unlockKeyBefore() const
{
    if (m_wiped) return m_look.profile.factoryUnlockKey();
    return m_look.profile.unlockKeyChange ? m_desk.keys.unlockKey(keyName(), m_look.file.card->guid) : unlockKeyAfter();
}

SecureBytes EraseRun::unlockKeyAfter() const
{
    return m_batch != nullptr ? m_batch->unlockKeyOn(m_look.profile) : m_look.profile.factoryUnlockKey();
}

void EraseRun::administrationKey(CardSession& session)
{
    if (!m_look.profile.administrationKeyChangeable() || m_factoryHeld) return;
    m_recorder.begin(steprecord::eraseAdministrationKey);
    const auto algorithm = m_batch != nullptr ? m_batch->algorithm : m_look.profile.factoryAdministrationAlgorithm;
    session.piv().setAdministrationKey(algorithm, m_batch != nullptr ? m_batch->administrationKey.clone() : m_look.profile.factoryAdministrationKey());
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
    const auto algorithm = m_batch != nullptr ? m_batch->algorithm : m_look.profile.factoryAdministrationAlgorithm;
    authenticateAdministration(session.piv(), {{AdministrationHeld::factory, {}, algorithm, m_batch}}, m_look.profile, m_desk.keys,
                               m_look.file.card->guid, m_desk.random);
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
