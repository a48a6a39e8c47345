#pragma once

#include "core/base/SecureBytes.h"
#include "core/central/Centre.h"
#include "core/central/IssuingOffice.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace cardwright::central {

/// One request as it came, whoever carried it.
struct ApiRequest {
    std::string method;
    std::string target; ///< path and query
    std::string body;
    bool clientCertificate = false; ///< one of our authority was shown
    std::optional<EnrolledWorkstation> workstation; ///< whose it is; none: no desk's
    bool fromLoopback = true;
    std::string delegation; ///< Cardwright-Delegation
    std::string signature;  ///< Cardwright-Signature
};

struct ApiAnswer {
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
    std::string route = "other"; ///< the address without its variables: what logs and counters may hold
    std::string allow;           ///< of a 405
    int retryAfter = 0;          ///< seconds; 0: none
    int waitSeconds = 0;         ///< long poll: nothing to deliver yet; ask again after a change or so many seconds
};

/// The calls of resources/openapi/central.json, without any network: these never throw. The centre has one user at a time; two threads
/// come here, the service's and the one that asks the authority.
class Api {
public:
    static constexpr std::size_t mostBody = std::size_t{8} * 1024 * 1024;
    static constexpr int longestWait = 30;
    static constexpr double mostEnrolments = 30; ///< at once; one more each two seconds

    Api(Centre& centre, const Clock& clock) : m_centre(centre), m_startedAt(clock.utcMillis()), m_clock(clock) {}

    ApiAnswer answer(const ApiRequest& request) noexcept;
    std::optional<EnrolledWorkstation> workstationBy(const Sha256Digest& certificate);
    /// An order from a shell (core/central/Orders.h): its answer, or {"problem":...} or {"failure":{code,detail}}.
    SecureBytes carryOut(std::string_view order) noexcept;
    /// The authority's side (IssuingOffice.h): taking and settling are short; asking takes as long as the authority does, and holds
    /// nobody up. Throw StoreError.
    std::optional<AuthorityTask> takeTask();
    AuthorityOutcome ask(const AuthorityTask& task) noexcept;
    void settleTask(const AuthorityTask& task, const AuthorityOutcome& outcome);
    void keepAuthorityUp();
    /// Whoever asks the authority stops waiting for it; from another thread than theirs.
    void giveAuthorityUp() noexcept;
    std::optional<std::chrono::milliseconds> untilNextTask();
    /// A request that never became one: too large, cut off.
    ApiAnswer problemAnswer(std::string_view name);

private:
    ApiAnswer route(const ApiRequest& request);
    /// What needs no client certificate; nothing: it is another address.
    std::optional<ApiAnswer> openRoute(std::string_view path, const ApiRequest& request);
    ApiAnswer logRoute(const Guid& log, std::string_view rest, std::string_view query, const ApiRequest& request);
    ApiAnswer workstationRoute(std::string_view rest, const ApiRequest& request);
    ApiAnswer readRoute(std::string_view path, const ApiRequest& request);
    ApiAnswer enrol(const ApiRequest& request);
    ApiAnswer entries(const Guid& log, const ApiRequest& request);
    ApiAnswer portrait(const Guid& log, std::string_view reference, const ApiRequest& request);
    ApiAnswer deliveries(const Guid& log, std::string_view query);
    ApiAnswer metrics();
    ApiAnswer answerWith(const Problem& problem);

    std::mutex m_mutex;
    Centre& m_centre;
    std::int64_t m_startedAt;
    const Clock& m_clock;
    std::map<std::tuple<std::string, std::string, int>, std::uint64_t> m_requests;
    double m_enrolments = mostEnrolments; ///< tokens of a bucket: nobody tries tokens by the thousand
    std::int64_t m_enrolmentsAt = 0;
};

} // namespace cardwright::central
