#pragma once

#include "core/base/Bytes.h"

#include <span>
#include <string_view>

namespace cardwright {

/// A file of resources/ that is compiled into the programs, so that they find it wherever they are installed.
struct EmbeddedFile {
    std::string_view name; ///< path under resources: "policies/evidence.json"
    ByteView content;
};

/// policies/*.json, schemas/*.schema.json, training/applicants.json, training/portraits/*.jpg
std::span<const EmbeddedFile> embeddedFiles() noexcept;
/// An unknown name is a defect: throws std::out_of_range.
ByteView embeddedFile(std::string_view name);
std::string_view embeddedText(std::string_view name);

} // namespace cardwright
