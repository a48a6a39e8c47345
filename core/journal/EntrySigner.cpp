#include "core/journal/EntrySigner.h"

#include "core/crypto/CryptoError.h"
#include "core/journal/JournalError.h"

namespace cardwright {

Sha256Digest sessionOf(const PublicKey& sessionKey) { return sessionKey.fingerprint(); }

KeyEntrySigner::KeyEntrySigner(PrivateKey key, EntryAuthor author) : m_key(std::move(key)), m_author(author)
{
    if (m_key.algorithm() != KeyAlgorithm::ecP256) throw CryptoError(Failure::of("KEY-UNUSABLE", "entries are signed with P-256"));
}

Bytes KeyEntrySigner::sign(ByteView canonicalBytes) { return m_key.sign(canonicalBytes); }

WorkstationSigners::WorkstationSigners(PrivateKey workstationKey) : m_workstation(std::move(workstationKey), EntryAuthor{}) {}

EntryAuthor WorkstationSigners::beginSession(const Sha256Digest& agent, PrivateKey sessionKey)
{
    const EntryAuthor author{agent, sessionOf(sessionKey.publicKey())};
    KeyEntrySigner signer(std::move(sessionKey), author);
    const std::lock_guard lock(m_mutex);
    m_sessions.insert_or_assign(author.session, std::move(signer));
    return author;
}

void WorkstationSigners::endSession(const Sha256Digest& session) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_sessions.erase(session);
}

void WorkstationSigners::endAllSessions() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_sessions.clear();
}

bool WorkstationSigners::holds(const EntryAuthor& author) const noexcept
{
    const std::lock_guard lock(m_mutex);
    if (author.isWorkstation()) return true;
    const auto found = m_sessions.find(author.session);
    return found != m_sessions.end() && found->second.author() == author;
}

EntrySigner& WorkstationSigners::signerFor(const EntryAuthor& author)
{
    const std::lock_guard lock(m_mutex);
    if (author.isWorkstation()) return m_workstation;
    const auto found = m_sessions.find(author.session);
    if (found == m_sessions.end() || !(found->second.author() == author)) throw RefusedError(Failure::of("SESSION-ENDED"));
    return found->second;
}

} // namespace cardwright
