#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"
#include "core/lifecycle/TermsAcceptance.h"

namespace cardwright {

/// New terms on a card that works: its holder has read and accepted them, and the card signs with their passcode. Changes nothing on the
/// card, so nothing is ever torn: cut before its one commit, the terms are simply still due. At most five commands after the look.
class TermsJob {
public:
    /// look: of this card, just now. spendLastTry: of the passcode.
    TermsJob(CardDesk desk, CardLook look, PasscodeSource passcode, TermsAcceptance accepted, bool spendLastTry = false);

    /// Errors: RefusedError TERMS-CHANGED, AGENT-IS-SUBJECT, PASSCODE-NEEDED; CardError CARD-FOREIGN, CARD-BLANK, CARD-TORN, CARD-OTHER,
    /// CARD-NOT-HERE, PASSCODE-WRONG, -BLOCKED, -LAST-TRY, PAD-*; CryptoError SIGNATURE-WRONG; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
    PasscodeSource m_passcode;
    TermsAcceptance m_accepted;
    bool m_spendLastTry;
};

} // namespace cardwright
