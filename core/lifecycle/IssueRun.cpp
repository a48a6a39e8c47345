#include "core/lifecycle/IssueRun.h"

#include "core/crypto/SecureRandom.h"
#include "core/lifecycle/CardProof.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t randomPasscodeDigits = 8;
constexpr int leastTries = 2; // of the unlock key: never with fewer

/// Never the maker's passcode, by whatever chance.
SecureBytes randomPasscode(RandomSource& random, const CardProfile& profile)
{
    for (;;) {
        auto digits = randomDigits(random, randomPasscodeDigits);
        if (!digits.sameAs(profile.factoryPasscode().view())) return digits;
    }
}

[[noreturn]] void unlockKeyRefused(const PasscodeOutcome& outcome)
{
    using Kind = PasscodeOutcome::Kind;
    auto failure = Failure::of(outcome.kind == Kind::blocked ? "UNLOCK-KEY-BLOCKED" : "UNLOCK-KEY-WRONG");
    failure.triesLeft = outcome.triesLeft;
    throw CardJobError(std::move(failure));
}

void guardUnlockKey(std::optional<int> triesLeft)
{
    if (!triesLeft || *triesLeft >= leastTries) return;
    auto failure = Failure::of(*triesLeft == 0 ? "UNLOCK-KEY-BLOCKED" : "UNLOCK-KEY-LAST-TRY");
    failure.triesLeft = triesLeft;
    throw CardJobError(std::move(failure));
}

} // namespace

IssueRun::IssueRun(CardDesk& desk, JobRecorder& recorder, const IssuePlan& plan, CardIdentity identity, CardProfile profile,
                   PasscodeSource passcode)
    : m_desk(desk), m_recorder(recorder), m_plan(plan), m_identity(std::move(identity)), m_profile(std::move(profile)),
      m_given(std::move(passcode)), m_passcode(m_given.isTyped() ? m_given.clone() : PasscodeSource(randomPasscode(desk.random, m_profile)))
{
    m_identity.guid = plan.card;
    m_receipt.card = plan.card;
    m_receipt.job = recorder.job();
    m_receipt.userNumber = plan.holder.digits();
    m_receipt.locked = plan.locked;
    m_receipt.limitations = m_profile.limitations();
}

void IssueRun::passcodeIsVerified() noexcept
{
    m_passcodeVerified = true;
    if (m_given.onReader()) m_passcode = PasscodeSource::readersKeys();
}

CardReceipt IssueRun::run(CardSession& session)
{
    // A card whose proof is on record lacks only the last acts: spending the tries (issued locked) and the closing entry.
    const bool proven = m_recorder.finished(steprecord::proof);
    if (!proven) personalise(session);
    m_receipt.count += session.end();
    if (!proven && !m_plan.keys.empty()) awaitAnswers();
    finish();
    close();
    return m_receipt;
}

void IssueRun::personalise(CardSession& session)
{
    administration(session);
    switch (m_plan.act) {
    case JobKind::rotate:
        administrationKey(session);
        unlockKey(session);
        return;
    case JobKind::renew:
        // The holder's, verified just now; on a resume nobody knows what it is, so it is set anew.
        if (!m_passcodeVerified) passcode(session);
        break;
    default:
        tries(session);
        chuid(session);
        administrationKey(session);
        unlockKey(session);
        passcode(session);
        break;
    }
    keys(session);
    requests(session);
}

std::vector<AdministrationCandidate> IssueRun::administrationHeld() const
{
    if (m_plan.act == JobKind::renew) return administrationOfIssued(m_desk, m_profile, m_plan.keyName, m_identity.serial);
    std::vector<AdministrationCandidate> candidates;
    if (m_plan.changeAdministration && m_recorder.begun(steprecord::administrationKey)) {
        candidates.push_back({AdministrationHeld::derived, m_plan.keyName, m_plan.administrationAlgorithm});
    }
    if (m_plan.previous) {
        for (const auto& before : administrationOfIssued(m_desk, m_profile, *m_plan.previous, m_identity.serial)) candidates.push_back(before);
    }
    return candidates;
}

/// The key that the card came with: of the batch that the plan names. Ours comes first where it may be in force already, so that a
/// batch whose key is gone keeps nobody from finishing a card that does not need it any more.
AdministrationCandidate IssueRun::heldOnBlank(CardSession& session)
{
    const auto attempt = [&](const std::vector<AdministrationCandidate>& candidates) {
        return authenticateAdministration(session.piv(), candidates, m_profile, m_desk.keys, m_plan.card, m_desk.random);
    };
    const auto ours = administrationHeld();
    if (!ours.empty()) {
        try {
            return attempt(ours);
        } catch (const CardJobError& error) {
            if (error.failure().code != "CARD-ADMIN-KEY") throw;
        }
    }
    const auto asItCame = administrationOfBatch(m_desk, m_profile, m_plan.batch);
    try {
        return attempt({asItCame});
    } catch (const CardJobError& error) {
        if (error.failure().code != "CARD-ADMIN-KEY" || !ours.empty()) throw;
        throw CardJobError("CARD-NOT-FACTORY", "tried: " + namesOf({asItCame}));
    }
}

void IssueRun::administration(CardSession& session)
{
    tell(jobsteps::administration, JobProgress::State::started);
    if (m_administrationHeld) return; // by pre-flight, and it is the card's own
    const bool asItCame = m_plan.act != JobKind::renew && !m_plan.previous;
    const auto held = asItCame ? heldOnBlank(session)
                               : authenticateAdministration(session.piv(), administrationHeld(), m_profile, m_desk.keys, m_plan.card, m_desk.random);
    m_heldNew = held.whose == AdministrationHeld::derived && held.name == m_plan.keyName;
    if (m_plan.changeAdministration && !m_heldNew && m_recorder.presumed(steprecord::unlockKey)) {
        // Another desk's job, and the card still opens by the key before: what comes after that key was never begun.
        m_recorder.neverBegun(steprecord::unlockKey);
        m_recorder.neverBegun(steprecord::administrationKey);
    }
    if (m_plan.act != JobKind::issue) tell(jobsteps::administration, JobProgress::State::done);
}

void IssueRun::tries(CardSession& session)
{
    // FA sets passcode and unlock key back to the maker's values, so it is not for a card that carries our unlock key.
    if (m_plan.setTries && !m_recorder.finished(steprecord::tries) && !m_recorder.begun(steprecord::unlockKey)) {
        const bool begun = m_recorder.begun(steprecord::tries);
        m_recorder.begin(steprecord::tries);
        if (!verifyFactoryPasscode(session, begun)) throw CardJobError("CARD-NOT-FACTORY", "passcode");
        session.piv().setTries(*m_plan.passcodeTries, *m_plan.unlockKeyTries);
        m_recorder.done(steprecord::tries);
    }
    tell(jobsteps::administration, JobProgress::State::done);
}

/// The passcode that the card came with. FA puts the maker's in its place: cut there, it may be either.
bool IssueRun::verifyFactoryPasscode(CardSession& session, bool begun)
{
    const auto* batch = requireBatch(m_desk, m_plan.batch);
    if (batch != nullptr && batch->passcode) {
        const auto outcome = session.piv().verifyPasscode(*batch->passcode);
        if (outcome.accepted() || !begun || outcome.triesLeft.value_or(leastTries) < leastTries) return outcome.accepted();
    }
    return session.piv().verifyPasscode(m_profile.factoryPasscode()).accepted();
}

void IssueRun::chuid(CardSession& session)
{
    if (m_recorder.finished(steprecord::chuid)) return tell(jobsteps::chuid, JobProgress::State::skipped);
    tell(jobsteps::chuid, JobProgress::State::started, CardWork::write);
    const auto& content = m_plan.object(cardwright::objects::chuid.tag);
    // Cut before: it stands there whole, or it is written again.
    const bool probe = m_recorder.begun(steprecord::chuid);
    m_recorder.begin(steprecord::chuid);
    if (!probe || session.piv().object(cardwright::objects::chuid) != content) {
        writeObject(session.piv(), m_profile, cardwright::objects::chuid, content);
    }
    m_recorder.done(steprecord::chuid);
    tell(jobsteps::chuid, JobProgress::State::done);
}

void IssueRun::administrationKey(CardSession& session)
{
    if (!m_plan.changeAdministration) return tell(jobsteps::administrationKey, JobProgress::State::skipped);
    if (m_heldNew) {
        // The key that the card just accepted is the answer, whatever the record holds.
        if (!m_recorder.finished(steprecord::administrationKey)) m_recorder.done(steprecord::administrationKey);
        return tell(jobsteps::administrationKey, JobProgress::State::skipped);
    }
    tell(jobsteps::administrationKey, JobProgress::State::started);
    m_recorder.begin(steprecord::administrationKey);
    session.piv().setAdministrationKey(m_plan.administrationAlgorithm,
                                       m_desk.keys.administrationKey(m_plan.keyName, m_plan.card, m_plan.administrationAlgorithm));
    m_heldNew = true;
    m_recorder.done(steprecord::administrationKey);
    tell(jobsteps::administrationKey, JobProgress::State::done);
}

void IssueRun::unlockKey(CardSession& session)
{
    if (!m_plan.changeUnlockKey || m_recorder.finished(steprecord::unlockKey)) {
        return tell(jobsteps::unlockKey, JobProgress::State::skipped);
    }
    tell(jobsteps::unlockKey, JobProgress::State::started);
    if (!m_recorder.begun(steprecord::unlockKey)) {
        changeUnlockKey(session, false, false);
    } else if (!unlockKeyByMetadata(session)) {
        unlockKeyByAttempts(session);
    }
    m_recorder.done(steprecord::unlockKey);
    tell(jobsteps::unlockKey, JobProgress::State::done);
}

bool IssueRun::unlockKeyByMetadata(CardSession& session)
{
    // Between two keys of ours the maker's mark tells nothing.
    if (!m_profile.metadataCommand || m_plan.previous) return false;
    const auto* batch = requireBatch(m_desk, m_plan.batch);
    if (batch != nullptr && batch->unlockKey && !m_plan.setTries) return false; // nor of the batch's
    const auto metadata = session.piv().metadata(KeyReference::unlockKey);
    if (!metadata || !metadata->factoryValue) return false;
    guardUnlockKey(metadata->triesLeft);
    if (*metadata->factoryValue) changeUnlockKey(session, false, false);
    return true;
}

void IssueRun::unlockKeyByAttempts(CardSession& session)
{
    // Which attempt was cut says what to try first: the other one. A cut change has probably acted, so the new key is confirmed;
    // a cut confirmation may have spent a try on a card that still holds the old key, which another one would waste.
    const auto data = nlohmann::json::parse(m_recorder.data(steprecord::unlockKey));
    const bool confirmFirst = data.value("attempt", "change") == "change";
    if (!changeUnlockKey(session, confirmFirst, true)) changeUnlockKey(session, !confirmFirst, false);
}

bool IssueRun::changeUnlockKey(CardSession& session, bool confirm, bool mayTryAgain)
{
    m_recorder.begin(steprecord::unlockKey, confirm ? R"({"attempt":"confirm"})" : R"({"attempt":"change"})");
    const auto ours = m_desk.keys.unlockKey(m_plan.keyName, m_plan.card);
    const auto before = confirm ? ours.clone() : unlockKeyBefore();
    const auto outcome = session.piv().changeReference(KeyReference::unlockKey, before, ours);
    if (outcome.accepted()) return true;
    if (!mayTryAgain || outcome.kind != PasscodeOutcome::Kind::wrong) unlockKeyRefused(outcome);
    guardUnlockKey(outcome.triesLeft);
    return false;
}

SecureBytes IssueRun::unlockKeyBefore() const
{
    return m_plan.previous ? m_desk.keys.unlockKey(*m_plan.previous, m_plan.card) : unlockKeyItCameWith();
}

/// FA has set it to the maker's, whatever the batch came with.
SecureBytes IssueRun::unlockKeyItCameWith() const
{
    if (m_plan.setTries) return m_profile.factoryUnlockKey();
    const auto* batch = requireBatch(m_desk, m_plan.batch);
    return batch != nullptr ? batch->unlockKeyOn(m_profile) : m_profile.factoryUnlockKey();
}

SecureBytes IssueRun::unlockKeyInForce() const
{
    return m_plan.changeUnlockKey ? m_desk.keys.unlockKey(m_plan.keyName, m_plan.card) : unlockKeyItCameWith();
}

void IssueRun::passcode(CardSession& session)
{
    // Never probed: set with the unlock key, which is right in every state and spends no passcode try.
    const bool holders = !m_given.onReader(); // else it is one that nobody will know, until the holder types
    if (holders) tell(jobsteps::passcode, JobProgress::State::started);
    PasscodeEntry entry(m_desk, session.piv(), m_passcode, jobsteps::passcode);
    setPasscode(entry, steprecord::passcode);
    m_recorder.done(steprecord::passcode);
    if (holders) tell(jobsteps::passcode, JobProgress::State::done);
}

void IssueRun::setPasscode(PasscodeEntry& entry, std::string_view step)
{
    // What the card said when it refused the unlock key in an earlier run: repairs must not use up its tries.
    const auto earlier = nlohmann::json::parse(m_recorder.data(step));
    if (earlier.contains("triesLeft")) guardUnlockKey(earlier.at("triesLeft").get<int>());
    m_recorder.begin(step, earlier.dump());
    const auto outcome = entry.reset(unlockKeyInForce());
    if (outcome.kind == PasscodeOutcome::Kind::form) throw CardJobError("CARD-UNFIT", "it takes no passcode of this length");
    if (outcome.accepted()) return;
    if (outcome.triesLeft) m_recorder.done(step, nlohmann::json{{"triesLeft", *outcome.triesLeft}}.dump());
    unlockKeyRefused(outcome);
}

void IssueRun::tell(std::string_view step, JobProgress::State state, CardWork work, std::string detail)
{
    if (m_desk.progress) m_desk.progress({step, state, std::move(detail), m_profile.deadline(work)});
}

const PlannedKey& IssueRun::planned(Slot slot) const
{
    return *std::find_if(m_plan.keys.begin(), m_plan.keys.end(), [&](const auto& key) { return key.slot == slot; });
}

std::vector<Slot> IssueRun::slots() const
{
    std::vector<Slot> found;
    for (const auto& key : m_plan.keys) found.push_back(key.slot);
    return found;
}

} // namespace cardwright
