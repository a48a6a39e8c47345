#pragma once

#include "core/base/Guid.h"
#include "core/crypto/MessageSigner.h"
#include "core/crypto/Sha256.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// One line of signature below a note: C2SP signed-note, key type ECDSA (DER over SHA-256 of the note's text).
struct NoteSignature {
    std::string name;                     ///< the key's name: no blank, no plus sign
    std::array<std::uint8_t, 4> keyId{};  ///< head of SHA-256 of the SubjectPublicKeyInfo in DER
    Bytes signature;

    friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

/// How big a log is and the root of its tree: C2SP tlog-checkpoint, signed as a note by the workstation, countersigned by the
/// centre. Formats: core/journal/README.md.
struct Checkpoint {
    Guid log;
    std::uint64_t size = 0;
    Sha256Digest root{};
    std::vector<NoteSignature> signatures;

    std::string body() const; ///< what is signed: origin, size, root, each with its line feed
    std::string text() const; ///< the whole note
    /// Adds a line. P-256 keys only: throws CryptoError KEY-UNUSABLE, SIGNATURE-WRONG. A line of the same name and key is replaced.
    void sign(std::string_view name, MessageSigner& key);
    /// A line of this name by this key is there and holds.
    bool signedBy(std::string_view name, const PublicKey& key) const;
    /// Likewise by the centre, whatever site the name of its line says.
    bool countersignedBy(const PublicKey& centre) const;
    /// A line claims this key and does not hold: it was changed.
    bool hasBrokenSignatureOf(const PublicKey& key) const;
    bool sameTree(const Checkpoint& other) const noexcept { return log == other.log && size == other.size && root == other.root; }

    /// Strict: what it gives comes out of text() octet for octet. Throws JournalError CHECKPOINT-UNREADABLE.
    static Checkpoint parse(std::string_view note);

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The names of the keys that sign checkpoints.
std::string workstationKeyName(const Guid& workstation); ///< cardwright.workstation/<guid>
std::string centreKeyName(const Guid& site);             ///< cardwright.centre/<guid>

} // namespace cardwright
