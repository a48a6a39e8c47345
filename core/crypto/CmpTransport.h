#pragma once

// Inside core/crypto only.

#include "core/crypto/CmpClient.h"
#include "core/crypto/OpenSsl.h"

#include <openssl/cmp.h>
#include <openssl/ssl.h>

#include <memory>

namespace cardwright::openssl {

/// TLS under CMP's HTTP, for as long as the object lives; without TLS it does nothing. Only the given anchors count, and the server's
/// certificate must name the host. Throws CryptoError.
class CmpTransport {
public:
    CmpTransport(OSSL_CMP_CTX* context, const CmpServer& server);

private:
    static BIO* layer(BIO* bio, void* argument, int connect, int detail);

    std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>> m_context;
    std::string m_host;
};

} // namespace cardwright::openssl
