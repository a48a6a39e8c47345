#pragma once

#include "core/piv/CardProfile.h"

#include <string>
#include <vector>

namespace cardwright {

/// What an act is going to put on a card, as far as it is known before anything is changed.
struct CardDemand {
    struct Key {
        Slot slot = Slot::authentication;
        Algorithm algorithm = Algorithm::eccP256;
    };
    struct Object {
        ObjectId id;
        std::size_t size = 0; ///< octets of content
        /// What stands there already, for a card whose objects do not grow; nothing where it was never written.
        std::optional<std::size_t> present;
    };
    std::vector<Key> keys;       ///< each also asks for room for its certificate
    std::vector<Object> objects;
    bool extendedApdus = false;  ///< CardChannel::usesExtendedLength(): what a chain of short ones cannot carry, one of these may
};

/// Octets to keep free for the object of a certificate over a key of this algorithm: what our authorities make, with room for
/// a longer name of an issuer. (SP 800-73-5 pt 1 table 9 recommends 1856 at most.)
std::size_t certificateRoom(Algorithm algorithm) noexcept;

/// One reason why a card does not fit.
struct Shortfall {
    enum class Kind { slot, algorithm, object, size, space, growth };
    Kind kind = Kind::slot;
    std::string words; ///< "it makes no RSA-2048 keys in slot 9A": goes on after "because"
};

/// All reasons, not the first alone; empty = it fits. Asked before a job is opened and before any CA is.
std::vector<Shortfall> shortfalls(const CardProfile& profile, const CardDemand& demand);

/// How many octets to write first into an object that will be rewritten in the card's life (certificates at renewal), on a card
/// whose objects do not grow; nothing where the card needs no such care. Never less than `size`, never beyond the card's limit.
std::optional<std::size_t> reservation(const CardProfile& profile, ObjectId object, std::size_t size);

} // namespace cardwright
