#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"

namespace cardwright {

/// New keys and certificates on a card that stays what it is: CHUID, printed information, capability container and security object
/// are proved to be as they were issued and not written (their digests do not change). Inside policy's window (90 days) before the
/// first certificate ends, or any time after.
///
/// **Point of no return: the first GENERATE** (step keys.9A and so on): it overwrites the old key, which worked until then. So before
/// it everything is made sure of: window, card, administration key, the passcode (verified), and that the centre can be heard,
/// unless policy lets a desk renew alone. After it the job only goes forward: cut, RepairJob finishes it under the same requests;
/// there the passcode is set anew with the unlock key by what the holder types then, or the card ends locked. A certificate that is
/// late is deferred to a touch, as at issue. The old certificates end with the closing entry, after the new keys are proved:
///   card.renewed {"card","job","slots":[..],"deferred":[..],"locked":bool,"superseded":[{"slot","request"}],"receipt"}
class RenewJob {
public:
    struct Options {
        bool spendLastTry = false; ///< an explicit yes to use the passcode's last try
        bool whileAlone = false;   ///< an explicit yes although the centre cannot be heard: only where policy allows it too
        /// "early-renewal", allowed to this agent for this holder and not used (ExceptionRules::mayUse is the caller's): stands for policy's
        /// window, and is used with the commit that begins the first key. Not looked at inside the window.
        std::optional<Guid> exception{};
    };
    /// look: of this card, just now. passcode: the card's, typed by its holder; on the reader before anything is changed, once more where
    /// there is a 9C, which signs its request right after an entry only, and once for the proof.
    RenewJob(CardDesk desk, CardLook look, PasscodeSource passcode, Options options);

    /// Errors: RefusedError RENEW-NOT-DUE (the detail is the day from which it is), CARD-EXPIRED, AGENT-IS-SUBJECT; CENTRE-UNREACHABLE
    /// as the exchange says it; CardJobError CARD-NOT-HERE (also: issued at another desk), CARD-UNFIT, CARD-ADMIN-KEY, CARD-OTHER,
    /// CARD-PROOF; PASSCODE-WRONG, -BLOCKED, -LAST-TRY with the tries left; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
    PasscodeSource m_passcode;
    Options m_options;
};

} // namespace cardwright
