#include "app/ctl/Commands.h"

#include "app/ctl/PasscodeInput.h"
#include "core/piv/Slot.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>

namespace cardwright::ctl {

using nlohmann::json;
using runtime::Workstation;
using Steady = std::chrono::steady_clock;

namespace {

std::string theReader(const Command& command, Workstation& desk)
{
    if (command.arguments.reader.empty()) throw UsageError(Failure::of("USAGE", "--reader NAME is needed"));
    return desk.readers().resolve(command.arguments.reader);
}

/// On a live site a holder's passcode is typed by the holder, in the window or on a reader with keys, and by nobody else. Asked
/// before anybody signs in: no try of the agent's card is spent on what will be refused.
void requireByShell(const Command& command)
{
    if (!command.arguments.passcodeFd || command.arguments.site.empty()) return;
    if (!SiteFolder::open(command.arguments.site).description().training) throw RefusedError(Failure::of("PASSCODE-NOT-BY-SHELL"));
}

Workstation::PasscodeForCard passcodeFor(const Command& command)
{
    const auto& arguments = command.arguments;
    requireByShell(command);
    if (arguments.locked == arguments.passcodeFd.has_value()) {
        throw UsageError(Failure::of("USAGE", "one of --passcode-fd N and --locked is needed"));
    }
    if (arguments.locked) return {std::nullopt, true};
    return {readPasscode(*arguments.passcodeFd), false};
}

const char* nameOf(JobProgress::State state)
{
    switch (state) {
    case JobProgress::State::started: return "started";
    case JobProgress::State::done: return "done";
    case JobProgress::State::skipped: return "skipped";
    case JobProgress::State::deferred: break;
    }
    return "deferred";
}

Workstation::Watch watchOf(const Command& command)
{
    return {[&command](const JobProgress& progress) {
                command.output.say("progress", {{"step", std::string(progress.step)}, {"state", nameOf(progress.state)}, {"detail", progress.detail}}, "");
            },
            command.stop};
}

json countOf(const ApduCount& count, Steady::duration whole)
{
    const double card = static_cast<double>(count.cardMicros) / 1000.0;
    const double host = std::chrono::duration<double, std::milli>(whole).count() - card;
    const auto rounded = [](double value) { return std::round(value * 1000.0) / 1000.0; };
    return {{"apdus", count.apdus}, {"bytesOut", count.bytesOut}, {"bytesIn", count.bytesIn}, {"cardMillis", rounded(card)}, {"hostMillis", rounded(host)}};
}

std::string countWords(const json& count)
{
    return fmt::format("\n{} APDUs, {} bytes out, {} bytes in; card {} ms, host {} ms.", count["apdus"].get<std::uint64_t>(),
                       count["bytesOut"].get<std::uint64_t>(), count["bytesIn"].get<std::uint64_t>(), count["cardMillis"].get<double>(),
                       count["hostMillis"].get<double>());
}

json receiptFields(const CardReceipt& receipt, bool training)
{
    json deferred = json::array();
    json reasons = json::object();
    for (const auto& slot : receipt.deferred) {
        deferred.push_back(slot.slot);
        if (slot.why) reasons[slot.slot] = slot.why->code;
    }
    json fields = {{"training", training},       {"uuid", receipt.userNumber},      {"card", receipt.card.text()}, {"job", receipt.job.text()},
                   {"locked", receipt.locked},   {"written", receipt.written},      {"deferred", deferred},        {"deferredBecause", reasons},
                   {"limitations", receipt.limitations}, {"commits", receipt.commits}, {"receipt", json::parse(receipt.json())}};
    if (receipt.tries) fields["tries"] = *receipt.tries;
    return fields;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string receiptWords(const CardReceipt& receipt)
{
    std::string words;
    if (!receipt.written.empty()) words += " Certificates written: " + joined(receipt.written) + ".";
    if (!receipt.deferred.empty()) {
        words += " Certificates to follow at the next touch: ";
        std::vector<std::string> slots;
        for (const auto& slot : receipt.deferred) slots.push_back(slot.slot);
        words += joined(slots) + ". Until then the card cannot sign in anywhere.";
    }
    if (receipt.locked) words += " The card is locked; the holder sets a passcode when it is unlocked.";
    return words;
}

/// Says what came of an act, with its figures where they were asked for.
void tell(const Command& command, const Workstation& desk, const char* act, const std::string& head, const CardReceipt& receipt, Steady::duration whole,
          const json& more = json::object())
{
    auto fields = receiptFields(receipt, isTraining(desk));
    fields["act"] = act;
    fields.update(more);
    auto words = head + receiptWords(receipt);
    if (command.arguments.apduSummary) {
        const auto count = countOf(receipt.count, whole);
        fields.update(count);
        words += countWords(count);
    }
    command.output.say("result", std::move(fields), words);
}

std::string grouped(const std::string& digits)
{
    const auto number = UserNumber::parse(digits);
    return number ? number->grouped() : digits;
}

} // namespace

void showCard(const Command& command)
{
    const SignedDesk desk(command);
    const auto began = Steady::now();
    const auto look = desk->look(theReader(command, *desk), command.stop);
    json fields = {{"training", isTraining(*desk)}, {"kind", std::string(nameOf(look.kind))}, {"locked", look.locked()}, {"profile", look.profile.id},
                   {"limitations", look.profile.limitations()}, {"atr", toHex(look.identity.atr)}, {"signedByUs", look.signedByUs}};
    if (look.identity.guid) fields["card"] = look.identity.guid->text();
    if (look.identity.serial) fields["serial"] = look.identity.serialText();
    if (look.passcodeTries) fields["tries"] = *look.passcodeTries;
    json due = json::array();
    for (const auto slot : look.due()) due.push_back(slotName(slot));
    fields["due"] = due;
    std::string words = "The card is " + std::string(nameOf(look.kind)) + (look.locked() ? ", locked" : "") + ".";
    if (const auto holder = look.holder()) {
        fields["uuid"] = holder->digits();
        words += " Holder " + holder->grouped() + ".";
        desk->recordView(*holder, "shell");
    }
    if (look.file.job && look.file.jobOpen()) fields["openJob"] = look.file.job->id.text();
    if (command.arguments.apduSummary) {
        const auto count = countOf(look.count, Steady::now() - began);
        fields.update(count);
        words += countWords(count);
    }
    command.output.say("result", std::move(fields), words);
}

void issue(const Command& command)
{
    if (command.arguments.request.empty()) throw UsageError(Failure::of("USAGE", "--request FILE is needed"));
    auto request = IssueRequest::load(command.arguments.request.string());
    auto passcode = passcodeFor(command);
    request.options.locked = passcode.locked;
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto& exception = command.arguments.exception.request;
    auto application = exception.empty() ? desk->applicationOf(request) : desk->applicationAsItIs(request);
    if (!exception.empty()) {
        application.exception = Guid::parse(exception);
        if (!application.exception) throw UsageError(Failure::of("USAGE", "--exception is a GUID, as 'exception list' shows it"));
    }
    desk->readers().requireCard(reader); // an empty reader is no reason to make a record first
    const auto order = desk->admit(application, passcode);
    const auto began = Steady::now();
    const auto receipt = desk->issue(reader, order, std::move(passcode), watchOf(command));
    tell(command, *desk, "issue", "Card made for " + grouped(receipt.userNumber) + ", read back and proven.", receipt, Steady::now() - began);
}

void unlock(const Command& command)
{
    if (!command.arguments.passcodeFd) throw UsageError(Failure::of("USAGE", "--passcode-fd N is needed"));
    UnlockJob::Options options;
    if (command.arguments.likeness == "printed-face") {
        options.likeness = LikenessAnswer::printedFace;
    } else if (command.arguments.likeness != "portrait") {
        throw UsageError(Failure::of("USAGE", "--likeness is portrait or printed-face"));
    }
    options.spendLastTry = command.arguments.lastTry;
    requireByShell(command);
    auto passcode = readPasscode(*command.arguments.passcodeFd);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto receipt = desk->unlock(reader, std::move(passcode), options, watchOf(command));
    tell(command, *desk, "unlock", "Unlocked: the new passcode of " + grouped(receipt.userNumber) + " works.", receipt, Steady::now() - began);
}

void touch(const Command& command)
{
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto done = desk->touch(reader, watchOf(command));
    const auto& receipt = done.receipt;
    const bool nothing = receipt.written.empty() && !done.keysRenewed;
    std::string head = done.keysLeft && nothing ? "New keys are due on the card of " : nothing ? "Nothing was due on the card of " : "Done what was due on the card of ";
    head += grouped(receipt.userNumber) + ".";
    if (done.keysRenewed) head += " Its keys are renewed.";
    if (done.keysLeft) head += " Its keys are not renewed: " + done.keysLeft->cause + " " + done.keysLeft->nextStep;
    json more = {{"keysRenewed", done.keysRenewed}};
    if (done.keysLeft) more["keysLeft"] = done.keysLeft->code;
    tell(command, *desk, "touch", head, receipt, Steady::now() - began, more);
}

void listDueCards(const Command& command)
{
    const SignedDesk desk(command);
    const auto cards = desk->cardsToRekey();
    for (const auto& card : cards) {
        command.output.say("due", {{"card", card.guid.text()}, {"uuid", card.holder.digits()}, {"state", std::string(nameOf(card.state))},
                                   {"siteKeyVersion", card.siteKeyVersion}, {"generation", card.generation}},
                           fmt::format("{}  {}, site key {}", card.guid.text(), card.holder.grouped(), card.siteKeyVersion));
    }
    const auto words = cards.empty() ? std::string("Every card in use has keys of the newest site key.")
                                     : fmt::format("{} {} new keys at the next touch.", cards.size(), cards.size() == 1 ? "card gets" : "cards get");
    command.output.say("result", {{"training", isTraining(*desk)}, {"due", cards.size()}, {"siteKeyVersion", desk->newestSiteKey()}}, words);
}

void repair(const Command& command)
{
    Workstation::PasscodeForCard passcode;
    if (command.arguments.passcodeFd || command.arguments.locked) passcode = passcodeFor(command);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto result = desk->repair(reader, std::move(passcode), watchOf(command));
    if (result.kind == RepairResult::Kind::abandoned) {
        json fields = {{"training", isTraining(*desk)}, {"act", "repair"}, {"outcome", "blank"}, {"card", result.card.text()}};
        if (result.holder) fields["uuid"] = result.holder->digits();
        command.output.say("result", std::move(fields), "The card had not been begun: it is blank again, and the number stays with its holder.");
        return;
    }
    const auto& receipt = *result.receipt;
    tell(command, *desk, "repair", "Repaired: the card of " + grouped(receipt.userNumber) + " is finished and proven.", receipt, Steady::now() - began);
}

} // namespace cardwright::ctl
