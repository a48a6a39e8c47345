#pragma once

#include "core/base/Failure.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// RFC 9457. The type is urn:cardwright:problem:NAME; the names are a closed list (Problem.cpp), each with status and title.
struct Problem {
    std::string name; ///< "user-number-taken"
    int status = 500;
    std::string title;
    std::string detail;                    ///< which field or rule; never what somebody typed
    /// What only the asking desk may read (person-exists: the number that this person already has). Leaves the centre as "sealed",
    /// an envelope to that desk's store certificate with {"userNumber":...} inside; never in the open.
    std::optional<std::string> userNumber;
    std::string sealed; ///< base64 of that envelope
    int retryAfter = 0; ///< seconds; 0: nothing to say

    /// An unknown name is a defect of ours and becomes "internal".
    static Problem of(std::string_view name, std::string detail = {});
    static std::vector<std::string_view> names(); ///< the closed list
    std::string type() const { return "urn:cardwright:problem:" + name; }
    /// application/problem+json: type, title, status, detail, code (the bare name) and sealed where there is one.
    std::string json() const;
};

/// Stops the application of an entry, or a whole call.
class ProblemError : public FailureError {
public:
    explicit ProblemError(Problem problem);
    const Problem& problem() const noexcept { return m_problem; }

private:
    Problem m_problem;
};

[[noreturn]] void refuse(std::string_view name, std::string detail = {});

} // namespace cardwright::central
