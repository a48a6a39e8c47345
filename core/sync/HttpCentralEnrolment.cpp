#include "core/sync/ApiJson.h"
#include "core/sync/HttpCentralConnection.h"

#include <algorithm>

namespace cardwright {

namespace {

using nlohmann::json;

/// A body whose first member is the token. The token never stands in a string of ours: the body is put together in cleared memory.
SecureBytes withToken(const SecureBytes& token, const json& rest)
{
    const auto view = token.view();
    const auto plain = [](std::uint8_t c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-'; };
    if (view.empty() || view.size() > 200 || !std::all_of(view.begin(), view.end(), plain)) {
        throw CentralError(Failure::of("ENROLMENT-TOKEN-WRONG", "not the form of a token"));
    }
    const auto tail = rest.dump();
    SecureBytes body = SecureBytes::copyOf(bytesOf("{\"token\":\""));
    body.append(view);
    body.append(bytesOf("\","));
    body.append(bytesOf(std::string_view(tail).substr(1)));
    return body;
}

std::string textOr(const json& object, const char* field, std::size_t most)
{
    auto text = api::text(object, field);
    if (text.size() > most) api::refuse(field);
    return text;
}

EnrolmentAnswer enrolmentFrom(const json& object)
{
    EnrolmentAnswer answer;
    answer.workstation = api::guid(object, "workstation");
    answer.log = api::guid(object, "log");
    const auto& site = api::member(object, "site");
    answer.site = api::guid(site, "guid");
    answer.siteName = textOr(site, "name", 200);
    answer.odsCode = textOr(site, "odsCode", 20);
    const auto& certificates = api::member(object, "certificates");
    answer.tls = api::base64(certificates, "tls");
    answer.signing = api::base64(certificates, "signing");
    answer.store = api::base64(certificates, "store");
    answer.contentSigning = api::base64(certificates, "contentSigning");
    const auto& trust = api::member(object, "trust");
    answer.ca = api::base64(trust, "ca");
    answer.centreSigning = api::base64(trust, "centreSigning");
    answer.centreEnvelope = api::base64(trust, "centreEnvelope");
    answer.recovery = api::base64(trust, "recovery");
    if (trust.contains("cards")) answer.cardTrust = api::base64(trust, "cards");
    for (const auto& policy : api::list(object, "policies", 50)) {
        answer.policies.push_back({textOr(policy, "name", 40), api::text(policy, "body"), api::base64(policy, "signature")});
    }
    answer.roster = api::base64(object, "roster");
    for (const auto& key : api::list(object, "siteKeys", 1'000)) {
        answer.siteKeys.push_back({static_cast<int>(api::number(key, "version", 1'000'000)), api::base64(key, "sealed")});
    }
    const auto& bootstrap = api::member(object, "bootstrap");
    if (!bootstrap.is_boolean()) api::refuse("bootstrap");
    answer.bootstrap = bootstrap.get<bool>();
    return answer;
}

} // namespace

EnrolmentAnswer HttpCentral::enrol(const EnrolmentOrder& order)
{
    const auto body = withToken(order.token, {{"name", order.name},
                                              {"place", order.place},
                                              {"requests",
                                               {{"tls", toBase64(order.tls)},
                                                {"signing", toBase64(order.signing)},
                                                {"store", toBase64(order.store)},
                                                {"contentSigning", toBase64(order.contentSigning)}}}});
    return enrolmentFrom(api::parse(m_connection->perform({"POST", "/v1/workstations", body.view(), http::jsonType, m_options.requestTimeout}).body));
}

FirstAgentAnswer HttpCentral::firstAgent(const Guid& workstation, const FirstAgentOrder& order)
{
    auto requests = json::array();
    for (const auto& request : order.requests) requests.push_back({{"slot", request.slot}, {"request", toBase64(request.der)}});
    auto keys = json::array();
    for (const auto& key : order.keys) keys.push_back({{"slot", key.slot}, {"publicKey", toBase64(key.publicKey)}});
    const auto body = withToken(order.token, {{"name", order.name},
                                              {"userNumber", order.number.digits()},
                                              {"card", order.card.text()},
                                              {"requests", std::move(requests)},
                                              {"keys", std::move(keys)}});
    const auto path = "/v1/workstations/" + workstation.text() + "/first-agent";
    const auto object = api::parse(m_connection->perform({"POST", path, body.view(), http::jsonType, m_options.requestTimeout}).body);
    FirstAgentAnswer answer;
    for (const auto& issued : api::list(object, "certificates", 8)) {
        answer.certificates.push_back({textOr(issued, "slot", 2), api::base64(issued, "certificate")});
    }
    answer.roster = api::base64(object, "roster");
    return answer;
}

Guid HttpCentral::newLog(const Guid& workstation, const std::string& reason, const SessionProof& session)
{
    const auto path = "/v1/workstations/" + workstation.text() + "/logs";
    const auto body = json{{"reason", reason}}.dump();
    return api::guid(api::parse(m_connection->perform({"POST", path, bytesOf(body), http::jsonType, m_options.requestTimeout,
                                                       signedHeaders(session, "POST", path, bytesOf(body))}).body),
                     "log");
}

} // namespace cardwright
