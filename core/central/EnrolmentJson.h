#pragma once

#include "core/central/Enrolment.h"

#include <string>
#include <string_view>

namespace cardwright::central {

/// The calls' JSON (resources/openapi/central.json). Reading throws ProblemError request-unreadable naming the field.
EnrolmentRequest readEnrolment(std::string_view body);
std::string writeEnrolment(const EnrolmentAnswer& answer);
EnrolmentAnswer readEnrolmentAnswer(std::string_view text);
FirstAgentRequest readFirstAgent(std::string_view body);
std::string writeFirstAgent(const FirstAgentAnswer& answer);
FirstAgentAnswer readFirstAgentAnswer(std::string_view text);

} // namespace cardwright::central
