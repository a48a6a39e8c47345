#include "app/central/OrderSocket.h"

#include "core/base/Descriptor.h"
#include "core/store/StoreError.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace cardwright::central {

namespace {

namespace net = boost::asio;
using local = net::local::stream_protocol;

constexpr std::size_t mostOrder = std::size_t{2} * 1024 * 1024;
constexpr std::size_t mostAnswer = std::size_t{16} * 1024 * 1024;
constexpr auto orderTime = std::chrono::seconds(10);
constexpr auto asTuple = net::as_tuple(net::use_awaitable);

bool ownAccount(int descriptor)
{
    ucred other{};
    socklen_t size = sizeof other;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &other, &size) == 0 && other.uid == ::geteuid();
}

} // namespace

class OrderSocket::Desk : public std::enable_shared_from_this<Desk> {
public:
    Desk(net::io_context& io, std::filesystem::path path, CarryOut carryOut)
        : m_io(io), m_path(std::move(path)), m_carryOut(std::move(carryOut)), m_acceptor(io)
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
        try {
            m_acceptor.open();
            const auto before = ::umask(0077);
            boost::system::error_code failure;
            m_acceptor.bind(local::endpoint(m_path.string()), failure);
            ::umask(before);
            if (failure) throw boost::system::system_error(failure);
            m_acceptor.listen();
        } catch (const boost::system::system_error&) {
            throw StoreError(Failure::of("STORE-WRITE", m_path.string()));
        }
    }

    void begin()
    {
        net::co_spawn(m_io, acceptAll(shared_from_this()), net::detached);
    }

    void close() noexcept
    {
        if (m_closed) return;
        m_closed = true;
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        std::error_code gone;
        std::filesystem::remove(m_path, gone);
    }

private:
    static net::awaitable<void> acceptAll(std::shared_ptr<Desk> self)
    {
        while (!self->m_closed) {
            auto [failure, socket] = co_await self->m_acceptor.async_accept(asTuple);
            if (failure) co_return;
            net::co_spawn(self->m_io, serve(self, std::move(socket)), net::detached);
        }
    }

    static net::awaitable<void> serve(std::shared_ptr<Desk> self, local::socket socket)
    {
        if (!ownAccount(socket.native_handle())) co_return;
        net::steady_timer limit(self->m_io, orderTime);
        limit.async_wait([&socket](const boost::system::error_code& failure) {
            boost::system::error_code ignored;
            if (!failure) socket.close(ignored); // ends the read below; it is there as long as the timer
        });
        SecureBytes order;
        std::array<char, 8192> piece{};
        for (;;) {
            auto [failure, size] = co_await socket.async_read_some(net::buffer(piece), asTuple);
            order.append({reinterpret_cast<const std::uint8_t*>(piece.data()), size});
            if (order.size() > mostOrder) co_return;
            if (failure == net::error::eof) break;
            if (failure) co_return;
        }
        const auto answer = self->m_carryOut({reinterpret_cast<const char*>(order.view().data()), order.size()});
        co_await net::async_write(socket, net::buffer(answer.view().data(), answer.size()), asTuple);
        limit.cancel();
    }

    net::io_context& m_io;
    std::filesystem::path m_path;
    CarryOut m_carryOut;
    local::acceptor m_acceptor;
    bool m_closed = false;
};

OrderSocket::OrderSocket(net::io_context& io, const std::filesystem::path& path, CarryOut carryOut)
    : m_desk(std::make_shared<Desk>(io, path, std::move(carryOut)))
{
    m_desk->begin();
}

OrderSocket::~OrderSocket() { close(); }

void OrderSocket::close() noexcept { m_desk->close(); }

std::optional<SecureBytes> sendOrder(const std::filesystem::path& path, std::string_view order)
{
    const auto broken = [&] { return StoreError(Failure::of("STORE-READ", path.string())); };
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto name = path.string();
    if (name.size() >= sizeof address.sun_path) throw broken();
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connection.number() < 0 || ::connect(connection.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return std::nullopt;
    while (!order.empty()) {
        const auto sent = ::send(connection.number(), order.data(), order.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw broken();
        order.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(connection.number(), SHUT_WR);
    SecureBytes answer;
    std::array<std::uint8_t, 8192> piece{};
    for (;;) {
        const auto size = ::recv(connection.number(), piece.data(), piece.size(), 0);
        if (size < 0 || answer.size() > mostAnswer) throw broken();
        if (size == 0) break;
        answer.append({piece.data(), static_cast<std::size_t>(size)});
    }
    explicit_bzero(piece.data(), piece.size());
    if (answer.empty()) throw broken();
    return answer;
}

} // namespace cardwright::central
