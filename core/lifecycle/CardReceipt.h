#pragma once

#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/card/CardChannel.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What a finished job proved by reading the card back and challenging its keys.
struct CardReceipt {
    struct Object {
        std::string id;     ///< "5FC102"
        std::string sha256; ///< of the whole object as read back
    };
    struct Key {
        std::string slot;   ///< "9A"
        std::string sha256; ///< of the SubjectPublicKeyInfo that answered the challenge
    };
    /// A certificate that was not written, and why: nothing in `why` means the centre has not answered yet.
    struct Deferred {
        std::string slot;
        std::optional<Failure> why;
    };

    /// What the card says of a key's origin, where policy asks: "proven", "unknown maker", "unsupported" (core/piv/Attestation.h).
    struct Attested {
        std::string slot;
        std::string verdict;
    };

    Guid card;
    Guid job;
    std::string userNumber; ///< digits
    bool locked = false;
    std::vector<Object> objects;
    std::vector<Key> publicKeys;
    std::vector<Attested> attested;
    std::vector<std::string> written; ///< slots whose certificate is on the card
    std::vector<Deferred> deferred;
    std::optional<int> tries;         ///< of the passcode, as the card says; 0 on a card issued locked
    int termsVersion = 0;             ///< of the terms that the card signed in this job; 0: none
    std::vector<std::string> limitations; ///< what this card cannot do, in plain sentences
    ApduCount count;                  ///< all transactions of this run
    int commits = 0;

    /// The proof as it goes into an entry: {"objects":[..],"publicKeys":[..],"attested":[..]?,"tries":3}.
    std::string json() const;
};

} // namespace cardwright
