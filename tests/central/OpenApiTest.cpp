// resources/openapi/central.json against what the service does.
#include "app/central/Api.h"
#include "tests/unit/central/TestCentre.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

using namespace cardwright;
using namespace cardwright::test;

namespace {

json document()
{
    std::ifstream file(CARDWRIGHT_SOURCE_DIR "/resources/openapi/central.json");
    REQUIRE(file.good());
    return json::parse(file);
}

const json& resolved(const json& root, const json& schema)
{
    const json* found = &schema;
    while (found->contains("$ref")) {
        const auto reference = found->at("$ref").get<std::string>();
        REQUIRE(reference.starts_with("#/"));
        found = &root.at(json::json_pointer(reference.substr(1)));
    }
    return *found;
}

/// As much of a schema as this document uses. Properties that it does not name are findings too.
std::vector<std::string> findings(const json& root, const json& schemaOrReference, const json& value, const std::string& at = {})
{
    const auto& schema = resolved(root, schemaOrReference);
    if (schema.contains("oneOf")) {
        const auto& ways = schema.at("oneOf");
        const bool any = std::any_of(ways.begin(), ways.end(), [&](const json& one) { return findings(root, one, value, at).empty(); });
        return any ? std::vector<std::string>{} : std::vector<std::string>{at + ": none of its forms"};
    }
    const auto type = schema.at("type").get<std::string>();
    if (value.is_null() && schema.value("nullable", false)) return {};
    const bool fits = type == "object" ? value.is_object() : type == "array" ? value.is_array() : type == "string" ? value.is_string()
                    : type == "integer" ? value.is_number_integer() : type == "boolean" ? value.is_boolean() : false;
    if (!fits) return {at + ": not " + type};
    std::vector<std::string> found;
    const auto add = [&](std::vector<std::string> more) { found.insert(found.end(), more.begin(), more.end()); };
    if (type == "string" && schema.contains("pattern") && !std::regex_search(value.get<std::string>(), std::regex(schema.at("pattern").get<std::string>()))) {
        found.push_back(at + ": pattern");
    }
    if (schema.contains("enum") && std::find(schema.at("enum").begin(), schema.at("enum").end(), value) == schema.at("enum").end()) found.push_back(at + ": enum");
    if (type == "array") {
        for (const auto& item : value) add(findings(root, schema.at("items"), item, at + "[]"));
    }
    if (type == "object" && schema.contains("properties")) {
        for (const auto& name : schema.at("required")) {
            if (!value.contains(name)) found.push_back(at + "." + name.get<std::string>() + ": missing");
        }
        for (const auto& [name, member] : value.items()) {
            if (!schema.at("properties").contains(name)) found.push_back(at + "." + name + ": not in the document");
            else add(findings(root, schema.at("properties").at(name), member, at + "." + name));
        }
    }
    return found;
}

void collectReferences(const json& value, std::vector<std::string>& into)
{
    if (value.is_object()) {
        for (const auto& [name, member] : value.items()) {
            if (name == "$ref") into.push_back(member.get<std::string>());
            else collectReferences(member, into);
        }
    } else if (value.is_array()) {
        for (const auto& member : value) collectReferences(member, into);
    }
}

const json& answerSchema(const json& root, const std::string& path, const std::string& method, int status, const std::string& contentType)
{
    return root.at("paths").at(path).at(method).at("responses").at(std::to_string(status)).at("content").at(contentType).at("schema");
}

} // namespace

TEST_CASE("The document is OpenAPI 3.0.3, whole, and every reference leads somewhere")
{
    const auto root = document();
    CHECK(root.at("openapi") == "3.0.3");
    CHECK(root.at("info").contains("title"));
    CHECK(root.at("info").contains("version"));
    std::vector<std::string> references;
    collectReferences(root, references);
    CHECK_FALSE(references.empty());
    for (const auto& reference : references) CHECK(root.contains(json::json_pointer(reference.substr(1))));
    std::vector<std::string> operations;
    for (const auto& [path, item] : root.at("paths").items()) {
        for (const auto& [method, operation] : item.items()) {
            if (method == "parameters") continue;
            operations.push_back(operation.at("operationId").get<std::string>());
            CHECK_FALSE(operation.at("responses").empty());
            for (const auto& [status, response] : operation.at("responses").items()) CHECK(response.contains("description"));
        }
        // Each variable of the address is described.
        for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
            const auto name = path.substr(at + 1, path.find('}', at) - at - 1);
            CHECK(std::any_of(item.at("parameters").begin(), item.at("parameters").end(), [&](const json& one) { return one.at("name") == name; }));
        }
    }
    std::sort(operations.begin(), operations.end());
    CHECK(std::adjacent_find(operations.begin(), operations.end()) == operations.end());
}

TEST_CASE("Each call of the document is served under its method, and answers have its form")
{
    const auto root = document();
    Site site;
    central::Api api(*site.centre, site.clock);
    const auto workstation = site.centre->workstationBy(site.desk.tlsCertificate->fingerprint());
    const auto log = site.desk.log.text();
    const auto card = site.desk.guid();
    site.signIn();
    Desk fresh(site.clock, site.random);
    const auto token = site.centre->issueToken();
    const auto request = fresh.enrolment(token.clone());
    const json enrolment{{"token", toText(token.view())}, {"name", "desk 9"}, {"place", "Quayside House"},
                         {"requests", {{"tls", toBase64(request.requests.tls)}, {"signing", toBase64(request.requests.signing)},
                                       {"store", toBase64(request.requests.store)}, {"contentSigning", toBase64(request.requests.contentSigning)}}}};
    const auto first = site.firstAgent(); // a repeat: its answer was lost
    const json agent{{"token", toText(first.token.view())}, {"name", first.name}, {"userNumber", first.userNumber}, {"card", first.card.text()},
                     {"requests", json::array({json{{"slot", "9A"}, {"request", toBase64(first.requests[0].request)}}})},
                     {"keys", json::array({json{{"slot", "9D"}, {"publicKey", toBase64(first.keys[0].publicKey)}}})}};
    const auto self = "/v1/workstations/" + site.desk.workstation.text();
    const auto ask = [&](std::string method, std::string target, std::string body = {}) {
        central::ApiRequest made;
        made.clientCertificate = true;
        made.workstation = workstation;
        if (target.starts_with("/v1/holders") || target.starts_with("/v1/portraits") || target.ends_with("/logs")) {
            const auto call = site.desk.call(target, method, body);
            made.delegation = call.delegation;
            made.signature = call.signature;
        }
        made.method = std::move(method);
        made.target = std::move(target);
        made.body = std::move(body);
        return api.answer(made);
    };
    struct Call {
        std::string path;
        std::string method;
        std::string target;
        std::string body;
    };
    const std::vector<Call> calls{
        {"/v1/log/{log}/entries", "POST", "/v1/log/" + log + "/entries",
         batchOf({site.desk.holder("555001000000"), site.desk.holder("555001000001"), site.desk.card("555001000000", card),
                  site.desk.request("555001000000", card, site.desk.guid(), PrivateKey::generate(KeyAlgorithm::ecP256)),
                  site.desk.plain(EntryKind::leaseRequested, {{"count", 5}}),
                  site.desk.about("555001000000", EntryKind::portraitAccepted, {{"photoReference", toHex(site.desk.portrait)}})})},
        {"/v1/log/{log}/portraits/{sha256}", "PUT", "/v1/log/" + log + "/portraits/" + toHex(site.desk.portrait), toText(site.desk.sealedPortrait())},
        {"/v1/workstations", "POST", "/v1/workstations", enrolment.dump()},
        {"/v1/workstations/{id}/first-agent", "POST", self + "/first-agent", agent.dump()},
        {"/v1/holders", "GET", "/v1/holders?name=Pem", ""},
        {"/v1/holders/{uuid}", "GET", "/v1/holders/555001000000", ""},
        {"/v1/portraits/{sha256}", "GET", "/v1/portraits/" + toHex(site.desk.portrait), ""},
        {"/v1/log/{log}/deliveries", "GET", "/v1/log/" + log + "/deliveries?after=0&wait=0", ""},
        {"/healthz", "GET", "/healthz", ""},
        {"/metrics", "GET", "/metrics", ""},
        {"/v1/workstations/{id}/logs", "POST", self + "/logs", R"({"reason":"lost"})"}, // the last: it closes the log
    };
    // The portrait is there before the entry that names it.
    site.centre->storePortrait(site.desk.log, site.desk.portrait, site.desk.sealedPortrait());
    CHECK(calls.size() == root.at("paths").size());
    for (const auto& call : calls) {
        INFO(call.path);
        std::string lower = call.method;
        for (auto& letter : lower) letter = static_cast<char>(letter | 0x20);
        const auto answer = ask(call.method, call.target, call.body);
        CHECK(answer.route == call.path);
        const auto type = answer.contentType.substr(0, answer.contentType.find(';'));
        const auto& schema = answerSchema(root, call.path, lower, answer.status, type);
        if (type == "application/json") CHECK(findings(root, schema, json::parse(answer.body)) == std::vector<std::string>{});
        CHECK(answer.status < 300);

        if (call.path == "/v1/log/{log}/entries") {
            // The repeat has one more field, which the document knows.
            const auto repeat = ask("POST", call.target, call.body);
            CHECK(findings(root, schema, json::parse(repeat.body)) == std::vector<std::string>{});
        }
        const auto wrong = ask("DELETE", call.target);
        CHECK(wrong.status == 405);
        CHECK(wrong.allow == call.method);
        CHECK(json::parse(wrong.body).at("code") == "method-not-allowed");
        CHECK(findings(root, answerSchema(root, call.path, lower, 405, "application/problem+json"), json::parse(wrong.body)) == std::vector<std::string>{});
    }
}

TEST_CASE("Entries and the bodies of deliveries have the document's form")
{
    const auto root = document();
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    const auto entries = std::vector{site.desk.holder("555001000000"), site.desk.holder("555001000001"), site.desk.card("555001000000", card),
                                     site.desk.request("555001000000", card, site.desk.guid(), PrivateKey::generate(KeyAlgorithm::ecP256))};
    site.send(entries);
    const auto& schemas = root.at("components").at("schemas");
    for (const auto& entry : entries) CHECK(findings(root, schemas.at("Entry"), entryToJson(entry)) == std::vector<std::string>{});
    CHECK(findings(root, schemas.at("PayloadHolderCreated"), site.desk.openSealed(toBase64(*entries[0].payload))) == std::vector<std::string>{});
    CHECK(findings(root, schemas.at("PayloadCardOpened"), site.desk.openSealed(toBase64(*entries[2].payload))) == std::vector<std::string>{});
    std::map<std::string, std::string> forms{{"lease", "LeaseDelivery"}, {"authority", "AuthorityDelivery"}, {"refusal", "RefusalDelivery"}, {"certificate", "CertificateDelivery"},
                                             {"roster", "RosterDelivery"}, {"revocation", "RevocationDelivery"}, {"policy", "PolicyDelivery"}, {"siteKey", "SiteKey"}};
    site.centre->raiseSiteKey();
    const auto& policies = site.enrolment.policies;
    const auto roles = std::find_if(policies.begin(), policies.end(), [](const auto& one) { return one.name == "roles"; });
    auto policy = json::parse(roles->body);
    policy["version"] = policy["version"].get<int>() + 1;
    site.centre->publishPolicy("roles", policy.dump());
    std::set<std::string> seen;
    for (const auto& one : site.centre->deliveries(site.desk.log, 0)) {
        seen.insert(one.kind);
        CHECK(findings(root, schemas.at(forms.at(one.kind)), one.sealed ? site.desk.openSealed(one.body) : json::parse(one.body)) == std::vector<std::string>{});
    }
    CHECK(seen.size() == forms.size());
}

TEST_CASE("The document names the problems that the centre has")
{
    const auto root = document();
    for (const auto& name : root.at("components").at("schemas").at("Problem").at("properties").at("code").at("enum")) {
        const auto problem = central::Problem::of(name.get<std::string>());
        CHECK(problem.name == name.get<std::string>());
        CHECK(problem.status >= 400);
    }
    CHECK(root.at("components").at("schemas").at("Problem").at("properties").at("code").at("enum").size() == central::Problem::names().size());
    CHECK(central::Problem::of("never heard of").name == "internal");
}

TEST_CASE("A store that cannot write is a problem with a time to come back")
{
    Site site;
    central::Api api(*site.centre, site.clock);
    const auto workstation = site.centre->workstationBy(site.desk.tlsCertificate->fingerprint());
    site.signIn();
    central::ApiRequest request;
    request.method = "POST";
    request.target = "/v1/log/" + site.desk.log.text() + "/entries";
    request.body = batchOf({site.desk.holder("555001000000")});
    request.clientCertificate = true;
    request.workstation = workstation;
    site.centre->database().failOn([](WritePoint, std::uint64_t) { return true; });
    const auto answer = api.answer(request);
    CHECK(answer.status == 503);
    CHECK(answer.retryAfter > 0);
    CHECK(json::parse(answer.body).at("code") == "centre-busy");
}
