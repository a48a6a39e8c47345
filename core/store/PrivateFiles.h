#pragma once

#include "core/base/Bytes.h"
#include "core/base/SecureBytes.h"

#include <cstddef>
#include <filesystem>

namespace cardwright {

/// Files only this account may read. All throw StoreError STORE-READ or STORE-WRITE naming the file.

/// 0700; those above it must be there.
void makePrivateDirectory(const std::filesystem::path& path);
/// The whole file appears under its name or not at all: written beside it (0600), flushed, renamed, the folder flushed.
void writePrivateFile(const std::filesystem::path& path, ByteView content);
/// limit: more than this many octets is refused.
Bytes readWholeFile(const std::filesystem::path& path, std::size_t limit);
/// Likewise for what is secret (keys, the agent's training passcode).
SecureBytes readSecretFile(const std::filesystem::path& path, std::size_t limit);
/// Nobody but the owner can read or write it.
bool isPrivate(const std::filesystem::path& path);

} // namespace cardwright
