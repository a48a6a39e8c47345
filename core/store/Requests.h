#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What is asked for; a position has its own record (Positions.h), and so has a badge.
enum class RequestKind { create, change, close };
std::string_view nameOf(RequestKind kind) noexcept; ///< "create"
std::optional<RequestKind> requestKindFrom(std::string_view name) noexcept;

enum class RequestState { open, approved, refused, withdrawn };
std::string_view nameOf(RequestState state) noexcept; ///< "open"
std::optional<RequestState> requestStateFrom(std::string_view name) noexcept;

/// Something that whoever asks may not do by themselves.
struct RequestRecord {
    Guid id; ///< of the asking entry
    RequestKind kind = RequestKind::change;
    RequestState state = RequestState::open;
    std::optional<UserNumber> subject; ///< create: nobody until it was carried out
    UserNumber sponsor;                ///< who asks
    std::int64_t askedAt = 0;          ///< UTC milliseconds
    std::optional<std::int64_t> decidedAt; ///< or withdrawn
    std::map<std::string, std::string> fields; ///< personFields() -> as asked; close: "reason", of the people policy's
    std::string reason;
    std::optional<UserNumber> decider;
    std::string decisionReason{};
    std::string overruled{}; ///< "approved", "refused", "withdrawn": what this desk had said when another was first

    friend bool operator==(const RequestRecord&, const RequestRecord&) = default;
};

/// Fields, reasons and who decided are sealed; kind, state and times are not.
class Requests {
public:
    explicit Requests(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Adds, or replaces the one with this id.
    void put(Transaction& transaction, const RequestRecord& request);
    std::optional<RequestRecord> byId(const Guid& id);
    std::vector<RequestRecord> about(const UserNumber& subject); ///< the oldest first
    /// The last asked first; those decided before `since` are left out, open ones never.
    std::vector<RequestRecord> worklist(std::int64_t since, std::size_t limit);
    std::uint64_t countOpen(); ///< also signed out: how many, never for whom

private:
    RequestRecord from(const Statement& row) const;
    std::vector<RequestRecord> all(Statement& row);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
