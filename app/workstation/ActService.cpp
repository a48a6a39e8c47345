#include "app/workstation/ActService.h"

#include "app/workstation/CardService.h"
#include "app/workstation/Convert.h"
#include "app/workstation/ExceptionService.h"

namespace cardwright::workstation {

using runtime::Workstation;

namespace {

std::shared_ptr<SecureBytes> shared(SecureBytes secret) { return std::make_shared<SecureBytes>(std::move(secret)); }

/// A start that is refused before any job; answered later, as the port promises.
void refuse(const Context& context, ui::Then<ui::JobStart> then, Failure why)
{
    context.toGui([then = std::move(then), why = std::move(why)] { then({false, {}, why}); });
}

} // namespace

// ---------------------------------------------------------------- with the holder

void ActService::startVisit(std::uint64_t sight, ui::VisitOrder asked, ui::Then<ui::JobStart> then)
{
    const bool typed = asked.passcode.has_value();
    auto order = m_cards.orderFor(asked.unlock ? ui::JobKind::unlock : typed && asked.renew ? ui::JobKind::renew : ui::JobKind::touch);
    if (typed) order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(*asked.passcode));
    std::optional<UnlockJob::Options> unlock;
    if (asked.unlock) {
        unlock.emplace();
        unlock->likeness = *asked.unlock == ui::Likeness::printedFace ? LikenessAnswer::printedFace : LikenessAnswer::portrait;
    }
    order.run = [&desk = m_context.desk, choice = order.passcode, unlock, agreed = asked.lastTryAgreed, renew = asked.renew,
                 early = asked.early ? UserNumber::parse(order.userNumber) : std::nullopt, read = m_context.takeTerms(sight)](
                    const std::string& reader, runtime::Watch watch) -> RunResult {
        VisitJob::Terms terms;
        if (choice) terms.passcode = convert::passcode(*choice);
        terms.unlock = unlock;
        terms.spendLastTry = agreed;
        terms.renew = renew;
        if (early) {
            terms.early = desk.usableException(earlyRenewal, *early);
            if (!terms.early) throw RefusedError(Failure::of("EXCEPTION-NONE")); // it lapsed, or was used, since the page showed it
        }
        terms.accepted = Context::acceptance(desk, read);
        return desk.visit(reader, std::move(terms), std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

void ActService::startPasscodeChange(std::uint64_t sight, ui::HolderPasscode old, ui::PasscodeChoice chosen, ui::Then<ui::JobStart> then)
{
    auto order = m_cards.orderFor(ui::JobKind::passcode);
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(chosen)); // a repair sets this one
    PasscodeChangeJob::Options options;
    options.spendLastTry = old.lastTryAgreed;
    order.run = [&desk = m_context.desk, before = std::make_shared<ui::PasscodeChoice>(std::move(old.passcode)), choice = order.passcode, options](
                    const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.changePasscode(reader, convert::passcode(*before), convert::passcode(*choice), options, std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

void ActService::startTest(std::uint64_t sight, ui::HolderPasscode passcode, ui::Then<ui::JobStart> then)
{
    auto order = m_cards.orderFor(ui::JobKind::verify);
    VerifyJob::Options options;
    options.spendLastTry = passcode.lastTryAgreed;
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(passcode.passcode));
    order.run = [&desk = m_context.desk, choice = order.passcode, options](const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.verify(reader, convert::passcode(*choice), options, std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

// ---------------------------------------------------------------- the end of a card

void ActService::startClear(std::uint64_t sight, ui::Then<ui::JobStart> then)
{
    auto order = m_cards.orderFor(ui::JobKind::clear);
    order.run = [&desk = m_context.desk](const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.clearCard(reader, std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

void ActService::startCancel(std::uint64_t sight, const ui::CancelOrder& asked, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    const auto reason = cancelReasonOf(asked.reason);
    if (!reason) return m_context.toGui([then = std::move(then)] { then(notDone(Failure::of("CANCEL-REASON"))); });
    auto order = m_cards.orderFor(ui::JobKind::cancel);
    auto passcode = shared(std::move(again.passcode));
    order.run = [&desk = m_context.desk, reason = *reason, note = asked.note, passcode](const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.cancelCard(reader, reason, note, passcode.get(), std::move(watch));
    };
    order.begun = [this, passcode, then](const std::optional<Failure>& failure) {
        passcode->clear();
        ui::ActAnswer answer;
        answer.done = !failure;
        if (!failure) return then(answer);
        // The tries of the agent's card are asked where a card may be waited for.
        m_context.ask<ui::ActAnswer>(*m_context.agentThread, [&desk = m_context.desk, reader = m_context.agentReader, why = *failure] {
            return refusedAct(desk, reader, why);
        }, then, notDone);
    };
    m_cards.begin(sight, std::move(order), [then](const ui::JobStart& start) {
        if (!start.started) then(notDone(start.failure.value_or(Failure::of("INTERNAL"))));
    });
}

void ActService::cancelWithoutCard(const ui::CancelOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    askWithCard(m_context, std::move(again), [&desk = m_context.desk, order](const SecureBytes& passcode) {
        const auto card = Guid::parse(order.card);
        const auto reason = cancelReasonOf(order.reason);
        if (!card) throw RefusedError(Failure::of("CARD-NOT-HERE"));
        if (!reason) throw RefusedError(Failure::of("CANCEL-REASON"));
        desk.cancelWithoutCard(*card, *reason, order.note, &passcode);
    }, std::move(then));
}

// ---------------------------------------------------------------- replacement

void ActService::checkReplace(const ui::ReplaceOrder& order, ui::Then<std::optional<Failure>> then)
{
    m_context.ask<std::optional<Failure>>(*m_context.deskThread, [&desk = m_context.desk, order] {
        const auto terms = convert::replaceTerms(order, desk);
        desk.requireReplaceDuties(terms); // somebody asked for it: who may not is on record
        return desk.replaceRefusal(terms);
    }, std::move(then), [](const Failure& failure) { return std::optional(failure); });
}

void ActService::replace(const ui::ReplaceOrder& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then)
{
    askWithCard(m_context, std::move(again), [&desk = m_context.desk, order](const SecureBytes& passcode) {
        desk.replaceCard(convert::replaceTerms(order, desk), &passcode);
    }, [this, then = std::move(then)](const ui::ActAnswer& answer) {
        then(answer);
        m_cards.lookAgain(); // the old card, where it still lies in reader 2, works no more
    });
}

/// By the record alone: the same whether the old card ended a moment ago or before the program was started.
void ActService::startReplacement(std::uint64_t sight, const std::string& userNumber, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then)
{
    const auto holder = UserNumber::parse(userNumber);
    if (!holder) return refuse(m_context, std::move(then), Failure::of("CARD-NOT-HERE"));
    auto order = m_cards.orderFor(ui::JobKind::issue);
    order.userNumber = userNumber;
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(passcode));
    order.run = [&desk = m_context.desk, choice = order.passcode, holder = *holder, read = m_context.takeTerms(sight)](const std::string& reader,
                                                                                                                         runtime::Watch watch) -> RunResult {
        auto issued = desk.replacementOrder(holder);
        issued.terms = Context::acceptance(desk, read);
        issued.locked = choice->locked;
        return desk.issue(reader, issued, convert::passcode(*choice), std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

// ---------------------------------------------------------------- temporary cards

void ActService::startLend(std::uint64_t sight, const ui::LoanOrder& asked, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then)
{
    auto order = m_cards.orderFor(ui::JobKind::lend);
    order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(passcode));
    order.run = [&desk = m_context.desk, choice = order.passcode, loan = convert::loan(asked)](const std::string& reader,
                                                                                               runtime::Watch watch) -> RunResult {
        return desk.lendTemporary(reader, loan, convert::passcode(*choice), std::move(watch));
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

void ActService::startTakeBack(std::uint64_t sight, const std::string& note, ui::Then<ui::JobStart> then)
{
    auto order = m_cards.orderFor(ui::JobKind::takeBack);
    order.run = [&desk = m_context.desk, note](const std::string& reader, runtime::Watch watch) -> RunResult {
        desk.takeBackTemporary(reader, note, std::move(watch));
        return std::monostate();
    };
    m_cards.begin(sight, std::move(order), std::move(then));
}

void ActService::loans(ui::Then<ui::LoanLists> then)
{
    m_context.ask<ui::LoanLists>(*m_context.deskThread, [&desk = m_context.desk] {
        ui::LoanLists lists;
        for (const auto& item : desk.temporaryLoans()) lists.rows.push_back(convert::loanRow(item));
        return lists;
    }, std::move(then), [](const Failure& failure) {
        ui::LoanLists lists;
        lists.failure = failure;
        return lists;
    });
}

} // namespace cardwright::workstation
