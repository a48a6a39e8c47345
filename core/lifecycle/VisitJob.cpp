#include "core/lifecycle/VisitJob.h"

#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RotateJob.h"
#include "core/lifecycle/TermsJob.h"
#include "core/lifecycle/TouchJob.h"

namespace cardwright {

VisitJob::VisitJob(CardDesk desk, CardLook look, Terms terms)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_terms(std::move(terms))
{
}

VisitResult VisitJob::run()
{
    VisitResult result;
    if (m_terms.unlock) {
        if (!m_terms.passcode.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
        if (m_terms.accepted) m_terms.unlock->terms = m_terms.accepted;
        result.unlocked = UnlockJob(m_desk, m_look, m_terms.passcode.clone(), *m_terms.unlock).run();
        lookAgain();
    }
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "touch");
    requireIssued(m_look);
    if (!due().certificates.empty()) {
        result.touched = TouchJob(m_desk, m_look).run();
        lookAgain();
    }
    if (due().terms) terms(result);
    if (due().rotation) rotate(result);
    if ((due().renewal || m_terms.early) && m_terms.renew) renew(result);
    return result;
}

DueWork VisitJob::due() const { return DueWork::of(m_look, m_desk.issuePolicy, m_desk.keys, m_desk.clock.utcMillis(), m_desk.terms); }

void VisitJob::lookAgain()
{
    m_look = CardLook::recognise(m_desk.reader, m_desk.ledger, m_desk.profiles, m_desk.trust, m_desk.clock.utcMillis(), m_desk.stop);
}

void VisitJob::terms(VisitResult& result)
{
    if (!m_terms.accepted || !m_terms.passcode.given()) {
        result.left.push_back({JobKind::terms, Failure::of(m_terms.accepted ? "PASSCODE-NEEDED" : "TERMS-NEEDED")});
        return;
    }
    result.terms = TermsJob(m_desk, m_look, m_terms.passcode.clone(), *m_terms.accepted, m_terms.spendLastTry).run();
    lookAgain();
}

void VisitJob::rotate(VisitResult& result)
{
    // Neither is done while alone: the desks of the site would not know this card's keys.
    if (auto why = m_desk.exchange.unreachable(m_desk.stop)) {
        result.left.push_back({JobKind::rotate, *std::move(why)});
        return;
    }
    result.rotated = RotateJob(m_desk, m_look).run();
    lookAgain();
}

void VisitJob::renew(VisitResult& result)
{
    if (!m_terms.passcode.given()) {
        result.left.push_back({JobKind::renew, Failure::of("PASSCODE-NEEDED")});
        return;
    }
    RenewJob::Options options;
    options.spendLastTry = m_terms.spendLastTry;
    options.exception = m_terms.early;
    if (auto why = m_desk.exchange.unreachable(m_desk.stop)) {
        result.left.push_back({JobKind::renew, *std::move(why)});
        return;
    }
    result.renewed = RenewJob(m_desk, m_look, m_terms.passcode.clone(), options).run();
}

} // namespace cardwright
