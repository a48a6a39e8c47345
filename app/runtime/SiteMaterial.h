#pragma once

#include "core/access/PermissionMatrix.h"
#include "core/crypto/SecureRandom.h"
#include "core/identity/EvidencePolicy.h"
#include "core/lifecycle/CardDesk.h"
#include "core/policy/OfflinePolicy.h"
#include "core/policy/PeoplePolicy.h"
#include "core/policy/PhotoPolicy.h"
#include "core/policy/BadgePolicy.h"
#include "core/policy/PrintPolicy.h"
#include "core/policy/TermsPolicy.h"
#include "core/store/SiteFolder.h"

#include <vector>

namespace cardwright::runtime {

/// What a program reads from a site folder once, at its start, and nothing of it secret: policies with the centre's good
/// signature, certificates. Never changes afterwards, so every thread may look at it. Keys: SecretMaterial.h, DeskKeys.h.
struct SiteMaterial {
    SiteFolder site;
    EvidencePolicy evidence;
    PasscodePolicy passcode;
    IssuePolicy issue;
    OfflinePolicy offline;
    PermissionMatrix roles;
    PeoplePolicy people; ///< what ships, in a site folder that is older than this policy
    PhotoPolicy photo;   ///< likewise
    TermsPolicy terms;   ///< likewise
    PrintPolicy print;   ///< likewise
    BadgePolicy badges;  ///< likewise
    std::vector<Certificate> trust; ///< the site's authorities, those of its cards among them
    Certificate centreSigning;
    Certificate recovery;
    Certificate contentSigning; ///< this desk's
    Certificate storeCertificate;
    Certificate tls;
    ProfileSet profiles;

    /// Throws StoreError SITE-*; PolicyError POLICY-*, POLICY-UNSIGNED naming the policy; CryptoError for a certificate that
    /// cannot be used.
    static SiteMaterial load(const std::filesystem::path& root);
};

/// Reads one policy's text and its detached signature by centre-signing. Throws PolicyError POLICY-ABSENT, POLICY-UNSIGNED.
void requireSignedPolicy(const SiteFolder& site, std::string_view name, const std::vector<Certificate>& trust, const Certificate& centreSigning);

} // namespace cardwright::runtime
