#pragma once

// Inside core/journal only: whom a verifier believes, and what one entry looks like by itself.

#include "core/journal/LogVerifier.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// A fault without its place yet.
struct FoundFault {
    LogFault fault = LogFault::unreadable;
    std::string words;
};

/// The keys that an export's header brings, as far as the anchors vouch for them. Only read after it was made: several threads
/// may ask it at once.
class LogTrust {
public:
    LogTrust(const ExportHeader& header, const OutsideTrust& outside);

    /// What was wrong with the header itself.
    const std::vector<FoundFault>& faults() const noexcept { return m_faults; }
    /// What is wrong with who signed this entry. Its digest holds.
    std::optional<FoundFault> judgeSignature(const JournalEntry& entry) const;

    /// A checkpoint of this log by this workstation, not changed; words of what is wrong otherwise.
    std::optional<std::string> whyNotOurs(const Checkpoint& checkpoint) const;
    bool isCountersigned(const Checkpoint& checkpoint) const;

private:
    void takeWorkstation(const ExportHeader& header);
    void takeCentre(const std::optional<Certificate>& certificate);
    void takeDelegations(const ExportHeader& header);

    Guid m_site;
    Guid m_log;
    Guid m_workstation;
    std::vector<Certificate> m_anchors;
    std::optional<PublicKey> m_workstationKey;
    std::optional<PublicKey> m_centreKey;
    std::map<Sha256Digest, Delegation> m_sessions;
    std::vector<FoundFault> m_faults;
};

/// An entry looked at by itself, whatever its place.
struct JudgedEntry {
    std::optional<JournalEntry> entry; ///< nothing: not an entry
    std::string unreadable;            ///< why
    Sha256Digest leaf{};
    bool digestHolds = false;
    std::vector<FoundFault> faults;
};

JudgedEntry judgeEntry(JournalEntry entry, const LogTrust* trust);
JudgedEntry judgeLine(std::string_view line, const LogTrust* trust);

} // namespace cardwright
