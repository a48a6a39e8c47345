#pragma once

#include "core/central/Centre.h"

#include <cstdint>
#include <map>
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
    std::optional<EnrolledWorkstation> workstation; ///< by its client certificate; none: a certificate of our authority that is no desk's
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

/// The calls of resources/openapi/central.json, without any network. Never throws.
class Api {
public:
    static constexpr std::size_t mostBody = std::size_t{8} * 1024 * 1024;
    static constexpr int longestWait = 30;

    Api(Centre& centre, const Clock& clock) : m_centre(centre), m_startedAt(clock.utcMillis()), m_clock(clock) {}

    ApiAnswer answer(const ApiRequest& request) noexcept;
    std::optional<EnrolledWorkstation> workstationBy(const Sha256Digest& certificate) { return m_centre.workstationBy(certificate); }
    /// A request that never became one: too large, cut off.
    ApiAnswer problemAnswer(std::string_view name);

private:
    ApiAnswer route(const ApiRequest& request);
    ApiAnswer entries(const Guid& log, const ApiRequest& request);
    ApiAnswer portrait(const Guid& log, std::string_view reference, const ApiRequest& request);
    ApiAnswer deliveries(const Guid& log, std::string_view query);
    ApiAnswer metrics();
    ApiAnswer answerWith(const Problem& problem);

    Centre& m_centre;
    std::int64_t m_startedAt;
    const Clock& m_clock;
    std::map<std::tuple<std::string, std::string, int>, std::uint64_t> m_requests;
};

} // namespace cardwright::central
