#include "core/access/ExceptionRequests.h"

#include "core/crypto/Sha256.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"

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
constexpr std::size_t mostCheckers = 50;
constexpr std::array<std::string_view, 2> actsOnCards = {earlyRenewal, "unlock-own-card"};

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

std::optional<Sha256Digest> digestOf(const json& object, const char* field)
{
    const auto text = textOf(object, field);
    return text ? sha256DigestFromHex(*text) : std::nullopt;
}

Sha256Digest digestOfText(const std::string& text) { return sha256(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())); }

std::string plainName(std::string_view name)
{
    auto text = asciiForm(tidied(name)).value_or(tidied(name));
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; });
    return text;
}

json caseToJson(const EvidenceCase& about)
{
    return {{"application", about.application.text()}, {"person", toHex(about.person)}, {"documents", toHex(about.evidence)},
            {"legalName", about.legalName}, {"verdict", about.verdict}};
}

/// A person's UUID, or a case of unmet evidence (then with or without a UUID); false where it is neither.
bool readSubject(const json& object, ExceptionRequest& request)
{
    request.subject = numberOf(object, "subject");
    if (object.contains("subject") && !request.subject) return false;
    if (object.contains("evidence")) {
        request.evidence = evidenceCaseFromJson(object["evidence"]);
        if (!request.evidence) return false;
    }
    return request.evidence ? request.act == evidenceUnmet : request.subject && request.act != evidenceUnmet;
}

/// Nothing when one of them is no number.
std::optional<std::vector<UserNumber>> checkersFrom(const json& object)
{
    std::vector<UserNumber> checkers;
    const auto found = object.find("checkers");
    if (found == object.end()) return checkers;
    if (!found->is_array() || found->size() > mostCheckers) return std::nullopt;
    for (const auto& one : *found) {
        const auto number = one.is_string() ? UserNumber::parse(one.get<std::string>()) : std::nullopt;
        if (!number) return std::nullopt;
        checkers.push_back(*number);
    }
    return checkers;
}

bool deciderChecked(const ExceptionRequest& request)
{
    return std::find(request.checkers.begin(), request.checkers.end(), request.decider) != request.checkers.end();
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

Sha256Digest personDigest(std::string_view legalName, std::string_view dateOfBirth)
{
    constexpr char separator = '\x1f';
    return digestOfText("cardwright person" + std::string(1, separator) + plainName(legalName) + separator + std::string(dateOfBirth));
}

Sha256Digest evidenceDigest(const std::vector<EvidenceDocument>& documents, const EvidenceVerdict& verdict)
{
    auto rows = json::array();
    for (const auto& document : documents) {
        json row{{"kind", document.kind}, {"number", numberEndingOf(document.numberEnding)}, {"issuer", document.issuer},
                 {"original", document.originalSeen}, {"name", document.nameAgrees}, {"birthDate", document.birthDateSeen},
                 {"address", document.addressAgrees}, {"confirmed", document.confirmed}};
        if (document.dated) row["dated"] = formatDate(*document.dated);
        if (document.expires) row["expires"] = formatDate(*document.expires);
        if (document.formerName) row["formerName"] = true;
        if (document.seenOnCamera) row["camera"] = true;
        if (!document.refusedFor.empty()) row["refused"] = document.refusedFor;
        if (!document.scores.empty()) row["scores"] = document.scores;
        for (const auto& [name, date] : document.conditionDates) row["dates"][name] = formatDate(date);
        rows.push_back(std::move(row));
    }
    auto failed = json::array();
    for (const auto& rule : verdict.failedRules) {
        failed.push_back({{"rule", rule.rule}, {"document", rule.document ? json(*rule.document) : json(nullptr)}});
    }
    return digestOfText(json{{"policy", verdict.policy.text()}, {"missing", verdict.missing}, {"documents", rows}, {"failed", failed}}.dump());
}

bool sameLegalName(std::string_view left, std::string_view right) { return plainName(left) == plainName(right); }

bool concernsCheck(std::string_view act) noexcept { return std::find(actsOnCards.begin(), actsOnCards.end(), act) == actsOnCards.end(); }

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
    if (request.act != evidenceUnmet) return {true, "exception-may-be-asked", {}};
    if (!request.evidence) return no("exception-names-application", "EXCEPTION-ACT");
    if (auto may = mayDo(session, Permission::cardIssue); !may) return may;
    if (sameLegalName(session.name, request.evidence->legalName)) return no("operator-is-not-subject", "AGENT-IS-SUBJECT");
    return {true, "exception-may-be-asked", {}};
}

DutyVerdict ExceptionRules::mayDecide(const AgentSession& session, const ExceptionRequest& request, std::int64_t now,
                                      std::span<const UserNumber> checkers) const
{
    if (auto may = approverIsManagerOrDeputy(session); !may) return may;
    if (auto may = approverIsNotRequester(session, request.requester); !may) return may;
    if (auto may = approverIsNotRequester(session, request.requesterCertificate); !may) return may;
    if (request.subject) {
        if (auto may = approverIsNotSubject(session, *request.subject); !may) return may;
    }
    if (request.evidence && sameLegalName(session.name, request.evidence->legalName)) return no("approver-is-not-subject", "DUTY-OWN-CASE");
    for (const auto known : {checkers, std::span<const UserNumber>(request.checkers)}) {
        if (auto may = approverIsNotChecker(session, known); !may) return may;
    }
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
    if (deciderChecked(request)) return no(rule, "EXCEPTION-NONE");
    return {true, rule, {}};
}

DutyVerdict ExceptionRules::mayUseForEvidence(const AgentSession& session, const ExceptionRequest& request, const Sha256Digest& person,
                                              const Sha256Digest& evidence, std::int64_t now) const
{
    constexpr const char* rule = "exception-covers-application";
    const auto state = stateAt(request, now);
    if (state == State::lapsed) return no(rule, "EXCEPTION-LAPSED");
    const bool covers = request.act == evidenceUnmet && request.evidence && request.evidence->covers(person, evidence);
    if (state != State::allowed || !covers || request.requester != session.number) return no(rule, "EXCEPTION-NONE");
    // Who checked the documents is who asks and issues; whoever allowed it must be somebody else, and not the person themselves.
    if (!request.decider || *request.decider == request.requester || *request.decider == request.subject) return no(rule, "EXCEPTION-NONE");
    if (deciderChecked(request)) return no(rule, "EXCEPTION-NONE");
    return {true, rule, {}};
}

State ExceptionRules::stateAt(const ExceptionRequest& request, std::int64_t now) const noexcept
{
    const auto span = m_policy.exceptionDays * day;
    if (request.state == State::waiting && now >= request.askedAt + span) return State::lapsed;
    if (request.state == State::allowed && now >= request.decidedAt + span) return State::lapsed;
    return request.state;
}

bool ExceptionRules::isFresh(const ExceptionRequest& request, std::int64_t now) const noexcept
{
    return now < std::max(request.askedAt, request.decidedAt) + m_policy.exceptionDays * day;
}

json exceptionToJson(const ExceptionRequest& request)
{
    json object{{"entry", request.id.text()},
                {"act", request.act},
                {"requester", request.requester.digits()},
                {"requesterCertificate", toHex(request.requesterCertificate)},
                {"reason", request.reason},
                {"askedAt", formatUtc(request.askedAt)},
                {"state", nameOf(request.state)}};
    if (request.subject) object["subject"] = request.subject->digits();
    if (request.evidence) object["evidence"] = caseToJson(*request.evidence);
    for (const auto& checker : request.checkers) object["checkers"].push_back(checker.digits());
    if (request.decider) {
        object["decider"] = request.decider->digits();
        object["decidedAt"] = formatUtc(request.decidedAt);
        object["decisionReason"] = request.decisionReason;
    }
    return object;
}

std::optional<EvidenceCase> evidenceCaseFromJson(const json& object)
{
    if (!object.is_object()) return std::nullopt;
    const auto text = textOf(object, "application");
    const auto application = text ? Guid::parse(*text) : std::nullopt;
    const auto person = digestOf(object, "person");
    const auto documents = digestOf(object, "documents");
    const auto name = textOf(object, "legalName");
    const auto verdict = textOf(object, "verdict");
    if (!application || !person || !documents || !name || !verdict || name->empty()) return std::nullopt;
    return EvidenceCase{*application, *person, *documents, *name, *verdict};
}

std::optional<ExceptionRequest> exceptionFromJson(const json& object)
{
    if (!object.is_object()) return std::nullopt;
    const auto entry = textOf(object, "entry");
    const auto id = entry ? Guid::parse(*entry) : std::nullopt;
    const auto act = textOf(object, "act");
    const auto requester = numberOf(object, "requester");
    const auto digest = digestOf(object, "requesterCertificate");
    const auto askedAt = instantOf(object, "askedAt");
    const auto reason = textOf(object, "reason");
    const auto name = textOf(object, "state");
    const auto state = name ? exceptionStateFrom(*name) : std::nullopt;
    if (!id || !act || !requester || !digest || !askedAt || !reason || !state) return std::nullopt;
    ExceptionRequest request{*id, *act, std::nullopt, *requester, *digest, *reason, *askedAt, *state, std::nullopt, 0, {}};
    auto checkers = checkersFrom(object);
    if (!checkers || !readSubject(object, request) || !readDecision(object, request)) return std::nullopt;
    request.checkers = *std::move(checkers);
    return request;
}

} // namespace cardwright
