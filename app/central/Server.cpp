// The only file that knows Boost.Beast; OrderSocket.cpp knows Asio besides.
#include "app/central/Server.h"

#include "app/central/AuthorityThread.h"
#include "app/central/Log.h"
#include "app/central/OrderSocket.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <chrono>
#include <ctime>
#include <set>

namespace cardwright::central {

namespace {

namespace net = boost::asio;
namespace ssl = net::ssl;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = net::ip::tcp;
using Stream = beast::ssl_stream<beast::tcp_stream>;
using Parser = http::request_parser<http::string_body>;

constexpr auto handshakeTime = std::chrono::seconds(10);
constexpr auto idleTime = std::chrono::seconds(60);   // between requests of one connection
constexpr auto requestTime = std::chrono::seconds(30); // from the first octet of a body to the last
constexpr auto answerTime = std::chrono::seconds(30);
constexpr auto graceTime = std::chrono::seconds(5);
constexpr std::uint32_t mostHeader = 16 * 1024;

constexpr auto asTuple = net::as_tuple(net::use_awaitable);

ssl::context contextFor(const ServerOptions& options)
{
    ssl::context context(ssl::context::tls_server);
    SSL_CTX* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_max_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF); // each connection shows its certificate anew
    SSL_CTX_set_num_tickets(native, 0);
    context.use_certificate_chain(net::buffer(options.certificate));
    context.use_private_key(net::buffer(options.key.view().data(), options.key.size()), ssl::context::pem);
    context.add_certificate_authority(net::buffer(options.authority));
    context.set_verify_mode(ssl::verify_peer);
    return context;
}

/// IMF-fixdate (RFC 9110 5.6.7): a desk compares its clock with it.
std::string httpDate()
{
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                       months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<Sha256Digest> peerOf(Stream& stream)
{
    X509* peer = SSL_get1_peer_certificate(stream.native_handle());
    if (peer == nullptr) return std::nullopt;
    std::uint8_t* der = nullptr;
    const int size = i2d_X509(peer, &der);
    X509_free(peer);
    if (size <= 0) return std::nullopt;
    const auto digest = sha256({der, static_cast<std::size_t>(size)});
    OPENSSL_free(der);
    return digest;
}

bool isLoopback(Stream& stream)
{
    boost::system::error_code failure;
    const auto there = beast::get_lowest_layer(stream).socket().remote_endpoint(failure);
    return !failure && there.address().is_loopback();
}

http::response<http::string_body> responseOf(ApiAnswer&& answer, unsigned version, bool keepAlive)
{
    http::response<http::string_body> response(static_cast<http::status>(answer.status), version);
    response.set(http::field::server, "cardwright-central");
    response.set(http::field::content_type, answer.contentType);
    response.set(http::field::cache_control, "no-store");
    response.set(http::field::date, httpDate());
    if (!answer.allow.empty()) response.set(http::field::allow, answer.allow);
    if (answer.retryAfter > 0) response.set(http::field::retry_after, std::to_string(answer.retryAfter));
    response.keep_alive(keepAlive);
    response.body() = std::move(answer.body);
    response.prepare_payload();
    return response;
}

} // namespace

class Server::Face {
public:
    Face(ServerOptions options, Api& api)
        : m_api(api), m_mostConnections(options.mostConnections), m_tls(contextFor(options)), m_acceptor(m_io), m_signals(m_io, SIGTERM, SIGINT),
          m_grace(m_io)
    {
        try {
            const tcp::endpoint here(net::ip::make_address(options.address), options.port);
            m_acceptor.open(here.protocol());
            m_acceptor.set_option(net::socket_base::reuse_address(true));
            m_acceptor.bind(here);
            m_acceptor.listen();
        } catch (const boost::system::system_error&) {
            throw FailureError(Failure::of("CENTRE-PORT", std::to_string(options.port)));
        }
        if (options.orders.empty()) return;
        m_orders = std::make_unique<OrderSocket>(m_io, options.orders, [this](std::string_view order) {
            auto answer = m_api.carryOut(order);
            changed(); // an order may have something to deliver, or to take back
            return answer;
        });
    }

    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }

    void run()
    {
        m_signals.async_wait([this](const boost::system::error_code& failure, int) {
            if (!failure) stop();
        });
        net::co_spawn(m_io, acceptAll(), net::detached);
        m_authority = std::make_unique<AuthorityThread>(m_api, [this] { net::post(m_io, [this] { wakeWaiting(); }); });
        m_io.run();
        m_authority.reset();
    }

private:
    void stop()
    {
        logEvent("stopping", nlohmann::json::object());
        m_stopping = true;
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        if (m_orders) m_orders->close();
        wakeWaiting();
        for (auto* idle : m_idle) idle->cancel();
        m_grace.expires_after(graceTime);
        m_grace.async_wait([this](const boost::system::error_code& failure) {
            if (!failure) m_io.stop();
        });
        if (m_connections == 0) m_grace.cancel();
    }

    void changed()
    {
        wakeWaiting();
        if (m_authority) m_authority->wake();
    }

    void wakeWaiting()
    {
        for (auto* timer : m_waiting) timer->cancel();
    }

    net::awaitable<void> acceptAll()
    {
        while (!m_stopping) {
            auto [failure, socket] = co_await m_acceptor.async_accept(asTuple);
            if (m_stopping) break;
            if (failure) {
                // Out of descriptors, most likely: give the others time to end theirs.
                net::steady_timer pause(m_io, std::chrono::milliseconds(100));
                co_await pause.async_wait(asTuple);
                continue;
            }
            if (m_connections >= m_mostConnections) continue; // the socket closes
            net::co_spawn(m_io, connection(std::move(socket)), net::detached);
        }
    }

    net::awaitable<void> connection(tcp::socket socket)
    {
        ++m_connections;
        Stream stream(std::move(socket), m_tls);
        try {
            co_await serve(stream);
        } catch (const std::exception&) {
            // A connection that broke is the client's to repeat; its state went with it.
        }
        m_idle.erase(&beast::get_lowest_layer(stream));
        if (--m_connections == 0 && m_stopping) m_grace.cancel();
    }

    net::awaitable<void> serve(Stream& stream)
    {
        auto& lowest = beast::get_lowest_layer(stream);
        lowest.socket().set_option(tcp::no_delay(true));
        lowest.expires_after(handshakeTime);
        m_idle.insert(&lowest);
        auto [refused] = co_await stream.async_handshake(ssl::stream_base::server, asTuple);
        m_idle.erase(&lowest);
        if (refused) {
            logWarning("handshake-failed", {{"reason", refused.category().name()}, {"code", refused.value()}});
            co_return;
        }
        const auto peer = peerOf(stream); // none: enrolment, or a look at /healthz
        beast::flat_buffer buffer;
        bool goOn = true;
        while (goOn && !m_stopping) goOn = co_await oneRequest(stream, buffer, peer);
        lowest.expires_after(graceTime);
        co_await stream.async_shutdown(asTuple);
    }

    /// False: the connection ends.
    net::awaitable<bool> oneRequest(Stream& stream, beast::flat_buffer& buffer, const std::optional<Sha256Digest>& peer)
    {
        auto& lowest = beast::get_lowest_layer(stream);
        Parser parser;
        parser.header_limit(mostHeader);
        parser.body_limit(Api::mostBody);
        lowest.expires_after(idleTime);
        m_idle.insert(&lowest);
        auto [headFailure, headSize] = co_await http::async_read_header(stream, buffer, parser, asTuple);
        m_idle.erase(&lowest);
        if (!headFailure) {
            lowest.expires_after(requestTime);
            if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
                http::response<http::empty_body> goOn(http::status::continue_, parser.get().version());
                co_await http::async_write(stream, goOn, asTuple);
            }
            auto [failure, size] = co_await http::async_read(stream, buffer, parser, asTuple);
            headFailure = failure;
        }
        if (headFailure == http::error::body_limit) co_return co_await refuseRequest(stream, "batch-too-long");
        if (headFailure == http::error::end_of_stream) co_return false;
        if (headFailure) {
            // Not HTTP, or too much of it, gets an answer; a connection that broke, fell silent or is stopped does not.
            const bool isHttp = headFailure.category() == http::make_error_code(http::error::end_of_stream).category();
            co_return isHttp ? co_await refuseRequest(stream, "request-unreadable") : false;
        }
        co_return co_await answerRequest(stream, parser.release(), peer);
    }

    net::awaitable<bool> refuseRequest(Stream& stream, std::string_view name)
    {
        auto response = responseOf(m_api.problemAnswer(name), 11, false);
        beast::get_lowest_layer(stream).expires_after(answerTime);
        co_await http::async_write(stream, response, asTuple);
        co_return false;
    }

    net::awaitable<bool> answerRequest(Stream& stream, http::request<http::string_body> message, const std::optional<Sha256Digest>& peer)
    {
        const auto began = std::chrono::steady_clock::now();
        ApiRequest request;
        request.method = std::string(message.method_string());
        request.target = std::string(message.target());
        request.body = std::move(message.body());
        request.clientCertificate = peer.has_value();
        if (peer) request.workstation = m_api.workstationBy(*peer);
        request.fromLoopback = isLoopback(stream);
        request.delegation = std::string(message["Cardwright-Delegation"]);
        request.signature = std::string(message["Cardwright-Signature"]);
        auto answer = m_api.answer(request);
        if (answer.waitSeconds > 0 && !m_stopping) {
            const auto until = began + std::chrono::seconds(answer.waitSeconds);
            while (answer.waitSeconds > 0 && !m_stopping && std::chrono::steady_clock::now() < until) {
                co_await untilChange(until);
                answer = m_api.answer(request);
            }
        }
        if (request.method == "POST") changed(); // there may be something to deliver now, or to ask the authority
        logRequest(request, answer, began);
        const bool keepAlive = message.keep_alive() && !m_stopping;
        auto response = responseOf(std::move(answer), message.version(), keepAlive);
        beast::get_lowest_layer(stream).expires_after(answerTime);
        auto [failure, size] = co_await http::async_write(stream, response, asTuple);
        co_return !failure && keepAlive;
    }

    net::awaitable<void> untilChange(std::chrono::steady_clock::time_point until)
    {
        net::steady_timer timer(m_io, until);
        m_waiting.insert(&timer);
        co_await timer.async_wait(asTuple);
        m_waiting.erase(&timer);
    }

    static void logRequest(const ApiRequest& request, const ApiAnswer& answer, std::chrono::steady_clock::time_point began)
    {
        const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
        nlohmann::json fields{{"method", request.method}, {"route", answer.route}, {"status", answer.status}, {"ms", spent}};
        if (request.workstation) fields["workstation"] = request.workstation->id.text();
        logEvent("request", fields);
    }

    Api& m_api;
    std::size_t m_mostConnections;
    net::io_context m_io{1};
    ssl::context m_tls;
    tcp::acceptor m_acceptor;
    net::signal_set m_signals;
    std::unique_ptr<OrderSocket> m_orders;
    std::unique_ptr<AuthorityThread> m_authority;
    net::steady_timer m_grace;
    bool m_stopping = false;
    std::size_t m_connections = 0;
    std::set<beast::tcp_stream*> m_idle;      ///< in a handshake or between requests: ended at once when stopping
    std::set<net::steady_timer*> m_waiting; ///< long polls
};

Server::Server(ServerOptions options, Api& api) : m_face(std::make_unique<Face>(std::move(options), api)) {}
Server::~Server() = default;
std::uint16_t Server::port() const noexcept { return m_face->port(); }
void Server::run() { m_face->run(); }

} // namespace cardwright::central
