#pragma once

#include "core/piv/TransportBatch.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cardwright {

/// The batches whose keys this desk holds, while an agent is signed in.
class TransportKeys {
public:
    /// So many keys are tried on one card and no more, the maker's included: some cards count attempts unseen, and lock.
    static constexpr std::size_t mostAttempts = 4;

    void add(TransportBatch batch);
    bool empty() const noexcept { return m_batches.empty(); }
    const std::vector<TransportBatch>& batches() const noexcept { return m_batches; }
    /// Nothing when there is none of this name.
    const TransportBatch* named(std::string_view name) const noexcept;
    /// Whose keys may open this blank card: first the batches that name its serial, then those of its profile that name none; at most
    /// mostAttempts - 1. A batch whose serials leave this card out is never tried. Valid as long as this object.
    std::vector<const TransportBatch*> fitting(const CardProfile& profile, std::optional<std::uint32_t> serial) const;

private:
    std::vector<TransportBatch> m_batches;
};

} // namespace cardwright
