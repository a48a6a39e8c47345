#include "core/lifecycle/TermsJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeEntry.h"
#include "core/lifecycle/PasscodeRun.h"
#include "core/lifecycle/TermsSigning.h"

#include <nlohmann/json.hpp>

namespace cardwright {

TermsJob::TermsJob(CardDesk desk, CardLook look, PasscodeSource passcode, TermsAcceptance accepted, bool spendLastTry)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(passcode)), m_accepted(std::move(accepted)), m_spendLastTry(spendLastTry)
{
}

CardReceipt TermsJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "terms");
    const auto& card = requireIssued(m_look);
    if (m_desk.terms != nullptr) requireTerms(m_desk, m_accepted, std::nullopt);
    if (!m_passcode.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
    std::vector<Slot> slots;
    for (const auto& row : m_look.file.slots) slots.push_back(row.slot);
    const auto slot = termsSlot(slots);
    if (!slot) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    const auto key = PublicKey::fromDer(m_look.file.slot(*slot)->publicKey);

    if (m_desk.progress) m_desk.progress({jobsteps::proof, JobProgress::State::started, {}, m_look.profile.deadline(CardWork::sign)});
    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, false);
    CardReceipt receipt;
    receipt.tries = session.piv().passcodeTries().tries;
    guardPasscodeTries(receipt.tries, m_spendLastTry);
    PasscodeEntry entry(m_desk, session.piv(), m_passcode, jobsteps::proof);
    requirePasscode(entry);
    HolderKeys holder(session.piv(), entry, false, m_desk.random);
    holder.ride(true);
    auto record = signTerms(m_desk, holder, *slot, key, m_accepted, card.guid, card.holder);
    receipt.count += session.end();

    auto job = newJob(m_desk, JobKind::terms, card.guid, card.holder, m_look.identity, nlohmann::json{{"atr", toHex(m_look.identity.atr)}}.dump());
    receipt.card = card.guid;
    receipt.job = job.id;
    receipt.userNumber = card.holder.digits();
    receipt.limitations = m_look.profile.limitations();
    receipt.publicKeys.push_back({record.slot, toHex(key.fingerprint())});
    receipt.termsVersion = m_accepted.termsVersion;
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    auto& commit = recorder.pending();
    commit.open = std::move(job);
    commit.entries.push_back(noticeEntry(m_accepted, card.holder, card.guid, m_desk.random));
    commit.entries.push_back(termsEntry(record, m_accepted, m_desk.random));
    commit.terms = std::move(record);
    recorder.close(JobState::done);
    receipt.commits = recorder.commits();
    if (m_desk.progress) m_desk.progress({jobsteps::proof, JobProgress::State::done, {}, {}});
    return receipt;
}

} // namespace cardwright
