#include "app/ctl/CardOutput.h"

#include "core/piv/Slot.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cardwright::ctl {

using nlohmann::json;
using runtime::Workstation;

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

namespace {

/// The number under which the person of this application is known here already.
std::optional<UserNumber> knownAs(Workstation& desk, const IssueApplication& application)
{
    const auto same = desk.store().call([&](Store& store) { return samePeople(store, application.person, application.comparedWith); });
    return same.size() != 1 ? std::nullopt : std::optional(same.front().number);
}

} // namespace

void issue(const Command& command)
{
    if (command.arguments.request.empty()) throw UsageError(Failure::of("USAGE", "--request FILE is needed"));
    auto request = IssueRequest::load(command.arguments.request.string());
    auto passcode = passcodeFor(command);
    request.options.locked = passcode.isLocked();
    const SignedDesk desk(command);
    requireDuty(desk, Permission::cardIssue); // before anything is said of the person or their evidence
    const auto reader = theReader(command, *desk);
    const auto& exception = command.arguments.exception.request;
    auto application = exception.empty() ? desk->applicationOf(request) : desk->applicationAsItIs(request);
    if (!exception.empty()) {
        application.exception = Guid::parse(exception);
        if (!application.exception) throw UsageError(Failure::of("USAGE", "--exception is a GUID, as 'exception list' shows it"));
    }
    desk->readers().requireCard(reader); // an empty reader is no reason to make a record first
    const auto accepted = termsFrom(command, *desk);
    if (!passcode.isLocked()) requireTermsSaid(command, *desk, knownAs(*desk, application));
    auto order = desk->admit(application, passcode);
    order.terms = accepted;
    const auto began = Steady::now();
    const auto receipt = desk->issue(reader, order, std::move(passcode), watchOf(command));
    tell(command, *desk, "issue", "Card made for " + grouped(receipt.userNumber) + ", read back and proven.", receipt, Steady::now() - began);
}

namespace {

/// What a visit came to, in words and fields.
struct Told {
    std::string words;
    json fields = json::object();
};

const char* wordsOf(JobKind act)
{
    if (act == JobKind::terms) return "The new terms are not signed: ";
    return act == JobKind::rotate ? "Its keys are not renewed: " : "Its certificates are not renewed: ";
}

Told told(const runtime::TouchResult& done)
{
    Told told{{}, {{"keysRenewed", done.keysRenewed}, {"renewed", done.renewed}, {"left", json::array()}}};
    if (done.keysRenewed) told.words += " Its keys are renewed.";
    if (done.renewed) told.words += " It has new certificates.";
    if (done.receipt.termsVersion != 0) told.words += " The terms are signed.";
    told.fields["termsSigned"] = done.receipt.termsVersion;
    for (const auto& left : done.left) {
        told.words += std::string(" ") + wordsOf(left.act) + left.why.cause + " " + left.why.nextStep;
        told.fields["left"].push_back({{"act", std::string(nameOf(left.act))}, {"code", left.why.code}});
    }
    if (done.keysLeft) told.fields["keysLeft"] = done.keysLeft->code;
    return told;
}

UnlockJob::Options unlockOptions(const Command& command)
{
    UnlockJob::Options options;
    if (command.arguments.likeness == "printed-face") {
        options.likeness = LikenessAnswer::printedFace;
    } else if (command.arguments.likeness != "portrait") {
        throw UsageError(Failure::of("USAGE", "--likeness is portrait or printed-face"));
    }
    options.spendLastTry = command.arguments.lastTry;
    return options;
}

} // namespace

void unlock(const Command& command)
{
    auto options = unlockOptions(command);
    auto passcode = passcodeFrom(command);
    const SignedDesk desk(command);
    const auto reader = theReader(command, *desk);
    options.terms = termsFrom(command, *desk);
    const auto began = Steady::now();
    if (command.arguments.allDue) {
        VisitJob::Terms terms{std::move(passcode), options};
        const auto done = desk->touch(reader, std::move(terms), watchOf(command));
        const auto rest = told(done);
        tell(command, *desk, "unlock", "Unlocked: the new passcode of " + grouped(done.receipt.userNumber) + " works." + rest.words, done.receipt,
             Steady::now() - began, rest.fields);
        return;
    }
    const auto receipt = desk->unlock(reader, std::move(passcode), options, watchOf(command));
    tell(command, *desk, "unlock", "Unlocked: the new passcode of " + grouped(receipt.userNumber) + " works.", receipt, Steady::now() - began);
}

void touch(const Command& command)
{
    VisitJob::Terms terms;
    if (command.arguments.passcodeFd || command.arguments.onReader) terms.passcode = passcodeFrom(command);
    terms.spendLastTry = command.arguments.lastTry;
    requireByShell(command);
    const SignedDesk desk(command);
    terms.accepted = termsFrom(command, *desk);
    const auto reader = theReader(command, *desk);
    const auto began = Steady::now();
    const auto done = desk->touch(reader, std::move(terms), watchOf(command));
    const bool nothing = done.receipt.written.empty() && !done.keysRenewed && !done.renewed && done.receipt.termsVersion == 0;
    std::string head = !done.left.empty() && nothing ? "Not done what was due on the card of "
                       : nothing                     ? "Nothing was due on the card of "
                                                     : "Done what was due on the card of ";
    const auto rest = told(done);
    tell(command, *desk, "touch", head + grouped(done.receipt.userNumber) + "." + rest.words, done.receipt, Steady::now() - began, rest.fields);
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
    PasscodeSource passcode;
    if (command.arguments.passcodeFd || command.arguments.onReader || command.arguments.locked) passcode = passcodeFor(command);
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
