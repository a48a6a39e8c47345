#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/journal/EntryKind.h"

#include <cstdint>
#include <optional>

namespace cardwright {

class EntrySigner;
class PublicKey;

/// Who did it: the agent's 9A certificate and the session key (SHA-256 of its SubjectPublicKeyInfo), by fingerprint. All zero: no
/// agent did, and the workstation's key signs.
struct EntryAuthor {
    Sha256Digest agent{};
    Sha256Digest session{};
    bool isWorkstation() const noexcept { return agent == Sha256Digest{} && session == Sha256Digest{}; }
    friend bool operator==(const EntryAuthor&, const EntryAuthor&) = default;
};

/// One entry of a workstation's log (design journal.md, "One log"). At once the audit record and the message to the centre.
struct JournalEntry {
    Guid log;
    std::uint64_t seq = 0; ///< from 0, no gaps
    Guid id;               ///< version 7, made once: the idempotency key everywhere
    std::int64_t at = 0;   ///< UTC milliseconds
    EntryKind kind = EntryKind::agentSignedIn;
    EntryAuthor author;
    Sha256Digest subject{}; ///< SHA-256(salt || user number's digits); all zero when it concerns nobody
    /// The envelope's octets (CMS AuthEnvelopedData, DER); inside, UTF-8 JSON with its "salt". Nothing once it was erased:
    /// payloadDigest stays and the entry still verifies.
    std::optional<Bytes> payload;
    Sha256Digest payloadDigest{}; ///< of the envelope
    Bytes signature;              ///< ECDSA P-256 with SHA-256, DER, over canonicalBytes
    Sha256Digest digest{}; ///< leafDigest(canonicalBytes)

    friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

/// Canonical bytes, version 1: 01, then each field as length (4 octets, big-endian) and octets: log (16), seq (8, big-endian),
/// id (16), at (8, big-endian two's complement, milliseconds), kind (its name, UTF-8), agent (32), session (32), subject (32),
/// SHA-256 of the payload (32, from payloadDigest). Test vectors: core/journal/README.md.
Bytes canonicalBytes(const JournalEntry& entry);
/// RFC 6962 2.1: SHA-256(00 || canonical bytes).
Sha256Digest leafDigest(ByteView canonical);
/// SHA-256(salt || digits), digits = the user number without grouping.
Sha256Digest subjectDigest(ByteView salt, std::string_view digits);
/// Fills payloadDigest and digest from the other fields.
void seal(JournalEntry& entry);
/// Likewise, and signs. Throws what the signer throws; JournalError JOURNAL-ENTRY when it signs for another author.
void sealAndSign(JournalEntry& entry, EntrySigner& signer);
/// The signature is one by this key over these fields.
bool signatureHolds(const JournalEntry& entry, const PublicKey& key);

} // namespace cardwright
