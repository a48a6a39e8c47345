#include "core/central/TrainingAuthority.h"

#include "core/base/Clock.h"
#include "core/store/PrivateFiles.h"

namespace cardwright::central {

namespace {

constexpr std::size_t mostFile = 64 * 1024;
constexpr std::int64_t fiveMinutes = 5 * 60 * 1000; // a desk's clock may be a little behind
constexpr int rootMonths = 120;

std::int64_t rootEnd(std::int64_t from) { return startOfDay(plusMonths(dateOf(from), rootMonths)); }

} // namespace

TrainingAuthority::TrainingAuthority(Certificate root, PrivateKey key, RandomSource& random)
    : m_root(std::move(root)), m_key(std::move(key)), m_random(random)
{
}

TrainingAuthority TrainingAuthority::create(std::int64_t atMillis, RandomSource& random)
{
    auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    CertificateContent content;
    content.profile = CertificateProfile::root;
    content.commonName = "Cardwright training CA";
    content.notBefore = atMillis - fiveMinutes;
    content.notAfter = rootEnd(atMillis);
    auto root = certify::selfSigned(content, key, random);
    return {std::move(root), std::move(key), random};
}

TrainingAuthority TrainingAuthority::open(const std::filesystem::path& directory, RandomSource& random)
{
    const auto pem = readSecretFile(directory / "ca.key", mostFile);
    return {Certificate::fromPem(readWholeFile(directory / "ca.pem", mostFile)), PrivateKey::fromPem(pem.view()), random};
}

void TrainingAuthority::save(const std::filesystem::path& directory) const
{
    writePrivateFile(directory / "ca.key", m_key.pem().view());
    writePrivateFile(directory / "ca.pem", bytesOf(m_root.pem()));
}

Certificate TrainingAuthority::issue(const Guid&, const CertificateRequest& request, CertificateProfile profile, std::int64_t atMillis)
{
    const auto from = atMillis - fiveMinutes;
    return certify::issueFromRequest(request, profile, from, std::min(defaultNotAfter(from), m_root.notAfter()), m_root, m_key, m_random);
}

Certificate TrainingAuthority::issue(const CertificateContent& content, const PublicKey& key)
{
    return certify::issue(content, key, m_root, m_key, m_random);
}

} // namespace cardwright::central
