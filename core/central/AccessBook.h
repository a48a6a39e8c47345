#pragma once

#include "core/central/CentreParts.h"
#include "core/store/Transaction.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace cardwright::central {

/// Positions, requests, the catalogue and delegated lists as the centre knows them, and what desks are told of them: a sealed delivery
/// for each, the whole of it at each change.
///   position   {"position","userNumber","sponsor","state","begins","ends"?,"askedAt","decidedAt"?,"decider"?,"reason","decisionReason","assigned",
///               "jobRole","area","activities","odsCode","systems","catalogue"?,"holder"?}
///   request    {"request","kind","state","sponsor","userNumber"?,"fields","reason","askedAt","decidedAt"?,"decider"?,"decisionReason","holder"?}
///   catalogue  {"id","title","jobRole","area","activities","odsCode","systems","closed","at"}
///   badge      {"badge","event","state","fields","requester","askedAt","photo"?,"userNumber"?,"decider"?,"decidedAt"?,"reason"?}
///   delegation {"sponsor","positions","at"}
/// The holder's record goes along as it does with cards (CardBook::holdersGoAlong).
class AccessBook {
public:
    explicit AccessBook(CentreParts& parts) : m_parts(parts) {}

    /// What was kept under this key; nothing when there is none.
    std::optional<nlohmann::json> find(std::string_view kind, std::string_view key);
    /// Keeps it and tells every desk, the one that it came from as well: where two decided, the loser hears who was first.
    void put(Transaction& transaction, std::string_view kind, std::string_view key, const nlohmann::json& body);
    /// Everything, to a new log.
    void tellAll(Transaction& transaction, const Guid& log);

private:
    std::string bodyFor(std::string_view text);
    CentreParts& m_parts;
};

} // namespace cardwright::central
