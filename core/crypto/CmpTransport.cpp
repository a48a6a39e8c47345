#include "core/crypto/CmpTransport.h"

#include "core/crypto/CmpBreaker.h"

#include <openssl/http.h>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cardwright::openssl {

namespace {

constexpr const char* contentType = "application/pkixcmp";

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

/// The breaker lets go of the socket before its number can be another's.
class Hold {
public:
    explicit Hold(CmpBreaker* breaker) : m_breaker(breaker) {}
    ~Hold()
    {
        if (m_breaker != nullptr) m_breaker->disconnecting();
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

private:
    CmpBreaker* m_breaker;
};

/// Connected within so many seconds, or broken off: -1. A connection that is being made ends with a shutdown of its socket.
int connectedTo(const addrinfo& address, int seconds, CmpBreaker* breaker)
{
    const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (socket < 0) return -1;
    const timeval limit{seconds, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    const bool mayGoOn = breaker == nullptr || breaker->connected(socket);
    if (mayGoOn && ::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return socket;
    if (breaker != nullptr) breaker->disconnecting();
    ::close(socket);
    return -1;
}

} // namespace

CmpTransport::CmpTransport(OSSL_CMP_CTX* context, const CmpServer& server) : m_server(server)
{
    must(OSSL_CMP_CTX_set_transfer_cb(context, transfer) == 1 && OSSL_CMP_CTX_set_transfer_cb_arg(context, this) == 1, "transport");
    if (!server.tls) return;
    m_context.reset(SSL_CTX_new(TLS_client_method()));
    must(m_context != nullptr && SSL_CTX_set_min_proto_version(m_context.get(), TLS1_2_VERSION) == 1, "TLS");
    SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
    X509_STORE* store = SSL_CTX_get_cert_store(m_context.get());
    for (const auto& anchor : server.tlsTrust) must(X509_STORE_add_cert(store, anchor.handle()) == 1, "trust");
}

Bio CmpTransport::withTls(Bio plain) const
{
    if (!m_context) return plain;
    std::unique_ptr<SSL, Freer<SSL_free>> ssl(SSL_new(m_context.get()));
    Bio front(BIO_new(BIO_f_ssl()));
    if (ssl == nullptr || front == nullptr || !expect(ssl.get(), m_server.host)) return {};
    SSL_set_connect_state(ssl.get());
    BIO_set_ssl(front.get(), ssl.release(), BIO_CLOSE);
    BIO_push(front.get(), plain.release());
    return front;
}

Bio CmpTransport::connection(int seconds) const
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(m_server.host.c_str(), std::to_string(m_server.port).c_str(), &wanted, &found) != 0) return {};
    const std::unique_ptr<addrinfo, Freer<::freeaddrinfo>> addresses(found);
    for (const auto* address = found; address != nullptr; address = address->ai_next) {
        const int socket = connectedTo(*address, seconds, m_server.breaker.get());
        if (socket < 0) continue;
        BIO_socket_nbio(socket, 1); // from here on OpenSSL waits, by its own limit
        Bio plain(BIO_new_socket(socket, BIO_CLOSE));
        if (plain == nullptr) ::close(socket);
        return plain == nullptr ? Bio() : withTls(std::move(plain));
    }
    return {};
}

OSSL_CMP_MSG* CmpTransport::transfer(OSSL_CMP_CTX* context, const OSSL_CMP_MSG* request)
{
    const auto& self = *static_cast<CmpTransport*>(OSSL_CMP_CTX_get_transfer_cb_arg(context));
    const int seconds = OSSL_CMP_CTX_get_option(context, OSSL_CMP_OPT_MSG_TIMEOUT);
    const Bio body(BIO_new(BIO_s_mem()));
    if (body == nullptr || i2d_OSSL_CMP_MSG_bio(body.get(), request) != 1) return nullptr;
    const Bio line = self.connection(seconds);
    const Hold hold(self.m_server.breaker.get());
    if (line == nullptr) return nullptr;
    const auto port = std::to_string(self.m_server.port);
    // Already connected, and TLS is in the chain: what is left is plain HTTP over it.
    const Bio answer(OSSL_HTTP_transfer(nullptr, self.m_server.host.c_str(), port.c_str(), self.m_server.path.c_str(), 0, nullptr, nullptr, line.get(),
                                        line.get(), nullptr, nullptr, 0, nullptr, contentType, body.get(), contentType, 1,
                                        OSSL_HTTP_DEFAULT_MAX_RESP_LEN, seconds, 0));
    return answer == nullptr ? nullptr : d2i_OSSL_CMP_MSG_bio(answer.get(), nullptr);
}

} // namespace cardwright::openssl
