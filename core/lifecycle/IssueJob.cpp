#include "core/lifecycle/IssueJob.h"

#include "core/lifecycle/AttestationCheck.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/IssueRun.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"
#include "core/lifecycle/TermsSigning.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

/// The application was admitted some time ago: by now a card may have been made of it, or begun and pulled.
void requireNoOtherCard(JobLedger& ledger, const UserNumber& holder)
{
    const auto card = ledger.activeCardOf(holder, {});
    if (!card) return;
    throw RefusedError(Failure::of(card->state == CardState::opened ? "PERSON-CARD-OPEN" : "PERSON-HAS-CARD", holder.grouped()));
}

/// card.opened and the rows: from this commit on the card is never unknown, to any desk of the site.
void openIssue(CardDesk& desk, JobRecorder& recorder, JobRecord job, const IssuePlan& plan, const CardLook& look)
{
    CardRecord card{plan.card, plan.holder, job.id, CardState::opened, plan.keyName.generation, plan.keyName.siteKeyVersion,
                    job.serial, look.profile.id, job.openedAt, std::nullopt, plan.expiry};
    auto entry = openingEntry(job, plan, look.identity, look.profile.id, desk.random);
    recorder.pending().open = std::move(job);
    recorder.pending().openCard = std::move(card);
    recorder.pending().entries.push_back(std::move(entry));
    if (plan.terms) recorder.pending().entries.push_back(noticeEntry(*plan.terms, plan.holder, plan.card, desk.random));
    recorder.flush();
}

} // namespace

void requireBlank(const CardLook& look)
{
    switch (look.kind) {
    case CardKind::blank: return;
    case CardKind::torn: throw CardJobError("CARD-TORN");
    case CardKind::foreign: throw CardJobError("CARD-FOREIGN");
    case CardKind::ours: throw CardJobError("CARD-OURS");
    case CardKind::agent: throw RefusedError(Failure::of("AGENT-CARD"));
    }
}

IssueJob::IssueJob(CardDesk desk, IssueOrder order, PasscodeSource passcode)
    : m_desk(std::move(desk)), m_order(std::move(order)), m_passcode(std::move(passcode))
{
}

CardReceipt IssueJob::run()
{
    const auto tell = [&](std::string_view step, JobProgress::State state) {
        if (m_desk.progress) m_desk.progress({step, state, {}, {}});
    };
    requireOtherThanAgent(m_desk, m_order.holder, "issue");
    if (!m_order.locked) m_order.terms = requireTerms(m_desk, std::move(m_order.terms), m_desk.ledger.acceptedTerms(m_order.holder));
    if (m_order.locked) m_passcode = PasscodeSource::locked();
    else requireRules(m_desk, {m_order.dateOfBirth, m_order.holder.digits(), {}}, m_passcode);

    tell(jobsteps::recognise, JobProgress::State::started);
    const auto now = m_desk.clock.utcMillis();
    CardSession session(m_desk.reader, m_desk.stop);
    const auto look = CardLook::recognise(session, m_desk.ledger, m_desk.profiles, m_desk.trust, now);
    requireBlank(look);
    requireNoOtherCard(m_desk.ledger, m_order.holder);
    if (!m_order.locked) { // once more: now its serial is known, and what the reader can do
        requireRules(m_desk, {m_order.dateOfBirth, m_order.holder.digits(), look.identity.serialPrinted()}, m_passcode);
        PasscodeEntry(m_desk, session.piv(), m_passcode, jobsteps::passcode).require(true, true);
    }
    tell(jobsteps::recognise, JobProgress::State::done);

    tell(jobsteps::preflight, JobProgress::State::started);
    auto plan = IssuePlan::make(m_order, look.profile, m_desk.issuePolicy, m_desk.passcodePolicy, m_desk.signer,
                                      {m_desk.keys.newestVersion(), 1}, now, m_desk.random);
    // That the keys can be derived is known before the card is touched.
    m_desk.keys.unlockKey(plan.keyName, plan.card);
    attestationcheck::requireKnownMaker(m_desk, session.piv(), look.profile);
    // Of several keys that may open it, the right one is found before the job is opened: the plan names its batch.
    const bool chosen = m_desk.transportKeys != nullptr && !m_desk.transportKeys->fitting(look.profile, look.identity.serial).empty();
    if (chosen) {
        const auto opening = openBlank(m_desk, session.piv(), look.profile, look.identity.serial);
        if (opening.batch != nullptr) plan.batch = opening.batch->name;
    }
    tell(jobsteps::preflight, JobProgress::State::done);

    tell(jobsteps::open, JobProgress::State::started);
    const auto data = nlohmann::json{{"atr", toHex(look.identity.atr)}, {"plan", nlohmann::json::parse(plan.json())}}.dump();
    auto job = newJob(m_desk, JobKind::issue, plan.card, plan.holder, look.identity, data);
    JobRecorder recorder(m_desk.ledger, job.id, plan.card);
    openIssue(m_desk, recorder, std::move(job), plan, look);
    tell(jobsteps::open, JobProgress::State::done);

    try {
        return onRecord(recorder, [&] {
            IssueRun run(m_desk, recorder, plan, look.identity, look.profile, std::move(m_passcode));
            if (chosen) run.administrationIsHeld();
            return run.run(session);
        });
    } catch (const TransportError&) {
        throw; // what the card did is not known: the job stays open
    } catch (const FailureError& error) {
        // A card that refused before anything of ours was on it is as blank as before, so nothing is left to repair.
        if (error.failure().kind == FailureKind::card && !recorder.begun(steprecord::chuid)) {
            abandon(recorder, plan.holder, error.failure().code, m_desk.random);
        }
        throw;
    }
}

} // namespace cardwright
