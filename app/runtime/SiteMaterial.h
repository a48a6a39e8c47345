#pragma once

#include "core/crypto/SecureRandom.h"
#include "core/identity/EvidencePolicy.h"
#include "core/lifecycle/CardDesk.h"
#include "core/policy/OfflinePolicy.h"
#include "core/store/SiteFolder.h"

#include <vector>

namespace cardwright::runtime {

/// What a program reads from a site folder once, at its start: policies, trust, the desk's keys. Never changes afterwards,
/// so every thread may look at it.
struct SiteMaterial {
    SiteFolder site;
    EvidencePolicy evidence;
    PasscodePolicy passcode;
    IssuePolicy issue;
    OfflinePolicy offline;
    std::vector<Certificate> trust;
    ContentSigner signer;
    SiteKeys keys;
    ProfileSet profiles;

    /// Throws StoreError SITE-*; PolicyError POLICY-*; CryptoError for a key or certificate that cannot be used.
    static SiteMaterial load(const std::filesystem::path& root);
};

} // namespace cardwright::runtime
