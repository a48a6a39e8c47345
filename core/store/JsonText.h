#pragma once

#include <string_view>

namespace cardwright {

/// A column that is said to hold JSON holds JSON: StoreError STORE-WRITE otherwise. (SQLite's own json_valid() is not allowed
/// in a schema that is not trusted.) Returns the text.
std::string_view checkedJson(std::string_view text);

} // namespace cardwright
