#pragma once

#include "core/base/Clock.h"
#include "core/store/Authorities.h"
#include "core/store/OutboxView.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// An act that the authority bounds while the desk is alone.
enum class BoundedAct { issue, unlock };

/// Whether an act may go on, why not, and what is left.
struct AuthorityVerdict {
    bool allowed = false;
    bool alone = true;     ///< the centre has not answered lately
    std::string code;      ///< AUTHORITY-NONE, AUTHORITY-ENDED, AUTHORITY-SPENT, STORE-ROLLED-BACK, LOG-FORKED; empty when allowed
    std::optional<std::int64_t> until;
    std::uint32_t issuesLeft = 0;
    std::uint32_t unlocksLeft = 0;
    int daysLeft = 0;      ///< whole days until the end, rounded up
    explicit operator bool() const noexcept { return allowed; }
};

/// What this desk may do alone (design journal.md): from the last authority delivery, and from the journal itself: acts that the
/// centre has not heard of are those that count, so each contact refreshes the counts by itself.
class OfflineAuthority {
public:
    /// What the verdict is made from; read from the store, or made up in tests.
    struct Facts {
        std::optional<AuthorityRecord> authority;
        ContactState contact;
        std::uint64_t issuesAlone = 0;  ///< card.opened not yet at the centre
        std::uint64_t unlocksAlone = 0; ///< card.unlocked not yet at the centre
    };
    /// The centre counts as there for this long after its last answer.
    static constexpr std::chrono::minutes contactHolds{10};

    static Facts facts(Authorities& authorities, OutboxView& outbox);
    static AuthorityVerdict judge(const Facts& facts, BoundedAct act, std::int64_t now);
};

/// Throws RefusedError (or StoreError for STORE-ROLLED-BACK, LOG-FORKED) with the verdict's code unless it allows.
void require(const AuthorityVerdict& verdict);

} // namespace cardwright
