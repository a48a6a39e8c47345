#pragma once

#include "core/base/SecureBytes.h"
#include "core/crypto/PrivateKey.h"
#include "core/journal/JournalEntry.h"

#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// The keys of one session: in memory only, gone (overwritten) with this object or at end(). Move-only.
class SessionKeys {
public:
    SessionKeys(PrivateKey session, SecureBytes storeKey, Bytes delegation, EntryAuthor author);
    ~SessionKeys();
    SessionKeys(SessionKeys&&) noexcept;
    SessionKeys& operator=(SessionKeys&&) noexcept;

    bool ended() const noexcept { return !m_session.has_value(); }
    /// Drops session key and store key now.
    void end() noexcept;

    /// Throws RefusedError SESSION-ENDED after end().
    const PrivateKey& session() const;
    /// The 32 octets, for the vault: moved out, so that there is one copy. Empty the second time.
    SecureBytes takeStoreKey() noexcept;
    const Bytes& delegation() const noexcept { return m_delegation; } ///< CMS DER: goes into agent.signedIn and with each read
    const EntryAuthor& author() const noexcept { return m_author; }
    /// ECDSA P-256 with SHA-256, DER, over a message (an entry's canonical bytes, a read's text).
    Bytes sign(ByteView message) const;

private:
    std::optional<PrivateKey> m_session;
    SecureBytes m_storeKey;
    Bytes m_delegation;
    EntryAuthor m_author;
};

} // namespace cardwright
