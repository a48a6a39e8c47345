#pragma once

#include <mutex>

namespace cardwright {

/// Lets another thread end what a CMP client waits for: the connection in use is shut down, and none is begun any more. Whoever waited
/// gets CA-UNREACHABLE, so the same is asked again another time. A connection that is still being made ends as well; a name that is being
/// looked up is waited for.
class CmpBreaker {
public:
    void breakOff() noexcept;

    // For the transport: the socket of a connection from before it is made to just before its end.
    /// False: broken off already.
    bool connected(int socket) noexcept;
    void disconnecting() noexcept;

private:
    std::mutex m_mutex;
    int m_socket = -1;
    bool m_broken = false;
};

} // namespace cardwright
