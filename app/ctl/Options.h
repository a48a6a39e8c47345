#pragma once

#include "app/ctl/Arguments.h"

#include <string>

namespace CLI {
class App;
}

// What the command line takes, by room; main.cpp puts it together. The parser is a heavy header and stands in the sources alone.

namespace cardwright::ctl {

void readerOption(CLI::App& command, Arguments& arguments);
void passcodeOption(CLI::App& command, Arguments& arguments);
void termsOption(CLI::App& command, Arguments& arguments);
void apduOption(CLI::App& command, Arguments& arguments);
/// "people find": its last word below `parent`; chosen, it is Arguments::command.
CLI::App* child(CLI::App& parent, Arguments& arguments, const std::string& command, const std::string& words);

/// People, the queue, terms, positions, requests, prints and badges.
void addRegisterCommands(CLI::App& app, Arguments& arguments);

} // namespace cardwright::ctl
