#include "app/ctl/CardOutput.h"

#include "app/ctl/PasscodeInput.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace cardwright::ctl {

using nlohmann::json;
using runtime::Workstation;

namespace {

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

} // namespace

std::string theReader(const Command& command, Workstation& desk)
{
    if (command.arguments.reader.empty()) throw UsageError(Failure::of("USAGE", "--reader NAME is needed"));
    return desk.readers().resolve(command.arguments.reader);
}

void requireByShell(const Command& command)
{
    const bool given = command.arguments.passcodeFd || command.arguments.act.newPasscodeFd;
    const bool accepted = command.arguments.terms.accepted.has_value();
    if (!(given || accepted) || command.arguments.site.empty()) return;
    if (SiteFolder::open(command.arguments.site).description().training) return;
    throw RefusedError(Failure::of(given ? "PASSCODE-NOT-BY-SHELL" : "TERMS-NOT-BY-SHELL"));
}

PasscodeSource passcodeFor(const Command& command)
{
    const auto& arguments = command.arguments;
    requireByShell(command);
    const int said = (arguments.locked ? 1 : 0) + (arguments.onReader ? 1 : 0) + (arguments.passcodeFd ? 1 : 0);
    if (said != 1) throw UsageError(Failure::of("USAGE", "one of --passcode-fd N, --on-reader and --locked is needed"));
    if (arguments.locked) return PasscodeSource::locked();
    return passcodeFrom(command);
}

PasscodeSource passcodeFrom(const Command& command)
{
    const auto& arguments = command.arguments;
    if (arguments.onReader == arguments.passcodeFd.has_value()) {
        throw UsageError(Failure::of("USAGE", "one of --passcode-fd N and --on-reader is needed"));
    }
    if (arguments.onReader) return PasscodeSource::readersKeys();
    requireByShell(command);
    return readPasscode(*arguments.passcodeFd);
}

namespace {

const char* nameOf(PadAsk ask)
{
    switch (ask) {
    case PadAsk::known: return "known";
    case PadAsk::knownThenNew: return "known-then-new";
    case PadAsk::newTwice: return "new-twice";
    case PadAsk::again: return "again";
    case PadAsk::none: break;
    }
    return "none";
}

/// What stops it is said with it: nothing here can end an entry that the reader has begun.
std::string wordsOf(PadAsk ask)
{
    constexpr auto stop = " The red key on the reader stops it.";
    switch (ask) {
    case PadAsk::known: return std::string("The holder types the passcode on the reader's keys.") + stop;
    case PadAsk::knownThenNew: return std::string("The holder types on the reader's keys: the passcode they have, then a new one two times.") + stop;
    case PadAsk::newTwice: return std::string("The holder types a new passcode on the reader's keys, two times.") + stop;
    case PadAsk::again: return std::string("The holder types the new passcode on the reader's keys once more.") + stop;
    case PadAsk::none: break;
    }
    return {};
}

} // namespace

runtime::Watch watchOf(const Command& command)
{
    return {[&command](const JobProgress& progress) {
                json fields = {{"step", std::string(progress.step)}, {"state", nameOf(progress.state)}, {"detail", progress.detail}};
                if (progress.onReader != PadAsk::none) fields["onReader"] = nameOf(progress.onReader);
                command.output.say("progress", std::move(fields), "");
                if (!command.output.asJson()) command.output.aside(wordsOf(progress.onReader));
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

void tell(const Command& command, const Workstation& desk, const char* act, const std::string& head, const CardReceipt& receipt, Steady::duration whole,
          const json& more)
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

void tell(const Command& command, const Workstation& desk, const char* act, const std::string& head, const CardReceipt& receipt, Steady::duration whole)
{
    tell(command, desk, act, head, receipt, whole, json::object());
}

std::string grouped(const std::string& digits)
{
    const auto number = UserNumber::parse(digits);
    return number ? number->grouped() : digits;
}

} // namespace cardwright::ctl
