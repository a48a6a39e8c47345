#pragma once

#include "core/base/Clock.h"
#include "core/crypto/Certificate.h"
#include "core/sync/CentralEnrolment.h"
#include "core/sync/CentralService.h"
#include "core/sync/HolderReads.h"

#include <atomic>
#include <filesystem>
#include <memory>

namespace cardwright {

/// How to reach the centre.
struct HttpCentralOptions {
    std::string url; ///< https://host:port, no path
    std::filesystem::path authority;   ///< the only CA that is believed
    std::filesystem::path certificate; ///< this workstation's, and its key; both empty: enrolment only
    std::filesystem::path key;
    std::string authorityPem{};        ///< in place of the file: at enrolment, before there is one
    std::shared_ptr<const SecureBytes> keyPem{}; ///< in place of the file: a key that lies in no plain one (TPM)
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds requestTimeout{30'000}; ///< beyond what a delivery call waits
    std::size_t answerLimit = 8u * 1024 * 1024;
};

/// The certificate authority at this address whose fingerprint (SHA-256 of its DER) was told over another way: one handshake, in
/// which nothing is believed and nothing sent, and the one certificate of the chain shown that has this fingerprint. Throws
/// CentralError CENTRE-TLS when none has, CENTRE-UNREACHABLE.
Certificate pinnedAuthority(const std::string& url, const Sha256Digest& fingerprint);

/// The centre over HTTPS (libcurl): TLS 1.3 only, both sides with certificates (enrolment: the centre's alone), host checked, no
/// redirects, no proxy, no cookies, no verbose. One request at a time; keeps its connection. Use from one thread; only interrupt()
/// from others.
class HttpCentral final : public CentralService, public CentralEnrolment, public HolderReads {
public:
    /// Throws CentralError CENTRE-TLS when the certificate files cannot be used, UsageError for a URL that is not https.
    explicit HttpCentral(HttpCentralOptions options);
    /// With the clock and randomness that signed calls (newLog, reads) need; without them those throw CENTRE-READ-REFUSED.
    HttpCentral(HttpCentralOptions options, const Clock& clock, RandomSource& random);
    ~HttpCentral() override;

    PostAnswer postEntries(const Guid& log, std::span<const JournalEntry> entries, std::string_view checkpoint) override;
    void putPortrait(const Guid& log, const Sha256Digest& reference, ByteView portrait) override;
    DeliveriesAnswer deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait) override;
    void health() override;
    void endBy(std::optional<std::chrono::steady_clock::time_point> instant) override;
    void interrupt() noexcept override;

    EnrolmentAnswer enrol(const EnrolmentOrder& order) override;
    FirstAgentAnswer firstAgent(const Guid& workstation, const FirstAgentOrder& order) override;
    Guid newLog(const Guid& workstation, const std::string& reason, const SessionProof& session) override;

    HolderPage search(const HolderQuery& query, const SessionProof& session) override;
    HolderRecord holder(const UserNumber& number, const SessionProof& session) override;
    std::optional<Bytes> portrait(const Sha256Digest& reference, const SessionProof& session) override;

private:
    class Connection;
    std::vector<std::string> signedHeaders(const SessionProof& session, std::string_view method, const std::string& target, ByteView body);
    std::string read(const std::string& target, const SessionProof& session);
    HttpCentralOptions m_options;
    const Clock* m_clock = nullptr;
    RandomSource* m_random = nullptr;
    std::atomic<bool> m_interrupted{false};
    std::unique_ptr<Connection> m_connection;
};

} // namespace cardwright
