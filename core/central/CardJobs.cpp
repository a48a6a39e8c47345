#include "core/central/CardJobs.h"

#include "core/base/Clock.h"
#include "core/central/IssuingOffice.h"
#include "core/central/Problem.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright::central {

namespace {

using nlohmann::json;
using namespace std::string_view_literals;

constexpr std::array acts{"issue"sv, "renew"sv, "rotate"sv};
constexpr std::size_t longestAtr = 80; // 33 octets in hex, and room

std::string actOf(const Payload& payload)
{
    const auto act = payload.has("act") ? payload.text("act", 16) : std::string(acts.front());
    if (std::find(acts.begin(), acts.end(), act) == acts.end()) refuse("payload-malformed", "act");
    return act;
}

std::string_view actClosedBy(EntryKind kind) noexcept
{
    switch (kind) {
    case EntryKind::cardIssued: return "issue";
    case EntryKind::cardRenewed: return "renew";
    case EntryKind::cardKeysRotated: return "rotate";
    default: return {};
    }
}

} // namespace

bool CardJobs::finishedElsewhere(const Guid& job, std::int64_t at, const Guid& workstation)
{
    auto query = m_parts.database.prepare("SELECT 1 FROM card_jobs WHERE job = ?1 AND closed_at > ?2 AND closed_by <> ?3");
    return query.bind(job).bind(at).bind(workstation).step();
}

void CardJobs::opened(const JournalEntry& entry, const Payload& payload, const Guid& workstation)
{
    const auto job = payload.guid("job");
    const auto act = actOf(payload);
    if (finishedElsewhere(job, entry.at, workstation)) return;
    std::optional<std::string> plan;
    if (payload.has("plan")) {
        payload.requireObject("plan");
        plan = payload.object().at("plan").dump();
    }
    m_parts.database
        .prepare("INSERT INTO card_jobs (job, card, act, atr, plan, opened_at, opened_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                 "ON CONFLICT (job) DO UPDATE SET closed_at = NULL, closed_by = NULL, plan = coalesce(excluded.plan, plan), "
                 "taken_up = taken_up OR opened_by <> excluded.opened_by")
        .bind(job)
        .bind(payload.guid("card"))
        .bind(act)
        .bind(payload.has("atr") ? payload.text("atr", longestAtr) : std::string())
        .bind(plan)
        .bind(entry.at)
        .bind(workstation)
        .run();
}

bool CardJobs::closed(const JournalEntry& entry, const Payload& payload, const Guid& workstation)
{
    const auto card = payload.guid("card");
    const auto job = payload.guid("job");
    if (finishedElsewhere(job, entry.at, workstation)) {
        endRequests(card, payload, workstation, true);
        return false;
    }
    m_parts.database.prepare("UPDATE card_jobs SET closed_at = ?1, closed_by = ?2 WHERE job = ?3").bind(entry.at).bind(workstation).bind(job).run();
    if (entry.kind == EntryKind::cardIssued || entry.kind == EntryKind::cardRenewed) endRequests(card, payload, workstation, false);
    if (const auto act = actClosedBy(entry.kind); !act.empty()) {
        // What another desk had begun to do likewise, and was cut in, is over.
        m_parts.database.prepare("UPDATE card_jobs SET closed_at = ?1, closed_by = ?2 WHERE card = ?3 AND act = ?4 AND closed_at IS NULL AND opened_at <= ?1")
            .bind(entry.at)
            .bind(workstation)
            .bind(card)
            .bind(act)
            .run();
    }
    return true;
}

void CardJobs::endAll(const Guid& card, std::int64_t at, const Guid& workstation)
{
    m_parts.database.prepare("UPDATE card_jobs SET closed_at = ?1, closed_by = ?2 WHERE card = ?3 AND closed_at IS NULL").bind(at).bind(workstation).bind(card).run();
}

bool CardJobs::overtaken(const JournalEntry& entry, const Guid& card, const Guid& workstation)
{
    auto query = m_parts.database.prepare("SELECT 1 FROM card_jobs WHERE card = ?1 AND act <> 'rotate' AND closed_at > ?2 AND closed_by <> ?3");
    return query.bind(card).bind(entry.at).bind(workstation).step();
}

/// Of the slots that the entry names; own: what this workstation asked for, else what others did.
void CardJobs::endRequests(const Guid& card, const Payload& payload, const Guid& workstation, bool own)
{
    std::vector<Guid> requests;
    {
        auto query = m_parts.database.prepare("SELECT r.request, r.slot, l.workstation FROM certificate_requests r JOIN logs l ON l.log = r.log "
                                              "WHERE r.card = ?1 AND r.withdrawn = 0 AND r.state IN ('waiting', 'issued')");
        query.bind(card);
        const auto slots = payload.object().value("slots", json::array());
        while (query.step()) {
            const bool named = std::find(slots.begin(), slots.end(), json(query.text(1))) != slots.end();
            if (named && (query.guid(2) == workstation) == own) requests.push_back(query.guid(0));
        }
    }
    for (const auto& request : requests) IssuingOffice(m_parts).end(m_transaction, request, card, RevocationReason::superseded);
}

json CardJobs::of(const Guid& card, bool withPlans)
{
    auto query = m_parts.database.prepare("SELECT job, act, atr, plan, opened_at, closed_at, taken_up FROM card_jobs WHERE card = ?1 ORDER BY opened_at, job");
    query.bind(card);
    json jobs = json::array();
    while (query.step()) {
        const bool open = query.isNull(5);
        json job{{"job", query.guid(0).text()}, {"act", query.text(1)}, {"open", open}, {"openedAt", formatUtc(query.integer(4))}, {"atr", query.text(2)},
                 {"takenUp", query.integer(6) != 0}};
        const bool wanted = open || query.text(1) == "issue";
        if (withPlans && wanted && !query.isNull(3)) job["plan"] = json::parse(query.text(3));
        jobs.push_back(std::move(job));
    }
    return jobs;
}

} // namespace cardwright::central
