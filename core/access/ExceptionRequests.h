#pragma once

#include "core/access/DutyRules.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// An exception that somebody asks for: an act that a rule refuses them and that a manager or a named deputy may allow once,
/// at any desk. Its id is that of the entry exception.requested.
struct ExceptionRequest {
    enum class State { waiting, allowed, refused, lapsed, used };
    Guid id;
    std::string act;            ///< of the policy's list: "early-renewal"
    UserNumber subject;         ///< for whom
    UserNumber requester;       ///< who asks
    Sha256Digest requesterCertificate{};
    std::string reason;         ///< as typed
    std::int64_t askedAt = 0;   ///< UTC milliseconds
    State state = State::waiting;
    std::optional<UserNumber> decider;
    std::int64_t decidedAt = 0;
    std::string decisionReason;

    friend bool operator==(const ExceptionRequest&, const ExceptionRequest&) = default;
};
std::string_view nameOf(ExceptionRequest::State state) noexcept; ///< "waiting"
std::optional<ExceptionRequest::State> exceptionStateFrom(std::string_view name) noexcept;

/// The rules of asking and deciding; what is stored and sent is made by others with them.
class ExceptionRules {
public:
    explicit ExceptionRules(const RolesPolicy& policy) : m_policy(policy) {}

    /// The role may ask, the act is on the policy's list, a reason is given. EXCEPTION-ACT, EXCEPTION-REASON, DUTY-NOT-ALLOWED.
    DutyVerdict mayAsk(const AgentSession& session, const ExceptionRequest& request) const;
    /// By a manager or deputy who neither asked nor is its subject, while it waits. DUTY-NOT-MANAGER, DUTY-OWN-REQUEST,
    /// DUTY-OWN-CASE, EXCEPTION-DECIDED, EXCEPTION-LAPSED.
    DutyVerdict mayDecide(const AgentSession& session, const ExceptionRequest& request, std::int64_t now) const;
    /// By the one who asked, for this subject and act, once, in time. EXCEPTION-NONE, EXCEPTION-LAPSED.
    DutyVerdict mayUse(const AgentSession& session, const ExceptionRequest& request, std::string_view act, const UserNumber& subject,
                       std::int64_t now) const;
    /// `waiting` or `allowed` for longer than the policy's days is lapsed.
    ExceptionRequest::State stateAt(const ExceptionRequest& request, std::int64_t now) const noexcept;

private:
    const RolesPolicy& m_policy;
};

/// Payload members of exception.requested and exception.decided, and of the delivery "exception" (the same members, with
/// "entry", the request's id, and "state"). The requester is named in full: another desk decides.
nlohmann::json exceptionToJson(const ExceptionRequest& request);
/// Nothing when it is not one.
std::optional<ExceptionRequest> exceptionFromJson(const nlohmann::json& object);

} // namespace cardwright
