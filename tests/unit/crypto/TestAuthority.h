#pragma once

#include "core/base/Clock.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/SecureRandom.h"

#include <string_view>

namespace cardwright::test {

inline constexpr std::int64_t now = 1795252445123;       // 2026-11-21T09:14:05.123Z
inline constexpr std::int64_t day = 24LL * 3600 * 1000;
inline constexpr std::int64_t year = 365 * day;

inline Guid guid(std::string_view text = "6f1f6a3e-8a53-4c0e-9a35-0f0e8a6f4d11") { return Guid::parse(text).value(); }

/// A root and a content signer below it.
struct TestAuthority {
    SecureRandom random;
    PrivateKey rootKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate root = makeRoot("Cardwright training CA");
    PrivateKey signerKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate signer = issue(CertificateProfile::contentSigning, signerKey.publicKey());

    Certificate makeRoot(std::string name)
    {
        CertificateContent content;
        content.profile = CertificateProfile::root;
        content.commonName = std::move(name);
        content.notBefore = now - day;
        content.notAfter = now + 10 * year;
        return certify::selfSigned(content, rootKey, random);
    }
    CertificateContent contentFor(CertificateProfile profile) const
    {
        CertificateContent content;
        content.profile = profile;
        content.organisation = "Harbour Valley Community Trust";
        content.commonName = "Training desk";
        content.notBefore = now - day;
        content.notAfter = now + year;
        return content;
    }
    Certificate issue(CertificateProfile profile, const PublicKey& key) { return issue(contentFor(profile), key); }
    Certificate issue(const CertificateContent& content, const PublicKey& key)
    {
        return certify::issue(content, key, root, rootKey, random);
    }
};

} // namespace cardwright::test
