#pragma once

#include "core/crypto/Certificate.h"
#include "core/store/SiteFolder.h"

#include <vector>

namespace cardwright {

/// Whom this desk believes when something comes from the centre: read once from the site folder (trust/).
struct SyncTrust {
    std::vector<Certificate> anchors; ///< ca.pem
    Certificate centreSigning;        ///< rosters, policies, authority, countersignatures
    Guid site;
    Guid workstation;

    /// Throws StoreError SITE-DAMAGED, CryptoError CERTIFICATE-UNREADABLE.
    static SyncTrust of(const SiteFolder& site);
};

} // namespace cardwright
