#include "core/store/Catalogue.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::string_view listTable = "delegated_list";
constexpr std::string_view changeColumns = "SELECT id, position, closed, changed_at FROM catalogue ";

std::string textOf(const nlohmann::json& json)
{
    try {
        return json.dump();
    } catch (const nlohmann::json::exception&) {
        throw StoreError(Failure::of("STORE-WRITE", "a text that is not UTF-8"));
    }
}

CatalogueChange changeFrom(const Statement& row)
{
    const auto json = nlohmann::json::parse(row.text(1), nullptr, false);
    if (!json.is_object()) throw StoreError(Failure::of("STORE-DAMAGED", "column position"));
    return {{row.text(0), json.value("title", ""), json.value("jobRole", ""), json.value("area", ""), json.value("activities", std::vector<std::string>()),
             json.value("odsCode", ""), json.value("systems", std::vector<std::string>())},
            row.integer(2) != 0,
            row.integer(3)};
}

DelegatedList listFrom(const StoreRoom& room, const Statement& row)
{
    const auto id = row.guid(0);
    const FieldPlace place{listTable, id.bytes(), "details"};
    const auto json = nlohmann::json::parse(room.openText(place, row.blob(1)), nullptr, false);
    if (!json.is_array()) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
    return {room.numberOf(id), json.get<std::vector<std::string>>(), row.integer(2)};
}

} // namespace

void Catalogue::put(Transaction& transaction, const CatalogueChange& change)
{
    const auto& position = change.position;
    const nlohmann::json json{{"title", position.title},     {"jobRole", position.jobRole}, {"area", position.area},
                              {"activities", position.activities}, {"odsCode", position.odsCode}, {"systems", position.systems}};
    transaction.database()
        .prepare("INSERT INTO catalogue (id, position, closed, changed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET "
                 "position = excluded.position, closed = excluded.closed, changed_at = excluded.changed_at")
        .bind(position.id).bind(textOf(json)).bind(change.closed).bind(change.at)
        .run();
}

std::optional<CatalogueChange> Catalogue::change(std::string_view id)
{
    auto row = m_database.prepare(std::string(changeColumns) + "WHERE id = ?1");
    if (!row.bind(id).step()) return std::nullopt;
    return changeFrom(row);
}

std::vector<CatalogueChange> Catalogue::positions(const AccessPolicy& policy, bool closedToo)
{
    std::vector<CatalogueChange> all;
    auto row = m_database.prepare(changeColumns);
    while (row.step()) all.push_back(changeFrom(row));
    for (const auto& shipped : policy.positions) {
        const bool changed = std::any_of(all.begin(), all.end(), [&](const CatalogueChange& one) { return one.position.id == shipped.id; });
        if (!changed) all.push_back({shipped, false, 0});
    }
    if (!closedToo) std::erase_if(all, [](const CatalogueChange& one) { return one.closed; });
    std::sort(all.begin(), all.end(), [](const CatalogueChange& left, const CatalogueChange& right) { return left.position.title < right.position.title; });
    return all;
}

std::optional<CatalogueChange> Catalogue::find(const AccessPolicy& policy, std::string_view id)
{
    for (auto& one : positions(policy)) {
        if (one.position.id == id) return std::move(one);
    }
    return std::nullopt;
}

void Catalogue::putList(Transaction& transaction, const DelegatedList& list)
{
    const auto sponsor = m_room.idFor(transaction, list.sponsor);
    transaction.database()
        .prepare("INSERT INTO delegated_list (sponsor, details, changed_at) VALUES (?1, ?2, ?3) ON CONFLICT (sponsor) DO UPDATE SET "
                 "details = excluded.details, changed_at = excluded.changed_at")
        .bind(sponsor).bind(m_room.seal({listTable, sponsor.bytes(), "details"}, textOf(list.positions))).bind(list.at)
        .run();
}

std::optional<DelegatedList> Catalogue::listOf(const UserNumber& sponsor)
{
    const auto id = m_room.idOf(sponsor);
    if (!id) return std::nullopt;
    auto row = m_database.prepare("SELECT sponsor, details, changed_at FROM delegated_list WHERE sponsor = ?1");
    if (!row.bind(*id).step()) return std::nullopt;
    return listFrom(m_room, row);
}

std::vector<DelegatedList> Catalogue::lists()
{
    m_room.requireOpen();
    std::vector<DelegatedList> all;
    auto row = m_database.prepare("SELECT sponsor, details, changed_at FROM delegated_list ORDER BY changed_at DESC");
    while (row.step()) {
        m_room.passOver([&] { all.push_back(listFrom(m_room, row)); });
    }
    return all;
}

} // namespace cardwright
