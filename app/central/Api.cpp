#include "app/central/Api.h"

#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace cardwright::central {

namespace {

using nlohmann::json;

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// /v1/log/{log}/rest
struct LogAddress {
    Guid log;
    std::string_view rest;
};

std::optional<LogAddress> logAddressOf(std::string_view path)
{
    constexpr std::string_view head = "/v1/log/";
    constexpr std::size_t guidLength = 36;
    if (!path.starts_with(head) || path.size() < head.size() + guidLength + 1) return std::nullopt;
    path.remove_prefix(head.size());
    const auto log = Guid::parse(path.substr(0, guidLength));
    if (!log || path[guidLength] != '/') return std::nullopt;
    return LogAddress{*log, path.substr(guidLength + 1)};
}

std::uint64_t numberIn(std::string_view query, std::string_view name, std::uint64_t whenAbsent)
{
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        const auto text = pair.substr(equals + 1);
        std::uint64_t number = 0;
        const auto [stopped, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        constexpr std::uint64_t most = 0x7FFFFFFFFFFFFFFF; // what the database counts with
        if (failure != std::errc() || stopped != text.data() + text.size() || number > most) refuse("request-unreadable", std::string(name));
        return number;
    }
    return whenAbsent;
}

json resultOf(const EntryResult& result)
{
    const char* verdict = result.status == EntryStatus::accepted ? "accepted" : "refused";
    json object{{"seq", result.seq}, {"id", result.id.text()}, {"status", result.repeated ? "repeated" : verdict}, {"receipt", toHex(result.receipt)}};
    if (result.repeated) object["first"] = verdict;
    if (!result.problem.empty()) object["problem"] = json::parse(result.problem);
    return object;
}

ApiAnswer wrongMethod(std::string_view allowed, std::string route)
{
    const auto problem = Problem::of("method-not-allowed");
    ApiAnswer answer{problem.status, "application/problem+json", problem.json(), std::move(route), std::string(allowed), 0, 0};
    return answer;
}

} // namespace

ApiAnswer Api::answerWith(const Problem& problem)
{
    ApiAnswer answer;
    answer.status = problem.status;
    answer.contentType = "application/problem+json";
    answer.body = problem.json();
    return answer;
}

ApiAnswer Api::problemAnswer(std::string_view name)
{
    auto answer = answerWith(Problem::of(name));
    ++m_requests[{"unread", "other", answer.status}];
    return answer;
}

ApiAnswer Api::answer(const ApiRequest& request) noexcept
{
    ApiAnswer answer;
    try {
        try {
            answer = route(request);
        } catch (const ProblemError& error) {
            answer = answerWith(error.problem());
        } catch (const StoreError& error) {
            answer = answerWith(Problem::of("centre-busy", error.failure().code));
            answer.retryAfter = 5;
        } catch (const std::exception&) {
            answer = answerWith(Problem::of("internal"));
        }
        ++m_requests[{request.method, answer.route, answer.status}];
    } catch (...) {
        answer.status = 500; // out of memory while saying so
    }
    return answer;
}

ApiAnswer Api::route(const ApiRequest& request)
{
    const std::string_view target = request.target;
    const auto path = target.substr(0, target.find('?'));
    const auto query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view();
    if (path == "/healthz") {
        if (request.method != "GET") return wrongMethod("GET", "/healthz");
        ApiAnswer answer;
        answer.body = dump({{"status", "ok"}});
        answer.route = "/healthz";
        return answer;
    }
    if (path == "/metrics") return request.method == "GET" ? metrics() : wrongMethod("GET", "/metrics");
    const auto address = logAddressOf(path);
    if (!address) refuse("not-found");
    if (!request.workstation) refuse("workstation-unknown");
    if (request.workstation->log != address->log) refuse("log-unknown");

    constexpr std::string_view portraits = "portraits/";
    if (address->rest == "entries") {
        return request.method == "POST" ? entries(address->log, request) : wrongMethod("POST", "/v1/log/{log}/entries");
    }
    if (address->rest == "deliveries") {
        return request.method == "GET" ? deliveries(address->log, query) : wrongMethod("GET", "/v1/log/{log}/deliveries");
    }
    if (address->rest.starts_with(portraits)) {
        return request.method == "PUT" ? portrait(address->log, address->rest.substr(portraits.size()), request)
                                       : wrongMethod("PUT", "/v1/log/{log}/portraits/{sha256}");
    }
    refuse("not-found");
}

ApiAnswer Api::entries(const Guid& log, const ApiRequest& request)
{
    const auto batch = m_centre.receive(log, request.body);
    m_centre.renewAuthority(log);
    json results = json::array();
    for (const auto& result : batch.results) results.push_back(resultOf(result));
    ApiAnswer answer;
    answer.body = dump({{"results", results}, {"next", batch.next}, {"checkpoint", nullptr}});
    answer.route = "/v1/log/{log}/entries";
    return answer;
}

ApiAnswer Api::portrait(const Guid& log, std::string_view reference, const ApiRequest& request)
{
    const auto digest = sha256DigestFromHex(reference);
    if (!digest || toHex(*digest) != reference) refuse("not-found");
    ApiAnswer answer;
    answer.status = m_centre.storePortrait(log, *digest, bytesOf(request.body)) ? 201 : 200;
    answer.body = dump({{"photoReference", reference}});
    answer.route = "/v1/log/{log}/portraits/{sha256}";
    return answer;
}

ApiAnswer Api::deliveries(const Guid& log, std::string_view query)
{
    const auto after = numberIn(query, "after", 0);
    const auto wait = std::min<std::uint64_t>(numberIn(query, "wait", 0), longestWait);
    m_centre.renewAuthority(log);
    json list = json::array();
    auto cursor = after;
    for (const auto& one : m_centre.deliveries(log, after)) {
        list.push_back({{"cursor", one.cursor}, {"id", one.id.text()}, {"kind", one.kind}, {"body", json::parse(one.body)}});
        cursor = one.cursor;
    }
    ApiAnswer answer;
    answer.waitSeconds = list.empty() ? static_cast<int>(wait) : 0;
    answer.body = dump({{"deliveries", list}, {"cursor", cursor}});
    answer.route = "/v1/log/{log}/deliveries";
    return answer;
}

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
