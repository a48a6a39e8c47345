#pragma once

#include "core/crypto/PrivateKey.h"
#include "core/journal/JournalEntry.h"

#include <map>
#include <mutex>
#include <optional>

namespace cardwright {

/// Port: signs entries in one author's name.
class EntrySigner {
public:
    virtual ~EntrySigner() = default;
    virtual EntryAuthor author() const = 0;
    /// ECDSA P-256 with SHA-256, DER, over the canonical bytes.
    virtual Bytes sign(ByteView canonicalBytes) = 0;
};

/// Port: who signs for an author. All zero: the workstation's key signs what no agent did.
class EntrySigners {
public:
    virtual ~EntrySigners() = default;
    /// Throws RefusedError SESSION-ENDED when that session's key is gone.
    virtual EntrySigner& signerFor(const EntryAuthor& author) = 0;
};

/// With a key held in this process.
class KeyEntrySigner final : public EntrySigner {
public:
    /// Throws CryptoError KEY-UNUSABLE unless it is a P-256 key.
    KeyEntrySigner(PrivateKey key, EntryAuthor author);
    EntryAuthor author() const override { return m_author; }
    Bytes sign(ByteView canonicalBytes) override;

private:
    PrivateKey m_key;
    EntryAuthor m_author;
};

/// The signers of one workstation: its own key always, a session's between sign-in and sign-out. May be used by several threads;
/// a signer that was handed out is used before the session is dropped or not at all (the store signs under its write lock).
class WorkstationSigners final : public EntrySigners {
public:
    explicit WorkstationSigners(PrivateKey workstationKey);

    /// The author whose entries this key now signs: session = sessionOf(key).
    EntryAuthor beginSession(const Sha256Digest& agent, PrivateKey sessionKey);
    /// Forgets the key. Unknown: nothing happens.
    void endSession(const Sha256Digest& session) noexcept;
    void endAllSessions() noexcept;
    bool holds(const EntryAuthor& author) const noexcept;

    EntrySigner& signerFor(const EntryAuthor& author) override;

private:
    mutable std::mutex m_mutex;
    KeyEntrySigner m_workstation;
    std::map<Sha256Digest, KeyEntrySigner> m_sessions;
};

/// EntryAuthor::session of a session key: SHA-256 of its SubjectPublicKeyInfo in DER.
Sha256Digest sessionOf(const PublicKey& sessionKey);

} // namespace cardwright
