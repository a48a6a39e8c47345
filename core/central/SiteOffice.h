#pragma once

#include "core/central/CentreParts.h"
#include "core/central/Enrolment.h"
#include "core/store/Transaction.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// What all desks of the site share: signed policies and the versions of the site key.
class SiteOffice {
public:
    explicit SiteOffice(CentreParts& parts) : m_parts(parts) {}

    /// A policy under the version that it names, which must be higher than the last; signed and kept. Problems policy-malformed,
    /// policy-old-version.
    SignedPolicy publish(Transaction& transaction, std::string_view name, std::string_view body);
    /// The newest version of each.
    std::vector<SignedPolicy> policies();
    /// Writes the newest version to policies/NAME.json and .p7s, for people to read: the database is what counts.
    void write(const SignedPolicy& policy) const;
    static std::string deliveryBody(const SignedPolicy& policy);

    /// Who certifies cards (core/store/CardTrust.h), signed, under the version that keepCardTrust counted.
    Bytes cardTrust();
    /// Whether the authority is another one than before: a new version, which each desk in use gets.
    void keepCardTrust(Transaction& transaction);

    /// The next version of the site key, random.
    int raiseKey(Transaction& transaction);
    int keyVersion();
    /// Every version, sealed to this desk's store certificate.
    std::vector<SealedSiteKey> keysFor(const Certificate& store);
    SealedSiteKey keyFor(int version, const Certificate& store);
    static std::string deliveryBody(const SealedSiteKey& key);

private:
    std::string setting(std::string_view name);
    CentreParts& m_parts;
};

} // namespace cardwright::central
