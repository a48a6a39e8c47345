#include "core/central/CmpAuthority.h"

#include <algorithm>

namespace cardwright::central {

namespace {

CmpTransaction transactionOf(const Guid& id)
{
    CmpTransaction transaction{};
    std::copy(id.bytes().begin(), id.bytes().end(), transaction.begin());
    return transaction;
}

} // namespace

CmpAuthority::CmpAuthority(TrainingAuthority own, CmpServer server, CmpRegistrationAuthority registrationAuthority, std::vector<Certificate> anchors,
                           std::map<CertificateProfile, CmpProfile> profiles)
    : m_own(std::move(own)), m_server(std::move(server)), m_registrationAuthority(std::move(registrationAuthority)), m_anchors(std::move(anchors)),
      m_profiles(std::move(profiles))
{
    m_server.breaker = std::make_shared<CmpBreaker>();
}

CmpClient CmpAuthority::clientFor(CertificateProfile profile) const
{
    auto server = m_server;
    if (const auto found = m_profiles.find(profile); found != m_profiles.end()) {
        if (!found->second.path.empty()) server.path = found->second.path;
        server.certProfile = found->second.certProfile;
    }
    return {std::move(server), m_registrationAuthority, m_anchors};
}

Certificate CmpAuthority::issue(const CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t)
{
    const auto transaction = transactionOf(order.request);
    auto client = clientFor(order.profile);
    if (order.pkcs10) return client.request(*order.pkcs10, transaction, check);
    return client.request(CmpKeyRequest{order.subject, order.key}, transaction, check);
}

void CmpAuthority::revoke(const Certificate& certificate, RevocationReason reason, const Guid& transaction, std::int64_t atMillis)
{
    if (certificate.issuer() == m_own.root().subject()) return m_own.revoke(certificate, reason, transaction, atMillis);
    client().revoke(certificate, reason, transactionOf(transaction));
}

std::vector<Certificate> CmpAuthority::cardAnchors() const
{
    std::vector<Certificate> anchors{m_own.root()};
    anchors.insert(anchors.end(), m_anchors.begin(), m_anchors.end());
    return anchors;
}

} // namespace cardwright::central
