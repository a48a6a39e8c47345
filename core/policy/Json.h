#pragma once

#include "core/base/Bytes.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Bounds for JSON that others wrote.
struct JsonLimits {
    std::size_t bytes = std::size_t{1} << 20;
    int depth = 64; ///< deeper values are parsed by the library but crash it on copy and dump
};

/// What is wrong with a text or a value, and where. Names fields and rules, never a value: those may be personal.
struct JsonProblem {
    std::string path; ///< "person.dateOfBirth", "documents[2].dated", "line 4, column 17"; empty: the whole
    std::string what; ///< "a field that must be there is missing"

    std::string text() const; ///< "person.dateOfBirth: a field ..."
};

/// Parses strictly: size and depth caps, UTF-8, no duplicate keys, no comments, nothing after the value, finite numbers.
/// The problem when it is not so; `into` is then untouched.
std::optional<JsonProblem> parseJson(std::string_view text, nlohmann::json& into, const JsonLimits& limits = {});

/// Checks against a published schema (JSON Schema draft 7) of resources/schemas, by its name without
/// ".schema.json": "issue-request". Empty: it fits. The most telling problem first.
std::vector<JsonProblem> checkSchema(std::string_view schemaName, const nlohmann::json& value);

/// The whole of a file of at most `limit` octets; nothing when it is not there, no plain file, unreadable or larger.
std::optional<Bytes> readBounded(const std::string& path, std::size_t limit);

} // namespace cardwright
