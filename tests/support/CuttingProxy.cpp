#include "tests/support/CuttingProxy.h"

#include <arpa/inet.h>
#include <array>
#include <list>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace cardwright::testing {

namespace {

constexpr int pollMillis = 20; // how soon a stop, or the end of a hold, is seen

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int connectTo(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(port);
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
    if (socket >= 0) ::close(socket);
    return -1;
}

bool sendAll(int socket, const char* data, std::size_t size)
{
    while (size > 0) {
        const auto sent = ::send(socket, data, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

/// RST instead of FIN, as a line that is gone: nothing of what is still on its way arrives.
void closeHard(int socket)
{
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(socket);
}

} // namespace

struct CuttingProxy::Pair {
    Pair(int deskSocket, int centreSocket) : desk(deskSocket), centre(centreSocket) {}
    ~Pair()
    {
        closeHard(desk);
        closeHard(centre);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    int desk;
    int centre;
    bool deskSpeaks = false;
};

struct CuttingProxy::Pairs {
    std::list<Pair> all;
};

CuttingProxy::CuttingProxy(std::uint16_t target) : m_target(target), m_pairs(std::make_unique<Pairs>())
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (m_listener < 0 || ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(m_listener, 8) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no port for the proxy");
    }
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy()
{
    m_stop = true;
    m_thread.join();
    ::close(m_listener);
}

void CuttingProxy::plan(std::optional<Cut> cut)
{
    m_hasCut = false;
    m_turns = 0;
    m_staysDead = cut && cut->staysDead;
    m_cutWhere = cut ? cut->where : Where::beforeRequest;
    m_cutTurn = cut ? cut->turn : 0;
}

bool CuttingProxy::isCut(Where where)
{
    if (m_hasCut || m_cutTurn == 0 || m_turns != m_cutTurn || m_cutWhere != where) return false;
    m_hasCut = true;
    return true;
}

void CuttingProxy::accept()
{
    const int desk = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (desk < 0) return;
    ++m_connections;
    const int centre = m_hasCut && m_staysDead ? -1 : connectTo(m_target);
    if (centre < 0) {
        closeHard(desk);
        return;
    }
    const int at = 1;
    ::setsockopt(desk, IPPROTO_TCP, TCP_NODELAY, &at, sizeof at);
    ::setsockopt(centre, IPPROTO_TCP, TCP_NODELAY, &at, sizeof at);
    m_pairs->all.emplace_back(desk, centre);
}

bool CuttingProxy::passFromDesk(Pair& pair)
{
    std::array<char, 4096> part{};
    const auto got = ::recv(pair.desk, part.data(), part.size(), 0);
    if (got <= 0) return false;
    const auto size = static_cast<std::size_t>(got);
    if (!std::exchange(pair.deskSpeaks, true)) {
        ++m_turns;
        if (isCut(Where::beforeRequest)) return false;
        if (isCut(Where::insideRequest)) {
            sendAll(pair.centre, part.data(), size / 2);
            return false;
        }
    }
    return sendAll(pair.centre, part.data(), size);
}

bool CuttingProxy::passFromCentre(Pair& pair)
{
    std::array<char, 4096> part{};
    const auto got = ::recv(pair.centre, part.data(), part.size(), 0);
    if (got <= 0) return false;
    pair.deskSpeaks = false;
    if (isCut(Where::beforeAnswer)) return false;
    return sendAll(pair.desk, part.data(), static_cast<std::size_t>(got));
}

void CuttingProxy::run()
{
    while (!m_stop) {
        std::vector<pollfd> watched{{m_listener, POLLIN, 0}};
        if (!m_held) {
            for (const auto& pair : m_pairs->all) {
                watched.push_back({pair.desk, POLLIN, 0});
                watched.push_back({pair.centre, POLLIN, 0});
            }
        }
        if (::poll(watched.data(), watched.size(), pollMillis) <= 0) continue;
        std::size_t place = 1;
        if (watched.size() > 1) {
            for (auto pair = m_pairs->all.begin(); pair != m_pairs->all.end();) {
                const bool fromDesk = watched[place++].revents != 0;
                const bool fromCentre = watched[place++].revents != 0;
                const bool open = (!fromCentre || passFromCentre(*pair)) && (!fromDesk || passFromDesk(*pair));
                pair = open ? std::next(pair) : m_pairs->all.erase(pair);
            }
        }
        if (watched.front().revents != 0) accept();
    }
    m_pairs->all.clear();
}

} // namespace cardwright::testing
