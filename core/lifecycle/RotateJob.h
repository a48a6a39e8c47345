#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"

namespace cardwright {

/// New administration and unlock key for a card, from the newest version of the site key (design card.md, "Derived keys"): what is
/// due after the centre has raised the version, and a step of the next touch; also on demand (another generation of the same
/// version, when one card's unlock key may be known to somebody). Never part of an unlock and never while alone: the other desks of
/// the site learn of it through the centre. The holder's keys, passcode and objects stay as they are; no passcode is needed.
/// Proved by the new administration key in a transaction of its own; the unlock key by the card's 9000 to its change.
/// Entry card.keysRotated {"card","job","generation","siteKeyVersion","receipt"}. Generations only go up. Cut anywhere, RepairJob
/// goes on: the open job names both generations, and the card is asked by the rules of card.md.
class RotateJob {
public:
    RotateJob(CardDesk desk, CardLook look);

    /// Errors: RefusedError AGENT-IS-SUBJECT; CENTRE-UNREACHABLE as the exchange says it; CardJobError CARD-CANNOT (neither key can
    /// be changed), CARD-ADMIN-KEY, CARD-OTHER, UNLOCK-KEY-*; CryptoError SITE-KEY-ABSENT; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
};

} // namespace cardwright
