#include "core/access/ExceptionRequests.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using State = ExceptionRequest::State;
using nlohmann::json;

constexpr std::array<std::string_view, 5> stateNames = {"waiting", "allowed", "refused", "lapsed", "used"};
constexpr std::int64_t day = 24LL * 3'600'000;
constexpr std::size_t longestReason = 1'000;

DutyVerdict no(const char* rule, const char* code) { return {false, rule, code}; }

DutyVerdict decidable(State state)
{
    switch (state) {
    case State::waiting: return {true, "exception-waits", {}};
    case State::lapsed: return no("exception-waits", "EXCEPTION-LAPSED");
    case State::allowed:
    case State::refused:
    case State::used: break;
    }
    return no("exception-waits", "EXCEPTION-DECIDED");
}

std::optional<std::string> textOf(const json& object, const char* field)
{
    const auto found = object.find(field);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<UserNumber> numberOf(const json& object, const char* field)
{
    const auto text = textOf(object, field);
    return text ? UserNumber::parse(*text) : std::nullopt;
}

std::optional<std::int64_t> instantOf(const json& object, const char* field)
{
    const auto text = textOf(object, field);
    return text ? parseUtc(*text) : std::nullopt;
}

/// False when it is there and is no decision.
bool readDecision(const json& object, ExceptionRequest& request)
{
    if (request.state == State::waiting || request.state == State::lapsed) return true;
    request.decider = numberOf(object, "decider");
    const auto at = instantOf(object, "decidedAt");
    if (!request.decider || !at) return false;
    request.decidedAt = *at;
    request.decisionReason = textOf(object, "decisionReason").value_or(std::string());
    return true;
}

} // namespace

std::string_view nameOf(State state) noexcept { return stateNames[static_cast<std::size_t>(state)]; }

std::optional<State> exceptionStateFrom(std::string_view name) noexcept
{
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    if (found == stateNames.end()) return std::nullopt;
    return static_cast<State>(found - stateNames.begin());
}

DutyVerdict ExceptionRules::mayAsk(const AgentSession& session, const ExceptionRequest& request) const
{
    if (auto may = mayDo(session, Permission::exceptionAsk); !may) return may;
    const auto& acts = m_policy.exceptionActs;
    if (std::find(acts.begin(), acts.end(), request.act) == acts.end()) return no("exception-act-is-listed", "EXCEPTION-ACT");
    const bool blank = request.reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || request.reason.size() > longestReason) return no("exception-has-reason", "EXCEPTION-REASON");
    // Nobody asks in another's name: who decides must know who asked.
    if (request.requester != session.number || request.requesterCertificate != session.certificate) return no("requester-is-operator", "DUTY-NOT-ALLOWED");
    return {true, "exception-may-be-asked", {}};
}

DutyVerdict ExceptionRules::mayDecide(const AgentSession& session, const ExceptionRequest& request, std::int64_t now) const
{
    if (auto may = approverIsManagerOrDeputy(session); !may) return may;
    if (auto may = approverIsNotRequester(session, request.requester); !may) return may;
    if (auto may = approverIsNotRequester(session, request.requesterCertificate); !may) return may;
    if (auto may = approverIsNotSubject(session, request.subject); !may) return may;
    return decidable(stateAt(request, now));
}

DutyVerdict ExceptionRules::mayUse(const AgentSession& session, const ExceptionRequest& request, std::string_view act, const UserNumber& subject,
                                   std::int64_t now) const
{
    constexpr const char* rule = "exception-covers-act";
    const auto state = stateAt(request, now);
    if (state == State::lapsed) return no(rule, "EXCEPTION-LAPSED");
    if (state != State::allowed || request.act != act || request.subject != subject || request.requester != session.number) {
        return no(rule, "EXCEPTION-NONE");
    }
    // Whoever wrote the decision down: one's own yes to oneself is none.
    if (!request.decider || *request.decider == request.requester || *request.decider == request.subject) return no(rule, "EXCEPTION-NONE");
    return {true, rule, {}};
}

State ExceptionRules::stateAt(const ExceptionRequest& request, std::int64_t now) const noexcept
{
    const auto span = m_policy.exceptionDays * day;
    if (request.state == State::waiting && now >= request.askedAt + span) return State::lapsed;
    if (request.state == State::allowed && now >= request.decidedAt + span) return State::lapsed;
    return request.state;
}

json exceptionToJson(const ExceptionRequest& request)
{
    json object{{"entry", request.id.text()},
                {"act", request.act},
                {"subject", request.subject.digits()},
                {"requester", request.requester.digits()},
                {"requesterCertificate", toHex(request.requesterCertificate)},
                {"reason", request.reason},
                {"askedAt", formatUtc(request.askedAt)},
                {"state", nameOf(request.state)}};
    if (request.decider) {
        object["decider"] = request.decider->digits();
        object["decidedAt"] = formatUtc(request.decidedAt);
        object["decisionReason"] = request.decisionReason;
    }
    return object;
}

std::optional<ExceptionRequest> exceptionFromJson(const json& object)
{
    if (!object.is_object()) return std::nullopt;
    const auto entry = textOf(object, "entry");
    const auto id = entry ? Guid::parse(*entry) : std::nullopt;
    const auto act = textOf(object, "act");
    const auto subject = numberOf(object, "subject");
    const auto requester = numberOf(object, "requester");
    const auto certificate = textOf(object, "requesterCertificate");
    const auto digest = certificate ? sha256DigestFromHex(*certificate) : std::nullopt;
    const auto askedAt = instantOf(object, "askedAt");
    const auto reason = textOf(object, "reason");
    const auto name = textOf(object, "state");
    const auto state = name ? exceptionStateFrom(*name) : std::nullopt;
    if (!id || !act || !subject || !requester || !digest || !askedAt || !reason || !state) return std::nullopt;
    ExceptionRequest request{*id, *act, *subject, *requester, *digest, *reason, *askedAt, *state, std::nullopt, 0, {}};
    if (!readDecision(object, request)) return std::nullopt;
    return request;
}

} // namespace cardwright
