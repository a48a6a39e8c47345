#include "core/store/SiteCertificates.h"

#include "core/crypto/CryptoError.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::size_t largest = 256u * 1024;

std::vector<Certificate> certificatesIn(const std::filesystem::path& file)
{
    const auto damaged = [&]() { return StoreError(Failure::of("SITE-DAMAGED", file.parent_path().filename().string() + "/" + file.filename().string())); };
    try {
        auto certificates = Certificate::allFromPem(readWholeFile(file, largest));
        if (certificates.empty()) throw damaged();
        return certificates;
    } catch (const CryptoError&) {
        throw damaged();
    } catch (const StoreError&) {
        throw damaged();
    }
}

} // namespace

const std::vector<Certificate>& SiteCertificates::trust()
{
    const auto file = m_site.authorityFile();
    auto known = m_read.find(file.string());
    if (known == m_read.end()) known = m_read.emplace(file.string(), certificatesIn(file)).first;
    return known->second;
}

const Certificate& SiteCertificates::one(const std::filesystem::path& file)
{
    auto known = m_read.find(file.string());
    if (known == m_read.end()) known = m_read.emplace(file.string(), certificatesIn(file)).first;
    return known->second.front();
}

const Certificate& SiteCertificates::centreSigning() { return one(m_site.centreSigningFile()); }
const Certificate& SiteCertificates::centreEnvelope() { return one(m_site.centreEnvelopeFile()); }
const Certificate& SiteCertificates::recovery() { return one(m_site.recoveryFile()); }
const Certificate& SiteCertificates::signing() { return one(m_site.signingCertificateFile()); }
const Certificate& SiteCertificates::store() { return one(m_site.storeCertificateFile()); }

const std::vector<EnvelopeRecipient>& SiteCertificates::payloadRecipients()
{
    if (m_recipients.empty()) {
        std::vector<EnvelopeRecipient> recipients;
        for (const auto* certificate : {&centreEnvelope(), &store()}) {
            // Whoever could put a certificate of their own here would read everything from then on: it must be the site's authority's.
            if (certificate->chainsTo(trust(), certificate->notBefore(), CertificatePurpose::any) != TrustVerdict::trusted) {
                throw StoreError(Failure::of("STORE-TAMPERED", certificate == &store() ? "workstation/store.pem" : "trust/centre-envelope.pem"));
            }
            recipients.push_back(EnvelopeRecipient::of(*certificate));
        }
        m_recipients = std::move(recipients);
    }
    return m_recipients;
}

void SiteCertificates::forget()
{
    m_read.clear();
    m_recipients.clear();
}

} // namespace cardwright
