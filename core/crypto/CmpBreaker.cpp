#include "core/crypto/CmpBreaker.h"

#include <sys/socket.h>

namespace cardwright {

void CmpBreaker::breakOff() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_broken = true;
    if (m_socket >= 0) ::shutdown(m_socket, SHUT_RDWR); // whoever reads from it wakes with its end
}

bool CmpBreaker::connected(int socket) noexcept
{
    const std::lock_guard lock(m_mutex);
    if (m_broken) return false;
    m_socket = socket;
    return true;
}

void CmpBreaker::disconnecting() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_socket = -1; // its number may be another's in a moment
}

} // namespace cardwright
