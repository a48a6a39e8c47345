#include "core/lifecycle/RepairJob.h"

#include "core/lifecycle/CardActs.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/EraseRun.h"
#include "core/lifecycle/IssueRun.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

const StepRecord* stepOf(const CardFile& file, std::string_view name)
{
    const auto found = std::find_if(file.steps.begin(), file.steps.end(), [&](const auto& step) { return step.name == name; });
    return found == file.steps.end() ? nullptr : &*found;
}

bool finished(const CardFile& file, std::string_view name)
{
    const auto* step = stepOf(file, name);
    return step != nullptr && step->outcomeAt;
}

/// All but the passcode is proved: the holder was typing on the reader.
bool awaitsHolder(const CardFile& file)
{
    return stepOf(file, steprecord::readersPasscode) != nullptr && !finished(file, steprecord::readersPasscode) && stepOf(file, steprecord::lock) == nullptr;
}

bool isClear(const CardFile& file) { return file.job && file.job->kind == nameOf(JobKind::clear); }

JobKind kindOf(const CardFile& file)
{
    if (!file.job || !file.card) throw CardJobError("CARD-NOT-HERE", "its open job");
    const auto kind = jobKindOf(file.job->kind);
    if (!kind) throw StoreError(Failure::of("STORE-DAMAGED", "kind of a card job"));
    return *kind;
}

nlohmann::json dataOf(const CardFile& file)
{
    auto data = nlohmann::json::parse(file.job->data, nullptr, false);
    if (data.is_discarded()) throw StoreError(Failure::of("STORE-DAMAGED", "data of a card job"));
    return data;
}

/// Another desk's, and this one has not begun a step of it: from the first commit on that desk's record counts no more.
bool takesOver(const CardFile& file)
{
    return file.job->elsewhere && std::none_of(file.steps.begin(), file.steps.end(), [](const auto& step) { return step.attempts > 0; });
}

/// The job's card shows itself again although the job was given up (its CHUID had reached the card after all): the job is
/// opened anew, unless its holder has another card by now. Likewise the job of another desk.
void reopen(CardDesk& desk, JobRecorder& recorder, const CardFile& file)
{
    if (file.jobOpen() && !takesOver(file)) return;
    if (desk.ledger.activeCardOf(file.card->holder, file.card->guid)) throw RefusedError(Failure::of("PERSON-HAS-CARD"));
    const auto& card = *file.card;
    auto entry = entryAbout(card.holder, EntryKind::cardOpened,
                            {{"card", card.guid.text()}, {"job", recorder.job().text()}, {"act", file.job->kind}, {"generation", card.generation},
                             {"siteKeyVersion", card.siteKeyVersion}, {"locked", dataOf(file).at("plan").value("locked", false)}},
                            desk.random);
    entry.card = card.guid;
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().jobState = JobState::open;
    if (file.job->kind == nameOf(JobKind::issue)) recorder.pending().cardState = CardState::opened;
    recorder.flush();
}

} // namespace

RepairJob::RepairJob(CardDesk desk, PasscodeSource passcode) : m_desk(std::move(desk)), m_passcode(std::move(passcode)) {}

bool RepairJob::needsPasscode(const CardLook& look)
{
    if (look.kind != CardKind::torn || !look.file.job || !look.file.card) return false;
    switch (kindOf(look.file)) {
    case JobKind::unlock:
    case JobKind::passcode:
    case JobKind::lend: return true;
    case JobKind::issue:
    case JobKind::renew: break;
    default: return false;
    }
    // A proof on record and the job still open: only the holder's entry on the reader is left, or the spending of the tries.
    if (finished(look.file, steprecord::proof)) return awaitsHolder(look.file);
    return !dataOf(look.file).at("plan").value("locked", false);
}

RepairResult RepairJob::run()
{
    if (m_desk.progress) m_desk.progress({jobsteps::recognise, JobProgress::State::started, {}, {}});
    CardSession session(m_desk.reader, m_desk.stop);
    const auto look = CardLook::recognise(session, m_desk.ledger, m_desk.profiles, m_desk.trust, m_desk.clock.utcMillis());
    if (const auto holder = look.holder()) requireOtherThanAgent(m_desk, *holder, "repair");
    if (m_desk.progress) m_desk.progress({jobsteps::recognise, JobProgress::State::done, {}, {}});
    switch (look.kind) {
    case CardKind::blank:
        session.end();
        return abandonUnwritten(look);
    case CardKind::foreign: throw CardJobError("CARD-FOREIGN");
    case CardKind::agent: throw RefusedError(Failure::of("AGENT-CARD"));
    case CardKind::ours: throw RefusedError(Failure::of("NOTHING-TO-REPAIR"));
    case CardKind::torn: break;
    }
    const auto kind = kindOf(look.file);
    if (needsPasscode(look)) requirePasscode(session, passcodeSubjectOf(look));
    RepairResult result{RepairResult::Kind::finished, kind, std::nullopt, look.file.card->guid, look.file.card->holder};
    JobRecorder recorder(m_desk.ledger, look.file.job->id, look.file.card->guid, look.file.steps);
    onRecord(recorder, [&] {
        switch (kind) {
        case JobKind::issue:
        case JobKind::renew:
        case JobKind::rotate: result.receipt = finishPlan(recorder, session, look); break;
        case JobKind::clear:
        case JobKind::cancel: result.receipt = eraseOf(recorder, look, kind == JobKind::clear).run(session); break;
        case JobKind::unlock:
        case JobKind::passcode:
        case JobKind::lend:
        case JobKind::takeBack:
            session.end();
            finishPasscode(recorder, look, result);
            break;
        case JobKind::touch:
        case JobKind::verify: // these two are never left open
        case JobKind::terms:
            session.end();
            finishTouch(recorder, look, result);
            break;
        }
    });
    return result;
}

EraseRun RepairJob::eraseOf(JobRecorder& recorder, const CardLook& look, bool clear)
{
    return {m_desk, recorder, look, clear, dataOf(look.file).value("batch", "")};
}

void RepairJob::requirePasscode(CardSession& session, const PasscodeSubject& subject)
{
    if (m_passcode.isLocked()) return;
    requireRules(m_desk, subject, m_passcode);
    PasscodeEntry(m_desk, session.piv(), m_passcode, jobsteps::passcode).require(true, true);
}

CardReceipt RepairJob::finishPlan(JobRecorder& recorder, CardSession& session, const CardLook& look)
{
    auto plan = IssuePlan::fromJson(dataOf(look.file).at("plan").dump());
    // On record as proven and not closed: it was on its way to end locked, whoever decided that; unless its holder was typing, or had typed,
    // on the reader.
    const bool proven = recorder.finished(steprecord::proof);
    const bool typedAtEnd = recorder.begun(steprecord::readersPasscode) && !recorder.begun(steprecord::lock);
    const bool settled = typedAtEnd && recorder.finished(steprecord::readersPasscode);
    const bool rotation = plan.act == JobKind::rotate; // needs no passcode and sets none
    plan.locked = !rotation && !settled && (plan.locked || (proven && !typedAtEnd) || !m_passcode.given());
    reopen(m_desk, recorder, look.file);
    IssueRun run(m_desk, recorder, plan, look.identity, look.profile, plan.locked || rotation ? PasscodeSource::locked() : m_passcode.clone());
    return run.run(session);
}

void RepairJob::finishPasscode(JobRecorder& recorder, const CardLook& look, RepairResult& result)
{
    const auto terms = PasscodeTerms::of(*look.file.job);
    if (terms.act != JobKind::takeBack && m_passcode.given()) {
        result.receipt = runUnlock(m_desk, recorder, look, m_passcode, terms);
        return;
    }
    runLocking(m_desk, recorder, look, terms);
    if (terms.act != JobKind::takeBack) result.kind = RepairResult::Kind::abandoned;
}

void RepairJob::finishTouch(JobRecorder& recorder, const CardLook& look, RepairResult& result)
{
    auto receipt = runTouch(m_desk, recorder, look);
    if (receipt.written.empty()) {
        // What was due was withdrawn or replaced meanwhile: the job has nothing left to do.
        recorder.close(JobState::abandoned);
        result.kind = RepairResult::Kind::abandoned;
        return;
    }
    result.receipt = std::move(receipt);
}

/// Its CHUID is gone, as it should be, and it tells no serial: the only one that it can be.
RepairResult RepairJob::finishClear(CardLook look, CardFile file)
{
    look.file = std::move(file);
    RepairResult result{RepairResult::Kind::finished, JobKind::clear, std::nullopt, look.file.card->guid, look.file.card->holder};
    JobRecorder recorder(m_desk.ledger, look.file.job->id, look.file.card->guid, look.file.steps);
    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(look.profile);
    onRecord(recorder, [&] { result.receipt = eraseOf(recorder, look, true).run(session); });
    return result;
}

RepairResult RepairJob::abandonUnwritten(const CardLook& look)
{
    auto open = m_desk.ledger.openIssuesWithoutSerial(look.identity.atr);
    std::erase_if(open, [](const CardFile& file) {
        // A clear that has not come to the CHUID yet is of a card that has one.
        return isClear(file) ? stepOf(file, steprecord::eraseChuid) == nullptr : finished(file, steprecord::chuid);
    });
    if (open.size() == 1 && open.front().card && isClear(open.front())) return finishClear(look, std::move(open.front()));
    std::erase_if(open, isClear); // which of several it is nobody can tell: they wait for their cards' makers' word
    // Where the writing of the CHUID was begun, this blank card is that job's only if no other one is in doubt.
    const auto inDoubt = std::count_if(open.begin(), open.end(), [](const auto& file) { return stepOf(file, steprecord::chuid) != nullptr; });
    std::erase_if(open, [&](const CardFile& file) { return inDoubt > 1 && stepOf(file, steprecord::chuid) != nullptr; });
    if (open.empty()) throw CardJobError("CARD-BLANK");
    RepairResult result{RepairResult::Kind::abandoned, JobKind::issue, std::nullopt, {}, std::nullopt};
    for (const auto& file : open) {
        if (!file.card) continue;
        JobRecorder recorder(m_desk.ledger, file.job->id, file.card->guid, file.steps);
        abandon(recorder, file.card->holder, "never-written", m_desk.random);
        result.card = file.card->guid;
        result.holder = file.card->holder;
    }
    return result;
}

} // namespace cardwright
