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
                   std::optional<SecureBytes> passcode)
    : m_desk(desk), m_recorder(recorder), m_plan(plan), m_identity(std::move(identity)), m_profile(std::move(profile)),
      m_passcode(passcode ? *std::move(passcode) : randomPasscode(desk.random, m_profile))
{
    m_identity.guid = plan.card;
    m_receipt.card = plan.card;
    m_receipt.job = recorder.job();
    m_receipt.userNumber = plan.holder.digits();
    m_receipt.locked = plan.locked;
    m_receipt.limitations = m_profile.limitations();
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
    if (m_plan.act == JobKind::renew) return administrationOfIssued(m_profile, m_plan.keyName);
    std::vector<AdministrationCandidate> candidates;
    if (m_plan.changeAdministration && m_recorder.begun(steprecord::administrationKey)) {
        candidates.push_back({AdministrationHeld::derived, m_plan.keyName, m_plan.administrationAlgorithm});
    }
    if (m_plan.previous) {
        for (const auto& before : administrationOfIssued(m_profile, *m_plan.previous)) candidates.push_back(before);
    } else {
        candidates.push_back({AdministrationHeld::factory, m_plan.keyName, m_profile.factoryAdministrationAlgorithm});
    }
    return candidates;
}

void IssueRun::administration(CardSession& session)
{
    tell(jobsteps::administration, JobProgress::State::started);
    const auto held = authenticateAdministration(session.piv(), administrationHeld(), m_profile, m_desk.keys, m_plan.card, m_desk.random);
    m_heldNew = held.whose == AdministrationHeld::derived && held.name == m_plan.keyName;
    if (m_plan.act != JobKind::issue) tell(jobsteps::administration, JobProgress::State::done);
}

void IssueRun::tries(CardSession& session)
{
    // FA sets passcode and unlock key back to the maker's values, so it is not for a card that carries our unlock key.
    if (m_plan.setTries && !m_recorder.finished(steprecord::tries) && !m_recorder.begun(steprecord::unlockKey)) {
        m_recorder.begin(steprecord::tries);
        if (!session.piv().verifyPasscode(m_profile.factoryPasscode()).accepted()) throw CardJobError("CARD-NOT-FACTORY", "passcode");
        session.piv().setTries(*m_plan.passcodeTries, *m_plan.unlockKeyTries);
        m_recorder.done(steprecord::tries);
    }
    tell(jobsteps::administration, JobProgress::State::done);
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
    return m_plan.previous ? m_desk.keys.unlockKey(*m_plan.previous, m_plan.card) : m_profile.factoryUnlockKey();
}

SecureBytes IssueRun::unlockKeyInForce() const
{
    return m_plan.changeUnlockKey ? m_desk.keys.unlockKey(m_plan.keyName, m_plan.card) : m_profile.factoryUnlockKey();
}

void IssueRun::passcode(CardSession& session)
{
    // Never probed: set with the unlock key, which is right in every state and spends no passcode try.
    tell(jobsteps::passcode, JobProgress::State::started);
    // What the card said when it refused the unlock key in an earlier run: repairs must not use up its tries.
    const auto earlier = nlohmann::json::parse(m_recorder.data(steprecord::passcode));
    if (earlier.contains("triesLeft")) guardUnlockKey(earlier.at("triesLeft").get<int>());
    m_recorder.begin(steprecord::passcode, earlier.dump());
    const auto outcome = session.piv().resetRetryCounter(unlockKeyInForce(), m_passcode);
    if (outcome.kind == PasscodeOutcome::Kind::form) throw CardJobError("CARD-UNFIT", "it takes no passcode of this length");
    if (!outcome.accepted()) {
        if (outcome.triesLeft) m_recorder.done(steprecord::passcode, nlohmann::json{{"triesLeft", *outcome.triesLeft}}.dump());
        unlockKeyRefused(outcome);
    }
    m_recorder.done(steprecord::passcode);
    tell(jobsteps::passcode, JobProgress::State::done);
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
