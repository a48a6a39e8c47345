#pragma once

#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class BadgeState { requested, printed, refused };
std::string_view nameOf(BadgeState state) noexcept; ///< "requested"
std::optional<BadgeState> badgeStateFrom(std::string_view name) noexcept;

/// Why a badge is refused whose holder's record closes.
inline constexpr std::string_view badgeEndsWithPerson = "person-closed";

/// A request for an ID badge, and what became of it.
struct BadgeRecord {
    Guid id; ///< of the asking entry
    std::optional<UserNumber> holder{}; ///< nothing: somebody whom no record here names yet
    UserNumber requester;
    std::string event;
    BadgeState state = BadgeState::requested;
    std::int64_t askedAt = 0;
    std::optional<std::int64_t> decidedAt{};
    std::map<std::string, std::string> fields{}; ///< "name", "title", "incident" ...
    std::optional<Sha256Digest> photo{};         ///< the portrait it is printed with
    std::optional<UserNumber> decider{};         ///< who printed or refused
    std::string reason{};                        ///< refused: why
    std::string printer{};
    int copies = 0;

    std::string field(std::string_view name) const;
    /// Refused by nobody but whoever asked: they took it back.
    bool isWithdrawn() const noexcept;
    friend bool operator==(const BadgeRecord&, const BadgeRecord&) = default;
};

/// What of a request is personal is sealed in one field; its event, state and dates are not.
class Badges {
public:
    explicit Badges(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Adds, or replaces the one with this id.
    void put(Transaction& transaction, const BadgeRecord& badge);
    std::optional<BadgeRecord> byId(const Guid& id);
    /// The last asked first; those decided before `since` are left out, open ones never.
    std::vector<BadgeRecord> worklist(std::int64_t since, std::size_t limit);
    /// All of one person, the oldest first.
    std::vector<BadgeRecord> ofHolder(const UserNumber& holder);

private:
    BadgeRecord from(const Statement& row) const;
    std::vector<BadgeRecord> all(Statement& row);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
