#include "pcsc/simulator/VpcdLink.h"

#include "pcsc/simulator/VirtualCard.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cardwright::simulator {

namespace {

enum Control : std::uint8_t { powerOff = 0, powerOn = 1, resetCard = 2, wantAtr = 4 };

int connectTo(const std::string& host, std::uint16_t port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const std::string service = std::to_string(port);
    if (const int failed = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &list); failed != 0)
        throw SimulatorError("VPCD-UNREACHABLE", host + ": " + ::gai_strerror(failed));
    int joined = -1;
    for (const addrinfo* each = list; each != nullptr && joined < 0; each = each->ai_next) {
        const int candidate = ::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, each->ai_protocol);
        if (candidate < 0) continue;
        if (::connect(candidate, each->ai_addr, each->ai_addrlen) == 0) {
            joined = candidate;
        } else {
            ::close(candidate);
        }
    }
    ::freeaddrinfo(list);
    if (joined < 0) throw SimulatorError("VPCD-UNREACHABLE", host + ":" + service);
    return joined;
}

} // namespace

VpcdLink::VpcdLink(const std::string& host, std::uint16_t port)
    : m_socket(connectTo(host, port)), m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

VpcdLink::~VpcdLink()
{
    ::close(m_socket);
    if (m_wake >= 0) ::close(m_wake);
}

/// True when there is something to read; false when stop was asked.
bool VpcdLink::waitReadable(const std::stop_token& stop) const
{
    for (;;) {
        if (stop.stop_requested()) return false;
        std::array<pollfd, 2> watched{pollfd{m_socket, POLLIN, 0}, pollfd{m_wake, POLLIN, 0}};
        if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) return true; // the read will tell
        if ((watched[1].revents & POLLIN) != 0) return false;
        if (watched[0].revents != 0) return true;
    }
}

bool VpcdLink::receive(std::span<std::uint8_t> target)
{
    while (!target.empty()) {
        const ssize_t got = ::recv(m_socket, target.data(), target.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        target = target.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

/// Length and payload in one write: two would wait for each other (Nagle and the delayed acknowledgement).
bool VpcdLink::send(ByteView payload)
{
    Bytes frame{static_cast<std::uint8_t>(payload.size() >> 8), static_cast<std::uint8_t>(payload.size())};
    append(frame, payload);
    ByteView rest(frame);
    while (!rest.empty()) {
        const ssize_t sent = ::send(m_socket, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        rest = rest.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

VpcdLink::End VpcdLink::run(VirtualCard& card, const std::stop_token& stop)
{
    const std::stop_callback waker(stop, [this] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
    });
    bool mute = false;
    for (;;) {
        if (!waitReadable(stop)) return End::stopped;
        std::array<std::uint8_t, 2> length{};
        if (!receive(length)) return End::closedByReader;
        // vpcd 3.3 sends length and payload apart: without an acknowledgement at once each APDU costs 44 ms.
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
        SecureBytes payload(static_cast<std::size_t>(length[0] << 8 | length[1]));
        if (!receive(payload.writable())) return End::closedByReader;
        if (mute || payload.empty()) continue;
        if (payload.size() == 1) {
            const std::uint8_t control = payload.view()[0];
            if (control == wantAtr && !send(card.atr())) return End::closedByReader;
            if (control == powerOff || control == powerOn || control == resetCard) card.reset();
            continue;
        }
        const CardAnswer answer = card.process(payload.view());
        if (answer.kind == CardAnswer::Kind::silent) {
            mute = true;
        } else if (answer.kind != CardAnswer::Kind::answered) {
            return End::removed;
        } else if (!send(answer.response)) {
            return End::closedByReader;
        }
    }
}

} // namespace cardwright::simulator
