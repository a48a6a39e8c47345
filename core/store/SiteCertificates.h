#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/Envelope.h"
#include "core/store/SiteFolder.h"

#include <map>
#include <string>
#include <vector>

namespace cardwright {

/// The certificates of a site folder, each read when it is first asked for. Throws StoreError SITE-DAMAGED naming the file.
class SiteCertificates {
public:
    explicit SiteCertificates(const SiteFolder& site) : m_site(site) {}

    const std::vector<Certificate>& trust(); ///< trust/ca.pem
    const Certificate& centreSigning();
    const Certificate& centreEnvelope();
    const Certificate& recovery();
    const Certificate& signing();            ///< workstation/signing.pem
    const Certificate& store();              ///< workstation/store.pem
    /// Who every payload and portrait is for: the centre and the store.
    const std::vector<EnvelopeRecipient>& payloadRecipients();
    /// Reads them anew (a certificate was renewed).
    void forget();

private:
    const Certificate& one(const std::filesystem::path& file);
    const SiteFolder& m_site;
    std::map<std::string, std::vector<Certificate>> m_read;
    std::vector<EnvelopeRecipient> m_recipients;
};

} // namespace cardwright
