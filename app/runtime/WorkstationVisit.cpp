#include "app/runtime/WorkstationAct.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/TouchJob.h"

#include <utility>

// Touch, visit and renewal: what is due on a card.

namespace cardwright::runtime {

namespace {

/// A renewal after the certificates' end is not everybody's who may renew before it.
Permission renewalNeeds(const DueWork& due, std::int64_t now)
{
    return due.ends && *due.ends <= now ? Permission::cardRenewExpired : Permission::cardRenew;
}

void addTo(CardReceipt& whole, const CardReceipt& part)
{
    whole.job = part.job;
    whole.tries = part.tries;
    whole.count += part.count;
    whole.commits += part.commits;
    if (part.termsVersion != 0) whole.termsVersion = part.termsVersion;
    whole.objects.insert(whole.objects.end(), part.objects.begin(), part.objects.end());
    whole.publicKeys.insert(whole.publicKeys.end(), part.publicKeys.begin(), part.publicKeys.end());
    whole.written.insert(whole.written.end(), part.written.begin(), part.written.end());
}

} // namespace

DueWork Workstation::due(const CardLook& look) const
{
    std::shared_ptr<const SecretMaterial> secrets;
    {
        const std::lock_guard lock(m_mutex);
        if (m_live) secrets = m_live->secrets;
    }
    if (!secrets) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    return DueWork::of(look, m_material.issue, secrets->keys, m_clock.utcMillis(), &m_material.terms);
}

VisitResult Workstation::runVisit(Act& act, CardLook look, VisitJob::Terms terms)
{
    if (terms.unlock) require(authority(BoundedAct::unlock));
    std::optional<Failure> notByThisRole;
    const auto waits = DueWork::of(look, m_material.issue, act.secrets->keys, m_clock.utcMillis());
    if (terms.renew && terms.passcode.given() && (waits.renewal || terms.early)) {
        const auto needed = renewalNeeds(waits, m_clock.utcMillis());
        try {
            requireDuty(mayDo(act.session, needed), nameOf(needed), look.holder());
        } catch (const RefusedError& error) {
            notByThisRole = error.failure();
            terms.renew = false;
        }
    }
    auto result = VisitJob(act.cardDesk(), std::move(look), std::move(terms)).run();
    if (notByThisRole) result.left.push_back({JobKind::renew, *std::move(notByThisRole)});
    m_synchroniser->wake();
    return result;
}

Permission Workstation::visitNeeds(const VisitJob::Terms& terms)
{
    if (terms.unlock) return Permission::cardUnlock;
    // Whoever may only renew comes for that; the rest that is due is done along with it.
    const bool comesToRenew = terms.renew && terms.passcode.given();
    return comesToRenew && requireSession().permissions.allows(Permission::cardRenew) ? Permission::cardRenew : Permission::cardRepair;
}

VisitResult Workstation::visit(const std::string& reader, VisitJob::Terms terms, Watch watch)
{
    Act act(*this, reader, visitNeeds(terms), std::move(watch));
    auto look = act.look();
    return runVisit(act, std::move(look), std::move(terms));
}

TouchResult Workstation::touch(const std::string& reader, Watch watch)
{
    VisitJob::Terms terms;
    terms.renew = false; // needs the holder and their passcode
    return touch(reader, std::move(terms), std::move(watch));
}

TouchResult Workstation::touch(const std::string& reader, VisitJob::Terms terms, Watch watch)
{
    Act act(*this, reader, visitNeeds(terms), std::move(watch));
    const auto look = act.look();
    auto visit = runVisit(act, look, std::move(terms));
    TouchResult result;
    result.unlocked = visit.unlocked.has_value();
    result.keysRenewed = visit.rotated.has_value();
    result.renewed = visit.renewed.has_value();
    result.left = std::move(visit.left);
    for (const auto& left : result.left) {
        if (left.act == JobKind::rotate) result.keysLeft = left.why;
    }
    const bool changed = result.unlocked || result.keysRenewed || result.renewed || visit.terms.has_value();
    if (visit.touched) result.receipt = *std::move(visit.touched);
    else result.receipt = TouchJob(act.cardDesk(), changed ? act.look() : look).run(); // writes nothing: says what still waits
    for (const auto* part : {&visit.unlocked, &visit.terms, &visit.rotated, &visit.renewed}) {
        if (*part) addTo(result.receipt, **part);
    }
    return result;
}

CardReceipt Workstation::renew(const std::string& reader, PasscodeSource passcode, RenewJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardRenew, std::move(watch));
    auto look = act.look();
    const auto due = DueWork::of(look, m_material.issue, act.secrets->keys, m_clock.utcMillis());
    const auto needed = renewalNeeds(due, m_clock.utcMillis());
    requireDuty(mayDo(act.session, needed), nameOf(needed), look.holder());
    // Before its time: by an exception that somebody else allowed, used once. Within it none is spent.
    if (!due.renewal && !options.exception && look.holder()) options.exception = usableException(earlyRenewal, *look.holder());
    auto receipt = RenewJob(act.cardDesk(), std::move(look), std::move(passcode), options).run();
    m_synchroniser->wake();
    return receipt;
}

} // namespace cardwright::runtime
