#pragma once

#include "core/central/Centre.h"
#include "core/store/Transaction.h"

namespace cardwright::central {

/// What goes out to each desk, numbered without gaps per log. Plain kinds: authority, roster, policy, revocation, trust. All others are
/// about somebody and are sealed to the desk's store certificate.
class DeliveryBook {
public:
    explicit DeliveryBook(CentreParts& parts) : m_parts(parts) {}

    /// body: a JSON object. Sealed here when its kind is a sealed one.
    void add(Transaction& transaction, const Guid& log, std::string_view kind, std::string_view body);
    /// To every desk in use, but for `except`.
    void addForAll(Transaction& transaction, std::string_view kind, std::string_view body, const std::optional<Guid>& except = {});
    /// What a desk that lost its log must hear again.
    void copy(Transaction& transaction, const Guid& from, const Guid& to);
    std::vector<OutgoingDelivery> after(const Guid& log, std::uint64_t cursor, std::size_t most);
    std::optional<std::int64_t> newest(const Guid& log, std::string_view kind);

private:
    void put(const Guid& log, std::string_view kind, bool sealed, std::string_view body);
    CentreParts& m_parts;
};

/// base64 of an envelope to the store certificate of this desk.
std::string sealedToDesk(CentreParts& parts, const Guid& workstation, ByteView content);

} // namespace cardwright::central
