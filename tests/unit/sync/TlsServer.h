#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace cardwright::test {

/// What came over the line, and what goes back, as they stand there.
struct WireRequest {
    std::string head;
    std::string body;
};

/// One HTTP answer per connection over TLS on the loopback, with a client certificate asked for. Enough to see what a client
/// says and how it takes what it gets.
class TlsServer {
public:
    using Handler = std::function<std::string(const WireRequest&)>;

    TlsServer(const Certificate& root, const Certificate& certificate, const PrivateKey& key, Handler handler, int newestTls = TLS1_3_VERSION,
              bool clientNeeded = true)
        : m_handler(std::move(handler)), m_context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free)
    {
        SSL_CTX_set_max_proto_version(m_context.get(), newestTls);
        if (SSL_CTX_use_certificate(m_context.get(), certificate.handle()) != 1 || SSL_CTX_use_PrivateKey(m_context.get(), key.handle()) != 1) {
            throw std::runtime_error("server certificate");
        }
        X509_STORE_add_cert(SSL_CTX_get_cert_store(m_context.get()), root.handle());
        SSL_CTX_set_verify(m_context.get(), clientNeeded ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_PEER, nullptr);
        listen();
        m_thread = std::thread([this] { serve(); });
    }
    ~TlsServer()
    {
        m_ending = true;
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    int port() const { return m_port; }
    int requests() const { return m_requests; }

    static std::string answer(int status, const std::string& body, const std::string& extra = {})
    {
        return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + extra + "\r\n" + body;
    }

private:
    void listen()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 8) != 0 ||
            ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("no port");
        }
        m_port = ntohs(address.sin_port);
    }
    void serve()
    {
        while (!m_ending) {
            const int connection = ::accept(m_listener, nullptr, nullptr);
            if (connection < 0) return;
            std::unique_ptr<SSL, decltype(&SSL_free)> line(SSL_new(m_context.get()), &SSL_free);
            SSL_set_fd(line.get(), connection);
            if (SSL_accept(line.get()) == 1) talk(line.get());
            // Read to the end before closing: a reset would take back what was said last (an alert, the answer's end).
            ::shutdown(connection, SHUT_WR);
            char rest[256];
            while (::recv(connection, rest, sizeof rest, 0) > 0) {}
            ::close(connection);
        }
    }
    void talk(SSL* line)
    {
        std::string all;
        std::size_t end = std::string::npos;
        std::size_t wanted = 0;
        while (end == std::string::npos || all.size() < wanted) {
            char chunk[4096];
            const int got = SSL_read(line, chunk, sizeof chunk);
            if (got <= 0) return;
            all.append(chunk, static_cast<std::size_t>(got));
            end = all.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            wanted = end + 4;
            if (const auto length = all.find("Content-Length: "); length < end) wanted += std::stoul(all.substr(length + 16));
        }
        ++m_requests;
        const auto reply = m_handler({all.substr(0, end), all.substr(end + 4)});
        if (!reply.empty()) SSL_write(line, reply.data(), static_cast<int>(reply.size()));
        if (!reply.empty()) SSL_shutdown(line);
    }

    Handler m_handler;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> m_context;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_ending{false};
    std::atomic<int> m_requests{0};
    std::thread m_thread;
};

} // namespace cardwright::test
