// The catalogue of positions and who gives which of them: site data that managers keep.
#include "core/registers/AccessChecks.h"
#include "core/registers/Positions.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

using namespace accesschecks;

namespace {

constexpr std::string_view closeWord = "CLOSE";
constexpr std::size_t mostDelegated = 200;

void requireManager(const RegisterDesk& desk, EntryKind kind, const std::optional<UserNumber>& subject = {})
{
    requireDuty(desk, mayDo(desk.agent, Permission::positionManage), nameOf(kind), subject);
}

/// "Ward clerk, nights" -> "ward-clerk-nights"
std::string idFrom(const std::string& title)
{
    constexpr std::size_t longest = 40;
    std::string id;
    for (const char letter : title) {
        const bool small = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (small) id += letter;
        else if (letter >= 'A' && letter <= 'Z') id += static_cast<char>(letter - 'A' + 'a');
        else if (!id.empty() && id.back() != '-') id += '-';
    }
    if (id.size() > longest) id.resize(longest);
    while (!id.empty() && id.back() == '-') id.pop_back();
    return id;
}

void requireDetails(const CataloguePosition& position)
{
    constexpr auto code = "POSITION-DETAILS";
    requireWord(code, position.title, "title");
    requireWord(code, position.jobRole, "jobRole");
    requireWord(code, position.area, "area");
    requireWords(code, position.activities, "activities");
    requireWords(code, position.systems, "systems");
    if (!position.odsCode.empty()) requireWord(code, position.odsCode, "odsCode");
    if (position.id.empty() || position.id.size() > 40) refuse(code, "title");
}

nlohmann::json catalogueJson(const CatalogueChange& change)
{
    const auto& position = change.position;
    return {{"id", position.id},           {"title", position.title},     {"jobRole", position.jobRole}, {"area", position.area},
            {"activities", position.activities}, {"odsCode", position.odsCode}, {"systems", position.systems}, {"closed", change.closed}};
}

void keep(const RegisterDesk& desk, const CatalogueChange& change, nlohmann::json payload)
{
    Transaction act(desk.store.database());
    desk.store.catalogue.put(act, change);
    desk.store.journal.append(act, entryOfDesk(EntryKind::positionDefined, std::move(payload), desk.random), desk.agent.author());
    act.commit();
}

} // namespace

std::vector<CatalogueChange> catalogueOf(const RegisterDesk& desk, bool closedToo)
{
    return desk.store.catalogue.positions(desk.policy.access, closedToo);
}

CatalogueChange definePosition(const RegisterDesk& desk, const CataloguePosition& position, bool changes)
{
    requireManager(desk, EntryKind::positionDefined);
    CatalogueChange change{position, false, desk.clock.utcMillis()};
    if (change.position.id.empty()) change.position.id = idFrom(position.title);
    requireDetails(change.position);
    const auto all = desk.store.catalogue.positions(desk.policy.access, true);
    const auto same = std::find_if(all.begin(), all.end(), [&](const CatalogueChange& one) { return one.position.id == change.position.id; });
    if (changes && same == all.end()) refuse("POSITION-NOT-LISTED", change.position.id);
    if (!changes && same != all.end()) refuse("POSITION-EXISTS", change.position.id);
    if (changes && same->closed) refuse("POSITION-CLOSED", change.position.id);
    keep(desk, change, catalogueJson(change));
    return change;
}

CatalogueChange closeCataloguePosition(const RegisterDesk& desk, const CloseCatalogueOrder& order)
{
    requireManager(desk, EntryKind::positionDefined);
    auto change = desk.store.catalogue.find(desk.policy.access, order.id);
    if (!change) refuse("POSITION-NOT-LISTED", order.id);
    if (order.typed != closeWord) refuse("POSITION-CLOSE-WORD");
    if (isBlank(order.approvedBy) || order.approvedBy.size() > longestText || order.reason.size() > longestText) refuse("POSITION-REASON", "who approved");
    change->closed = true;
    change->at = desk.clock.utcMillis();
    auto payload = catalogueJson(*change);
    payload["approvedBy"] = order.approvedBy;
    if (!isBlank(order.reason)) payload["reason"] = order.reason;
    keep(desk, *change, std::move(payload));
    return *change;
}

DelegatedList delegatePositions(const RegisterDesk& desk, const UserNumber& sponsor, const std::vector<std::string>& positions)
{
    requireManager(desk, EntryKind::positionDelegated, sponsor);
    requireDuty(desk, grantIsForAnother(desk.agent, sponsor), nameOf(EntryKind::positionDelegated), sponsor);
    if (positions.size() > mostDelegated) refuse("POSITION-DETAILS", "positions");
    DelegatedList list{sponsor, positions, desk.clock.utcMillis()};
    std::sort(list.positions.begin(), list.positions.end());
    list.positions.erase(std::unique(list.positions.begin(), list.positions.end()), list.positions.end());
    for (const auto& id : list.positions) {
        if (!desk.store.catalogue.find(desk.policy.access, id)) refuse("POSITION-NOT-LISTED", id);
    }
    Transaction act(desk.store.database());
    append(desk, act, sponsor, EntryKind::positionDelegated, {{"positions", list.positions}});
    desk.store.catalogue.putList(act, list);
    act.commit();
    return list;
}

std::vector<DelegatedList> delegatedLists(const RegisterDesk& desk)
{
    auto lists = desk.store.catalogue.lists();
    if (!desk.agent.permissions.allows(Permission::positionManage)) {
        std::erase_if(lists, [&](const DelegatedList& list) { return list.sponsor != desk.agent.number; });
    }
    return lists;
}

} // namespace cardwright
