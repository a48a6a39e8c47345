#pragma once

#include "core/base/Random.h"
#include "core/central/CentreFolder.h"
#include "core/central/CertificateAuthority.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// `cardwright-central ca DIR --cmp ...`: PEM files of the registration authority and of whom it trusts.
struct CmpOrder {
    std::string url; ///< http://host:port/path or https://...
    std::filesystem::path raCertificate;
    std::filesystem::path raKey;
    std::filesystem::path trust;
    std::filesystem::path tlsTrust; ///< https only
    std::vector<std::string> slots{}; ///< "9C=path", "9C=path,certProfile" or "9C=,certProfile": where an authority has a profile for each
};

/// http or https with a host; the port is 80 or 443 where it is left out. Nothing: not such an address.
std::optional<CmpServer> cmpServerOf(std::string_view url);

/// Writes authority.json and, beside it in cmp/, copies of the files (0600). They are read first: throws StoreError, CryptoError;
/// StoreError AUTHORITY-CONFIGURATION when the address or the key does not fit. In force from the centre's next start.
void useCmp(const CentreFolder& folder, const CmpOrder& order);
/// The embedded authority, as after `init`.
void useEmbedded(const CentreFolder& folder);
/// Whoever the folder says. Throws as useCmp.
std::unique_ptr<CertificateAuthority> openAuthority(const CentreFolder& folder, RandomSource& random);

} // namespace cardwright::central
