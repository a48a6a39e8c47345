#include "core/identity/EvidenceQuery.h"

#include "core/identity/RequestReading.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

namespace cardwright {

using namespace requests;

namespace {

/// What the whole number and the words on it tell beside the person. Only here is the whole number at hand.
void compareWithPerson(EvidenceQuery& query, const nlohmann::json& from, std::size_t at, const EvidencePolicy& policy)
{
    const auto path = "documents[" + std::to_string(at) + ']';
    const auto* kind = policy.kind(query.documents[at].kind);
    const auto say = [&](const std::string& words) { query.warnings.push_back("Document " + std::to_string(at + 1) + ": " + words); };
    if (kind != nullptr) {
        for (const auto& words : numberWarnings(*kind, readText(from, "number", path), *query.person)) say(words);
    }
    for (const auto& words : crossCheck(readShows(from, path), *query.person).differences) say(words);
}

} // namespace

EvidenceQuery EvidenceQuery::load(const std::string& path, const EvidencePolicy& policy)
{
    const auto octets = readBounded(path, mostBytes);
    if (!octets) throw UsageError(Failure::of("REQUEST-FILE", path));
    return parse(toText(*octets), policy);
}

EvidenceQuery EvidenceQuery::parse(std::string_view text, const EvidencePolicy& policy)
{
    nlohmann::json from;
    requests::parse(text, "evidence-check", from);
    EvidenceQuery query;
    if (from.contains("person")) query.person = readPerson(from.at("person"));
    std::size_t index = 0;
    for (const auto& one : from.at("documents")) {
        auto document = readDocument(one, "documents[" + std::to_string(index) + ']', query.person ? &*query.person : nullptr);
        policy.keepWhatMayBeKept(document);
        query.documents.push_back(std::move(document));
        if (query.person) compareWithPerson(query, one, index, policy);
        ++index;
    }
    query.answers = readAnswers(from);
    return query;
}

} // namespace cardwright
