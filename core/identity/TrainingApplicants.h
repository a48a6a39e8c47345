#pragma once

#include "core/base/Bytes.h"
#include "core/identity/IssueRequest.h"

#include <string>
#include <vector>

namespace cardwright {

/// Somebody who does not exist, to practise with.
struct TrainingApplicant {
    std::string id;           ///< "callum-pemberton-roy"
    std::string name;
    std::string words;        ///< "Passes with a passport, a licence and a gas bill"
    bool passes = false;
    IssueRequest request;     ///< portraitFile = portraitName
    std::string requestJson;  ///< to be written as <id>.json beside the portrait
    std::string portraitName; ///< "portrait-2.jpg"
    ByteView portrait;        ///< its octets, compiled in
};

/// resources/training/applicants.json with its relative dates ("today-40d", "today+5y", "today-6m") made absolute.
std::vector<TrainingApplicant> trainingApplicants(Date today);

/// "2026-11-21", "today", "today-40d", "today-6m", "today+5y"; nothing for any other form.
std::optional<Date> relativeDate(std::string_view text, Date today);

} // namespace cardwright
