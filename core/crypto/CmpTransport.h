#pragma once

// Inside core/crypto only.

#include "core/crypto/CmpClient.h"
#include "core/crypto/OpenSsl.h"

#include <openssl/cmp.h>
#include <openssl/ssl.h>

#include <memory>

namespace cardwright::openssl {

/// What lies under CMP's HTTP, for as long as the object lives: TLS where the server wants it, and the breaker's hold on the connection. Only the given anchors count, and the server's
/// certificate must name the host. Throws CryptoError.
class CmpTransport {
public:
    CmpTransport(OSSL_CMP_CTX* context, const CmpServer& server);

private:
    static BIO* layer(BIO* bio, void* argument, int connect, int detail);

    std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> m_context;
    std::string m_host;
    std::shared_ptr<CmpBreaker> m_breaker;
};

} // namespace cardwright::openssl
