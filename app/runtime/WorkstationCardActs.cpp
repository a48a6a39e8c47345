#include "app/runtime/WorkstationAct.h"
#include "core/card/CardErrors.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/ClearJob.h"

#include <utility>

// Passcode change, test, cancellation and clearing.

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

CardReceipt Workstation::changePasscode(const std::string& reader, PasscodeSource old, PasscodeSource chosen, PasscodeChangeJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardPasscode, std::move(watch));
    auto look = act.look();
    auto receipt = PasscodeChangeJob(act.cardDesk(), std::move(look), std::move(old), std::move(chosen), options).run();
    m_synchroniser->wake();
    return receipt;
}

VerifyReport Workstation::verify(const std::string& reader, PasscodeSource passcode, VerifyJob::Options options, Watch watch)
{
    Act act(*this, reader, Permission::cardVerify, std::move(watch));
    auto look = act.look();
    auto report = VerifyJob(act.cardDesk(), std::move(look), std::move(passcode), options).run();
    m_synchroniser->wake();
    return report;
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

std::vector<CardRecord> Workstation::cardsOf(const UserNumber& person)
{
    const auto agent = requireSession();
    requireDuty(mayDo(agent, Permission::holderFind), nameOf(Permission::holderFind), person);
    return m_store->call([&](Store& store) { return store.cards.ofHolder(person); });
}

} // namespace cardwright::runtime
