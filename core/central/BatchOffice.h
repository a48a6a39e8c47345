#pragma once

#include "core/base/SecureBytes.h"
#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {
struct TransportBatch;
}

namespace cardwright::central {

/// Batches of blank cards that came with keys of their own (core/piv/TransportBatch.h). A key lies here sealed to the centre's envelope
/// certificate, as site keys do, and leaves sealed to the store certificate of each desk in use. No list tells one.
class BatchOffice {
public:
    explicit BatchOffice(CentreParts& parts) : m_parts(parts) {}

    struct Batch {
        std::string name;
        std::string profile;
        std::string algorithm;
        std::optional<std::uint32_t> firstSerial;
        std::optional<std::uint32_t> lastSerial;
        bool unlockKey = false; ///< it brings its own
        bool passcode = false;
        std::int64_t addedAt = 0;
        std::optional<std::int64_t> endedAt;
    };
    /// By name, the ended ones included.
    std::vector<Batch> all();

    /// sealed: an envelope to the centre with TransportBatch::encode() in it. A name that there is already gets the new keys. True when it
    /// replaced others. Problems batch-malformed (profile, algorithm or keys that no such card takes, serials that another batch of the
    /// profile has), envelope-*.
    bool add(Transaction& transaction, ByteView sealed, std::string& name);
    /// No new card of it is opened from now on; the desks forget its keys. Problem batch-unknown.
    void end(Transaction& transaction, std::string_view name);
    /// Every batch in use, to one desk: a new one, or one whose log begins anew.
    void tellAll(Transaction& transaction, const Guid& log);

private:
    TransportBatch opened(ByteView sealed) const;
    void tell(Transaction& transaction, const Guid& log, const TransportBatch& batch);
    void requireFit(const TransportBatch& batch);
    CentreParts& m_parts;
};

/// For the shell: what add() takes, sealed before anything but its memory has seen it. Throws CryptoError.
Bytes sealedForCentre(const TransportBatch& batch, const Certificate& centreEnvelope);

} // namespace cardwright::central
