#pragma once

#include <nlohmann/json.hpp>

#include <string>

// For the precompiled headers alone: what nlohmann's templates come to is compiled once, in JsonInstances.cpp, and not by every source.

namespace nlohmann {

extern template class basic_json<>;

namespace detail {

extern template class serializer<json>;
extern template class lexer<json, iterator_input_adapter<const char*>>;
extern template class parser<json, iterator_input_adapter<const char*>>;
extern template class lexer<json, iterator_input_adapter<std::string::const_iterator>>;
extern template class parser<json, iterator_input_adapter<std::string::const_iterator>>;

} // namespace detail
} // namespace nlohmann
