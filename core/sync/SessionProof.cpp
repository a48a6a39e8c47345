#include "core/sync/SessionProof.h"

#include "core/base/Clock.h"
#include "core/crypto/Sha256.h"

#include <array>

namespace cardwright {

std::string signedCallText(std::string_view method, std::string_view target, std::string_view at, std::string_view nonce, ByteView body)
{
    std::string text;
    for (const auto part : {method, target, at, nonce}) text.append(part).push_back('\n');
    return text + toHex(sha256(body));
}

SessionHeaders signCall(const SessionProof& session, std::string_view method, std::string_view target, ByteView body, std::int64_t now,
                        RandomSource& random)
{
    std::array<std::uint8_t, 16> fresh{};
    random.fill(fresh);
    const auto nonce = toHex(fresh);
    const auto at = formatUtc(now);
    const auto signature = session.sign(bytesOf(signedCallText(method, target, at, nonce, body)));
    return {toBase64(session.delegation), "at=" + at + ";nonce=" + nonce + ";signature=" + toBase64(signature)};
}

} // namespace cardwright
