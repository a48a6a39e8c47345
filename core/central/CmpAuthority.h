#pragma once

#include "core/central/TrainingAuthority.h"
#include "core/crypto/CmpBreaker.h"

#include <map>
#include <string>

namespace cardwright::central {

/// How an authority is told what a card's certificate is for, where it cannot see it in the request: a path of its own (an alias, as
/// authorities call it), a profile named in the message, or both. Empty: as for the others.
struct CmpProfile {
    std::string path{};
    std::string certProfile{};
};

/// Cards' certificates from an authority that speaks CMP; desks' and the centre's own from the embedded one, as does what that one
/// issued for cards before.
class CmpAuthority final : public CertificateAuthority {
public:
    /// anchors: of the authority's messages and certificates.
    CmpAuthority(TrainingAuthority own, CmpServer server, CmpRegistrationAuthority registrationAuthority, std::vector<Certificate> anchors,
                 std::map<CertificateProfile, CmpProfile> profiles = {});

    /// p10cr, or cr with raVerified for a key alone; the transaction is the request's GUID. A renewal is a request with a new key:
    /// the old certificate ends by a revocation once the card proved the new one.
    Certificate issue(const CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t atMillis) override;
    /// rr.
    void revoke(const Certificate& certificate, RevocationReason reason, const Guid& transaction, std::int64_t atMillis) override;
    void giveUp() noexcept override { m_server.breaker->breakOff(); }
    void keepUp(std::int64_t atMillis) override { m_own.keepUp(atMillis); }
    Certificate issue(const CertificateContent& content, const PublicKey& key) override { return m_own.issue(content, key); }
    const Certificate& root() const noexcept override { return m_own.root(); }
    std::vector<Certificate> cardAnchors() const override;

private:
    CmpClient client() const { return {m_server, m_registrationAuthority, m_anchors}; }
    CmpClient clientFor(CertificateProfile profile) const;

    TrainingAuthority m_own;
    CmpServer m_server;
    CmpRegistrationAuthority m_registrationAuthority;
    std::vector<Certificate> m_anchors;
    std::map<CertificateProfile, CmpProfile> m_profiles;
};

} // namespace cardwright::central
