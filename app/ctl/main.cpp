#include "app/ctl/Commands.h"
#include "app/runtime/Process.h"

#include <CLI/CLI.hpp>

namespace {

using cardwright::ctl::Arguments;

void readerOption(CLI::App& command, Arguments& arguments)
{
    command.add_option("--reader", arguments.reader, "the holder's card: reader's name, or a part that only it has")->required();
}

void passcodeOption(CLI::App& command, Arguments& arguments)
{
    command.add_option("--passcode-fd", arguments.passcodeFd, "file descriptor from which the holder's passcode is read");
}

void apduOption(CLI::App& command, Arguments& arguments)
{
    command.add_flag("--apdu-summary", arguments.apduSummary, "APDUs, bytes each way, card time and host time");
}

CLI::App* child(CLI::App& parent, Arguments& arguments, const std::string& command, const std::string& words)
{
    const auto name = command.substr(command.find(' ') == std::string::npos ? 0 : command.find(' ') + 1);
    auto* made = parent.add_subcommand(name, words)->fallthrough();
    made->callback([&arguments, command] { arguments.command = command; });
    return made;
}

void addCardCommands(CLI::App& app, Arguments& arguments)
{
    auto* card = app.add_subcommand("card", "a card")->require_subcommand(1)->fallthrough();
    auto* show = child(*card, arguments, "card show", "whose card it is and in what state");
    auto* issue = child(app, arguments, "issue", "make a blank card into a person's card");
    issue->add_option("--request", arguments.request, "the application, JSON of resources/schemas/issue-request.schema.json")->required();
    auto* unlock = child(app, arguments, "unlock", "a new passcode for a locked card");
    unlock->add_option("--likeness", arguments.likeness, "what the agent compared the holder with: portrait or printed-face");
    auto* repair = child(app, arguments, "repair", "go on with the job that was not finished on this card");
    auto* touch = child(app, arguments, "touch", "write what is due on this card");
    for (auto* command : {show, issue, unlock, repair, touch}) {
        readerOption(*command, arguments);
        apduOption(*command, arguments);
    }
    for (auto* command : {issue, unlock, repair}) passcodeOption(*command, arguments);
    for (auto* command : {issue, repair}) command->add_flag("--locked", arguments.locked, "nobody types a passcode: the card ends locked");
}

void addRecordCommands(CLI::App& app, Arguments& arguments)
{
    auto* people = app.add_subcommand("people", "holders")->require_subcommand(1)->fallthrough();
    child(*people, arguments, "people find", "by name, user number, card or date of birth")
        ->add_option("text", arguments.text, "how a part of the name begins, the number's first digits, a date as 1978-06-19, or a card's GUID")
        ->required();
    child(*people, arguments, "people show", "one holder and their cards")->add_option("number", arguments.text, "12 digits")->required();
    auto* queue = app.add_subcommand("queue", "records on their way to the centre")->require_subcommand(1)->fallthrough();
    child(*queue, arguments, "queue list", "what waits and what was refused");
    child(*queue, arguments, "queue drain", "send what waits, take what was delivered");
    auto* log = app.add_subcommand("log", "the journal")->require_subcommand(1)->fallthrough();
    child(*log, arguments, "log verify", "sequence, ids and digests of all entries")->add_option("--file", arguments.file, "of an export; no site is needed then");
    child(*log, arguments, "log export", "all entries, one JSON object per line")->add_option("--file", arguments.file, "to this file instead of standard output");
}

void describe(CLI::App& app, Arguments& arguments)
{
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--site", arguments.site, "the site's folder");
    app.add_flag("--json", arguments.json, "one JSON object per line (app/ctl/README.md)");
    app.add_option("--agent-reader", arguments.agentReader, "the reader with the agent's own card");
    app.add_option("--agent-passcode-fd", arguments.agentPasscodeFd, "file descriptor from which the agent's passcode is read");
    app.add_flag("--last-try", arguments.lastTry, "yes, spend the last try of the agent's passcode or of the unlock key");
    app.add_option("--tray-card", arguments.trayCard, "training: this card file is in 'Training reader 2' during the command");
    auto* site = app.add_subcommand("site", "the site")->require_subcommand(1)->fallthrough();
    child(*site, arguments, "site train", "make a training site; starts nothing")
        ->add_option("--centre-port", arguments.centrePort, "where its centre will listen on loopback; else a free port");
    child(app, arguments, "readers", "the readers and whether a card is in them");
    addCardCommands(app, arguments);
    addRecordCommands(app, arguments);
}

} // namespace

int main(int argc, char** argv)
{
    cardwright::runtime::prepareProcess();
    Arguments arguments;
    CLI::App app("cardwrightctl: every act of the desk, from the shell");
    describe(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        const cardwright::ctl::Output output(arguments.json);
        output.fail(cardwright::Failure::of("USAGE", error.what()));
        return cardwright::exitCodeOf(cardwright::FailureKind::usage);
    }
    const cardwright::runtime::StopOnSignal interruption;
    const cardwright::ctl::Output output(arguments.json);
    try {
        cardwright::ctl::run({arguments, output, interruption.token()});
        return 0;
    } catch (...) {
        const auto failure = cardwright::failureFrom(std::current_exception());
        output.fail(failure);
        return cardwright::exitCodeOf(failure.kind);
    }
}
