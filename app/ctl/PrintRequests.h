#pragma once

#include "app/runtime/Workstation.h"

#include <nlohmann/json_fwd.hpp>

namespace cardwright::ctl {

/// The beginning of what cardwright-print reads: the kind, the site and its print policy.
nlohmann::json printRequest(runtime::Workstation& desk, const char* what);

} // namespace cardwright::ctl
