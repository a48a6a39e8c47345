#pragma once

#include "core/central/CentreParts.h"
#include "core/central/Payload.h"
#include "core/journal/JournalEntry.h"
#include "core/store/Transaction.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace cardwright::central {

/// The jobs that desks begin on cards (issue, renew, rotate), each with its plan: what another desk of the site needs to go on with one
/// that was cut, to prove a card and to renew it. A plan holds no secret.
///
/// Two desks may have had a hand in one job, one of them without knowing of the other. The card itself was at one of them last, and that
/// is the one whose entry is dated later, in whatever order the two arrive: what the other one asked for is certified for nobody.
class CardJobs {
public:
    CardJobs(CentreParts& parts, Transaction& transaction) : m_parts(parts), m_transaction(transaction) {}

    /// Another desk finished it, and later than this.
    bool finishedElsewhere(const Guid& job, std::int64_t at, const Guid& workstation);
    /// card.opened; nothing changes where another desk had finished the job by then. The card is known.
    void opened(const JournalEntry& entry, const Payload& payload, const Guid& workstation);
    /// card.issued, card.renewed, card.keysRotated, card.abandoned. False when finishedElsewhere(); then what this desk asked for the card ends. Else the
    /// job is closed, and where keys were made what other desks asked for the same slots ends. A job that is not known here passes.
    bool closed(const JournalEntry& entry, const Payload& payload, const Guid& workstation);
    /// A card that ends takes its jobs along.
    void endAll(const Guid& card, std::int64_t at, const Guid& workstation);
    /// A request that comes after another desk has made the card's keys anew: it is for a key that is gone.
    bool overtaken(const JournalEntry& entry, const Guid& card, const Guid& workstation);

    /// [{"job","act","open":bool,"takenUp":bool,"openedAt","atr","plan"?}], oldest first; plans of the issue and of what is open.
    nlohmann::json of(const Guid& card, bool withPlans);

private:
    void endRequests(const Guid& card, const Payload& payload, const Guid& workstation, bool own);
    CentreParts& m_parts;
    Transaction& m_transaction;
};

} // namespace cardwright::central
