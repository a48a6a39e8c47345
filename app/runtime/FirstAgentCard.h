#pragma once

#include "core/base/Clock.h"
#include "core/card/CardTransport.h"
#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/piv/CardProfile.h"
#include "core/sync/CentralEnrolment.h"

#include <string>

namespace cardwright::runtime {

/// What the card of a site's first agent is made with. All of it outlives the call.
struct FirstAgentCardOrder {
    CardReader& reader; ///< a factory-fresh card is in it
    const UserNumber& number;
    const std::string& name;
    const SecureBytes& passcode;
    const ContentSigner& signer;
    const SiteKeys& keys;
    const ProfileSet& profiles;
    std::string organisation;
    int cardYears = 5;
};

struct FirstAgentCard {
    Guid card;
    Certificate signIn;        ///< 9A
    Certificate keyManagement; ///< 9D
    Bytes roster;              ///< the centre's, with this agent in it
};

/// Nobody could have issued the first agent's card, so the desk makes it at its bootstrap: CHUID; fresh P-256 keys in 9A, 9C and
/// 9D; requests signed on the card, 9D proven by ECDH; certificates from the centre (asked while no card transaction is open);
/// then derived unlock and administration keys, and the agent's own passcode. Cut anywhere before the end the card is as good as
/// factory-fresh and the call is repeated.
/// Errors: CardError, TransportError, CentralError, CryptoError; FailureError CARD-NOT-FACTORY.
FirstAgentCard makeFirstAgentCard(const FirstAgentCardOrder& order, CentralEnrolment& centre, const Guid& workstation, const SecureBytes& token,
                                  const Clock& clock, RandomSource& random);

} // namespace cardwright::runtime
