#include "app/central/Api.h"

#include <algorithm>

namespace cardwright::central {

ApiAnswer Api::metrics()
{
    const auto counts = m_centre.counts();
    std::string text;
    const auto gauge = [&](std::string_view name, std::string_view help, std::uint64_t value) {
        text.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" gauge\n");
        text.append(name).append(" ").append(std::to_string(value)).append("\n");
    };
    gauge("cardwright_centre_entries", "Journal entries received.", counts.entries);
    gauge("cardwright_centre_entries_refused", "Journal entries stored and not applied.", counts.refused);
    gauge("cardwright_centre_holders", "Card holders on record.", counts.holders);
    gauge("cardwright_centre_cards", "Cards on record.", counts.cards);
    gauge("cardwright_centre_certificates", "Certificates made.", counts.certificates);
    gauge("cardwright_centre_requests_waiting", "Certificate requests that wait for the authority.", counts.requestsWaiting);
    gauge("cardwright_centre_requests_retried", "Of those, asked before without an answer.", counts.requestsRetried);
    gauge("cardwright_centre_requests_failed", "Certificate requests that the authority refused, or answered wrongly.", counts.requestsFailed);
    gauge("cardwright_centre_revocations_waiting", "Certificates that the authority is yet to take back.", counts.revocationsWaiting);
    gauge("cardwright_centre_deliveries", "Deliveries made for desks.", counts.deliveries);
    gauge("cardwright_centre_uptime_seconds", "Seconds since the service started.",
          static_cast<std::uint64_t>(std::max<std::int64_t>(0, m_clock.utcMillis() - m_startedAt) / 1000));
    text += "# HELP cardwright_centre_requests_total Requests answered.\n# TYPE cardwright_centre_requests_total counter\n";
    for (const auto& [key, count] : m_requests) {
        const auto& [method, route, status] = key;
        text += "cardwright_centre_requests_total{method=\"" + method + "\",route=\"" + route + "\",status=\"" + std::to_string(status) + "\"} " +
                std::to_string(count) + "\n";
    }
    ApiAnswer answer;
    answer.contentType = "text/plain; version=0.0.4";
    answer.body = std::move(text);
    answer.route = "/metrics";
    return answer;
}

} // namespace cardwright::central
