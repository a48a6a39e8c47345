#pragma once

#include "tests/faults/Matrix.h"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace cardwright::faults {

/// One line a cell, with a heading: job,personality,fault,at,ins,ending,code,complaints.
void writeCsv(const std::filesystem::path& file, const MatrixResult& result);
/// Reads what writeCsv wrote and adds it. Throws UsageError with the line.
void readCsv(const std::filesystem::path& file, MatrixResult& result);

/// Jobs against faults and kinds of card: in each field "done / blank / refused", a failure stands behind in words. Then the totals
/// apart, then every failure with its complaints.
void printTable(std::ostream& out, const MatrixResult& result);

} // namespace cardwright::faults
