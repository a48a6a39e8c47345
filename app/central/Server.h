#pragma once

#include "app/central/Api.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace cardwright::central {

/// What the TLS face needs. PEM texts.
struct ServerOptions {
    std::string address = "127.0.0.1"; ///< where it listens
    std::uint16_t port = 0; ///< 0: any free one
    std::filesystem::path orders; ///< the socket for orders from a shell of this account; empty: none
    std::string authority;  ///< the only one whose client certificates are taken
    std::string certificate;
    SecureBytes key;
    std::size_t mostConnections = 512;
};

/// HTTP/1.1 over TLS 1.3. A client certificate of the authority is asked for and may be left out; what an address needs, the Api
/// decides. One thread serves all connections: a long poll waits on a timer, so it holds nobody up, and the database has one user.
class Server {
public:
    /// Listens. Throws FailureError CENTRE-PORT when the port is taken.
    Server(ServerOptions options, Api& api);
    ~Server();
    std::uint16_t port() const noexcept;
    /// Until SIGTERM or SIGINT: no new connections then, requests under way are answered, long polls at once.
    void run();

private:
    class Face;
    std::unique_ptr<Face> m_face;
};

} // namespace cardwright::central
