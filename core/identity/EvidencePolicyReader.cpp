#include "core/identity/EvidencePolicy.h"

#include <nlohmann/json.hpp>

#include <set>

namespace cardwright {

using nlohmann::json;

namespace {

/// The schema has seen to the form; what a schema cannot say is looked at here.
[[noreturn]] void damaged(const std::string& what) { throw PolicyError(Failure::of("POLICY-DAMAGED", "evidence.json, " + what)); }

EvidenceCondition readCondition(const json& from, const std::string& kind)
{
    EvidenceCondition condition;
    condition.id = from.at("id").get<std::string>();
    condition.words = from.at("words").get<std::string>();
    condition.isDate = from.at("kind") == "date";
    condition.maxAgeMonths = from.value("maxAgeMonths", 0);
    condition.refusal = from.at("refusal").get<std::string>();
    if (condition.isDate != (condition.maxAgeMonths > 0)) damaged(kind + ": a date condition has maxAgeMonths, and only that");
    return condition;
}

EvidenceUse readUse(const json& from, const std::string& kind)
{
    EvidenceUse use;
    use.group = from.at("group").get<std::string>();
    use.maxAgeMonths = from.value("maxAgeMonths", 0);
    use.mustBeInDate = from.value("mustBeInDate", false);
    use.expiredGraceMonths = from.value("expiredGraceMonths", 0);
    if (use.expiredGraceMonths > 0 && !use.mustBeInDate) damaged(kind + ": expiredGraceMonths without mustBeInDate");
    for (const auto& condition : from.value("conditions", json::array())) use.conditions.push_back(readCondition(condition, kind));
    return use;
}

EvidenceKind readKind(const json& from)
{
    EvidenceKind kind;
    kind.code = from.at("code").get<std::string>();
    kind.title = from.at("title").get<std::string>();
    kind.noun = from.at("noun").get<std::string>();
    kind.issuerWord = from.value("issuerWord", "");
    kind.issuer = from.value("issuer", "");
    kind.hasNumber = from.value("hasNumber", true);
    kind.showsBirthDate = from.value("showsBirthDate", false);
    kind.showsAddress = from.value("showsAddress", false);
    kind.rank = from.value("rank", 100);
    kind.why = from.value("why", "");
    for (const auto& use : from.at("uses")) kind.uses.push_back(readUse(use, kind.code));
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

EvidenceRoute readRoute(const json& from)
{
    EvidenceRoute route{from.at("id").get<std::string>(), from.at("title").get<std::string>(),
                        from.at("slots").get<std::vector<std::string>>(), {}};
    for (const auto& want : from.value("wants", json::array())) {
        route.wants.push_back({want.at("id").get<std::string>(), want.at("words").get<std::string>()});
    }
    return route;
}

} // namespace

class EvidencePolicyReader {
public:
    static EvidencePolicy read(const PolicyFile& file)
    {
        const auto& from = file.json();
        EvidencePolicy policy;
        policy.m_id = file.id();
        policy.m_ages = {from.at("ages").at("youngest").get<int>(), from.at("ages").at("oldest").get<int>()};
        for (const auto& one : from.at("groups")) policy.m_groups.push_back(readGroup(one));
        for (const auto& one : from.at("routes")) policy.m_routes.push_back(readRoute(one));
        for (const auto& one : from.at("kinds")) policy.m_kinds.push_back(readKind(one));
        for (const auto& one : from.at("alwaysRefused")) policy.m_kinds.push_back(readRefused(one));
        check(policy);
        return policy;
    }

private:
    static void check(const EvidencePolicy& policy)
    {
        if (policy.m_ages.youngest > policy.m_ages.oldest) damaged("ages: youngest is over oldest");
        once("groups", policy.m_groups, &EvidenceGroup::id);
        once("routes", policy.m_routes, &EvidenceRoute::id);
        once("kinds", policy.m_kinds, &EvidenceKind::code);
        for (const auto& route : policy.m_routes) {
            for (const auto& slot : route.slots) known(policy, slot, "route " + route.id);
        }
        for (const auto& kind : policy.m_kinds) {
            for (const auto& use : kind.uses) known(policy, use.group, kind.code);
        }
    }

    template <typename Record>
    static void once(const char* list, const std::vector<Record>& records, std::string Record::*name)
    {
        std::set<std::string> seen;
        for (const auto& record : records) {
            if (!seen.insert(record.*name).second) damaged(std::string(list) + ": " + record.*name + " stands twice");
        }
    }

    static void known(const EvidencePolicy& policy, const std::string& group, const std::string& where)
    {
        if (policy.group(group) == nullptr) damaged(where + ": there is no group " + group);
    }
};

EvidencePolicy EvidencePolicy::from(const PolicyFile& file) { return EvidencePolicyReader::read(file); }

} // namespace cardwright
