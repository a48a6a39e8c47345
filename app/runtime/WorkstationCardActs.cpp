#include "app/runtime/WorkstationAct.h"
#include "core/card/CardErrors.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/ClearJob.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/PasscodeRules.h"

#include <utility>

// Passcode change, test, visit, cancellation, clearing and replacement.

namespace cardwright::runtime {

namespace {

/// In the place of a reader where an act needs no card.
class NoReader final : public CardReader {
public:
    const std::string& name() const override { return m_name; }
    std::unique_ptr<CardTransport> open() override { throw TransportError("CARD-ABSENT"); }

private:
    std::string m_name = "none";
};

/// The card that this look is of, where it can be cancelled; the same refusals as the job's, before the agent's card is asked.
const CardRecord& requireCancellable(const CardLook& look)
{
    if (look.kind == CardKind::blank) throw CardJobError("CARD-BLANK");
    if (look.kind == CardKind::foreign) throw CardJobError("CARD-FOREIGN");
    if (!look.file.card) throw CardJobError("CARD-NOT-HERE");
    if (look.file.card->state == CardState::cancelled) throw CardJobError("CARD-CANCELLED");
    return *look.file.card;
}

} // namespace

CardReceipt Workstation::changePasscode(const std::string& reader, SecureBytes old, SecureBytes chosen, PasscodeChangeJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardPasscode, std::move(watch));
    auto look = act.look();
    auto receipt = PasscodeChangeJob(act.cardDesk(), std::move(look), std::move(old), std::move(chosen), options).run();
    m_synchroniser->wake();
    return receipt;
}

VerifyReport Workstation::verify(const std::string& reader, SecureBytes passcode, VerifyJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardVerify, std::move(watch));
    auto look = act.look();
    auto report = VerifyJob(act.cardDesk(), std::move(look), std::move(passcode), options).run();
    m_synchroniser->wake();
    return report;
}

DueWork Workstation::due(const CardLook& look) const
{
    std::shared_ptr<const SecretMaterial> secrets;
    {
        const std::lock_guard lock(m_mutex);
        if (m_live) secrets = m_live->secrets;
    }
    if (!secrets) throw RefusedError(Failure::of("AGENT-NOT-SIGNED-IN"));
    return DueWork::of(look, m_material.issue, secrets->keys, m_clock.utcMillis());
}

VisitResult Workstation::visit(const std::string& reader, VisitJob::Terms terms, Watch watch)
{
    const auto agent = requireSession();
    const bool mayRenew = terms.renew && terms.passcode && agent.permissions.allows(Permission::cardRenew);
    const auto permission = terms.unlock ? Permission::cardUnlock : mayRenew ? Permission::cardRenew : Permission::cardRepair;
    Act act(*this, reader, permission, std::move(watch));
    if (terms.unlock) require(authority(BoundedAct::unlock));
    auto look = act.look();
    // A renewal asks for more than the visit that it is part of, the more so when the certificates have ended.
    std::optional<Failure> notByThisRole;
    if (const auto waits = due(look); terms.renew && waits.renewal && terms.passcode) {
        const bool ended = waits.ends && *waits.ends <= m_clock.utcMillis();
        try {
            const auto needed = ended ? Permission::cardRenewExpired : Permission::cardRenew;
            requireDuty(mayDo(agent, needed), nameOf(needed), look.holder());
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

CardReceipt Workstation::cancelCard(const std::string& reader, CancelReason reason, std::string note, const SecureBytes* agentPasscode, Watch watch)
{
    Act act(*this, reader, Permission::cardCancel, std::move(watch));
    auto look = act.look();
    const auto& card = requireCancellable(look);
    requireDuty(operatorIsNotSubject(act.session, card.holder), nameOf(Permission::cardCancel), card.holder);
    auto draft = cancelDraft({card.guid, card.holder, reason, true, std::move(note)}, m_random);
    stepUp(draft, agentPasscode);
    auto receipt = CancelJob(act.cardDesk(), std::move(look), std::move(draft)).run();
    m_synchroniser->wake();
    return receipt;
}

void Workstation::cancelWithoutCard(const Guid& guid, CancelReason reason, std::string note, const SecureBytes* agentPasscode)
{
    Act act(*this, std::make_unique<NoReader>(), Permission::cardCancel, {});
    const auto card = m_store->call([&](Store& store) { return store.cards.byGuid(guid); });
    if (!card) throw CardJobError("CARD-NOT-HERE");
    if (card->state == CardState::cancelled) throw CardJobError("CARD-CANCELLED");
    requireDuty(operatorIsNotSubject(act.session, card->holder), nameOf(Permission::cardCancel), card->holder);
    auto draft = cancelDraft({guid, card->holder, reason, false, std::move(note)}, m_random);
    stepUp(draft, agentPasscode);
    auto desk = act.cardDesk();
    CancelJob::withoutCard(desk, std::move(draft));
    m_synchroniser->wake();
}

CardReceipt Workstation::clearCard(const std::string& reader, Watch watch)
{
    Act act(*this, reader, Permission::cardClear, std::move(watch));
    auto look = act.look();
    auto receipt = ClearJob(act.cardDesk(), std::move(look)).run();
    m_synchroniser->wake();
    return receipt;
}

std::optional<Failure> Workstation::replaceRefusal(const ReplaceTerms& terms)
{
    const auto agent = requireSession();
    if (const auto duty = mayDoTo(agent, Permission::cardReplace, terms.holder); !duty) return Failure::of(duty.code);
    if (const auto verdict = authority(BoundedAct::issue); !verdict) return Failure::of(verdict.code);
    return m_store->call([&](Store& store) { return ReplaceAct(store, agent, agent.author(), m_clock, m_random).refusal(terms); });
}

IssueOrder Workstation::replaceCard(const ReplaceTerms& terms, const SecureBytes* agentPasscode)
{
    const auto agent = requireSession();
    requireDuty(mayDoTo(agent, Permission::cardReplace, terms.holder), nameOf(Permission::cardReplace), terms.holder);
    require(authority(BoundedAct::issue));
    auto draft = m_store->call([&](Store& store) {
        ReplaceAct act(store, agent, agent.author(), m_clock, m_random);
        if (auto why = act.refusal(terms)) throw RefusedError(*std::move(why));
        return act.draft(terms);
    });
    stepUp(draft, agentPasscode);
    auto order = m_store->call([&](Store& store) {
        return ReplaceAct(store, agent, agent.author(), m_clock, m_random).perform(terms, std::move(draft));
    });
    m_synchroniser->wake();
    return order;
}

void Workstation::requirePasscodeRules(const UserNumber& holder, const SecureBytes& passcode)
{
    requireSession();
    const auto person = m_store->call([&](Store& store) { return store.people.byNumber(holder); });
    PasscodeSubject subject{{}, holder.digits(), {}};
    if (person) subject.dateOfBirth = person->person.dateOfBirth;
    PasscodeRules(m_material.passcode, subject).require(passcode.view());
}

std::vector<CardRecord> Workstation::cardsOf(const UserNumber& person)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind), person);
    return m_store->call([&](Store& store) { return store.cards.ofHolder(person); });
}

} // namespace cardwright::runtime
