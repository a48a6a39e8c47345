#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/base/Random.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/lifecycle/JobLedger.h"
#include "core/lifecycle/TermsAcceptance.h"
#include "core/piv/CardProfile.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/PasscodePolicy.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

struct ContentSigner;

/// Who gets a card and what is to stand on it: from the person's record, after IssueAct.
struct IssueOrder {
    UserNumber holder;
    std::string nameOnChip{}; ///< ASCII (NameOnCard::onChip)
    std::string role = "STAFF"; ///< at most 20
    std::string odsCode{};
    std::string organisation{}; ///< any length: what fits goes onto the two lines of Printed Information
    Date dateOfBirth{};       ///< for the passcode rules only
    Sha256Digest photoReference{};
    bool locked = false;
    /// What the holder accepted just now; nothing where they are not asked (locked, or accepted before).
    std::optional<TermsAcceptance> terms{};
    Bytes portrait{}; ///< the stored portrait's JPEG, for the facial image; empty: the card gets none
};

/// One key of the plan.
struct PlannedKey {
    Slot slot = Slot::authentication;
    Algorithm algorithm = Algorithm::eccP256;
    friend bool operator==(const PlannedKey&, const PlannedKey&) = default;
};

/// One object of the plan: its content to the octet, signatures included.
struct PlannedObject {
    std::uint32_t tag = 0;
    Bytes content;
    friend bool operator==(const PlannedObject&, const PlannedObject&) = default;
};

/// Everything that an issue is going to do, decided before anything is changed and kept with the job: a later process
/// finishes the very same card, to the octet. Holds no secret.
struct IssuePlan {
    Guid card;
    UserNumber holder;
    std::string organisation{};
    Date expiry{};
    Sha256Digest photoReference{};
    bool locked = false;
    std::vector<PlannedKey> keys{};
    CardKeyName keyName{};
    Algorithm administrationAlgorithm = Algorithm::aes256;
    bool changeAdministration = true; ///< false: the card has no command for it, and policy allows that
    bool changeUnlockKey = true;
    bool setTries = false;            ///< FA
    std::optional<int> passcodeTries{};  ///< what the proof expects; nothing where neither policy nor profile can say
    std::optional<int> unlockKeyTries{};
    std::vector<PlannedObject> objects{}; ///< CHUID first, security object last
    bool verifyAttestation = false;
    /// The batch whose keys open the blank card, and to whose keys it is cleared, by name; empty: the maker's published ones.
    std::string batch{};
    /// issue; renew (new keys and certificates, everything else as it was issued); rotate (new derived keys alone: no key of the
    /// holder's and no object in the plan).
    JobKind act = JobKind::issue;
    std::optional<CardKeyName> previous{};  ///< rotate: what the card holds before
    std::optional<TermsAcceptance> terms{};  ///< issue: signed by the new key, also by a repair; not on a card that ends locked
    std::map<Slot, Guid> superseded{};      ///< renew: the requests of the certificates that end with it

    /// Pre-flight (core/piv/Preflight.h): what policy wants against what the card can do, and the objects against its sizes. Throws
    /// CardJobError CARD-UNFIT naming all that does not fit, before anything is changed and before any authority is asked.
    static IssuePlan make(const IssueOrder& order, const CardProfile& profile, const IssuePolicy& issue,
                          const PasscodePolicy& passcode, const ContentSigner& signer, const CardKeyName& keyName,
                          std::int64_t now, RandomSource& random);

    const Bytes& object(std::uint32_t tag) const;
    bool writes(ObjectId object) const noexcept;

    std::string json() const;
    /// Throws StoreError STORE-DAMAGED.
    static IssuePlan fromJson(std::string_view text);

    friend bool operator==(const IssuePlan&, const IssuePlan&) = default;
};

} // namespace cardwright
