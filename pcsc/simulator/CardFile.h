#pragma once

#include "core/base/Descriptor.h"
#include "core/base/SecureBytes.h"

#include <filesystem>

namespace cardwright::simulator {

/// The file of a card that is in a reader: locked (flock) for as long as this lives, replaced whole at each save.
/// The lock travels to the new file before it takes the old one's name, so there is no moment without it.
class CardFile {
public:
    /// Errors: SimulatorError CARD-FILE-ABSENT, CARD-FILE-IN-USE.
    explicit CardFile(std::filesystem::path path);

    SecureBytes read() const;
    /// On return the octets are on the disk under the file's name. Errors: SimulatorError CARD-FILE-WRITE.
    void replace(ByteView octets);
    const std::filesystem::path& path() const noexcept { return m_path; }

private:
    std::filesystem::path m_path;
    Descriptor m_descriptor;
};

/// The octets of a file, and nothing left of them elsewhere. Errors: SimulatorError CARD-FILE-ABSENT.
SecureBytes readWhole(const std::filesystem::path& path);
/// Mode 0600; beside, fsync, rename, fsync of the folder. Errors: SimulatorError CARD-FILE-WRITE.
void replaceWhole(const std::filesystem::path& path, ByteView octets);

} // namespace cardwright::simulator
