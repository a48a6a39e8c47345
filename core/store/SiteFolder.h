#pragma once

#include "core/base/Guid.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// site.json: which site, which desk, where its centre is.
struct SiteDescription {
    bool training = true;
    Guid site;
    std::string name;    ///< Harbour Valley Community Trust
    std::string odsCode; ///< HVC00
    std::string place;
    std::string desk;
    Guid log;
    Guid workstation;
    std::string centreUrl;  ///< https://127.0.0.1:PORT
    std::string centreName; ///< cardwright-central
    int siteKeyVersion = 1;
    std::string keyProtection = "file"; ///< of tls.key and signing.key: "file" or "tpm"
};

/// The folder of one site (schema "cardwright.site/2"). Directories 0700, files 0600. Throws StoreError.
///     site.json, trust/, policies/, workstation/ (keys, sealed/, desk.sqlite, portraits/), and for training cards/ and centre/
class SiteFolder {
public:
    /// SITE-ABSENT: no folder or no site.json; SITE-DAMAGED: what is there is not whole or is open to others.
    static SiteFolder open(const std::filesystem::path& root);
    /// Makes the folders (cards and centre for a training site only) and site.json. SITE-EXISTS when the folder already holds a site; a folder with other things in it is refused too.
    static SiteFolder create(const std::filesystem::path& root, const SiteDescription& description);

    const SiteDescription& description() const noexcept { return m_description; }
    /// The cards and the agent's passcode lie in the folder, and the centre in centre/.
    bool isTraining() const noexcept { return m_description.training; }
    /// Writes site.json anew (the centre's port of a training site).
    void describe(const SiteDescription& description);

    const std::filesystem::path& root() const noexcept { return m_root; }
    std::filesystem::path siteFile() const { return m_root / "site.json"; }
    std::filesystem::path policies() const { return m_root / "policies"; }
    std::filesystem::path policyFile(std::string_view name) const; ///< "evidence" -> policies/evidence.json
    std::filesystem::path policySignatureFile(std::string_view name) const; ///< policies/evidence.json.p7s
    std::filesystem::path trust() const { return m_root / "trust"; }
    std::filesystem::path authorityFile() const { return trust() / "ca.pem"; }
    std::filesystem::path contentSigningCertificateFile() const { return trust() / "content-signing.pem"; }
    std::filesystem::path centreSigningFile() const { return trust() / "centre-signing.pem"; }
    std::filesystem::path centreEnvelopeFile() const { return trust() / "centre-envelope.pem"; }
    std::filesystem::path recoveryFile() const { return trust() / "recovery.pem"; }
    std::filesystem::path workstation() const { return m_root / "workstation"; }
    std::filesystem::path tlsCertificateFile() const { return workstation() / "tls.pem"; }
    std::filesystem::path tlsKeyFile() const { return workstation() / "tls.key"; }
    std::filesystem::path signingCertificateFile() const { return workstation() / "signing.pem"; }
    std::filesystem::path signingKeyFile() const { return workstation() / "signing.key"; }
    std::filesystem::path storeCertificateFile() const { return workstation() / "store.pem"; }
    std::filesystem::path sealed() const { return workstation() / "sealed"; }
    std::filesystem::path sealedFile(std::string_view name) const; ///< "site.key" -> workstation/sealed/site.key
    std::filesystem::path storeKeyFile() const { return workstation() / "store-key.cms"; }
    std::filesystem::path rosterFile() const { return workstation() / "roster.p7m"; }
    std::filesystem::path highWaterFile() const { return workstation() / "high-water"; }
    std::filesystem::path storeFile() const { return workstation() / "desk.sqlite"; }
    std::filesystem::path portraits() const { return workstation() / "portraits"; }
    std::filesystem::path cards() const { return m_root / "cards"; }
    std::filesystem::path cardFile(std::string_view name) const; ///< "agent" -> cards/agent.card
    std::filesystem::path agentPasscodeFile() const { return cards() / "agent.passcode"; }
    std::filesystem::path centre() const { return m_root / "centre"; }
    std::filesystem::path centreStoreFile() const { return centre() / "centre.sqlite"; }
    std::filesystem::path centreAuthorityFile() const { return centre() / "ca.pem"; }
    std::filesystem::path centreAuthorityKeyFile() const { return centre() / "ca.key"; }
    std::filesystem::path centreTlsCertificateFile() const { return centre() / "tls.pem"; }
    std::filesystem::path centreTlsKeyFile() const { return centre() / "tls.key"; }
    std::filesystem::path centreEnvelopeKeyFile() const { return centre() / "envelope.key"; }
    std::filesystem::path recoveryKeyFile() const { return centre() / "recovery.key"; }
    std::filesystem::path centrePortraits() const { return centre() / "portraits"; }

private:
    SiteFolder(std::filesystem::path root, SiteDescription description);
    std::filesystem::path m_root;
    SiteDescription m_description;
};

} // namespace cardwright
