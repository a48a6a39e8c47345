#pragma once

#include "core/base/Random.h"
#include "core/central/CertificateAuthority.h"
#include "core/crypto/RevocationList.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

namespace cardwright::central {

/// The authority of a training centre: its key is a file (ca.key beside ca.pem), and its name says that it is for training. What it
/// made for cards lies in issued/ by request, so that a request asked again gets the same certificate; what it took back in
/// revoked.json, and in ca.crl (PEM), published at each revocation and once a day.
class TrainingAuthority final : public CertificateAuthority {
public:
    /// Kept in memory only, until `save`.
    TrainingAuthority(Certificate root, PrivateKey key, RandomSource& random);
    TrainingAuthority(TrainingAuthority&&) noexcept;
    ~TrainingAuthority() override;
    /// A new root, ten years.
    static TrainingAuthority create(std::int64_t atMillis, RandomSource& random);
    /// From a centre's folder. Throws StoreError, CryptoError.
    static TrainingAuthority open(const std::filesystem::path& directory, RandomSource& random);
    /// Writes ca.pem and ca.key.
    void save(const std::filesystem::path& directory) const;

    const Certificate& root() const noexcept override { return m_root; }
    Certificate issue(const CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t atMillis) override;
    void revoke(const Certificate& certificate, RevocationReason reason, const Guid& transaction, std::int64_t atMillis) override;
    void keepUp(std::int64_t atMillis) override;
    /// What is no holder's: TLS and content-signing certificates.
    Certificate issue(const CertificateContent& content, const PublicKey& key) override;

    std::vector<RevokedCertificate> revoked() const;

private:
    struct Register;
    Certificate make(const CardCertificateOrder& order, std::int64_t atMillis);
    std::optional<Certificate> known(const Guid& request) const;
    void keep(const Guid& request, const Certificate& certificate);
    bool isRevoked(const Certificate& certificate) const;
    void strike(const Certificate& certificate, RevocationReason reason, std::int64_t atMillis);
    void readRevoked();
    void publish(std::int64_t atMillis);

    Certificate m_root;
    PrivateKey m_key;
    RandomSource& m_random;
    std::filesystem::path m_directory; ///< empty: none yet
    std::unique_ptr<Register> m_register;
};

} // namespace cardwright::central
