#pragma once

#include <string_view>

namespace cardwright {

/// The line, from 1, on which the value at a path ("kinds[3].uses[0].group", as JsonProblem names it) stands in a text that parseJson()
/// accepted. Of a path that is not there whole: the line of the part that is. The empty path: line of the value itself.
int lineOf(std::string_view json, std::string_view path);

} // namespace cardwright
