#include "core/central/EntryApplier.h"

#include "core/access/ExceptionRequests.h"
#include "core/access/PermissionMatrix.h"
#include "core/central/DeskTerms.h"
#include "core/central/LeaseOffice.h"
#include "core/central/Problem.h"
#include "core/central/SiteOffice.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>

namespace cardwright::central {

namespace {

constexpr std::size_t mostListed = 64;

/// Kinds by which an agent serves the person that they are about: never themselves.
constexpr std::array servingKinds{EntryKind::holderCreated,     EntryKind::holderChanged,   EntryKind::holderClosed,     EntryKind::holderReopened,
                                  EntryKind::evidenceChecked,   EntryKind::cardOpened,       EntryKind::cardIssued,
                                  EntryKind::cardUnlocked,      EntryKind::cardCancelled,   EntryKind::cardReplaced,     EntryKind::cardCleared,
                                  EntryKind::positionApproved,  EntryKind::exceptionDecided, EntryKind::temporaryCardLent, EntryKind::termsAccepted};

void requireOther(const CheckedEntry& checked)
{
    const bool serving = std::find(servingKinds.begin(), servingKinds.end(), checked.entry.kind) != servingKinds.end();
    if (!serving || !checked.agent || !checked.payload.has("userNumber")) return;
    if (checked.payload.userNumber() == checked.agent->agent.userNumber) refuse("agent-is-subject");
}

struct Need {
    EntryKind kind;
    Permission permission;
};
/// What the centre asks of the role besides; the desk asks for each act.
constexpr std::array needs{Need{EntryKind::holderCreated, Permission::holderCreate}, Need{EntryKind::holderChanged, Permission::holderChange},
                           Need{EntryKind::holderClosed, Permission::holderClose}, Need{EntryKind::holderReopened, Permission::holderClose},
                           Need{EntryKind::cardCancelled, Permission::cardCancel},
                           Need{EntryKind::cardUnlocked, Permission::cardUnlock}, Need{EntryKind::exceptionRequested, Permission::exceptionAsk},
                           Need{EntryKind::payloadErased, Permission::payloadErase},
                           // Policies and roles are the centre's: a desk that says it changed one says so by somebody who might.
                           Need{EntryKind::policyChanged, Permission::policyChange}, Need{EntryKind::roleChanged, Permission::roleChange}};

std::optional<RolesPolicy> rolesOf(CentreParts& parts)
{
    for (const auto& policy : SiteOffice(parts).policies()) {
        if (policy.name == "roles") return RolesPolicy::from(PolicyFile::parse(PolicyKind::roles, policy.body));
    }
    return std::nullopt;
}

/// Evidence that did not pass stands by an exception alone: asked by this agent for this person with these documents, allowed by
/// somebody else, in time, once. The person is compared with the record that the centre itself holds.
void useException(CentreParts& parts, const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    if (!payload.has("exception")) {
        if (payload.text("verdict") != "passed") refuse("exception-missing");
        return;
    }
    auto query = parts.database.prepare("SELECT request, state FROM exceptions WHERE id = ?1");
    const auto id = payload.guid("exception");
    if (!query.bind(id).step()) refuse("exception-unknown");
    using State = ExceptionRequest::State;
    const auto state = exceptionStateFrom(query.text(1));
    if (state == State::used) refuse("exception-used");
    auto request = exceptionFromJson(nlohmann::json::parse(query.text(0))).value();
    query.reset();
    const bool owned = checked.agent && request.requester.digits() == checked.agent->agent.userNumber;
    if (state != State::allowed || !owned || request.act != evidenceUnmet || !request.evidence) refuse("exception-mismatch");
    auto holder = parts.database.prepare("SELECT legal_name, birth_date FROM holders WHERE user_number = ?1");
    if (!holder.bind(payload.userNumber()).step()) refuse("holder-unknown");
    if (!request.evidence->covers(personDigest(holder.text(0), holder.text(1)), payload.digest("evidence"))) refuse("exception-mismatch");
    if (!request.decider || request.decider->digits() == payload.userNumber()) refuse("agent-is-subject");
    const auto roles = rolesOf(parts);
    if (!roles || ExceptionRules(*roles).stateAt(request, checked.entry.at) == State::lapsed) refuse("exception-lapsed");
    request.state = State::used;
    parts.database.prepare("UPDATE exceptions SET state = 'used', request = ?1 WHERE id = ?2").bind(exceptionToJson(request).dump()).bind(id).run();
}

} // namespace

/// Before policy's window a renewal stands by an exception alone: asked by this agent for this holder, allowed by somebody else, in time,
/// once.
void EntryApplier::useForRenewal(const CheckedEntry& checked)
{
    auto query = m_database.prepare("SELECT request, state FROM exceptions WHERE id = ?1");
    const auto id = checked.payload.guid("exception");
    if (!query.bind(id).step()) refuse("exception-unknown");
    using State = ExceptionRequest::State;
    const auto state = exceptionStateFrom(query.text(1));
    if (state == State::used) refuse("exception-used");
    auto request = exceptionFromJson(nlohmann::json::parse(query.text(0))).value();
    query.reset();
    const bool owned = checked.agent && request.requester.digits() == checked.agent->agent.userNumber;
    const bool ofHolder = request.subject && request.subject->digits() == checked.payload.userNumber();
    if (state != State::allowed || !owned || !ofHolder || request.act != earlyRenewal) refuse("exception-mismatch");
    const auto roles = rolesOf(m_parts);
    if (!roles || ExceptionRules(*roles).stateAt(request, checked.entry.at) == State::lapsed) refuse("exception-lapsed");
    request.state = State::used;
    m_database.prepare("UPDATE exceptions SET state = 'used', request = ?1 WHERE id = ?2").bind(exceptionToJson(request).dump()).bind(id).run();
}

bool roleAllows(CentreParts& parts, std::string_view role, Permission permission)
{
    const auto roles = rolesOf(parts);
    return roles && PermissionMatrix(*roles).permissionsOf(role).allows(permission);
}

Grant roleGrant(CentreParts& parts, std::string_view role, Permission permission)
{
    const auto roles = rolesOf(parts);
    return roles ? PermissionMatrix(*roles).permissionsOf(role).grant(permission) : Grant::no;
}

std::filesystem::path portraitFile(const CentreFolder& folder, const Sha256Digest& reference)
{
    return folder.portraits() / (toHex(reference) + ".jpg");
}

EntryApplier::EntryApplier(Transaction& transaction, CentreParts& parts)
    : m_transaction(transaction), m_parts(parts), m_database(parts.database), m_at(parts.clock.utcMillis())
{
}

void EntryApplier::apply(const CheckedEntry& checked)
{
    requireOther(checked);
    const auto* need = std::find_if(needs.begin(), needs.end(), [&](const Need& one) { return one.kind == checked.entry.kind; });
    if (checked.agent && need != needs.end() && !roleAllows(m_parts, checked.agent->agent.role, need->permission)) {
        refuse("role-not-allowed", std::string(nameOf(need->permission)));
    }
    dispatch(checked);
}

void EntryApplier::dispatch(const CheckedEntry& checked)
{
    if (dispatchCard(checked) || dispatchPerson(checked) || dispatchAccess(checked) || dispatchBadges(checked) || dispatchTerms(checked)) return;
    const auto& [entry, payload, workstation, agent] = checked;
    switch (entry.kind) {
    case EntryKind::holderCreated: return holderCreated(entry, payload);
    case EntryKind::evidenceChecked:
        evidenceChecked(checked);
        return useException(m_parts, checked);
    case EntryKind::portraitAccepted: return portraitAccepted(entry, payload);
    case EntryKind::leaseRequested: return leaseRequested(entry, payload);
    case EntryKind::exceptionRequested: return exceptionRequested(checked);
    case EntryKind::exceptionDecided: return exceptionDecided(checked);
    case EntryKind::payloadErased: return payloadErased(checked);
    default: return; // recorded as it is: it tells what was done and changes nothing here
    }
}

void EntryApplier::holderCreated(const JournalEntry& entry, const Payload& payload)
{
    const auto number = payload.userNumber();
    const auto samePerson = samePersonKey(payload);
    if (!LeaseOffice(m_database).covers(entry.log, UserNumber::parse(number).value().value())) refuse("number-not-leased");
    auto taken = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1 UNION ALL SELECT 1 FROM agents WHERE user_number = ?1");
    if (taken.bind(number).step()) refuse("user-number-taken");
    auto known = m_database.prepare("SELECT user_number FROM holders WHERE same_person = ?1");
    if (known.bind(samePerson).step()) {
        auto problem = Problem::of("person-exists", "Merge with the existing record, or take another name and date of birth if these were typed wrong.");
        problem.userNumber = known.text(0);
        throw ProblemError(std::move(problem));
    }
    m_database.prepare("INSERT INTO holders (user_number, log, entry, legal_name, given_name, family_name, birth_date, name_on_card, ods_code, "
                       "job_title, same_person, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
        .bind(number)
        .bind(entry.log)
        .bind(entry.id)
        .bind(payload.filledText("legalName", 2 * longestName))
        .bind(payload.text("givenName", longestName))
        .bind(payload.filledText("familyName", longestName))
        .bind(payload.date("dateOfBirth"))
        .bind(payload.text("nameOnCard", longestName))
        .bind(payload.text("odsCode", 20))
        .bind(payload.text("jobTitle", longestName))
        .bind(samePerson)
        .bind(entry.at)
        .run();
    m_database.prepare("DELETE FROM refused_holders WHERE log = ?1 AND user_number = ?2").bind(entry.log).bind(number).run();
}

void EntryApplier::markRefused(const JournalEntry& entry, const Payload& payload)
{
    if (entry.kind != EntryKind::holderCreated) return;
    std::string number;
    try {
        number = payload.userNumber();
    } catch (const ProblemError&) {
        return; // nothing can build on a record without a number
    }
    // A second entry for a number that this very log already holds does not take the first one's record away.
    auto own = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1 AND log = ?2");
    if (own.bind(number).bind(entry.log).step()) return;
    m_database.prepare("INSERT INTO refused_holders (log, user_number, entry) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
        .bind(entry.log)
        .bind(number)
        .bind(entry.id)
        .run();
}

std::string EntryApplier::knownHolder(const Guid& log, const Payload& payload)
{
    auto number = payload.userNumber();
    auto refused = m_database.prepare("SELECT 1 FROM refused_holders WHERE log = ?1 AND user_number = ?2");
    if (refused.bind(log).bind(number).step()) refuse("depends-on-refused");
    auto known = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1");
    if (!known.bind(number).step()) refuse("holder-unknown");
    return number;
}

void EntryApplier::evidenceChecked(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    const auto number = payload.userNumber();
    static_cast<void>(payload.text("route"));
    payload.requireObject("policy");
    payload.requireObjects("documents", mostListed);
    if (!payload.has("verdict")) refuse("payload-malformed", "verdict");
    if (!checked.agent) return;
    m_database
        .prepare("INSERT INTO evidence_checkers (user_number, checker, at) VALUES (?1, ?2, ?3) ON CONFLICT (user_number) DO UPDATE SET "
                 "checker = excluded.checker, at = excluded.at WHERE excluded.at >= at")
        .bind(number)
        .bind(checked.agent->agent.userNumber)
        .bind(checked.entry.at)
        .run();
}

/// Besides those whom the asking desk knows of: the check may have been made at another one.
void EntryApplier::addCheckers(ExceptionRequest& request)
{
    if (!request.subject || !concernsCheck(request.act)) return;
    auto query = m_database.prepare("SELECT checker FROM evidence_checkers WHERE user_number = ?1");
    if (!query.bind(request.subject->digits()).step()) return;
    const auto checker = UserNumber::parse(query.text(0));
    auto& named = request.checkers;
    if (checker && std::find(named.begin(), named.end(), *checker) == named.end()) named.push_back(*checker);
}

void EntryApplier::portraitAccepted(const JournalEntry& entry, const Payload& payload)
{
    const auto number = knownHolder(entry.log, payload);
    const auto reference = payload.digest("photoReference");
    if (!std::filesystem::exists(portraitFile(m_parts.folder, reference))) refuse("portrait-missing");
    m_database.prepare("UPDATE holders SET portrait = ?1 WHERE user_number = ?2").bind(reference).bind(number).run();
}

void EntryApplier::leaseRequested(const JournalEntry& entry, const Payload& payload)
{
    constexpr std::int64_t most = 1000;
    const auto count = static_cast<std::uint32_t>(payload.integer("count", 1, most));
    DeskTerms(m_parts).deliverLease(m_transaction, entry.log, count, entry.id);
}

void EntryApplier::exceptionRequested(const CheckedEntry& checked)
{
    auto body = checked.payload.object();
    body["entry"] = checked.entry.id.text();
    body["state"] = "waiting";
    auto request = exceptionFromJson(body);
    if (!request) refuse("payload-malformed", "exception");
    if (request->requesterCertificate != checked.entry.author.agent) refuse("author-wrong", "requester");
    if (request->requester.digits() != checked.agent->agent.userNumber) refuse("author-wrong", "requester");
    if (request->evidence && sameLegalName(checked.agent->agent.name, request->evidence->legalName)) refuse("agent-is-subject");
    const auto asked = request->checkers.size();
    addCheckers(*request);
    const bool askerKnows = request->checkers.size() == asked;
    const auto text = exceptionToJson(*request).dump();
    m_database.prepare("INSERT INTO exceptions (id, log, requester, state, request) VALUES (?1, ?2, ?3, 'waiting', ?4)")
        .bind(checked.entry.id)
        .bind(checked.entry.log)
        .bind(checked.entry.author.agent)
        .bind(text)
        .run();
    // Of a check that was made elsewhere the asking desk is told as well: somebody may decide there.
    DeliveryBook(m_parts).addForAll(m_transaction, "exception", text, askerKnows ? std::optional(checked.workstation.id) : std::nullopt);
}

void EntryApplier::exceptionDecided(const CheckedEntry& checked)
{
    auto body = checked.payload.object();
    const auto decision = exceptionFromJson(body);
    if (!decision) refuse("payload-malformed", "exception");
    auto query = m_database.prepare("SELECT request, state FROM exceptions WHERE id = ?1");
    if (!query.bind(decision->id).step()) refuse("exception-unknown");
    if (query.text(1) != "waiting") refuse("exception-decided");
    auto request = exceptionFromJson(nlohmann::json::parse(query.text(0))).value();
    // The rules of the desk once more, against what the centre itself knows of both: a desk that was tampered with decides nothing.
    const auto& decider = checked.agent->agent;
    if (decider.userNumber == request.requester.digits() || checked.entry.author.agent == request.requesterCertificate) {
        refuse("approver-is-requester");
    }
    if (request.subject == UserNumber::parse(decider.userNumber)) refuse("agent-is-subject"); // nobody yet: the person has no number
    if (request.evidence && sameLegalName(decider.name, request.evidence->legalName)) refuse("agent-is-subject");
    addCheckers(request); // also a check that was heard of since
    for (const auto& checker : request.checkers) {
        if (checker.digits() == decider.userNumber) refuse("approver-is-checker");
    }
    if (!decider.deputy && !roleAllows(m_parts, decider.role, Permission::exceptionDecide)) refuse("role-not-allowed", "exception.decide");
    using State = ExceptionRequest::State;
    if (decision->state != State::allowed && decision->state != State::refused) refuse("payload-malformed", "state");
    request.state = decision->state;
    request.decider = UserNumber::parse(decider.userNumber);
    request.decidedAt = checked.entry.at;
    request.decisionReason = decision->decisionReason;
    const auto text = exceptionToJson(request).dump();
    m_database.prepare("UPDATE exceptions SET state = ?1, request = ?2 WHERE id = ?3").bind(nameOf(request.state)).bind(text).bind(request.id).run();
    DeliveryBook(m_parts).addForAll(m_transaction, "exception", text, checked.workstation.id);
}

/// The envelope goes, its digest stays: the log still verifies, here and at the desk.
void EntryApplier::payloadErased(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    const auto id = payload.guid("entry");
    // Also one of a log that this desk had before.
    const auto log = payload.has("log") ? payload.guid("log") : checked.entry.log;
    auto owner = m_database.prepare("SELECT 1 FROM logs WHERE log = ?1 AND workstation = ?2");
    if (!owner.bind(log).bind(checked.workstation.id).step() || id == checked.entry.id) refuse("entry-unknown");
    auto query = m_database.prepare("SELECT seq, entry FROM entries WHERE log = ?1 AND id = ?2");
    if (!query.bind(log).bind(id).step()) refuse("entry-unknown");
    const auto seq = query.integer(0);
    auto stored = nlohmann::json::parse(query.text(1));
    query.reset();
    stored["payload"] = nullptr;
    m_database.prepare("UPDATE entries SET entry = ?1, erased_at = coalesce(erased_at, ?2) WHERE log = ?3 AND seq = ?4")
        .bind(stored.dump())
        .bind(m_at)
        .bind(log)
        .bind(seq)
        .run();
}

} // namespace cardwright::central
