#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The house's one rule and its floors (README, "Where a change belongs") as a function: may this file include that header?
/// `file` and `header` are paths from the root ("core/piv/Slot.h") or a library's header as written ("openssl/evp.h").
/// Returns the reason when it may not.
std::optional<std::string> forbiddenInclude(std::string_view file, std::string_view header, bool angled);
