#pragma once

// Inside core/crypto only.

#include "core/crypto/CmpClient.h"
#include "core/crypto/OpenSsl.h"

#include <openssl/cmp.h>
#include <openssl/ssl.h>

#include <memory>

namespace cardwright::openssl {

/// What lies under CMP's messages, for as long as the object lives: a connection for each message, TLS where the server wants it, and the
/// breaker's hold on the socket from before it connects. Only the given anchors count, and the server's certificate must name the host.
/// Throws CryptoError.
class CmpTransport {
public:
    CmpTransport(OSSL_CMP_CTX* context, const CmpServer& server);

private:
    static OSSL_CMP_MSG* transfer(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* request);
    /// The chain that messages go through; nothing when nobody can be reached, or it was broken off.
    Bio connection(int seconds) const;
    Bio withTls(Bio plain) const;

    const CmpServer& m_server;
    std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> m_context;
};

} // namespace cardwright::openssl
