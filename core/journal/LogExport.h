#pragma once

#include "core/crypto/Certificate.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/JournalEntry.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// The first line of an export: all that is needed to check the signatures of the entries that follow.
struct ExportHeader {
    Guid site; ///< whose centre countersigns: the name of its key
    Guid log;
    Guid workstation;
    std::optional<Certificate> workstationCertificate; ///< signing.pem; always there in an export, none in a header being made
    std::vector<Certificate> trust;                    ///< anchors of agents', workstation's and centre's certificates
    std::optional<Certificate> centreSigning;
    std::vector<Bytes> delegations;                    ///< CMS statements
    std::vector<std::string> checkpoints;              ///< notes

    std::string line() const; ///< one line of JSON, without its line feed
    /// Strict. Throws JournalError JOURNAL-EXPORT naming the member.
    static ExportHeader fromLine(std::string_view line);
    /// True when a first line claims to be a header.
    static bool looksLike(std::string_view line);
};

/// The entries of one holder with the proof that each is in the log of a checkpoint, without the rest of the log.
struct HolderProof {
    struct Item {
        JournalEntry entry;
        std::uint64_t index = 0;
        std::vector<Sha256Digest> path;
    };
    ExportHeader header;   ///< its checkpoints and log are not written a second time
    Checkpoint checkpoint;
    std::vector<Item> entries;

    std::string text() const; ///< JSON, compact
    /// Strict. Throws JournalError JOURNAL-EXPORT, JOURNAL-ENTRY, CHECKPOINT-UNREADABLE naming the member.
    static HolderProof fromText(std::string_view text);
};

} // namespace cardwright
