#pragma once

#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/central/CertificateAuthority.h"
#include "core/central/Problem.h"
#include "core/crypto/Sha256.h"
#include "core/store/Database.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// A desk that the centre knows, by the certificate it shows; it owns exactly one log.
struct EnrolledWorkstation {
    Guid id;
    Guid log;
    Sha256Digest certificate{}; ///< fingerprint of its TLS client certificate
    std::string name;
};

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
};

struct OutgoingDelivery {
    std::uint64_t cursor = 0;
    Guid id;
    std::string kind;
    std::string body; ///< JSON
};

/// What a desk may do when alone (goes out as `authority` deliveries, renewed at contacts).
struct AuthorityTerms {
    int days = 7;
    int issues = 40;
    int unlocks = 200;
};

/// What the centre decides, over its own database (centre.sqlite) and portraits folder. Receiving and applying are two things: a
/// batch is stored whole first, in one transaction; then each entry is applied in a transaction of its own with its answer.
/// Not for two threads at once. Throws StoreError; ProblemError for a call that cannot be answered otherwise.
class Centre {
public:
    /// Opens the centre of this folder (STORE-BUSY when another process has it) and applies what was received and not yet applied.
    Centre(const std::filesystem::path& directory, CertificateAuthority& authority, const Clock& clock, RandomSource& random);

    std::optional<EnrolledWorkstation> workstationBy(const Sha256Digest& certificate);
    void enrol(const EnrolledWorkstation& workstation);

    /// body: {"entries":[...]}. Problems: request-unreadable (400), batch-too-long (413), log-unknown (404), log-forked (409, nothing stored).
    BatchAnswer receive(const Guid& log, std::string_view body);
    std::vector<OutgoingDelivery> deliveries(const Guid& log, std::uint64_t after);
    /// True when it was new. Problem portrait-wrong (422) when the octets have another digest or are no JPEG.
    bool storePortrait(const Guid& log, const Sha256Digest& reference, ByteView jpeg);

    AuthorityTerms authorityTerms();
    void setAuthorityTerms(const AuthorityTerms& terms);
    /// A fresh `authority` delivery when the newest is older than an hour; called at each contact.
    void renewAuthority(const Guid& log);
    /// A block of user numbers of this log's own, with its delivery. cause: the entry that asked (asked again, it gets the same
    /// block), or none at enrolment.
    void grantLease(const Guid& log, std::uint32_t count, const std::optional<Guid>& cause);
    void setFirstNumber(std::uint64_t first);

    /// Somebody who works here and whose card the centre made by itself (training).
    struct Agent {
        std::string userNumber;
        std::string name;
        Guid card;
        Sha256Digest certificate{};
    };
    void registerAgent(const Agent& agent);
    void recordCertificate(const Guid& request, const Guid& card, std::string_view slot, const Sha256Digest& requestDigest, const Certificate& certificate);

    /// For /metrics: numbers of things, nothing of anybody.
    struct Counts {
        std::uint64_t entries = 0;
        std::uint64_t refused = 0;
        std::uint64_t holders = 0;
        std::uint64_t cards = 0;
        std::uint64_t certificates = 0;
        std::uint64_t deliveries = 0;
    };
    Counts counts();

    Database& database() noexcept { return m_database; }

private:
    std::uint64_t nextOf(const Guid& log);
    void applyWaiting(const Guid& log);
    void applyOne(const Guid& log, std::uint64_t seq);
    /// problem: why it is refused; none: accepted.
    void keepAnswer(const Guid& log, std::uint64_t seq, const Sha256Digest& digest, const std::optional<std::string>& problem);
    EntryResult storedResult(const Guid& log, std::uint64_t seq, bool repeated);
    std::filesystem::path portraitFile(const Sha256Digest& reference) const;

    std::filesystem::path m_directory;
    Database m_database;
    CertificateAuthority& m_authority;
    const Clock& m_clock;
    RandomSource& m_random;
};

} // namespace cardwright::central
