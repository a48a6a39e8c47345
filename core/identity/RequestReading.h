#pragma once

#include "core/identity/DocumentReading.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/Person.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

// Inside of IssueRequest and EvidenceQuery: the parts that both have. The schema has seen to the form.

namespace cardwright::requests {

inline constexpr std::size_t mostBytes = std::size_t{1} << 20;

/// Throws UsageError REQUEST-SCHEMA with the field.
[[noreturn]] void misshapen(const std::string& field, const char* what);
/// A text field without control characters; empty when it is not there.
std::string readText(const nlohmann::json& from, const char* name, const std::string& path);
Person readPerson(const nlohmann::json& from);
/// What the document itself shows takes away the ticks that it contradicts.
EvidenceDocument readDocument(const nlohmann::json& from, const std::string& path, const Person* person);
DocumentShows readShows(const nlohmann::json& from, const std::string& path);
EvidenceAnswers readAnswers(const nlohmann::json& from);
/// Checks against the schema of this name. Throws UsageError REQUEST-JSON, REQUEST-SCHEMA.
void parse(std::string_view text, std::string_view schema, nlohmann::json& into);

nlohmann::json writeDocument(const EvidenceDocument& document);
nlohmann::json writeAnswers(const EvidenceAnswers& answers);

} // namespace cardwright::requests
