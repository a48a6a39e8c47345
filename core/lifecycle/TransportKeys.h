#pragma once

#include "core/base/SecureBytes.h"
#include "core/piv/CardProfile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// A batch of blank cards that comes with keys of its own in the place of those that the maker publishes (design card.md, "Card
/// profiles are data"). What the batch does not bring is the maker's.
struct TransportBatch {
    struct Serials {
        std::uint32_t first = 0;
        std::uint32_t last = 0; ///< included
        friend bool operator==(const Serials&, const Serials&) = default;
    };

    std::string name;
    std::string profile; ///< CardProfile::id
    Algorithm algorithm = Algorithm::tripleDes;
    std::optional<Serials> serials; ///< nothing: any card of the profile may be of it
    SecureBytes administrationKey;
    std::optional<SecureBytes> unlockKey; ///< eight octets
    std::optional<SecureBytes> passcode;  ///< six to eight digits
};

/// The batches whose keys this desk holds, while an agent is signed in.
class TransportKeys {
public:
    /// So many keys are tried on one card and no more, the maker's included: some cards count attempts unseen, and lock.
    static constexpr std::size_t mostAttempts = 4;

    void add(TransportBatch batch);
    bool empty() const noexcept { return m_batches.empty(); }
    /// Nothing when there is none of this name.
    const TransportBatch* named(std::string_view name) const noexcept;
    /// Whose keys may open this blank card: first the batches that name its serial, then those of its profile that name none; at most
    /// mostAttempts - 1. A batch whose serials leave this card out is never tried. Valid as long as this object.
    std::vector<const TransportBatch*> fitting(const CardProfile& profile, std::optional<std::uint32_t> serial) const;

private:
    std::vector<TransportBatch> m_batches;
};

} // namespace cardwright
