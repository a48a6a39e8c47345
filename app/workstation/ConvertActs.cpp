#include "app/workstation/Convert.h"

#include <nlohmann/json.hpp>

// What the window says of an act, as core takes it; and a temporary card as the window shows it.

namespace cardwright::workstation::convert {

ReplaceTerms replaceTerms(const ui::ReplaceOrder& order, const runtime::Workstation& desk)
{
    const auto card = Guid::parse(order.card);
    const auto holder = UserNumber::parse(order.userNumber);
    const auto reason = cancelReasonOf(order.reason);
    if (!card || !holder) throw RefusedError(Failure::of("CARD-NOT-HERE"));
    if (!reason) throw RefusedError(Failure::of("CANCEL-REASON", order.reason));
    ReplaceTerms terms{*card, *holder, *reason};
    terms.incident = tidied(order.incident);
    terms.returned = order.returned;
    terms.cutThrough = order.cutThrough;
    const auto& policy = desk.material().evidence;
    for (const auto& fields : order.documents) terms.documents.push_back(document(fields, policy));
    if (!terms.documents.empty()) terms.check = policy.judge(terms.documents, dateOf(desk.clock().utcMillis()), answers(order.answers, policy));
    if (!order.portrait.empty()) {
        terms.portrait = Portrait{order.portrait};
        terms.photo = photoStanding(order.photoMarks, order.photoReason, desk.material().photo);
    }
    terms.likeness = order.likeness;
    return terms;
}

TemporaryLoan loan(const ui::LoanOrder& order)
{
    TemporaryLoan loan;
    loan.responsible = {tidied(order.responsibleName), tidied(order.telephone), tidied(order.email)};
    loan.borrower = {tidied(order.borrowerName), UserNumber::parse(order.borrowerNumber), tidied(order.identifiedBy), order.present};
    loan.reason = tidied(order.reason);
    loan.until = parseDate(order.until);
    return loan;
}

ui::LoanRow loanRow(const runtime::LoanItem& item)
{
    ui::LoanRow row;
    row.card = item.card.text();
    row.name = item.name;
    row.lentAt = item.lentAt;
    row.returnedAt = item.returnedAt;
    row.loan.responsibleName = item.loan.responsible.name;
    row.loan.telephone = item.loan.responsible.telephone;
    row.loan.email = item.loan.responsible.email;
    row.loan.borrowerName = item.loan.borrower.name;
    if (item.loan.borrower.number) row.loan.borrowerNumber = item.loan.borrower.number->digits();
    row.loan.identifiedBy = item.loan.borrower.identifiedBy;
    row.loan.present = item.loan.borrower.present;
    row.loan.reason = item.loan.reason;
    if (item.loan.until) row.loan.until = formatDate(*item.loan.until);
    return row;
}

std::optional<ui::TemporaryState> temporary(Store& store, const CardLook& look)
{
    if (!look.file.card || !look.file.holder) return std::nullopt;
    const auto& profile = look.file.holder->person;
    ui::TemporaryState state;
    for (const auto& name : {profile.nameOnCard, profile.familyName}) {
        if (state.name.empty() && isTemporaryCardName(name, profile.odsCode)) state.name = name;
    }
    if (state.name.empty()) return std::nullopt;
    if (look.file.card->state != CardState::issued) return state; // in stock it is issued locked
    state.lentAt = look.file.card->issuedAt.value_or(look.file.card->openedAt);
    for (const auto& entry : store.journal.ofCard(look.file.card->guid)) {
        if (entry.kind != EntryKind::temporaryCardLent || !entry.payload) continue;
        state.lentAt = entry.at;
        state.borrower = store.journal.payloadOf(entry).value("borrower", nlohmann::json::object()).value("name", "");
    }
    return state;
}

} // namespace cardwright::workstation::convert
