#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace cardwright::central {

/// JSON lines to stderr. Fields are routes, statuses, durations and workstation GUIDs: nothing of a person, no address with variables.
void logEvent(std::string_view event, const nlohmann::json& fields);
void logWarning(std::string_view event, const nlohmann::json& fields);
/// Once, before the first line.
void prepareLog();

} // namespace cardwright::central
