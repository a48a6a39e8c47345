#pragma once

#include "core/base/Bytes.h"

#include <array>
#include <cstdint>
#include <memory>

struct evp_md_ctx_st;

namespace cardwright {

/// FIPS 180-4. Converts to ByteView by itself; text with toHex().
using Sha256Digest = std::array<std::uint8_t, 32>;

Sha256Digest sha256(ByteView octets);

/// Nothing unless there are exactly 32 octets.
std::optional<Sha256Digest> sha256DigestFrom(ByteView octets) noexcept;
std::optional<Sha256Digest> sha256DigestFromHex(std::string_view hex);

/// SHA-256 piece by piece. finish() ends it; a further add() begins a new digest.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& add(ByteView octets);
    Sha256Digest finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace cardwright
