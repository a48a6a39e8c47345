#pragma once

#include "core/base/Guid.h"
#include "core/store/Database.h"

#include <cstdint>
#include <optional>

namespace cardwright {

/// Counts that the pages show, each only what the store itself can vouch for. All may be asked while it is closed.
class LogFigures {
public:
    explicit LogFigures(Database& database) : m_database(database) {}

    /// Entries of this log, present or closed, that nothing here shows to be at the centre: neither under a checkpoint that it has
    /// countersigned nor answered one by one. An answer that was lost on its way leaves its entries in this count.
    std::uint64_t notKnownAtCentre(const Guid& log);
    /// Entries of this log whose payload was erased.
    std::uint64_t erased(const Guid& log);
    /// When this desk was enrolled; nothing when no entry says so.
    std::optional<std::int64_t> enrolledAt();
    /// Cards in use that this desk knows and that hold an older site key than this version.
    std::uint64_t cardsBefore(int siteKeyVersion);

private:
    Database& m_database;
};

} // namespace cardwright
