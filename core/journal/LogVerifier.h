#pragma once

#include "core/journal/Checkpoint.h"
#include "core/journal/Delegation.h"
#include "core/journal/JournalEntry.h"
#include "core/journal/LogExport.h"
#include "core/journal/MerkleLog.h"

#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cardwright {

/// What can be wrong with an exported log, a line of it, or a proof.
enum class LogFault {
    unreadable,         ///< not an entry
    noHeader,           ///< the first line is not a header: signatures cannot be checked
    badHeader,          ///< a header whose workstation, delegations or anchors are not to be believed
    otherLog,           ///< from another log than the header's (or the one asked for)
    missing,            ///< entries between the one before and this one are not there
    reordered,          ///< it belongs further up: a later entry came before it
    repeated,           ///< the same entry once more
    wrongSequence,      ///< its number is not that of its place, and its digest does not vouch for it
    duplicateId,        ///< another entry with the same id was there before
    wrongPayload,       ///< the payload is not the one whose digest the entry names
    wrongDigest,        ///< the entry's digest is not that of its fields
    hiddenClockStep,    ///< earlier than the entry before it, and not a clock.wentBack entry
    unsignedEntry,      ///< no signature
    badSignature,       ///< a signature that its author's key did not make
    notDelegated,       ///< by a session that no agent's card delegated
    delegationExpired,  ///< by a session before or after its hours
    wrongAgent,         ///< in the name of another agent than the one whose card delegated the session
    badCheckpoint,      ///< not a checkpoint of this log by this workstation
    forkedCheckpoint,   ///< two checkpoints of one size with two roots
    rootMismatch,       ///< the entries do not give the root that a checkpoint names
    notIncluded,        ///< a proof that does not lead to the checkpoint's root
    endsEarly,          ///< fewer entries than expected, or than a checkpoint names
};

std::string_view nameOf(LogFault fault) noexcept; ///< "wrong-sequence" ...
std::span<const LogFault> allLogFaults() noexcept;

/// One finding: which line, which entry, what, in a sentence.
struct LogFinding {
    LogFault fault = LogFault::unreadable;
    std::uint64_t line = 0; ///< from 1, as in the file; 0: the export as a whole
    std::uint64_t expectedSeq = 0;
    std::optional<std::uint64_t> seq; ///< as written
    std::optional<Guid> id;
    std::string words;
};

/// What a whole look at an export gave.
struct LogReport {
    bool whole = false; ///< no finding
    std::optional<Guid> log;
    std::uint64_t entries = 0;
    std::uint64_t erasedPayloads = 0;
    std::uint64_t clockSteps = 0;       ///< clock.wentBack entries: recorded, so no fault
    std::uint64_t signaturesChecked = 0;
    std::uint64_t checkpoints = 0;      ///< of those in the header, how many hold
    std::uint64_t countersigned = 0;    ///< of these, how many bear the centre's signature
    std::uint64_t provenSize = 0;       ///< entries that a holding checkpoint vouches for
    std::optional<Sha256Digest> root;   ///< of the tree over the entries, when none is wrong
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    std::vector<LogFinding> findings;
};

/// What is known from elsewhere than the export itself. Without anchors of its own the verifier believes those of the header: then
/// it proves only that the export is of one piece.
struct OutsideTrust {
    std::vector<Certificate> anchors;
    std::optional<Certificate> centreSigning;
    std::optional<Guid> site;
    std::optional<Guid> log;
    std::vector<std::string> checkpoints; ///< notes kept elsewhere: they must agree too
    std::optional<std::uint64_t> entries;
};

/// Checks an exported log entry by entry, without a store and without the network. That the end was cut off shows only by a
/// checkpoint or by the number that there should be.
class LogVerifier {
public:
    /// With a header: signatures, delegations and checkpoints are checked too.
    explicit LogVerifier(const ExportHeader& header, OutsideTrust trust = {});
    /// Without: order, digests and times only. log: the one it must be; none: that of the first entry.
    explicit LogVerifier(Guid log = {});
    ~LogVerifier();
    LogVerifier(LogVerifier&&) noexcept;
    LogVerifier& operator=(LogVerifier&&) noexcept;

    void addLine(std::string_view line);
    void add(const JournalEntry& entry);
    LogReport finish(std::optional<std::uint64_t> expectedEntries = {});

    /// A whole export: the header's line, then entries; empty lines are passed over. Signatures are checked by several threads.
    static LogReport verify(std::istream& lines, OutsideTrust trust = {});

private:
    struct Work;
    std::unique_ptr<Work> m_work;
};

/// A holder's proof: the checkpoint, each entry's digest, signature and path.
LogReport verifyHolderProof(const HolderProof& proof, OutsideTrust trust = {});

} // namespace cardwright
