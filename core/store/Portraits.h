#pragma once

#include "core/base/Bytes.h"
#include "core/crypto/Sha256.h"

#include <filesystem>
#include <optional>

namespace cardwright {

/// Portraits as files named by the SHA-256 of their exact octets (the photo reference). Throws StoreError.
class Portraits {
public:
    /// The folder is made (0700) with the first portrait.
    explicit Portraits(std::filesystem::path folder);

    /// Written whole or not at all; a portrait that is there already stays.
    Sha256Digest put(ByteView jpeg);
    /// Nothing when there is none; STORE-PORTRAIT when its octets no longer match its name.
    std::optional<Bytes> get(const Sha256Digest& reference) const;
    bool has(const Sha256Digest& reference) const;
    std::filesystem::path fileOf(const Sha256Digest& reference) const;

private:
    std::filesystem::path m_folder;
};

} // namespace cardwright
