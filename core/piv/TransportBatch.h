#pragma once

#include "core/base/SecureBytes.h"
#include "core/piv/CardProfile.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// A batch of blank cards that comes with keys of its own in the place of those that the maker publishes (design card.md, "Card
/// profiles are data"). What the batch does not bring is the maker's.
struct TransportBatch {
    static constexpr std::size_t longestName = 40;

    struct Serials {
        std::uint32_t first = 0;
        std::uint32_t last = 0; ///< included
        friend bool operator==(const Serials&, const Serials&) = default;
    };

    std::string name;    ///< letters, digits, '-', '_' and '.'
    std::string profile; ///< CardProfile::id
    Algorithm algorithm = Algorithm::tripleDes;
    std::optional<Serials> serials; ///< nothing: any card of the profile may be of it
    SecureBytes administrationKey;
    std::optional<SecureBytes> unlockKey; ///< eight octets
    std::optional<SecureBytes> passcode;  ///< six to eight digits

    /// The keys that the blank card opens with beside the administration key: the batch's, or the maker's.
    SecureBytes unlockKeyOn(const CardProfile& cards) const { return unlockKey ? unlockKey->clone() : cards.factoryUnlockKey(); }
    SecureBytes passcodeOn(const CardProfile& cards) const { return passcode ? passcode->clone() : cards.factoryPasscode(); }

    bool covers(std::uint32_t serial) const noexcept { return serials && serials->first <= serial && serial <= serials->last; }
    /// Every octet of it, names and keys, the same.
    bool sameAs(const TransportBatch& other) const;
    TransportBatch clone() const;

    /// All of it in one run of octets, for an envelope or a sealed file: the names are as safe from change as the keys.
    SecureBytes encode() const;
    /// Errors: CardDataError (cut, a name or an algorithm that there is none of, keys of another size).
    static TransportBatch decode(ByteView octets);
    /// Why it cannot be one, in words; empty: it can. What decode() asks for.
    std::string problem() const;
};

} // namespace cardwright
