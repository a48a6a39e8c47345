#pragma once

#include "core/crypto/Sha256.h"
#include "core/store/StoreRoom.h"

#include <filesystem>
#include <optional>

namespace cardwright {

/// Portraits as files named by the SHA-256 of the JPEG's exact octets (the photo reference), each an envelope to the centre and to
/// the store, as it is sent. Throws StoreError.
class Portraits {
public:
    /// The folder is made (0700) with the first portrait.
    explicit Portraits(StoreRoom& room) : m_room(room) {}

    /// Written whole or not at all; a portrait that is there already stays, unless the vault is open and shows it damaged.
    Sha256Digest put(ByteView jpeg);
    /// The JPEG. Nothing when there is none; STORE-PORTRAIT when it does not open or its octets no longer match its name; STORE-SEALED.
    std::optional<Bytes> get(const Sha256Digest& reference);
    /// As it is sent: the envelope. Needs nobody signed in.
    std::optional<Bytes> sealed(const Sha256Digest& reference) const;
    bool has(const Sha256Digest& reference) const;
    std::filesystem::path fileOf(const Sha256Digest& reference) const;

private:
    StoreRoom& m_room;
};

} // namespace cardwright
