#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"

namespace cardwright {

/// The holder knows the passcode and wants another: CHANGE REFERENCE DATA, the proof, entry card.passcodeChanged
/// {"card","job","by":"holder","receipt"}. Nothing is sent to a card with one try left unless somebody said yes to it. Cut, it is
/// finished by RepairJob with the unlock key and a passcode that the holder types then ("by":"unlock-key").
class PasscodeChangeJob {
public:
    struct Options {
        bool spendLastTry = false; ///< an explicit yes to use the passcode's last try
    };
    /// look: of this card, just now. Both typed here, or both on the reader: there it is one entry (the old one, the new one two times),
    /// and the new one once more for the proof.
    PasscodeChangeJob(CardDesk desk, CardLook look, PasscodeSource old, PasscodeSource chosen, Options options);

    /// Errors: RefusedError PASSCODE-RULE (also: the old one again), AGENT-IS-SUBJECT; CardError PASSCODE-WRONG, PASSCODE-BLOCKED,
    /// PASSCODE-LAST-TRY (each with the tries left), PASSCODE-FORM, PAD-*, CARD-*; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
    PasscodeSource m_old;
    PasscodeSource m_chosen;
    Options m_options;
};

} // namespace cardwright
