#include "tests/system/cmp/OwnNetwork.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cardwright::testing {

namespace {

/// Words for what went wrong; empty: it is up.
std::string raiseLoopback()
{
    const int probe = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq wanted{};
    std::strncpy(wanted.ifr_name, "lo", sizeof wanted.ifr_name - 1);
    wanted.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool up = probe >= 0 && ::ioctl(probe, SIOCSIFFLAGS, &wanted) == 0;
    const std::string why = up ? std::string() : std::string("the loopback interface: ") + std::strerror(errno);
    if (probe >= 0) ::close(probe);
    return why;
}

} // namespace

OwnNetwork::OwnNetwork()
{
    // Root needs no user namespace; anybody else gets one first, where that is allowed.
    if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
        m_why = std::string("no network namespace: ") + std::strerror(errno);
        return;
    }
    m_why = raiseLoopback();
}

int OwnNetwork::freePort() const
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool found = listener >= 0 && ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (listener >= 0) ::close(listener);
    if (!found) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

} // namespace cardwright::testing
