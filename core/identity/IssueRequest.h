#pragma once

#include "core/base/Failure.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/portrait/PortraitFile.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

struct IssueOptions {
    bool locked = false; ///< issue without a passcode
};

/// An application for a card, as `cardwrightctl issue --request FILE` reads it.
/// Form: resources/schemas/issue-request.schema.json.
struct IssueRequest {
    Person person;
    std::vector<EvidenceDocument> documents;
    EvidenceAnswers answers;   ///< what routes want besides documents; never an approval
    std::string portraitFile; ///< made absolute, or relative to the working folder, by the request file's folder
    std::optional<CropBox> crop;
    int turn = 0;             ///< tenths of a degree, clockwise
    std::string photoReason;  ///< why the photo is taken although something is advised: id of the photo policy's
    IssueOptions options;
    std::vector<UserNumber> comparedWith{}; ///< who is much like this person, was looked at and is somebody else
    std::string whyOther{};                 ///< how the agent knows

    /// Throws UsageError: REQUEST-FILE, REQUEST-JSON, REQUEST-SCHEMA; `detail` names the field, never its value.
    static IssueRequest load(const std::string& path);
    /// `folder`: where a relative portrait path begins.
    static IssueRequest parse(std::string_view json, const std::string& folder);

    /// As JSON of the same schema; numbers as their endings. The portrait path is written as it is here.
    std::string json() const;
};

} // namespace cardwright
