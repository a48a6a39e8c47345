#pragma once

#include "core/identity/EvidencePolicy.h"
#include "core/identity/Person.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Documents to be judged without an application: what `cardwrightctl evidence check FILE` reads. Form:
/// resources/schemas/evidence-check.schema.json; an issue request is one as well.
struct EvidenceQuery {
    std::optional<Person> person;
    std::vector<EvidenceDocument> documents;
    EvidenceAnswers answers;
    std::vector<std::string> warnings; ///< of numbers and of what documents show, beside the person

    /// Throws UsageError: REQUEST-FILE, REQUEST-JSON, REQUEST-SCHEMA; `detail` names the field, never its value.
    static EvidenceQuery load(const std::string& path, const EvidencePolicy& policy);
    static EvidenceQuery parse(std::string_view json, const EvidencePolicy& policy);
};

} // namespace cardwright
