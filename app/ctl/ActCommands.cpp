#include "app/ctl/CardOutput.h"

#include "app/ctl/PasscodeInput.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/IssueJob.h"
#include "core/lifecycle/JobOpening.h"

#include <nlohmann/json.hpp>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

CancelReason reasonFrom(const Command& command)
{
    const auto reason = cancelReasonOf(command.arguments.reason);
    if (!reason) throw RefusedError(Failure::of("CANCEL-REASON", command.arguments.reason));
    return *reason;
}

Guid cardFrom(const Command& command)
{
    const auto card = Guid::parse(command.arguments.act.card);
    if (!card) throw UsageError(Failure::of("USAGE", "--card is a GUID, as 'people show' shows it"));
    return *card;
}

/// Only where it is too early, and none is open: an exception that is not needed would lie about for somebody to use.
void askForRenewal(const Command& command)
{
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto look = desk->look(reader, command.stop);
    const auto& card = requireIssued(look);
    if (desk->due(look).renewal) throw RefusedError(Failure::because("EXCEPTION-ACT", "This card may be renewed now."));
    if (desk->usableException(earlyRenewal, card.holder)) throw RefusedError(Failure::because("EXCEPTION-ACT", "One is allowed already: renew the card."));
    const auto id = desk->askException({std::string(earlyRenewal), card.holder, command.arguments.act.ask});
    command.output.say("result", {{"training", isTraining(*desk)}, {"request", id.text()}, {"state", "waiting"}, {"act", earlyRenewal}, {"uuid", card.holder.digits()}},
                       "Asked: " + id.text() + ". A manager or a named deputy at any desk decides; once allowed, card renew uses it.");
}

/// The card works elsewhere until the centre has heard: it is told at once where it answers.
void tellCancelled(const Command& command, runtime::Workstation& desk, json fields, std::string words)
{
    const auto unheard = desk.synchroniser().unreachable(command.stop);
    fields.update({{"act", "cancel"}, {"training", isTraining(desk)}, {"reason", command.arguments.reason}, {"centreHeard", !unheard}});
    words += unheard ? " This card still works elsewhere until the centre has heard: " + unheard->cause : " The centre has heard.";
    command.output.say("result", std::move(fields), words);
}

} // namespace

void changePasscode(const Command& command)
{
    const auto& chosenFd = command.arguments.act.newPasscodeFd;
    auto old = passcodeFrom(command);
    if (!old.onReader() && !chosenFd) throw UsageError(Failure::of("USAGE", "--new-passcode-fd N is needed"));
    auto chosen = old.onReader() ? PasscodeSource::readersKeys() : PasscodeSource(readPasscode(*chosenFd));
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto receipt = desk->changePasscode(reader, std::move(old), std::move(chosen), {command.arguments.lastTry}, watchOf(command));
    tell(command, *desk, "passcode", "The new passcode of " + grouped(receipt.userNumber) + " works; the old one does not.", receipt, Steady::now() - began);
}

void verifyCard(const Command& command)
{
    auto passcode = passcodeFrom(command);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto report = desk->verify(reader, std::move(passcode), {command.arguments.lastTry}, watchOf(command));
    std::string head = "The card of " + grouped(report.receipt.userNumber) + (report.passed() ? " is as it was made, and its keys answer." : " does not hold:");
    for (const auto& finding : report.findings) head += "\n" + finding;
    for (const auto& remark : report.remarks) head += "\n" + remark;
    tell(command, *desk, "verify", head, report.receipt, Steady::now() - began, {{"passed", report.passed()}, {"findings", report.findings}, {"remarks", report.remarks}});
    if (!report.passed()) throw CardJobError("CARD-TEST", report.findings.front());
}

void renewCard(const Command& command)
{
    if (!command.arguments.act.ask.empty()) return askForRenewal(command);
    auto passcode = passcodeFrom(command);
    RenewJob::Options options;
    options.spendLastTry = command.arguments.lastTry;
    options.whileAlone = command.arguments.act.whileAlone;
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto receipt = desk->renew(reader, std::move(passcode), options, watchOf(command));
    tell(command, *desk, "renew", "The card of " + grouped(receipt.userNumber) + " has new keys, proven.", receipt, Steady::now() - began);
}

void cancelCard(const Command& command)
{
    const auto& arguments = command.arguments;
    const auto reason = reasonFrom(command);
    if (arguments.reader.empty() == arguments.act.card.empty()) throw UsageError(Failure::of("USAGE", "one of --reader NAME and --card GUID is needed"));
    if (arguments.reader.empty()) {
        const auto card = cardFrom(command);
        const SignedDesk desk(command);
        desk->cancelWithoutCard(card, reason, arguments.act.note, desk.passcode());
        tellCancelled(command, *desk, {{"card", card.text()}, {"cardPresent", false}}, "Cancelled for good; its certificates end.");
        return;
    }
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto receipt = desk->cancelCard(reader, reason, arguments.act.note, desk.passcode(), watchOf(command));
    tellCancelled(command, *desk, {{"card", receipt.card.text()}, {"uuid", receipt.userNumber}, {"job", receipt.job.text()}, {"cardPresent", true}},
                  "The card of " + grouped(receipt.userNumber) + " is cancelled for good, and its keys are gone.");
}

void clearCard(const Command& command)
{
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto receipt = desk->clearCard(reader, watchOf(command));
    tell(command, *desk, "clear", "The card is blank again and can be another person's.", receipt, Steady::now() - began);
}

void replaceCard(const Command& command)
{
    const auto& arguments = command.arguments;
    const auto reason = reasonFrom(command);
    const auto oldCard = cardFrom(command);
    std::optional<IssueRequest> request;
    if (!arguments.request.empty()) request = IssueRequest::load(arguments.request.string());
    auto passcode = passcodeFor(command);
    const SignedDesk desk(command);
    requireDuty(desk, Permission::cardReplace); // before anything is said of the card
    const auto reader = theReader(command, *desk);
    const auto old = desk->store().call([&](Store& store) { return store.cards.byGuid(oldCard); });
    if (!old) throw CardJobError("CARD-NOT-HERE");
    ReplaceTerms terms{oldCard, old->holder, reason};
    terms.incident = arguments.act.incident;
    terms.returned = arguments.act.returned;
    terms.cutThrough = arguments.act.cutThrough;
    terms.locked = arguments.locked;
    terms.likeness = arguments.act.likeness;
    // All that can be known beforehand is known before the old card ends.
    desk->requireReplaceDuties(terms);
    if (request) desk->addEvidence(terms, *request);
    if (request) desk->requireReplaceDuties(terms); // with a check, whoever sponsored them is asked about that as well
    if (auto why = desk->replaceRefusal(terms)) throw RefusedError(*std::move(why));
    desk->requirePasscodeRules(terms.holder, passcode);
    requireBlank(desk->look(reader, command.stop));
    const auto accepted = termsFrom(command, *desk);
    if (!passcode.isLocked()) requireTermsSaid(command, *desk, terms.holder);
    desk->replaceCard(terms, desk.passcode());
    command.output.say("replaced", {{"card", terms.old.text()}, {"uuid", terms.holder.digits()}, {"reason", arguments.reason}},
                       "The old card of " + terms.holder.grouped() + " is cancelled for good.");
    auto order = desk->replacementOrder(terms.holder);
    order.terms = accepted;
    const auto began = Steady::now();
    const auto receipt = desk->issue(reader, order, std::move(passcode), watchOf(command));
    tell(command, *desk, "replace", "New card made for " + grouped(receipt.userNumber) + ", read back and proven.", receipt, Steady::now() - began,
         {{"oldCard", terms.old.text()}});
}

/// Its old card has ended, whenever and at whatever point this program stopped then.
void makeReplacement(const Command& command)
{
    const auto holder = numberFrom(command.arguments.text);
    auto passcode = passcodeFor(command);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    auto order = desk->replacementOrder(holder);
    desk->requirePasscodeRules(holder, passcode);
    order.terms = termsFrom(command, *desk);
    if (!passcode.isLocked()) requireTermsSaid(command, *desk, holder);
    order.locked = passcode.isLocked();
    const auto began = Steady::now();
    const auto receipt = desk->issue(reader, order, std::move(passcode), watchOf(command));
    tell(command, *desk, "replacement", "New card made for " + grouped(receipt.userNumber) + ", read back and proven.", receipt, Steady::now() - began);
}

void listReplacements(const Command& command)
{
    const SignedDesk desk(command);
    const auto rows = desk->waitingReplacements();
    for (const auto& row : rows) {
        command.output.say("replacement", {{"uuid", row.holder.digits()}, {"legalName", row.name}, {"oldCard", row.oldCard.text()}, {"locked", row.locked},
                                           {"since", formatUtc(row.since)}},
                           row.holder.grouped() + "  " + row.name + ", since " + formatUtc(row.since) + ": replacement waiting for its card");
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"waiting", rows.size()}},
                       rows.empty() ? "No replacement waits for its card." : "Make one with card replacement NUMBER.");
}

} // namespace cardwright::ctl
