#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"

#include <string>
#include <vector>

namespace cardwright {

class PasscodeEntry;

/// "Test my card": the holder's proof. Nothing on the card is changed, so a cut leaves nothing to repair.
struct VerifyReport {
    CardReceipt receipt; ///< what was proved
    /// What does not hold, one plain sentence each: "the key 9C is not the one that was certified". Empty: all is well.
    std::vector<std::string> findings;
    /// What could not be looked at here, and is no fault of the card's; one plain sentence each.
    std::vector<std::string> remarks{};
    bool passed() const noexcept { return findings.empty(); }
};

/// The passcode, a fresh challenge to each key (9D by ECDH), each object and certificate to the octet. One commit at the end, with the
/// entry card.verified {"card","job","passed":bool,"findings":[..],"receipt"}; a wrong passcode is no entry.
class VerifyJob {
public:
    struct Options {
        bool spendLastTry = false; ///< an explicit yes to use the passcode's last try
    };
    VerifyJob(CardDesk desk, CardLook look, PasscodeSource passcode, Options options);

    /// Errors: CardJobError PASSCODE-WRONG, -BLOCKED, -LAST-TRY with the tries left, PAD-*, CARD-BLANK, CARD-FOREIGN, CARD-TORN,
    /// CARD-NOT-HERE, CARD-CANCELLED, CARD-OTHER; TransportError; StoreError; StoppedError. What does not hold is a finding.
    VerifyReport run();

private:
    void keys(CardSession& session, PasscodeEntry& entry, VerifyReport& report);
    void objects(CardSession& session, VerifyReport& report);
    void origin(CardSession& session, Slot slot, const PublicKey& key, VerifyReport& report);
    void facialImage(CardSession& session, VerifyReport& report);
    void record(VerifyReport& report);
    CardDesk m_desk;
    CardLook m_look;
    PasscodeSource m_passcode;
    Options m_options;
};

} // namespace cardwright
