#include "core/access/SessionKeys.h"

#include "core/base/Failure.h"

#include <utility>

namespace cardwright {

SessionKeys::SessionKeys(PrivateKey session, SecureBytes storeKey, Bytes delegation, EntryAuthor author)
    : m_session(std::move(session)), m_storeKey(std::move(storeKey)), m_delegation(std::move(delegation)), m_author(author)
{
}

SessionKeys::~SessionKeys() { end(); }

// An optional that was moved from still holds a value: the old place must not count as a session.
SessionKeys::SessionKeys(SessionKeys&& other) noexcept
    : m_session(std::exchange(other.m_session, std::nullopt)), m_storeKey(std::move(other.m_storeKey)),
      m_delegation(std::move(other.m_delegation)), m_author(other.m_author)
{
}

SessionKeys& SessionKeys::operator=(SessionKeys&& other) noexcept
{
    if (this == &other) return *this;
    end();
    m_session = std::exchange(other.m_session, std::nullopt);
    m_storeKey = std::move(other.m_storeKey);
    m_delegation = std::move(other.m_delegation);
    m_author = other.m_author;
    return *this;
}

void SessionKeys::end() noexcept
{
    m_session.reset(); // the library overwrites the number before it gives the memory back
    m_storeKey.clear();
}

const PrivateKey& SessionKeys::session() const
{
    if (!m_session) throw RefusedError(Failure::of("SESSION-ENDED"));
    return *m_session;
}

SecureBytes SessionKeys::takeStoreKey() noexcept { return std::exchange(m_storeKey, SecureBytes()); }

Bytes SessionKeys::sign(ByteView message) const { return session().sign(message); }

} // namespace cardwright
