#pragma once

#include "core/base/Random.h"
#include "core/central/CertificateAuthority.h"

#include <filesystem>

namespace cardwright::central {

/// The authority of a training centre: its key is a file (ca.key beside ca.pem), and its name says that it is for training.
class TrainingAuthority final : public CertificateAuthority {
public:
    TrainingAuthority(Certificate root, PrivateKey key, RandomSource& random);
    /// A new root, ten years.
    static TrainingAuthority create(std::int64_t atMillis, RandomSource& random);
    /// From a centre's folder. Throws StoreError, CryptoError.
    static TrainingAuthority open(const std::filesystem::path& directory, RandomSource& random);
    /// Writes ca.pem and ca.key.
    void save(const std::filesystem::path& directory) const;

    const Certificate& root() const noexcept override { return m_root; }
    Certificate issue(const Guid& requestId, const CertificateRequest& request, CertificateProfile profile, std::int64_t atMillis) override;
    /// What is no holder's: TLS and content-signing certificates.
    Certificate issue(const CertificateContent& content, const PublicKey& key) override;

private:
    Certificate m_root;
    PrivateKey m_key;
    RandomSource& m_random;
};

} // namespace cardwright::central
