#include "core/central/EntryApplier.h"

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

} // namespace

std::optional<RolesPolicy> rolesOf(CentreParts& parts)
{
    for (const auto& policy : SiteOffice(parts).policies()) {
        if (policy.name == "roles") return RolesPolicy::from(PolicyFile::parse(PolicyKind::roles, policy.body));
    }
    return std::nullopt;
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
        return useForEvidence(checked);
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
