#pragma once

#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"
#include "core/lifecycle/JobLedger.h"
#include "core/piv/Algorithm.h"

#include <map>

namespace cardwright {

/// The site's keys by version, and what a card's keys are under each: administration key and unlock key are derived from
/// site key, card GUID and generation (design card.md, "Derived keys"). Nothing derived is kept.
class SiteKeys {
public:
    /// siteKey: 32 octets. Throws CryptoError KEY-UNUSABLE.
    void add(int version, SecureBytes siteKey);
    /// Zero when there is none.
    int newestVersion() const noexcept;
    bool has(int version) const noexcept { return m_keys.contains(version); }

    /// Throw CryptoError SITE-KEY-ABSENT for a version this desk does not hold.
    SecureBytes administrationKey(const CardKeyName& name, const Guid& card, Algorithm algorithm) const;
    /// Eight digits.
    SecureBytes unlockKey(const CardKeyName& name, const Guid& card) const;

private:
    const SecureBytes& siteKey(int version) const;
    std::map<int, SecureBytes> m_keys;
};

} // namespace cardwright
