#include "core/lifecycle/TransportKeys.h"

#include <algorithm>
#include <utility>

namespace cardwright {

void TransportKeys::add(TransportBatch batch) { m_batches.push_back(std::move(batch)); }

const TransportBatch* TransportKeys::named(std::string_view name) const noexcept
{
    const auto found = std::find_if(m_batches.begin(), m_batches.end(), [&](const auto& batch) { return batch.name == name; });
    return found == m_batches.end() ? nullptr : &*found;
}

std::vector<const TransportBatch*> TransportKeys::fitting(const CardProfile& profile, std::optional<std::uint32_t> serial) const
{
    std::vector<const TransportBatch*> bySerial;
    std::vector<const TransportBatch*> byProfile;
    for (const auto& batch : m_batches) {
        if (batch.profile != profile.id) continue;
        if (!batch.serials) {
            byProfile.push_back(&batch);
        } else if (serial && batch.covers(*serial)) {
            bySerial.push_back(&batch);
        }
    }
    bySerial.insert(bySerial.end(), byProfile.begin(), byProfile.end());
    if (bySerial.size() > mostAttempts - 1) bySerial.resize(mostAttempts - 1);
    return bySerial;
}

} // namespace cardwright
