#pragma once

#include "core/crypto/Certificate.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/JobLedger.h"
#include "core/piv/CardProfile.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cardwright {

/// What the card in the reader is to this desk.
enum class CardKind {
    blank,   ///< no CHUID, or an empty one, and no open job; counts fully only once the factory keys were accepted
    ours,    ///< its GUID is known here, or its CHUID is signed under our authority
    foreign, ///< somebody else's
    torn,    ///< a job on it was begun and not finished
    agent,   ///< belongs to an agent of this site
};
std::string_view nameOf(CardKind kind) noexcept; ///< "blank", "ours" ...

/// What one look at a card tells, at most six commands and no commit.
struct CardLook {
    CardKind kind = CardKind::foreign;
    CardIdentity identity;
    CardProfile profile;
    std::optional<int> passcodeTries;  ///< nothing: verified in this session, or the card does not say
    std::optional<int> unlockKeyTries; ///< where the card can tell, or told when it last refused the unlock key
    bool signedByUs = false;           ///< the CHUID's signature was checked (a card that is not known here)
    CardFile file;                     ///< what the store knows
    std::optional<RosterEntry> agent;  ///< kind agent: whose
    bool padVerifies = false;          ///< the reader has keys of its own for a passcode they have
    bool padModifies = false;          ///< and for a new one
    ApduCount count;

    /// The holder, where the store knows the card.
    std::optional<UserNumber> holder() const;
    bool locked() const noexcept { return passcodeTries == 0; }
    /// Slots whose certificate came after the card had left and waits to be written.
    std::vector<Slot> due() const;

    /// Opens a transaction, looks, ends it. `trust`: our authorities; `now`: for their validity.
    /// Errors: TransportError; CardError CARD-NOT-PIV; CardDataError; StoreError.
    static CardLook recognise(CardReader& reader, JobLedger& ledger, const ProfileSet& profiles,
                              const std::vector<Certificate>& trust, std::int64_t now, std::stop_token stop = {});
    /// Likewise within a transaction that goes on.
    static CardLook recognise(CardSession& session, JobLedger& ledger, const ProfileSet& profiles,
                              const std::vector<Certificate>& trust, std::int64_t now);
};

} // namespace cardwright
