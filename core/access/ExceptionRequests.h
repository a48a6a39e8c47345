#pragma once

#include "core/access/DutyRules.h"
#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// The act by which an application goes on although its evidence did not pass.
inline constexpr std::string_view evidenceUnmet = "evidence-unmet";
/// The act by which a card is renewed before policy's window.
inline constexpr std::string_view earlyRenewal = "early-renewal";

/// Whose evidence did not pass, and what it was: somebody who need not have a UUID yet. The digests tie the exception to this very
/// person and these very documents; name and verdict are for whoever decides, and for the rule that nobody decides about themselves.
struct EvidenceCase {
    Guid application;        ///< the draft's; one made up where the application is a file
    Sha256Digest person{};   ///< personDigest()
    Sha256Digest evidence{}; ///< evidenceDigest()
    std::string legalName;
    std::string verdict;     ///< "Not enough yet: one proof missing"

    /// The same person with the same documents, judged alike.
    bool covers(const Sha256Digest& ofPerson, const Sha256Digest& ofEvidence) const { return person == ofPerson && evidence == ofEvidence; }
    friend bool operator==(const EvidenceCase&, const EvidenceCase&) = default;
};
/// Of legal name (accents, case and spacing make no difference) and birth date as 1978-06-19.
Sha256Digest personDigest(std::string_view legalName, std::string_view dateOfBirth);
/// Of the documents with what was ticked for each, the policy's version and the rules that stand in the way.
Sha256Digest evidenceDigest(const std::vector<EvidenceDocument>& documents, const EvidenceVerdict& verdict);
/// Whether two names are the same but for accents, case and spacing.
bool sameLegalName(std::string_view left, std::string_view right);

/// An exception that somebody asks for: an act that a rule refuses them and that a manager or a named deputy may allow once,
/// at any desk. Its id is that of the entry exception.requested.
struct ExceptionRequest {
    enum class State { waiting, allowed, refused, lapsed, used };
    Guid id;
    std::string act;            ///< of the policy's list: "early-renewal"
    std::optional<UserNumber> subject; ///< for whom; nothing while they have no UUID (then there is `evidence`)
    UserNumber requester;       ///< who asks
    Sha256Digest requesterCertificate{};
    std::string reason;         ///< as typed
    std::int64_t askedAt = 0;   ///< UTC milliseconds
    State state = State::waiting;
    std::optional<UserNumber> decider;
    std::int64_t decidedAt = 0;
    std::string decisionReason;
    std::optional<EvidenceCase> evidence = std::nullopt; ///< of the act evidence-unmet
    /// Who checked the subject's evidence, as far as the asking desk and the centre know: they do not decide.
    std::vector<UserNumber> checkers = {};

    friend bool operator==(const ExceptionRequest&, const ExceptionRequest&) = default;
};
/// Whether an exception of this act stands beside somebody's identity check, so that whoever checked has no say in it (domain 2.4 d).
/// What is about a card that is there already, an early renewal, stands beside none.
bool concernsCheck(std::string_view act) noexcept;
std::string_view nameOf(ExceptionRequest::State state) noexcept; ///< "waiting"
std::optional<ExceptionRequest::State> exceptionStateFrom(std::string_view name) noexcept;

/// The rules of asking and deciding; what is stored and sent is made by others with them.
class ExceptionRules {
public:
    explicit ExceptionRules(const RolesPolicy& policy) : m_policy(policy) {}

    /// The role may ask, the act is on the policy's list, a reason is given; for unmet evidence by somebody who may issue, and not for oneself. EXCEPTION-ACT, EXCEPTION-REASON, DUTY-NOT-ALLOWED.
    DutyVerdict mayAsk(const AgentSession& session, const ExceptionRequest& request) const;
    /// By a manager or deputy who neither asked nor is its subject, while it waits. DUTY-NOT-MANAGER, DUTY-OWN-REQUEST,
    /// DUTY-OWN-CASE, EXCEPTION-DECIDED, EXCEPTION-LAPSED.
    /// checkers: who checked the subject's evidence at this desk, besides those whom the request names; DUTY-CHECKER-DECIDES.
    DutyVerdict mayDecide(const AgentSession& session, const ExceptionRequest& request, std::int64_t now,
                          std::span<const UserNumber> checkers = {}) const;
    /// By the one who asked, for this subject and act, once, in time. EXCEPTION-NONE, EXCEPTION-LAPSED.
    DutyVerdict mayUse(const AgentSession& session, const ExceptionRequest& request, std::string_view act, const UserNumber& subject,
                       std::int64_t now) const;
    /// For this application: the same person with the same documents; otherwise as mayUse().
    DutyVerdict mayUseForEvidence(const AgentSession& session, const ExceptionRequest& request, const Sha256Digest& person,
                                  const Sha256Digest& evidence, std::int64_t now) const;
    /// `waiting` or `allowed` for longer than the policy's days is lapsed.
    ExceptionRequest::State stateAt(const ExceptionRequest& request, std::int64_t now) const noexcept;
    /// Within the policy's days of being asked for, or decided.
    bool isFresh(const ExceptionRequest& request, std::int64_t now) const noexcept;

private:
    const RolesPolicy& m_policy;
};

/// Payload members of exception.requested and exception.decided, and of the delivery "exception" (the same members, with
/// "entry", the request's id, and "state"). "checkers" only where there are any. The requester is named in full: another desk decides.
nlohmann::json exceptionToJson(const ExceptionRequest& request);
/// Nothing when it is none; also of the member "evidence" alone.
std::optional<EvidenceCase> evidenceCaseFromJson(const nlohmann::json& object);
std::optional<ExceptionRequest> exceptionFromJson(const nlohmann::json& object);

} // namespace cardwright
