#include "core/identity/EvidencePolicyReader.h"

#include <nlohmann/json.hpp>

namespace cardwright {

using nlohmann::json;

// The schema has seen to the form.

namespace {

std::string textOf(const json& from, const char* name) { return from.value(name, std::string()); }

EvidenceCondition readCondition(const json& from)
{
    EvidenceCondition condition;
    condition.id = from.at("id").get<std::string>();
    condition.words = from.at("words").get<std::string>();
    condition.isDate = from.at("kind") == "date";
    condition.maxAgeMonths = from.value("maxAgeMonths", 0);
    condition.refusal = from.at("refusal").get<std::string>();
    return condition;
}

EvidenceUse readUse(const json& from)
{
    EvidenceUse use;
    use.group = from.at("group").get<std::string>();
    use.clause = textOf(from, "clause");
    use.maxAgeMonths = from.value("maxAgeMonths", 0);
    use.mustBeInDate = from.value("mustBeInDate", false);
    use.inDateIfShown = from.value("inDateIfShown", false);
    use.expiredGraceMonths = from.value("expiredGraceMonths", 0);
    for (const auto& condition : from.value("conditions", json::array())) use.conditions.push_back(readCondition(condition));
    return use;
}

NumberForm numberFormOf(const std::string& name)
{
    if (name == "gbDriver") return NumberForm::gbDriver;
    if (name == "ukPassport") return NumberForm::ukPassport;
    if (name == "nationalInsurance") return NumberForm::nationalInsurance;
    return NumberForm::free;
}

EvidenceKind readKind(const json& from)
{
    EvidenceKind kind;
    kind.code = from.at("code").get<std::string>();
    kind.title = from.at("title").get<std::string>();
    kind.noun = from.at("noun").get<std::string>();
    kind.issuerWord = textOf(from, "issuerWord");
    kind.issuer = textOf(from, "issuer");
    kind.refusal = textOf(from, "refusal");
    kind.switchedBy = textOf(from, "switchedBy");
    kind.replaces = textOf(from, "replaces");
    kind.help = textOf(from, "help");
    kind.hasNumber = from.value("hasNumber", true);
    kind.noOriginal = from.value("noOriginal", false);
    kind.linksNames = from.value("linksNames", false);
    kind.recordsDate = from.value("recordsDate", false);
    kind.restricted = from.value("restricted", false);
    kind.showsBirthDate = from.value("showsBirthDate", false);
    kind.showsAddress = from.value("showsAddress", false);
    kind.numberForm = numberFormOf(textOf(from, "numberForm"));
    kind.rank = from.value("rank", 100);
    kind.why = textOf(from, "why");
    for (const auto& mark : from.value("mrz", json::array())) {
        kind.mrz.push_back({mark.at("code").get<std::string>(), mark.value("issuers", std::vector<std::string>())});
    }
    for (const auto& use : from.at("uses")) kind.uses.push_back(readUse(use));
    return kind;
}

EvidenceKind readRefused(const json& from)
{
    EvidenceKind kind;
    kind.code = from.at("code").get<std::string>();
    kind.title = from.at("title").get<std::string>();
    kind.noun = from.at("noun").get<std::string>();
    kind.refusal = from.at("reason").get<std::string>();
    return kind;
}

EvidenceGroup readGroup(const json& from)
{
    return {from.at("id").get<std::string>(),      from.at("word").get<std::string>(), from.at("proof").get<std::string>(),
            from.at("proofs").get<std::string>(),  from.value("onePerIssuer", false),  from.value("onePerKind", false),
            from.value("wantsAddress", false)};
}

EvidenceWant readWant(const json& from)
{
    EvidenceWant want;
    want.id = from.at("id").get<std::string>();
    want.words = from.at("words").get<std::string>();
    const auto form = textOf(from, "kind");
    if (form == "date") want.form = EvidenceWant::Form::date;
    if (form == "choice") want.form = EvidenceWant::Form::choice;
    if (form == "approval") want.form = EvidenceWant::Form::approval;
    want.leastMonths = from.value("leastMonths", 0);
    want.mostMonths = from.value("mostMonths", 0);
    want.choices = from.value("choices", std::vector<std::string>());
    want.approver = textOf(from, "approver");
    return want;
}

std::vector<EvidenceWant> readWants(const json& from, const char* name)
{
    std::vector<EvidenceWant> wants;
    for (const auto& want : from.value(name, json::array())) wants.push_back(readWant(want));
    return wants;
}

EvidenceRoute readRoute(const json& from)
{
    EvidenceRoute route;
    route.id = from.at("id").get<std::string>();
    route.title = from.at("title").get<std::string>();
    route.slots = from.at("slots").get<std::vector<std::string>>();
    route.wants = readWants(from, "wants");
    route.opensWith = textOf(from, "opensWith");
    route.onlyWithout = textOf(from, "onlyWithout");
    route.waives = from.value("waives", std::set<std::string>());
    return route;
}

EvidenceScores readScores(const json& from)
{
    EvidenceScores scores;
    scores.asked = from.at("asked").get<bool>();
    for (const auto& part : from.at("ofDocument")) scores.ofDocument.push_back({part.at("id").get<std::string>(), part.at("words").get<std::string>()});
    for (const auto& part : from.at("ofCheck")) scores.ofCheck.push_back({part.at("id").get<std::string>(), part.at("words").get<std::string>()});
    return scores;
}

} // namespace

EvidencePolicy EvidencePolicyReader::read(const PolicyFile& file)
{
    const auto& from = file.json();
    EvidencePolicy policy;
    policy.m_id = file.id();
    policy.m_ages = {from.at("ages").at("youngest").get<int>(), from.at("ages").at("oldest").get<int>()};
    if (from.contains("dates")) policy.m_bounds = {from["dates"].at("oldestYears").get<int>(), from["dates"].at("validYears").get<int>()};
    if (from.contains("switches")) {
        for (const auto& [name, on] : from["switches"].items()) policy.m_switches[name] = on.get<bool>();
    }
    if (from.contains("scores")) policy.m_scores = readScores(from["scores"]);
    policy.m_remoteWants = readWants(from, "remoteWants");
    for (const auto& one : from.value("refusalReasons", json::array())) {
        policy.m_refusals.push_back({one.at("id").get<std::string>(), one.at("words").get<std::string>(), one.at("sentence").get<std::string>()});
    }
    for (const auto& one : from.at("groups")) policy.m_groups.push_back(readGroup(one));
    for (const auto& one : from.at("routes")) policy.m_routes.push_back(readRoute(one));
    for (const auto& one : from.at("kinds")) policy.m_kinds.push_back(readKind(one));
    const auto accepted = policy.m_kinds.size();
    for (const auto& one : from.at("alwaysRefused")) policy.m_kinds.push_back(readRefused(one));
    EvidencePolicyCheck(policy, file, accepted).run();
    for (auto& kind : policy.m_kinds) {
        if (!kind.switchedBy.empty() && !policy.isOn(kind.switchedBy)) kind.uses.clear(); // as good as always refused
    }
    return policy;
}

EvidencePolicy EvidencePolicy::from(const PolicyFile& file) { return EvidencePolicyReader::read(file); }

} // namespace cardwright
