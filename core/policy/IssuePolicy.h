#pragma once

#include "core/crypto/Certificate.h"
#include "core/policy/PolicyFile.h"

#include <vector>

namespace cardwright {

/// A key slot that issue fills.
struct IssueSlot {
    std::string slot;      ///< "9A", "9C"
    std::string algorithm; ///< "P-256", "P-384", "RSA-2048"
};

/// A maker of cards whose word on the keys of its cards this site takes.
struct AttestationMaker {
    std::string title; ///< for people
    Certificate root;  ///< of the maker's attestation certificates; signed by itself
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
    int renewalWindowDays = 90;    ///< before its end a certificate may be renewed; after its end always
    bool writeKeyHistory = false;  ///< the empty one (0, 0), where the card keeps the object
    bool writeDiscovery = false;   ///< 40 00, where the card keeps the object and does not say it already
    bool writeFacialImage = false; ///< the portrait as object 5FC108, where the card keeps it
    /// A key whose attestation (F9) does not hold, or speaks of another key, is not used. Cards without the command pass.
    bool verifyAttestation = false;
    /// Whose attestations count. Named: a card that attests under another maker's root is refused; none named: that is no reason.
    std::vector<AttestationMaker> attestationMakers;
    /// Whether a key may be renewed while the centre cannot be heard: until its certificate comes the slot then works nowhere.
    bool renewWhileAlone = false;
    int personsActiveCards = 1;
    bool trainingAgentSignsInByItself = true;
    int idleLockMinutes = 10;
    std::string governanceContact;

    static IssuePolicy from(const PolicyFile& file);
    static IssuePolicy load(const std::string& path);
    static IssuePolicy shipped();
};

} // namespace cardwright
