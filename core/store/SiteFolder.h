#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"

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
};

/// The folder of one site (layout: the contract of `site train`). Directories 0700, files 0600. Throws StoreError.
class SiteFolder {
public:
    /// SITE-ABSENT: no folder or no site.json; SITE-DAMAGED: what is there is not whole or is open to others;
    /// SITE-NOT-TRAINING: not marked as a training site.
    static SiteFolder open(const std::filesystem::path& root);
    /// Makes the folders and site.json. SITE-EXISTS when the folder already holds a site; a folder with other things in it is refused too.
    static SiteFolder create(const std::filesystem::path& root, const SiteDescription& description);

    const SiteDescription& description() const noexcept { return m_description; }
    /// Writes site.json anew (the centre's port of a training site).
    void describe(const SiteDescription& description);

    const std::filesystem::path& root() const noexcept { return m_root; }
    std::filesystem::path siteFile() const { return m_root / "site.json"; }
    std::filesystem::path policies() const { return m_root / "policies"; }
    std::filesystem::path policyFile(std::string_view name) const; ///< "evidence" -> policies/evidence.json
    std::filesystem::path trust() const { return m_root / "trust"; }
    std::filesystem::path authorityFile() const { return trust() / "ca.pem"; }
    std::filesystem::path contentSigningCertificateFile() const { return trust() / "content-signing.pem"; }
    std::filesystem::path workstation() const { return m_root / "workstation"; }
    std::filesystem::path tlsCertificateFile() const { return workstation() / "tls.pem"; }
    std::filesystem::path tlsKeyFile() const { return workstation() / "tls.key"; }
    std::filesystem::path contentSigningKeyFile() const { return workstation() / "content-signing.key"; }
    std::filesystem::path siteKeyFile() const { return workstation() / "site.key"; }
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
    std::filesystem::path centrePortraits() const { return centre() / "portraits"; }

    /// The site key, 32 octets (hexadecimal in its file); SITE-DAMAGED otherwise.
    SecureBytes siteKey() const;
    void writeSiteKey(ByteView key) const;

private:
    SiteFolder(std::filesystem::path root, SiteDescription description);
    std::filesystem::path m_root;
    SiteDescription m_description;
};

} // namespace cardwright
