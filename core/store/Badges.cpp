#include "core/store/Badges.h"

#include "core/base/Bytes.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "badge";
constexpr std::string_view columns = "SELECT id, holder, requester, event, state, asked_at, decided_at, details FROM badge ";
constexpr std::array<std::string_view, 3> stateNames{"requested", "printed", "refused"};

std::string detailsOf(const BadgeRecord& badge)
{
    nlohmann::json details{{"fields", badge.fields}, {"reason", badge.reason}, {"printer", badge.printer}, {"copies", badge.copies}};
    if (badge.photo) details["photo"] = toHex(*badge.photo);
    if (badge.decider) details["decider"] = badge.decider->digits();
    try {
        return details.dump();
    } catch (const nlohmann::json::exception&) {
        throw StoreError(Failure::of("STORE-WRITE", "a text that is not UTF-8"));
    }
}

} // namespace

std::string_view nameOf(BadgeState state) noexcept { return stateNames[static_cast<std::size_t>(state)]; }

std::optional<BadgeState> badgeStateFrom(std::string_view name) noexcept
{
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    if (found == stateNames.end()) return std::nullopt;
    return static_cast<BadgeState>(found - stateNames.begin());
}

std::string BadgeRecord::field(std::string_view name) const
{
    const auto found = fields.find(std::string(name));
    return found == fields.end() ? std::string() : found->second;
}

bool BadgeRecord::isWithdrawn() const noexcept
{
    return state == BadgeState::refused && decider == requester && reason != badgeEndsWithPerson;
}

void Badges::put(Transaction& transaction, const BadgeRecord& badge)
{
    std::optional<Guid> holder;
    if (badge.holder) holder = m_room.idFor(transaction, *badge.holder);
    const auto requester = m_room.idFor(transaction, badge.requester);
    transaction.database()
        .prepare("INSERT INTO badge (id, holder, requester, event, state, asked_at, decided_at, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                 "ON CONFLICT (id) DO UPDATE SET state = excluded.state, decided_at = excluded.decided_at, details = excluded.details")
        .bind(badge.id).bind(holder).bind(requester).bind(badge.event).bind(nameOf(badge.state)).bind(badge.askedAt).bind(badge.decidedAt)
        .bind(m_room.seal({table, badge.id.bytes(), "details"}, detailsOf(badge)))
        .run();
}

BadgeRecord Badges::from(const Statement& row) const
{
    const auto id = row.guid(0);
    const FieldPlace place{table, id.bytes(), "details"};
    const auto details = nlohmann::json::parse(m_room.openText(place, row.blob(7)), nullptr, false);
    const auto state = badgeStateFrom(row.text(4));
    if (!details.is_object() || !state) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
    const auto holder = row.optionalGuid(1);
    BadgeRecord badge{id, std::nullopt, m_room.numberOf(row.guid(2)), row.text(3), *state, row.integer(5), row.optionalInteger(6)};
    if (holder) badge.holder = m_room.numberOf(*holder);
    badge.fields = details.value("fields", std::map<std::string, std::string>());
    badge.reason = details.value("reason", "");
    badge.printer = details.value("printer", "");
    badge.copies = details.value("copies", 0);
    badge.decider = UserNumber::parse(details.value("decider", ""));
    if (const auto photo = fromHex(details.value("photo", "")); photo && photo->size() == badge.photo.emplace().size()) {
        std::copy(photo->begin(), photo->end(), badge.photo->begin());
    } else {
        badge.photo.reset();
    }
    return badge;
}

std::vector<BadgeRecord> Badges::all(Statement& row)
{
    m_room.requireOpen();
    std::vector<BadgeRecord> found;
    while (row.step()) m_room.passOver([&] { found.push_back(from(row)); });
    return found;
}

std::optional<BadgeRecord> Badges::byId(const Guid& id)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE id = ?1");
    if (!row.bind(id).step()) return std::nullopt;
    return from(row);
}

std::vector<BadgeRecord> Badges::worklist(std::int64_t since, std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state = 'requested' OR decided_at >= ?1 ORDER BY asked_at DESC, rowid DESC LIMIT ?2");
    row.bind(since).bind(static_cast<std::int64_t>(limit));
    return all(row);
}

std::vector<BadgeRecord> Badges::ofHolder(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return {};
    auto row = m_database.prepare(std::string(columns) + "WHERE holder = ?1 ORDER BY asked_at, rowid");
    row.bind(*id);
    return all(row);
}

} // namespace cardwright
