#pragma once

#include "core/base/Bytes.h"
#include "core/base/Random.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cardwright {

/// What shows the centre that an agent's session asks: the delegation, and a signature over each call by the session's key.
struct SessionProof {
    Bytes delegation; ///< CMS DER
    std::function<Bytes(ByteView message)> sign; ///< throws RefusedError SESSION-ENDED when the key is gone
};

/// The two headers of a signed call.
struct SessionHeaders {
    std::string delegation; ///< Cardwright-Delegation: base64
    std::string signature;  ///< Cardwright-Signature: at=<UTC>;nonce=<32 hex digits>;signature=<base64>
};

/// What is signed: "METHOD\nPATH?QUERY\nAT\nNONCE\nSHA-256(body) hex". target: path and query as sent.
std::string signedCallText(std::string_view method, std::string_view target, std::string_view at, std::string_view nonce, ByteView body);
/// A fresh nonce each time; the centre takes a call for five minutes and a nonce once.
SessionHeaders signCall(const SessionProof& session, std::string_view method, std::string_view target, ByteView body, std::int64_t now,
                        RandomSource& random);

} // namespace cardwright
