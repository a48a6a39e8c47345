#pragma once

#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/TermsPolicy.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// What a card in the reader waits for, by what the store knows of it: no command, no commit.
struct DueWork {
    std::vector<Slot> certificates; ///< came after the card had left; written without the passcode
    bool rotation = false;          ///< its derived keys are of an older version of the site key; no passcode
    bool renewal = false;           ///< its certificates end within policy's window, or have ended; needs the passcode
    /// The first end among its certificates; nothing where none was written yet.
    std::optional<std::int64_t> ends;
    /// From when they may be renewed; nothing as above.
    std::optional<std::int64_t> renewableFrom;
    bool terms = false;             ///< new terms for the holder to read and accept; needs the passcode
    bool cardExpired = false;       ///< the card itself: replace it, renewal is not for it

    bool any() const noexcept { return !certificates.empty() || rotation || renewal || terms; }
    bool needsPasscode() const noexcept { return renewal || terms; }

    /// Nothing is due on a card that is not ours, torn, cancelled or expired. A renewal is not due while a new certificate is on
    /// its way for any slot.
    /// terms: what holders are to have accepted; without it nothing is asked.
    static DueWork of(const CardLook& look, const IssuePolicy& policy, const SiteKeys& keys, std::int64_t now,
                      const TermsPolicy* terms = nullptr);
};

} // namespace cardwright
