#include "app/workstation/Convert.h"

#include "core/identity/EvidenceSight.h"
#include "core/registers/PersonActs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::workstation::convert {

using nlohmann::json;

namespace {

/// Of an NI number the end only: nobody at a desk finds or shows a person by it.
std::string endOf(const std::string& number)
{
    constexpr std::size_t shown = 3;
    return number.size() <= shown ? std::string() : "ends in " + number.substr(number.size() - shown);
}

bool works(CardState state) noexcept { return state == CardState::opened || state == CardState::issued || state == CardState::locked; }

ui::PositionLine positionLine(const PositionRecord& held)
{
    ui::PositionLine line;
    line.jobRole = held.position.jobRole;
    line.area = held.position.area;
    line.state = nameOf(held.state);
    line.systems = fmt::format("{}", fmt::join(held.position.systems, ", "));
    line.begins = held.begins;
    line.ends = held.ends;
    line.open = held.state == PositionState::requested;
    return line;
}

std::string paperWords(const json& row, const EvidencePolicy& policy)
{
    if (row.value("restricted", false)) return "Restricted identity document";
    const auto code = row.value("kind", std::string());
    const auto* kind = policy.kind(code);
    auto words = kind != nullptr ? kind->title : code;
    if (const auto issuer = row.value("issuer", std::string()); !issuer.empty()) words += ", " + issuer;
    words += ", " + maskedNumber(row.value("numberEnding", std::string()));
    if (row.value("formerName", false)) words += ", in a former name";
    return words;
}

/// Of the check on record, as its reader may see it.
ui::CheckLine checkLine(const EvidenceCheck& check, const EvidencePolicy& policy, Sight sight)
{
    ui::CheckLine line;
    line.at = check.at;
    line.policy = check.policyId + ' ' + check.policyVersion;
    line.route = check.route;
    const auto rows = json::parse(shownDocumentsJson(check.documents, Outlet::record, sight), nullptr, false);
    if (!rows.is_array()) return line;
    for (const auto& row : rows) {
        if (row.is_object()) line.documents.push_back(paperWords(row, policy));
    }
    return line;
}

std::vector<std::string> formerNames(Store& store, const UserNumber& number)
{
    std::vector<std::string> names;
    for (const auto& entry : store.journal.about(number)) {
        if (entry.kind != EntryKind::holderChanged || !entry.payload) continue;
        const auto payload = store.journal.payloadOf(entry);
        if (!payload.is_object() || !payload.contains("former")) continue;
        auto name = payload["former"].value("legalName", std::string());
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

std::string closingWords(const PersonRecord& record, const PeoplePolicy& policy)
{
    if (!record.closing) return {};
    const auto* reason = policy.closeReason(record.closing->reason);
    auto words = reason != nullptr ? reason->title : record.closing->reason;
    if (record.closedAt) words += ", on " + formatDateForPeople(dateOf(*record.closedAt));
    if (!record.closing->note.empty()) words += ": " + record.closing->note;
    return words;
}

} // namespace

std::optional<ui::PersonFile> personFile(Store& store, const runtime::SiteMaterial& material, const UserNumber& number, Sight sight)
{
    const auto record = store.people.byNumber(number);
    if (!record) return std::nullopt;
    const auto site = material.site.description();
    ui::PersonFile file;
    file.card.holder = holder(store, *record, site.place);
    file.card.cardState = personRow(store, *record).cardState;
    if (const auto active = store.cards.activeOf(number)) {
        file.card.cardGuid = active->guid.text();
        file.card.expires = active->expires;
    }
    file.card.history = history(store, number, site.desk);
    for (const auto field : cardwright::personFields()) {
        auto text = fieldOf(record->person, field);
        if (field == "niNumber") text = endOf(text);
        if (!text.empty()) file.fields[std::string(field)] = std::move(text);
    }
    if (record->fromHr) file.hrOwned = material.people.hr.ownedFields;
    try {
        file.onChip = record->person.cardName().onChip();
    } catch (const RefusedError&) {
        // A name that came from elsewhere and has no plain letters: the page says that there are none.
    }
    file.newCardDue = newCardDue(store, *record);
    file.closed = record->closedAt.has_value();
    file.closedWords = closingWords(*record, material.people);
    if (record->leaving) {
        file.leavesOn = record->leaving->on;
        file.leavesWithCard = !record->leaving->cancel;
    }
    for (const auto& card : store.cards.ofHolder(number)) file.cards.push_back({card.guid.text(), std::string(nameOf(card.state)), works(card.state), card.expires});
    for (const auto& held : store.positions.ofHolder(number)) file.positions.push_back(positionLine(held));
    if (const auto check = store.evidence.latestOf(number)) file.checks.push_back(checkLine(*check, material.evidence, sight));
    file.guardedHidden = !sight.guarded;
    if (mayShow(Guarded::formerName, Outlet::record, sight)) file.formerNames = formerNames(store, number);
    return file;
}

} // namespace cardwright::workstation::convert
