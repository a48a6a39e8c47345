#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"
#include "core/lifecycle/TermsAcceptance.h"

#include <optional>

namespace cardwright {

/// What the agent compared the holder with.
enum class LikenessAnswer {
    portrait,    ///< the stored portrait: "yes"
    printedFace, ///< no portrait is stored: the face printed on the card
};

/// Gives a card a new passcode with its unlock key: at most five commands after the look, at most four commits.
class UnlockJob {
public:
    struct Options {
        LikenessAnswer likeness = LikenessAnswer::portrait;
        bool spendLastTry = false; ///< an explicit yes to use the unlock key's last try
        std::optional<TermsAcceptance> terms{}; ///< what the holder accepted just now, where terms are due
    };
    /// look: of this card, just now.
    UnlockJob(CardDesk desk, CardLook look, PasscodeSource newPasscode, Options options);

    /// Errors: RefusedError PASSCODE-RULE, AGENT-IS-SUBJECT; CardError CARD-FOREIGN, CARD-BLANK, CARD-TORN, CARD-OTHER,
    /// CARD-NOT-HERE, UNLOCK-KEY-WRONG, UNLOCK-KEY-LAST-TRY, UNLOCK-KEY-BLOCKED, PAD-*, CARD-PROOF; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
    PasscodeSource m_passcode;
    Options m_options;
};

} // namespace cardwright
