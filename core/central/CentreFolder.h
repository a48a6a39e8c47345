#pragma once

#include <filesystem>
#include <string_view>

namespace cardwright::central {

/// Where a centre keeps what it has. Directories 0700, files 0600.
struct CentreFolder {
    std::filesystem::path root;

    std::filesystem::path description() const { return root / "centre.json"; } ///< {"schema":"cardwright.centre/1","site","name","odsCode"}
    std::filesystem::path database() const { return root / "centre.sqlite"; }
    std::filesystem::path portraits() const { return root / "portraits"; }
    std::filesystem::path policies() const { return root / "policies"; } ///< NAME.json, NAME.json.p7s: the newest version of each
    /// Orders of `cardwright-central token|agent|...` reach a running centre here.
    std::filesystem::path orders() const { return root / "orders.socket"; }
    /// name: "ca", "tls", "centre-signing", "centre-envelope", "recovery".
    std::filesystem::path certificate(std::string_view name) const { return root / (std::string(name) + ".pem"); }
    std::filesystem::path key(std::string_view name) const { return root / (std::string(name) + ".key"); }
};

} // namespace cardwright::central
