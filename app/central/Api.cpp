#include "app/central/Api.h"

#include "core/central/Enrolment.h"
#include "core/central/Orders.h"
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

SignedCall callOf(const ApiRequest& request)
{
    return {request.method, request.target, request.body, request.delegation, request.signature};
}

} // namespace

ApiAnswer Api::answerWith(const Problem& problem)
{
    ApiAnswer answer;
    answer.status = problem.status;
    answer.contentType = "application/problem+json";
    answer.body = problem.json();
    answer.retryAfter = problem.retryAfter;
    return answer;
}

ApiAnswer Api::problemAnswer(std::string_view name)
{
    auto answer = answerWith(Problem::of(name));
    ++m_requests[{"unread", "other", answer.status}];
    return answer;
}

std::optional<EnrolledWorkstation> Api::workstationBy(const Sha256Digest& certificate)
{
    const std::lock_guard lock(m_mutex);
    return m_centre.workstationBy(certificate);
}

std::optional<AuthorityTask> Api::takeTask()
{
    const std::lock_guard lock(m_mutex);
    return m_centre.takeTask();
}

AuthorityOutcome Api::ask(const AuthorityTask& task) noexcept { return perform(m_centre.parts().authority, task, m_clock.utcMillis()); }

void Api::settleTask(const AuthorityTask& task, const AuthorityOutcome& outcome)
{
    const std::lock_guard lock(m_mutex);
    m_centre.settleTask(task, outcome);
}

void Api::keepAuthorityUp() { m_centre.parts().authority.keepUp(m_clock.utcMillis()); }

void Api::giveAuthorityUp() noexcept { m_centre.parts().authority.giveUp(); }

std::optional<std::chrono::milliseconds> Api::untilNextTask()
{
    const std::lock_guard lock(m_mutex);
    const auto next = m_centre.nextTaskAt();
    if (!next) return std::nullopt;
    return std::chrono::milliseconds(std::max<std::int64_t>(0, *next - m_clock.utcMillis()));
}

ApiAnswer Api::answer(const ApiRequest& request) noexcept
{
    const std::lock_guard lock(m_mutex);
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
    if (auto open = openRoute(path, request)) return std::move(*open);
    if (!request.clientCertificate) refuse("client-certificate-missing");
    constexpr std::string_view workstations = "/v1/workstations/";
    const auto address = logAddressOf(path);
    const bool isRead = path == "/v1/holders" || path.starts_with("/v1/holders/") || path.starts_with("/v1/portraits/");
    if (!address && !isRead && !path.starts_with(workstations)) refuse("not-found");
    if (!request.workstation) refuse("workstation-unknown");
    if (request.workstation->stolen) refuse("workstation-refused");
    if (path.starts_with(workstations)) return workstationRoute(path.substr(workstations.size()), request);
    if (isRead) return readRoute(path, request);
    if (request.workstation->log != address->log) m_centre.refuseLog(*request.workstation, address->log);
    return logRoute(address->log, address->rest, query, request);
}

std::optional<ApiAnswer> Api::openRoute(std::string_view path, const ApiRequest& request)
{
    if (path == "/healthz") {
        if (request.method != "GET") return wrongMethod("GET", "/healthz");
        ApiAnswer answer;
        answer.body = dump({{"status", "ok"}});
        answer.route = "/healthz";
        return answer;
    }
    if (path == "/metrics") {
        if (!request.fromLoopback) refuse("not-found");
        return request.method == "GET" ? metrics() : wrongMethod("GET", "/metrics");
    }
    if (path == "/v1/workstations") return request.method == "POST" ? enrol(request) : wrongMethod("POST", "/v1/workstations");
    return std::nullopt;
}

ApiAnswer Api::enrol(const ApiRequest& request)
{
    constexpr double refillPerSecond = 0.5;
    const auto now = m_clock.utcMillis();
    const auto passed = static_cast<double>(std::max<std::int64_t>(0, now - m_enrolmentsAt)) / 1000;
    m_enrolments = std::min(mostEnrolments, m_enrolments + passed * refillPerSecond);
    m_enrolmentsAt = now;
    if (m_enrolments < 1) {
        auto problem = Problem::of("rate-limited");
        problem.retryAfter = 2;
        throw ProblemError(std::move(problem));
    }
    m_enrolments -= 1;
    ApiAnswer answer;
    answer.status = 201;
    answer.body = enrolWorkstation(m_centre, request.body);
    answer.route = "/v1/workstations";
    return answer;
}

ApiAnswer Api::workstationRoute(std::string_view rest, const ApiRequest& request)
{
    constexpr std::size_t guidLength = 36;
    const auto id = rest.size() > guidLength && rest[guidLength] == '/' ? Guid::parse(rest.substr(0, guidLength)) : std::nullopt;
    if (!id) refuse("not-found");
    if (*id != request.workstation->id) refuse("workstation-unknown");
    const auto act = rest.substr(guidLength + 1);
    ApiAnswer answer;
    answer.status = 201;
    if (act == "first-agent") {
        answer.route = "/v1/workstations/{id}/first-agent";
        if (request.method != "POST") return wrongMethod("POST", answer.route);
        answer.body = enrolFirstAgent(m_centre, *id, request.body);
        return answer;
    }
    if (act != "logs") refuse("not-found");
    answer.route = "/v1/workstations/{id}/logs";
    if (request.method != "POST") return wrongMethod("POST", answer.route);
    static_cast<void>(m_centre.reads().check(*request.workstation, callOf(request), "log.begin"));
    const auto body = json::parse(request.body, nullptr, false);
    const auto reason = body.is_object() ? body.find("reason") : body.end();
    if (!body.is_object() || reason == body.end() || !reason->is_string()) refuse("request-unreadable", "reason");
    answer.body = dump({{"log", m_centre.beginLog(*id, reason->get<std::string>()).text()}});
    return answer;
}

ApiAnswer Api::readRoute(std::string_view path, const ApiRequest& request)
{
    constexpr std::string_view holders = "/v1/holders/";
    constexpr std::string_view portraits = "/v1/portraits/";
    const auto& desk = *request.workstation;
    auto& reads = m_centre.reads();
    ApiAnswer answer;
    answer.route = path == "/v1/holders" ? "/v1/holders" : path.starts_with(holders) ? "/v1/holders/{uuid}" : "/v1/portraits/{sha256}";
    if (request.method != "GET") return wrongMethod("GET", answer.route);
    if (path == "/v1/holders") {
        answer.body = reads.search(desk, callOf(request));
    } else if (path.starts_with(holders)) {
        answer.body = reads.holder(desk, callOf(request), path.substr(holders.size()));
    } else {
        const auto reference = path.substr(portraits.size());
        const auto digest = sha256DigestFromHex(reference);
        if (!digest || toHex(*digest) != reference) refuse("not-found");
        answer.body = toText(reads.portrait(desk, callOf(request), *digest));
        answer.contentType = "image/jpeg";
    }
    return answer;
}

ApiAnswer Api::logRoute(const Guid& log, std::string_view rest, std::string_view query, const ApiRequest& request)
{
    constexpr std::string_view portraits = "portraits/";
    if (rest == "entries") return request.method == "POST" ? entries(log, request) : wrongMethod("POST", "/v1/log/{log}/entries");
    if (rest == "deliveries") return request.method == "GET" ? deliveries(log, query) : wrongMethod("GET", "/v1/log/{log}/deliveries");
    if (rest.starts_with(portraits)) {
        return request.method == "PUT" ? portrait(log, rest.substr(portraits.size()), request)
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
    answer.body = dump({{"results", results}, {"next", batch.next}, {"checkpoint", batch.checkpoint.empty() ? json(nullptr) : json(batch.checkpoint)}});
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
        list.push_back({{"cursor", one.cursor}, {"id", one.id.text()}, {"kind", one.kind}, {"sealed", one.sealed},
                        {"body", one.sealed ? json(one.body) : json::parse(one.body)}});
        cursor = one.cursor;
    }
    ApiAnswer answer;
    answer.waitSeconds = list.empty() ? static_cast<int>(wait) : 0;
    answer.body = dump({{"deliveries", list}, {"cursor", cursor}});
    answer.route = "/v1/log/{log}/deliveries";
    return answer;
}

SecureBytes Api::carryOut(std::string_view order) noexcept
{
    const std::lock_guard lock(m_mutex);
    try {
        return central::carryOut(m_centre, order);
    } catch (const ProblemError& error) {
        return SecureBytes::copyOf(bytesOf(R"({"problem":)" + error.problem().json() + "}"));
    } catch (...) {
        const auto failure = failureFrom(std::current_exception());
        return SecureBytes::copyOf(bytesOf(dump({{"failure", {{"code", failure.code}, {"detail", failure.detail}}}})));
    }
}

} // namespace cardwright::central
