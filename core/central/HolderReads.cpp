#include "core/central/HolderReads.h"

#include "core/central/AgentOffice.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/central/SignedCallText.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/journal/Delegation.h"
#include "core/journal/JournalError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr std::int64_t fresh = 5 * 60 * 1000;
constexpr std::size_t mostPortrait = 4 * 1024 * 1024;
// A person at a desk looks up a few people a minute; a program that empties the register looks up thousands.
constexpr double bucketSize = 60;
constexpr double refillPerSecond = 0.5;
constexpr std::size_t mostBuckets = 10'000;

json holderJson(const Statement& row)
{
    json object{{"userNumber", row.text(0)}, {"legalName", row.text(1)},  {"givenName", row.text(2)}, {"familyName", row.text(3)},
                {"dateOfBirth", row.text(4)}, {"nameOnCard", row.text(5)}, {"odsCode", row.text(6)},   {"jobTitle", row.text(7)}};
    const auto portrait = row.optionalDigest(8);
    object["photoReference"] = portrait ? json(toHex(*portrait)) : json(nullptr);
    return object;
}

constexpr std::string_view holderColumns =
    "SELECT user_number, legal_name, given_name, family_name, birth_date, name_on_card, ods_code, job_title, portrait FROM holders ";

Permission permissionOf(std::string_view act)
{
    // A new log is begun by whoever may go on with the desk's work.
    return act == "log.begin" ? Permission::cardIssue : Permission::holderFind;
}

} // namespace

void HolderReads::spend(const Sha256Digest& session)
{
    const auto now = m_parts.clock.utcMillis();
    if (m_buckets.size() > mostBuckets) std::erase_if(m_buckets, [&](const auto& one) { return now - one.second.at > fresh; });
    auto [found, isNew] = m_buckets.try_emplace(session, Bucket{bucketSize, now});
    auto& bucket = found->second;
    const auto passed = static_cast<double>(std::max<std::int64_t>(0, now - bucket.at)) / 1000;
    bucket.tokens = std::min(bucketSize, bucket.tokens + passed * refillPerSecond);
    bucket.at = now;
    if (bucket.tokens < 1) {
        auto problem = Problem::of("rate-limited");
        problem.retryAfter = static_cast<int>(std::ceil((1 - bucket.tokens) / refillPerSecond));
        throw ProblemError(std::move(problem));
    }
    bucket.tokens -= 1;
}

SignedCaller HolderReads::checked(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act)
{
    const auto head = CallSignature::parse(call.signature);
    const auto octets = fromBase64(call.delegation);
    if (!head || !octets || octets->empty()) refuse("signature-missing");
    const auto now = m_parts.clock.utcMillis();
    if (head->at > now + fresh || head->at < now - fresh) refuse("signature-stale");
    const auto trust = m_parts.authority.cardAnchors();
    const auto read = [&] {
        try {
            return readDelegation(*octets, trust);
        } catch (const JournalError& error) {
            refuse("session-not-delegated", error.failure().detail);
        }
    };
    const auto delegation = read();
    if (delegation.terms.workstation != workstation.id) refuse("session-not-delegated", "workstation");
    if (delegation.terms.log != workstation.log) refuse("session-not-delegated", "log");
    if (!delegation.liveAt(now)) refuse("session-expired");
    const auto text = signedText(call, head->at, head->nonce);
    if (!delegation.terms.sessionKey.verify(bytesOf(text), head->signature)) refuse("signature-wrong");
    const auto agent = AgentOffice(m_parts).find(delegation.agent());
    if (!agent) refuse("agent-unknown");
    if (!agent->agent.active) refuse("agent-inactive");
    const SignedCaller caller{delegation.agent(), delegation.session(), agent->agent.userNumber, agent->agent.role};
    // The nonce is spent before anything is told, and stays spent over a restart.
    {
        Transaction transaction(m_parts.database);
        auto used = m_parts.database.prepare("INSERT INTO read_log (at, workstation, agent, session, nonce, act, target, outcome) "
                                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'begun') ON CONFLICT DO NOTHING");
        const auto changed = used.bind(now).bind(workstation.id).bind(caller.agent).bind(caller.session).bind(head->nonce).bind(act).bind(call.target).run();
        if (changed == 0) refuse("nonce-used");
        transaction.commit();
    }
    if (!roleAllows(m_parts, caller.role, permissionOf(act))) refuse("role-not-allowed", std::string(nameOf(permissionOf(act))));
    spend(caller.session);
    return caller;
}

void HolderReads::log(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act, const SignedCaller* caller,
                      std::string_view outcome)
{
    Transaction transaction(m_parts.database);
    m_parts.database.prepare("INSERT INTO read_log (at, workstation, agent, session, act, target, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(m_parts.clock.utcMillis())
        .bind(workstation.id)
        .bind(caller != nullptr ? std::optional(caller->agent) : std::nullopt)
        .bind(caller != nullptr ? std::optional(caller->session) : std::nullopt)
        .bind(act)
        .bind(call.target)
        .bind(outcome)
        .run();
    transaction.commit();
}

template <typename Read>
auto HolderReads::logged(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act, Read read)
{
    std::optional<SignedCaller> caller;
    try {
        caller = checked(workstation, call, act);
        auto answer = read();
        log(workstation, call, act, &*caller, "answered");
        return answer;
    } catch (const ProblemError& error) {
        log(workstation, call, act, caller ? &*caller : nullptr, error.problem().name);
        throw;
    }
}

SignedCaller HolderReads::check(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view act)
{
    try {
        return checked(workstation, call, act);
    } catch (const ProblemError& error) {
        log(workstation, call, act, nullptr, error.problem().name);
        throw;
    }
}

std::string HolderReads::search(const EnrolledWorkstation& workstation, const SignedCall& call)
{
    return logged(workstation, call, "holders.search", [&] {
        const auto wanted = HolderQuery::parse(call.target);
        auto query = m_parts.database.prepare(std::string(holderColumns) +
                                              "WHERE ods_code = ?1 AND (?2 IS NULL OR user_number = ?2) AND (?3 IS NULL OR birth_date = ?3) "
                                              "AND (?4 IS NULL OR same_person LIKE ?4 ESCAPE '\\' OR same_person LIKE ?5 ESCAPE '\\') "
                                              "ORDER BY family_name, given_name, user_number LIMIT ?6");
        query.bind(m_parts.odsCode).bind(wanted.number).bind(wanted.born).bind(wanted.familyPattern()).bind(wanted.givenPattern()).bind(wanted.limit + 1);
        json holders = json::array();
        while (query.step()) holders.push_back(holderJson(query));
        const bool more = holders.size() > static_cast<std::size_t>(wanted.limit);
        if (more) holders.erase(holders.end() - 1);
        return json{{"holders", holders}, {"more", more}}.dump();
    });
}

std::string HolderReads::holder(const EnrolledWorkstation& workstation, const SignedCall& call, std::string_view userNumber)
{
    return logged(workstation, call, "holder.view", [&] {
        auto query = m_parts.database.prepare(std::string(holderColumns) + "WHERE user_number = ?1 AND ods_code = ?2");
        if (!query.bind(userNumber).bind(m_parts.odsCode).step()) refuse("holder-unknown");
        auto object = holderJson(query);
        json cards = json::array();
        auto own = m_parts.database.prepare("SELECT id, generation, state, changed_at FROM cards WHERE user_number = ?1 ORDER BY changed_at");
        own.bind(userNumber);
        while (own.step()) {
            cards.push_back({{"card", own.guid(0).text()}, {"generation", own.integer(1)}, {"state", own.text(2)}, {"changedAt", formatUtc(own.integer(3))}});
        }
        object["cards"] = cards;
        return object.dump();
    });
}

Bytes HolderReads::portrait(const EnrolledWorkstation& workstation, const SignedCall& call, const Sha256Digest& reference)
{
    return logged(workstation, call, "portrait.view", [&] {
        auto query = m_parts.database.prepare("SELECT 1 FROM holders WHERE portrait = ?1 AND ods_code = ?2");
        if (!query.bind(reference).bind(m_parts.odsCode).step()) refuse("not-found");
        return readWholeFile(portraitFile(m_parts.folder, reference), mostPortrait);
    });
}

} // namespace cardwright::central
