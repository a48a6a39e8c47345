#include "core/sync/HttpCentral.h"

#include "core/journal/EntryJson.h"
#include "core/sync/ApiJson.h"
#include "core/sync/HttpCentralConnection.h"

namespace cardwright {

namespace {

using nlohmann::json;

EntryAnswer answerFrom(const json& object)
{
    EntryAnswer answer;
    answer.seq = api::number(object, "seq", INT64_MAX);
    answer.id = api::guid(object, "id");
    auto status = api::text(object, "status");
    answer.repeated = status == "repeated";
    if (answer.repeated) status = api::text(object, "first");
    if (status != "accepted" && status != "refused") api::refuse("status");
    answer.accepted = status == "accepted";
    if (!answer.accepted) {
        const auto problem = object.find("problem");
        answer.problem = problem != object.end() && problem->is_object() ? problem->dump() : "{}";
    }
    if (const auto receipt = object.find("receipt"); receipt != object.end() && !receipt->is_null()) answer.receipt = api::digest(object, "receipt");
    return answer;
}

Delivery deliveryFrom(const json& object)
{
    Delivery delivery{api::number(object, "cursor", INT64_MAX), api::guid(object, "id"), api::text(object, "kind"), {}, false};
    const auto& sealed = api::member(object, "sealed");
    const auto& body = api::member(object, "body");
    if (!sealed.is_boolean() || body.is_string() != sealed.get<bool>()) api::refuse("body");
    delivery.sealed = sealed.get<bool>();
    delivery.body = delivery.sealed ? api::text(object, "body") : body.dump();
    return delivery;
}

} // namespace

HttpCentral::HttpCentral(HttpCentralOptions options) : m_options(std::move(options))
{
    if (!m_options.url.starts_with("https://")) throw UsageError(Failure::of("USAGE", "the centre's address must begin with https://"));
    while (m_options.url.ends_with('/')) m_options.url.pop_back();
    const bool enrolmentOnly = m_options.certificate.empty() && m_options.key.empty();
    for (const auto* file : {&m_options.authority, &m_options.certificate, &m_options.key}) {
        if (enrolmentOnly && file != &m_options.authority) continue;
        if (file == &m_options.authority && !m_options.authorityPem.empty()) continue;
        if (file == &m_options.key && m_options.keyPem) continue;
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(*file, ignored)) throw CentralError(Failure::of("CENTRE-TLS", file->filename().string() + " is missing"));
    }
    m_connection = std::make_unique<Connection>(m_options, m_interrupted);
}

HttpCentral::HttpCentral(HttpCentralOptions options, const Clock& clock, RandomSource& random) : HttpCentral(std::move(options))
{
    m_clock = &clock;
    m_random = &random;
}

HttpCentral::~HttpCentral() = default;

void HttpCentral::endBy(std::optional<std::chrono::steady_clock::time_point> instant) { m_connection->endBy(instant); }

void HttpCentral::interrupt() noexcept { m_interrupted.store(true, std::memory_order_relaxed); }

PostAnswer HttpCentral::postEntries(const Guid& log, std::span<const JournalEntry> entries, std::string_view checkpoint)
{
    auto list = json::array();
    for (const auto& entry : entries) list.push_back(entryToJson(entry));
    json request{{"entries", std::move(list)}};
    if (!checkpoint.empty()) request["checkpoint"] = checkpoint;
    const auto body = request.dump();
    const auto came = m_connection->perform({"POST", "/v1/log/" + log.text() + "/entries", bytesOf(body), http::jsonType, m_options.requestTimeout});
    const auto object = api::parse(came.body);
    PostAnswer answer;
    answer.centreTime = came.date;
    answer.next = api::number(object, "next", INT64_MAX);
    const auto& results = api::member(object, "results");
    if (!results.is_array() || results.size() > entries.size()) api::refuse("results");
    for (const auto& result : results) answer.results.push_back(answerFrom(result));
    if (const auto note = object.find("checkpoint"); note != object.end() && !note->is_null()) answer.checkpoint = api::text(object, "checkpoint");
    return answer;
}

void HttpCentral::putPortrait(const Guid& log, const Sha256Digest& reference, ByteView portrait)
{
    m_connection->perform({"PUT", "/v1/log/" + log.text() + "/portraits/" + toHex(reference), portrait, "application/pkcs7-mime", m_options.requestTimeout});
}

DeliveriesAnswer HttpCentral::deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait)
{
    const auto path = "/v1/log/" + log.text() + "/deliveries?after=" + std::to_string(after) + "&wait=" + std::to_string(wait.count());
    const auto came = m_connection->perform({"GET", path, {}, nullptr, m_options.requestTimeout + wait});
    const auto object = api::parse(came.body);
    DeliveriesAnswer answer;
    answer.centreTime = came.date;
    answer.cursor = api::number(object, "cursor", INT64_MAX);
    const auto& list = api::member(object, "deliveries");
    if (!list.is_array()) api::refuse("deliveries");
    for (const auto& item : list) answer.deliveries.push_back(deliveryFrom(item));
    return answer;
}

void HttpCentral::health()
{
    const auto object = api::parse(m_connection->perform({"GET", "/healthz", {}, nullptr, m_options.requestTimeout}).body);
    if (api::text(object, "status") != "ok") api::refuse("status");
}

} // namespace cardwright
