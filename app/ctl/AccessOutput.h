#pragma once

#include "app/ctl/Commands.h"
#include "app/runtime/AtRegister.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace cardwright::ctl {

/// A date in an option. Throws UsageError.
Date dayFrom(const std::string& text, const char* option);
/// The id of a position or request. Throws UsageError.
Guid idFrom(const std::string& text);
nlohmann::json positionFields(const PositionRecord& record);

} // namespace cardwright::ctl
