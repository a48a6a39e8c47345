#pragma once

#include "core/sync/CentralService.h"

#include <atomic>
#include <filesystem>
#include <memory>

namespace cardwright {

/// How to reach the centre.
struct HttpCentralOptions {
    std::string url; ///< https://host:port, no path
    std::filesystem::path authority;   ///< the only CA that is believed
    std::filesystem::path certificate; ///< this workstation's, and its key
    std::filesystem::path key;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds requestTimeout{30'000}; ///< beyond what a delivery call waits
    std::size_t answerLimit = 8u * 1024 * 1024;
};

/// The centre over HTTPS (libcurl): TLS 1.3 only, both sides with certificates, host checked, no redirects, no proxy, no
/// cookies, no verbose. One request at a time; keeps its connection. Use from one thread; only interrupt() from others.
class HttpCentral final : public CentralService {
public:
    /// Throws CentralError CENTRE-TLS when the certificate files cannot be used, UsageError for a URL that is not https.
    explicit HttpCentral(HttpCentralOptions options);
    ~HttpCentral() override;

    PostAnswer postEntries(const Guid& log, std::span<const JournalEntry> entries) override;
    void putPortrait(const Guid& log, const Sha256Digest& reference, ByteView jpeg) override;
    DeliveriesAnswer deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait) override;
    void health() override;
    void endBy(std::optional<std::chrono::steady_clock::time_point> instant) override;
    void interrupt() noexcept override;

private:
    class Connection;
    HttpCentralOptions m_options;
    std::atomic<bool> m_interrupted{false};
    std::unique_ptr<Connection> m_connection;
};

} // namespace cardwright
