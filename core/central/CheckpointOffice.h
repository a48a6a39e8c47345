#pragma once

#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <string>
#include <string_view>

namespace cardwright::central {

/// Countersigns what a workstation says of its log, if it is the log that the centre has. Each countersigned checkpoint is kept with
/// the right edge of its tree (RFC 6962); the next one is computed from there and the entries since, so that it is consistent with
/// the one before by construction, at the cost of the entries that are new.
class CheckpointOffice {
public:
    explicit CheckpointOffice(CentreParts& parts) : m_parts(parts) {}

    /// `next`: so many entries of this log the centre has. The note with the centre's line; empty when it is ahead of that.
    /// Problems: checkpoint-wrong, checkpoint-forked (another tree of a size that was countersigned), checkpoint-inconsistent.
    std::string countersign(Transaction& transaction, const Guid& log, std::string_view note, std::uint64_t next);
    /// What proves a fork is kept.
    void keepRefused(Transaction& transaction, const Guid& log, std::string_view note, std::string_view problem);

private:
    CentreParts& m_parts;
};

} // namespace cardwright::central
