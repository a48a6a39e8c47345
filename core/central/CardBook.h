#pragma once

#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <optional>
#include <string>

namespace cardwright::central {

/// What desks are told of each other's cards, so that each desk of the site can unlock, touch and cancel them: a sealed delivery `card`
///   {"card","userNumber","job","state":"opened|issued|abandoned|cancelled","locked","generation","siteKeyVersion","openedAt",
///    "issuedAt"?,"serial"?,"profile"?,"expires"?,
///    "jobs":[..] as CardJobs::of, plans when something was begun,
///    "slots":[{"slot","publicKey","request","certificate"?,"written"}],
///    "holder"?:{"legalName","givenName","familyName","dateOfBirth","nameOnCard","odsCode","jobTitle","photoReference"?}}
/// The whole of it each time something changes; the holder's record only where the offline policy lets desks keep it
/// (holdersOfOtherDesks).
class CardBook {
public:
    explicit CardBook(CentreParts& parts) : m_parts(parts) {}

    /// One card as it is now, to every desk in use but this one. Nothing of a card that no desk made (a site's first agent's).
    /// begun: a job was opened on it, so its plan goes along, unless holders stay at the centre: printed information is part of a plan.
    void tellOthers(Transaction& transaction, const Guid& card, const Guid& except, bool begun);
    /// Every card that is being made or works, to a new log.
    void tellAll(Transaction& transaction, const Guid& log);

    /// Whether the offline policy lets desks keep the records of other desks' holders.
    bool holdersGoAlong();

private:
    std::optional<std::string> body(Transaction& transaction, const Guid& card, bool withPlans);
    CentreParts& m_parts;
};

} // namespace cardwright::central
