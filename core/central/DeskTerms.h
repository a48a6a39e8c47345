#pragma once

#include "core/central/Centre.h"
#include "core/store/Transaction.h"

#include <optional>

namespace cardwright::central {

/// What a desk may do by itself: numbers in hand and the signed authority, as deliveries.
class DeskTerms {
public:
    explicit DeskTerms(CentreParts& parts) : m_parts(parts) {}

    AuthorityTerms terms();
    void setTerms(Transaction& transaction, const AuthorityTerms& terms);
    /// Signed by the centre: {"schema":"cardwright.authority/1","site","workstation","log","issuedAt","until","issues","unlocks"};
    /// the delivery has until, issues and unlocks in the open and the statement as "authority".
    void deliverAuthority(Transaction& transaction, const Guid& log);
    void deliverLease(Transaction& transaction, const Guid& log, std::uint32_t count, const std::optional<Guid>& cause);
    std::uint32_t leaseCount();

private:
    CentreParts& m_parts;
};

} // namespace cardwright::central
