#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/lifecycle/JobLedger.h"
#include "core/piv/CardProfile.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/PasscodePolicy.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// Who gets a card and what is to stand on it: from the person's record, after IssueAct.
struct IssueOrder {
    UserNumber holder;
    std::string nameOnChip;   ///< ASCII (NameOnCard::onChip)
    std::string role = "STAFF"; ///< at most 20
    std::string odsCode;
    std::string organisation; ///< broken into the two lines of Printed Information where it is longer than 20
    Date dateOfBirth{};
    Sha256Digest photoReference{};
    bool locked = false;
};

/// One key of the plan.
struct PlannedKey {
    Slot slot = Slot::authentication;
    Algorithm algorithm = Algorithm::eccP256;
};

/// Everything that an issue is going to do, decided before anything is changed and kept with the job: a later process
/// finishes the very same card. Holds no secret.
struct IssuePlan {
    Guid card;
    UserNumber holder;
    std::string nameOnChip, role, odsCode, organisation;
    Date expiry{};
    Sha256Digest photoReference{};
    bool locked = false;
    std::vector<PlannedKey> keys;
    CardKeyName keyName;
    Algorithm administrationAlgorithm = Algorithm::aes256;
    bool changeAdministration = true; ///< false: the card has no command for it and policy allows that
    bool changeUnlockKey = true;
    bool setTries = false;
    int passcodeTries = 3;
    int unlockKeyTries = 3;

    /// Pre-flight: what policy wants against what the card can do. Throws CardError CARD-UNFIT naming what does not fit,
    /// before anything is changed and before any authority is asked.
    static IssuePlan make(const IssueOrder& order, const CardProfile& profile, const IssuePolicy& issue,
                          const PasscodePolicy& passcode, const CardKeyName& keyName, const Guid& card, Date today);

    std::string json() const;
    /// Throws StoreError STORE-DAMAGED.
    static IssuePlan fromJson(std::string_view text);
};

} // namespace cardwright
