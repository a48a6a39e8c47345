#pragma once

#include "app/ctl/Arguments.h"
#include "app/ctl/Output.h"
#include "app/runtime/Workstation.h"

#include <memory>
#include <stop_token>

namespace cardwright::ctl {

/// One command's surroundings. Each command throws FailureError; main turns that into its exit code.
struct Command {
    const Arguments& arguments;
    const Output& output;
    std::stop_token stop; ///< Ctrl C: between two card commands
};

/// Runs what the arguments ask for.
void run(const Command& command);

/// The desk for reading beside whoever writes, or for an act (then an agent is signed in).
std::unique_ptr<runtime::Workstation> openForReading(const Command& command);
std::unique_ptr<runtime::Workstation> openForAct(const Command& command);

void siteTrain(const Command& command);
void listReaders(const Command& command);
void showCard(const Command& command);
void issue(const Command& command);
void unlock(const Command& command);
void repair(const Command& command);
void touch(const Command& command);
void findPeople(const Command& command);
void showPerson(const Command& command);
void listQueue(const Command& command);
void drainQueue(const Command& command);
void verifyLog(const Command& command);
void exportLog(const Command& command);

} // namespace cardwright::ctl
