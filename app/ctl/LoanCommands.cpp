#include "app/ctl/CardOutput.h"

#include <nlohmann/json.hpp>

// Temporary access cards.

namespace cardwright::ctl {

using nlohmann::json;

namespace {

TemporaryLoan loanFrom(const Arguments& arguments)
{
    const auto& act = arguments.act;
    TemporaryLoan loan;
    loan.responsible = {act.responsible, act.telephone, act.email};
    loan.borrower.name = act.borrower;
    loan.borrower.identifiedBy = act.identifiedBy;
    loan.borrower.present = act.present;
    if (!act.borrowerNumber.empty()) loan.borrower.number = numberFrom(act.borrowerNumber);
    loan.reason = arguments.reason;
    if (!act.until.empty()) {
        loan.until = parseDate(act.until);
        if (!loan.until) throw UsageError(Failure::of("USAGE", "--until is a date as 2026-11-21"));
    }
    return loan;
}

json loanFields(const runtime::LoanItem& item)
{
    const auto& loan = item.loan;
    json fields = {{"card", item.card.text()},
                   {"name", item.name},
                   {"responsible", {{"name", loan.responsible.name}, {"telephone", loan.responsible.telephone}, {"email", loan.responsible.email}}},
                   {"borrower", {{"name", loan.borrower.name}, {"identifiedBy", loan.borrower.identifiedBy}}},
                   {"lentAt", formatUtc(item.lentAt)}};
    if (loan.borrower.number) fields["borrower"]["uuid"] = loan.borrower.number->digits();
    if (!loan.reason.empty()) fields["reason"] = loan.reason;
    if (loan.until) fields["until"] = formatDate(*loan.until);
    if (item.returnedAt) fields["returnedAt"] = formatUtc(*item.returnedAt);
    return fields;
}

} // namespace

void lendCard(const Command& command)
{
    auto loan = loanFrom(command.arguments);
    auto passcode = passcodeFrom(command);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto borrower = loan.borrower.name;
    const auto receipt = desk->lendTemporary(reader, std::move(loan), std::move(passcode), watchOf(command));
    tell(command, *desk, "lend", "Lent to " + borrower + ": the passcode they typed works.", receipt, Steady::now() - began);
}

void returnCard(const Command& command)
{
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto look = desk->look(reader, command.stop);
    desk->takeBackTemporary(reader, command.arguments.act.note, watchOf(command));
    json fields = {{"training", isTraining(*desk)}, {"act", "return"}, {"locked", true}};
    if (look.identity.guid) fields["card"] = look.identity.guid->text();
    command.output.say("result", std::move(fields), "Taken back: the card is locked, and nobody knows its passcode.");
}

void listLoans(const Command& command)
{
    const SignedDesk desk(command);
    const auto loans = desk->temporaryLoans();
    std::size_t out = 0;
    for (const auto& item : loans) {
        if (!item.returnedAt) ++out;
        const auto back = item.returnedAt ? "back " + formatUtc(*item.returnedAt) : std::string("on loan");
        command.output.say("loan", loanFields(item),
                           item.name + "  " + item.loan.borrower.name + " (" + item.loan.borrower.identifiedBy + "), from " + formatUtc(item.lentAt) + ", " +
                               back + "; answers for it: " + item.loan.responsible.name + ", " + item.loan.responsible.telephone);
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"loans", loans.size()}, {"out", out}},
                       loans.empty() ? "No temporary card was ever lent here." : "");
}

} // namespace cardwright::ctl
