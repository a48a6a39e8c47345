#pragma once

#include "app/ctl/Commands.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <string>

// What the commands about a card have in common. For app/ctl's sources only.

namespace cardwright::ctl {

using Steady = std::chrono::steady_clock;

/// The reader that --reader names. Throws UsageError, TransportError.
std::string theReader(const Command& command, runtime::Workstation& desk);
/// On a live site a holder's passcode is typed by the holder, in the window or on a reader with keys, and by nobody else. Asked
/// before anybody signs in: no try of the agent's card is spent on what will be refused.
void requireByShell(const Command& command);
/// --passcode-fd, --on-reader or --locked.
PasscodeSource passcodeFor(const Command& command);
/// --passcode-fd or --on-reader: somebody has to type.
PasscodeSource passcodeFrom(const Command& command);
runtime::Watch watchOf(const Command& command);

/// --terms-accepted: what the holder accepted, as the one who runs a training site says. Nothing where it was not said. Throws RefusedError
/// TERMS-CHANGED: another version is in force.
std::optional<TermsAcceptance> termsFrom(const Command& command, runtime::Workstation& desk);
/// Before anything is recorded: an act that will ask for the terms was given them, or this holder has accepted them. RefusedError TERMS-NEEDED.
void requireTermsSaid(const Command& command, runtime::Workstation& desk, const std::optional<UserNumber>& holder);

nlohmann::json countOf(const ApduCount& count, Steady::duration whole);
std::string countWords(const nlohmann::json& count);
/// Says what came of an act, with its figures where they were asked for.
void tell(const Command& command, const runtime::Workstation& desk, const char* act, const std::string& head, const CardReceipt& receipt,
          Steady::duration whole);
/// With fields of its own besides.
void tell(const Command& command, const runtime::Workstation& desk, const char* act, const std::string& head, const CardReceipt& receipt,
          Steady::duration whole, const nlohmann::json& more);
/// A user number in groups, for sentences.
std::string grouped(const std::string& digits);

} // namespace cardwright::ctl
