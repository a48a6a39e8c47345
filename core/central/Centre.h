#pragma once

#include "core/central/CentreParts.h"
#include "core/central/HolderReads.h"
#include "core/central/Problem.h"
#include "core/central/WorkstationBook.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

enum class EntryStatus { accepted, refused };

/// The answer to one entry, stored with it: a repeat gets the same one.
struct EntryResult {
    std::uint64_t seq = 0;
    Guid id;
    EntryStatus status = EntryStatus::refused;
    bool repeated = false; ///< the centre had this entry before
    std::string problem;   ///< RFC 9457 JSON when refused
    Sha256Digest receipt{}; ///< SHA-256(02 || log || seq (8 octets, big-endian) || digest || 01 accepted / 00 refused)
};

struct BatchAnswer {
    std::vector<EntryResult> results; ///< of the entries up to a gap, if there is one
    std::uint64_t next = 0;           ///< the sequence number expected next
    std::string checkpoint;           ///< the note with the centre's countersignature; empty: none was asked for, or it is ahead of `next`
};

struct OutgoingDelivery {
    std::uint64_t cursor = 0;
    Guid id;
    std::string kind;
    bool sealed = false;
    std::string body; ///< plain: a JSON object; sealed: base64 of an envelope to the desk's store certificate, a JSON object inside
};

/// What a desk may do when alone (goes out as `authority` deliveries, renewed at contacts).
struct AuthorityTerms {
    int days = 7;
    int issues = 40;
    int unlocks = 200;
};

class CheckpointOffice;
struct AuthorityTask;
struct AuthorityOutcome;
struct ReceivedEntry;

/// What the centre decides, over its own database (centre.sqlite) and portraits folder. Receiving and applying are two things: a
/// batch is stored whole first, in one transaction; then each entry is applied in a transaction of its own with its answer.
/// Not for two threads at once. Throws StoreError; ProblemError for a call that cannot be answered otherwise.
class Centre {
public:
    /// Opens the centre of this folder (STORE-BUSY when another process has it) and applies what was received and not yet applied.
    Centre(const std::filesystem::path& directory, CertificateAuthority& authority, const Clock& clock, RandomSource& random);
    ~Centre();

    /// Of a desk in use or stolen: who asks decides by `stolen`.
    std::optional<EnrolledWorkstation> workstationBy(const Sha256Digest& tlsCertificate);

    /// Why this desk may not use this log: log-closed when it was its own, log-unknown.
    [[noreturn]] void refuseLog(const EnrolledWorkstation& workstation, const Guid& log);

    // --- the sync API; enrolment: Enrolment.h

    /// body: {"entries":[...],"checkpoint":note text or null}. Problems: request-unreadable (400), batch-too-long (413), log-unknown
    /// (404); log-closed, log-forked, checkpoint-wrong, checkpoint-inconsistent, checkpoint-forked (nothing stored, the note kept
    /// as evidence).
    BatchAnswer receive(const Guid& log, std::string_view body);
    std::vector<OutgoingDelivery> deliveries(const Guid& log, std::uint64_t after);
    /// Asks the authority for whatever is due, here and now (tests, a centre inside another program); stops at the first that nobody
    /// answers. A service has a thread of its own for it: takeTask, perform (IssuingOffice.h) with no transaction open, settleTask.
    void issuePending();
    std::optional<AuthorityTask> takeTask();
    void settleTask(const AuthorityTask& task, const AuthorityOutcome& outcome);
    std::optional<std::int64_t> nextTaskAt();
    /// An envelope to {centre-envelope, store}. True when it was new. Problems envelope-*, portrait-wrong (the octets inside have
    /// another digest or are no JPEG).
    bool storePortrait(const Guid& log, const Sha256Digest& reference, ByteView envelope);
    /// Closes the log of this desk and begins another, with a lease and an authority of its own.
    Guid beginLog(const Guid& workstation, std::string_view reason);
    /// Reads about people, and whatever else a session must sign.
    HolderReads& reads() noexcept { return *m_reads; }

    // --- administration (`cardwright-central ...`)

    /// A one-time token, to be told once; the database holds its SHA-256.
    SecureBytes issueToken(int hours = 24);
    /// A fresh `authority` delivery when the newest is older than an hour; called at each contact.
    void renewAuthority(const Guid& log);
    void setAuthorityTerms(const AuthorityTerms& terms);
    /// A block of user numbers of this log's own, with its delivery. cause: the entry that asked (asked again, it gets the same
    /// block), or none at enrolment.
    void grantLease(const Guid& log, std::uint32_t count, const std::optional<Guid>& cause);

    /// One person who may sign in at this site.
    struct Agent {
        Sha256Digest certificate{}; ///< fingerprint of 9A
        std::string userNumber;
        std::string name;
        std::string role;
        bool active = true;
        bool deputy = false;
        bool revoked = false;
        bool awaitsCard = false; ///< revoked with a card that was replaced: the new one takes over what this one was granted
    };
    std::vector<Agent> agents();
    /// Each makes a new version of the roster and delivers it to every desk. Problem agent-unknown, payload-malformed (role).
    void deactivateAgent(const Sha256Digest& certificate);
    void setAgentRole(const Sha256Digest& certificate, std::string_view role);
    void setAgentDeputy(const Sha256Digest& certificate, bool deputy);
    /// Deactivated, its certificates and card on the hot list, its open sessions ended.
    void revokeAgent(const Sha256Digest& certificate);
    /// A further agent, from certificates this centre issued for a card of theirs.
    void addAgent(std::string_view userNumber, std::string_view role, bool deputy);

    /// Signed, kept, written to policies/ and delivered; its version. Problems policy-malformed when it is not JSON of that name's
    /// schema, policy-old-version when the version it names is not higher than the last.
    int publishPolicy(std::string_view name, std::string_view body);

    std::vector<EnrolledWorkstation> workstations();
    /// The site key's version goes up and is sealed to each desk in use.
    int raiseSiteKey();
    /// Certificate refused from now on, site key raised.
    void reportStolen(const Guid& workstation);

    /// For /metrics: numbers of things, nothing of anybody.
    struct Counts {
        std::uint64_t entries = 0;
        std::uint64_t refused = 0;
        std::uint64_t holders = 0;
        std::uint64_t cards = 0;
        std::uint64_t certificates = 0;
        std::uint64_t deliveries = 0;
        std::uint64_t requestsWaiting = 0; ///< for the authority
        std::uint64_t requestsRetried = 0; ///< of those: asked before, without an answer
        std::uint64_t requestsFailed = 0;
        std::uint64_t revocationsWaiting = 0;
    };
    Counts counts();

    Database& database() noexcept { return m_parts->database; }
    CentreParts& parts() noexcept { return *m_parts; }

private:
    std::uint64_t nextOf(const Guid& log);
    std::uint64_t store(const Guid& log, const std::vector<ReceivedEntry>& entries, std::uint64_t next);
    void applyWaiting(const Guid& log);
    void applyOne(const Guid& log, std::uint64_t seq);
    /// problem: why it is refused; none: accepted.
    void keepAnswer(const Guid& log, std::uint64_t seq, const Sha256Digest& digest, const std::optional<std::string>& problem);
    EntryResult storedResult(const Guid& log, std::uint64_t seq, bool repeated);
    template <typename Change> void changeRoster(Change change);
    void requireRole(std::string_view role);
    int raiseSiteKey(Transaction& transaction);

    std::unique_ptr<CentreParts> m_parts;
    std::unique_ptr<CheckpointOffice> m_checkpoints;
    std::unique_ptr<HolderReads> m_reads;
};

} // namespace cardwright::central
