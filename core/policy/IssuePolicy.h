#pragma once

#include "core/policy/PolicyFile.h"

#include <vector>

namespace cardwright {

/// A key slot that issue fills.
struct IssueSlot {
    std::string slot;      ///< "9A", "9C"
    std::string algorithm; ///< "P-256", "P-384", "RSA-2048"
};

/// How a card is made.
struct IssuePolicy {
    PolicyId id;
    std::vector<IssueSlot> slots;  ///< in the order they are made
    int certificateYears = 2;
    int cardYears = 5;             ///< expiry in CHUID and printed information
    bool allowIssueLocked = true;
    /// Cards whose administration key cannot be changed (strict profile) keep the factory's; a training site may allow it.
    bool allowUnchangeableAdministrationKey = false;
    int centreWaitSeconds = 6;     ///< for a certificate, then it is deferred
    int personsActiveCards = 1;
    bool trainingAgentSignsInByItself = true;
    int idleLockMinutes = 10;
    std::string governanceContact;

    static IssuePolicy from(const PolicyFile& file);
    static IssuePolicy load(const std::string& path);
    static IssuePolicy shipped();
};

} // namespace cardwright
