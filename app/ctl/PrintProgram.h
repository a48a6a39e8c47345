#pragma once

#include "core/base/Bytes.h"

#include <filesystem>
#include <string>

namespace cardwright::ctl {

/// Runs cardwright-print, which stands beside this program: the request through a pipe, the PDF through another, no file between.
/// Throws FailureError PRINT-PROGRAM when it cannot be run or dies, or the failure that it names.
Bytes drawPdf(const std::string& request);
/// Whole, and readable by nobody else. Throws FailureError PRINT-FILE.
void writePdf(const std::filesystem::path& file, ByteView pdf);

} // namespace cardwright::ctl
