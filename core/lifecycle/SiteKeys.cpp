#include "core/lifecycle/SiteKeys.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/KeyDerivation.h"

namespace cardwright {

namespace {

constexpr std::size_t siteKeySize = 32;

CipherAlgorithm cipherOf(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::tripleDes: return CipherAlgorithm::tripleDes;
    case Algorithm::aes128: return CipherAlgorithm::aes128;
    case Algorithm::aes192: return CipherAlgorithm::aes192;
    case Algorithm::aes256: return CipherAlgorithm::aes256;
    default: throw CryptoError(Failure::of("KEY-UNUSABLE", "an administration key is symmetric"));
    }
}

} // namespace

void SiteKeys::add(int version, SecureBytes key)
{
    if (version < 1 || key.size() != siteKeySize) throw CryptoError(Failure::of("KEY-UNUSABLE", "site key"));
    m_keys.insert_or_assign(version, std::move(key));
}

int SiteKeys::newestVersion() const noexcept { return m_keys.empty() ? 0 : m_keys.rbegin()->first; }

SecureBytes SiteKeys::administrationKey(const CardKeyName& name, const Guid& card, Algorithm algorithm) const
{
    return derive::administrationKey(siteKey(name.siteKeyVersion).view(), card, static_cast<std::uint32_t>(name.generation),
                                     cipherOf(algorithm));
}

SecureBytes SiteKeys::unlockKey(const CardKeyName& name, const Guid& card) const
{
    return derive::unlockKey(siteKey(name.siteKeyVersion).view(), card, static_cast<std::uint32_t>(name.generation));
}

const SecureBytes& SiteKeys::siteKey(int version) const
{
    const auto found = m_keys.find(version);
    if (found == m_keys.end()) throw CryptoError(Failure::of("SITE-KEY-ABSENT", "version " + std::to_string(version)));
    return found->second;
}

} // namespace cardwright
