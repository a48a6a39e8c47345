#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cardwright::testing {

/// Secrets that must be written down nowhere, by what a finding calls them.
using Secrets = std::map<std::string, std::string>;

/// Where a secret was found, and in which form: as it is, hexadecimal, base64.
struct Finding {
    std::string secret;
    std::string place;
};

void search(const Secrets& secrets, const std::string& place, const std::string& text, std::vector<Finding>& findings);
/// Every regular file below the folder but those of `mayHold`. `when` stands behind each file's name. Gives how many were read.
std::size_t searchFolder(const Secrets& secrets, const std::filesystem::path& folder, const std::string& when,
                         const std::function<bool(const std::filesystem::path&)>& mayHold, std::vector<Finding>& findings);
/// A line each; empty when there is none.
std::string told(const std::vector<Finding>& findings);

} // namespace cardwright::testing
