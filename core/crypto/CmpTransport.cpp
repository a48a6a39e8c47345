#include "core/crypto/CmpTransport.h"

#include "core/crypto/CmpBreaker.h"

namespace cardwright::openssl {

namespace {

bool isAddress(const std::string& host)
{
    const Octets address(a2i_IPADDRESS(host.c_str()));
    ERR_clear_error();
    return address != nullptr;
}

bool expect(SSL* ssl, const std::string& host)
{
    if (isAddress(host)) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

} // namespace

CmpTransport::CmpTransport(OSSL_CMP_CTX* context, const CmpServer& server) : m_host(server.host), m_breaker(server.breaker)
{
    if (server.tls || m_breaker) {
        must(OSSL_CMP_CTX_set_http_cb(context, layer) == 1 && OSSL_CMP_CTX_set_http_cb_arg(context, this) == 1, "transport");
    }
    if (!server.tls) return;
    m_context.reset(SSL_CTX_new(TLS_client_method()));
    must(m_context != nullptr && SSL_CTX_set_min_proto_version(m_context.get(), TLS1_2_VERSION) == 1, "TLS");
    SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
    X509_STORE* store = SSL_CTX_get_cert_store(m_context.get());
    for (const auto& anchor : server.tlsTrust) must(X509_STORE_add_cert(store, anchor.handle()) == 1, "trust");
}

BIO* CmpTransport::layer(BIO* bio, void* argument, int connect, int)
{
    const auto& self = *static_cast<CmpTransport*>(argument);
    if (connect == 0) {
        if (self.m_breaker) self.m_breaker->disconnecting();
        return bio; // the chain is freed as one, with the connection
    }
    if (self.m_breaker && !self.m_breaker->connected(static_cast<int>(BIO_get_fd(bio, nullptr)))) return nullptr;
    if (!self.m_context) return bio;
    std::unique_ptr<SSL, Freer<SSL_free>> ssl(SSL_new(self.m_context.get()));
    Bio front(BIO_new(BIO_f_ssl()));
    if (ssl == nullptr || front == nullptr || !expect(ssl.get(), self.m_host)) return nullptr;
    SSL_set_connect_state(ssl.get());
    BIO_set_ssl(front.get(), ssl.release(), BIO_CLOSE);
    return BIO_push(front.release(), bio);
}

} // namespace cardwright::openssl
