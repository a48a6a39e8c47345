#include "app/ctl/Commands.h"

#include "app/ctl/PasscodeInput.h"
#include "pcsc/simulator/VirtualTray.h"

#include <map>

namespace cardwright::ctl {

using runtime::Workstation;

namespace {

constexpr const char* trayReader = "Training reader 2";

std::unique_ptr<Workstation> open(const Command& command, Store::Mode mode)
{
    if (command.arguments.site.empty()) throw UsageError(Failure::of("USAGE", "--site DIR is needed"));
    Workstation::Options options;
    options.site = command.arguments.site;
    options.mode = mode;
    options.tray = !command.arguments.trayCard.empty();
    auto desk = std::make_unique<Workstation>(std::move(options));
    if (desk->tray() != nullptr) desk->tray()->insert(trayReader, command.arguments.trayCard);
    return desk;
}

void signIn(const Command& command, Workstation& desk)
{
    const auto& arguments = command.arguments;
    SignInOutcome outcome;
    if (arguments.agentReader.empty()) {
        outcome = desk.signInTrainingAgent();
    } else {
        if (!arguments.agentPasscodeFd) throw UsageError(Failure::of("USAGE", "--agent-reader needs --agent-passcode-fd"));
        outcome = desk.signIn(desk.readers().resolve(arguments.agentReader), readPasscode(*arguments.agentPasscodeFd), arguments.lastTry);
    }
    if (outcome.signedIn()) return;
    auto failure = Failure::of(codeOf(outcome.kind));
    failure.triesLeft = outcome.triesLeft;
    throw RefusedError(std::move(failure));
}

} // namespace

std::unique_ptr<Workstation> openForReading(const Command& command) { return open(command, Store::Mode::reader); }

std::unique_ptr<Workstation> openForAct(const Command& command)
{
    auto desk = open(command, Store::Mode::writer);
    signIn(command, *desk);
    return desk;
}

void run(const Command& command)
{
    static const std::map<std::string, void (*)(const Command&)> commands = {
        {"site train", siteTrain},   {"readers", listReaders},      {"card show", showCard},   {"issue", issue},
        {"unlock", unlock},          {"repair", repair},            {"touch", touch},          {"people find", findPeople},
        {"people show", showPerson}, {"queue list", listQueue},     {"queue drain", drainQueue}, {"log verify", verifyLog},
        {"log export", exportLog}};
    const auto found = commands.find(command.arguments.command);
    if (found == commands.end()) throw UsageError(Failure::of("USAGE", command.arguments.command));
    found->second(command);
}

} // namespace cardwright::ctl
