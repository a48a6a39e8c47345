#include "core/crypto/Sha256.h"

#include "core/crypto/OpenSsl.h"

#include <algorithm>

namespace cardwright {

Sha256Digest sha256(ByteView octets)
{
    Sha256Digest digest{};
    openssl::must(EVP_Digest(octets.data(), octets.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
    return digest;
}

std::optional<Sha256Digest> sha256DigestFrom(ByteView octets) noexcept
{
    Sha256Digest digest{};
    if (octets.size() != digest.size()) return std::nullopt;
    std::copy(octets.begin(), octets.end(), digest.begin());
    return digest;
}

std::optional<Sha256Digest> sha256DigestFromHex(std::string_view hex)
{
    const auto octets = fromHex(hex);
    return octets ? sha256DigestFrom(*octets) : std::nullopt;
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256::Sha256() : m_context(EVP_MD_CTX_new())
{
    openssl::must(m_context && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1, "SHA-256");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(ByteView octets)
{
    openssl::must(EVP_DigestUpdate(m_context.get(), octets.data(), octets.size()) == 1, "SHA-256");
    return *this;
}

Sha256Digest Sha256::finish()
{
    Sha256Digest digest{};
    openssl::must(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr) == 1 &&
                      EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1,
                  "SHA-256");
    return digest;
}

} // namespace cardwright
