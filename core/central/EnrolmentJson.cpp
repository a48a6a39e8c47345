#include "core/central/EnrolmentJson.h"

#include "core/central/Problem.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr JsonLimits limits{std::size_t{128} * 1024, 8};
constexpr std::size_t longestName = 120;
constexpr std::size_t longestToken = 80;
constexpr std::size_t longestRequest = 16 * 1024;
constexpr std::size_t mostSlots = 4;

[[noreturn]] void unreadable(std::string_view field) { refuse("request-unreadable", std::string(field)); }

json readObject(std::string_view body)
{
    json whole;
    if (const auto problem = parseJson(body, whole, limits)) unreadable(problem->text());
    if (!whole.is_object()) unreadable("not an object");
    return whole;
}

const json& member(const json& object, const char* field)
{
    const auto found = object.is_object() ? object.find(field) : object.end();
    if (!object.is_object() || found == object.end()) unreadable(field);
    return *found;
}

std::string text(const json& object, const char* field, std::size_t longest)
{
    const auto& value = member(object, field);
    if (!value.is_string()) unreadable(field);
    const auto& inner = value.get_ref<const std::string&>();
    if (inner.empty() || inner.size() > longest) unreadable(field);
    return inner;
}

Bytes octets(const json& object, const char* field)
{
    auto value = fromBase64(text(object, field, longestRequest * 2));
    if (!value) unreadable(field);
    return std::move(*value);
}

Guid guid(const json& object, const char* field)
{
    const auto value = Guid::parse(text(object, field, 36));
    if (!value || value->isNone()) unreadable(field);
    return *value;
}

SecureBytes token(const json& object) { return SecureBytes::copyOf(bytesOf(text(object, "token", longestToken))); }

/// The list may be left out; each of its members has a slot.
const json& list(const json& object, const char* field)
{
    static const json none = json::array();
    const auto found = object.find(field);
    if (found == object.end()) return none;
    if (!found->is_array() || found->size() > mostSlots) unreadable(field);
    return *found;
}

} // namespace

EnrolmentRequest readEnrolment(std::string_view body)
{
    const auto object = readObject(body);
    const auto& requests = member(object, "requests");
    EnrolmentRequest request;
    request.token = token(object);
    request.name = text(object, "name", longestName);
    request.place = text(object, "place", longestName);
    request.requests = {octets(requests, "tls"), octets(requests, "signing"), octets(requests, "store"), octets(requests, "contentSigning")};
    return request;
}

std::string writeEnrolment(const EnrolmentAnswer& answer)
{
    json policies = json::array();
    for (const auto& policy : answer.policies) {
        policies.push_back({{"name", policy.name}, {"version", policy.version}, {"body", policy.body}, {"signature", toBase64(policy.signature)}});
    }
    json keys = json::array();
    for (const auto& key : answer.siteKeys) keys.push_back({{"version", key.version}, {"sealed", toBase64(key.sealed)}});
    const auto& made = answer.certificates;
    const auto& trust = answer.trust;
    return json{{"workstation", answer.workstation.text()},
                {"log", answer.log.text()},
                {"site", {{"guid", answer.site.guid.text()}, {"name", answer.site.name}, {"odsCode", answer.site.odsCode}}},
                {"certificates",
                 {{"tls", toBase64(made.tls)}, {"signing", toBase64(made.signing)}, {"store", toBase64(made.store)}, {"contentSigning", toBase64(made.contentSigning)}}},
                {"trust",
                 {{"ca", toBase64(trust.ca)},
                  {"centreSigning", toBase64(trust.centreSigning)},
                  {"centreEnvelope", toBase64(trust.centreEnvelope)},
                  {"recovery", toBase64(trust.recovery)},
                  {"cards", toBase64(trust.cards)}}},
                {"policies", policies},
                {"roster", toBase64(answer.roster)},
                {"siteKeys", keys},
                {"bootstrap", answer.bootstrap}}
        .dump();
}

EnrolmentAnswer readEnrolmentAnswer(std::string_view answerText)
{
    const auto object = json::parse(answerText); // our own, from our own database
    const auto b64 = [](const json& parent, const char* field) { return fromBase64(parent.at(field).get<std::string>()).value(); };
    EnrolmentAnswer answer;
    answer.workstation = guid(object, "workstation");
    answer.log = guid(object, "log");
    const auto& site = object.at("site");
    answer.site = {guid(site, "guid"), site.at("name").get<std::string>(), site.at("odsCode").get<std::string>()};
    const auto& made = object.at("certificates");
    answer.certificates = {b64(made, "tls"), b64(made, "signing"), b64(made, "store"), b64(made, "contentSigning")};
    const auto& trust = object.at("trust");
    answer.trust = {b64(trust, "ca"), b64(trust, "centreSigning"), b64(trust, "centreEnvelope"), b64(trust, "recovery"), {}};
    if (trust.contains("cards")) answer.trust.cards = b64(trust, "cards");
    for (const auto& one : object.at("policies")) {
        answer.policies.push_back({one.at("name").get<std::string>(), one.at("version").get<int>(), one.at("body").get<std::string>(), b64(one, "signature")});
    }
    answer.roster = b64(object, "roster");
    for (const auto& one : object.at("siteKeys")) answer.siteKeys.push_back({one.at("version").get<int>(), b64(one, "sealed")});
    answer.bootstrap = object.at("bootstrap").get<bool>();
    return answer;
}

FirstAgentRequest readFirstAgent(std::string_view body)
{
    const auto object = readObject(body);
    FirstAgentRequest request;
    request.token = token(object);
    request.name = text(object, "name", longestName);
    request.userNumber = text(object, "userNumber", 12);
    request.card = guid(object, "card");
    for (const auto& one : list(object, "requests")) request.requests.push_back({text(one, "slot", 2), octets(one, "request")});
    for (const auto& one : list(object, "keys")) request.keys.push_back({text(one, "slot", 2), octets(one, "publicKey")});
    return request;
}

std::string writeFirstAgent(const FirstAgentAnswer& answer)
{
    json certificates = json::array();
    for (const auto& one : answer.certificates) certificates.push_back({{"slot", one.slot}, {"certificate", toBase64(one.certificate.der())}});
    return json{{"certificates", certificates}, {"roster", toBase64(answer.roster)}}.dump();
}

FirstAgentAnswer readFirstAgentAnswer(std::string_view answerText)
{
    const auto object = json::parse(answerText);
    FirstAgentAnswer answer;
    for (const auto& one : object.at("certificates")) {
        answer.certificates.push_back({one.at("slot").get<std::string>(), Certificate::fromDer(octets(one, "certificate"))});
    }
    answer.roster = fromBase64(object.at("roster").get<std::string>()).value();
    return answer;
}

} // namespace cardwright::central
