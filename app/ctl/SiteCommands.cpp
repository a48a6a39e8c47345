#include "app/ctl/Commands.h"
#include "app/runtime/TrainingSite.h"

#include <nlohmann/json.hpp>

namespace cardwright::ctl {

void siteTrain(const Command& command)
{
    if (command.arguments.site.empty()) throw UsageError(Failure::of("USAGE", "--site DIR is needed"));
    const auto made = runtime::makeTrainingSite(command.arguments.site, command.arguments.centrePort);
    command.output.say("result",
                       {{"training", true},
                        {"site", command.arguments.site.string()},
                        {"name", made.name},
                        {"odsCode", made.odsCode},
                        {"desk", made.desk},
                        {"agent", {{"name", made.agentName}, {"uuid", made.agentNumber}}},
                        {"centrePort", made.centrePort},
                        {"leased", made.leased},
                        {"cards", made.cards},
                        {"requests", made.requests}},
                       "A training site stands in " + command.arguments.site.string() + ": " + made.name + ", " + made.desk + ".\n" + made.agentName +
                           " is its agent; the passcode of that card is in cards/agent.passcode. Nothing in it is real.");
}

void listReaders(const Command& command)
{
    const auto desk = openForReading(command);
    const auto states = desk->readersNow();
    if (states.empty()) throw TransportError("READER-ABSENT");
    for (const auto& state : states) {
        const char* words = state.mute ? "a card that does not answer" : state.present ? "a card" : "empty";
        command.output.say("reader",
                           {{"reader", state.name}, {"present", state.present}, {"exclusive", state.exclusive}, {"mute", state.mute}, {"atr", toHex(state.atr)}},
                           state.name + ": " + words + (state.exclusive ? ", held by another program" : ""));
    }
}

} // namespace cardwright::ctl
