#include "core/identity/EvidencePolicyReader.h"

#include <algorithm>
#include <map>

namespace cardwright {

namespace {

std::string at(const std::string& list, std::size_t index) { return list + '[' + std::to_string(index) + ']'; }

using Form = EvidenceWant::Form;

} // namespace

void EvidencePolicyCheck::contradicts(const std::string& path, const std::string& what) const
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "evidence.json, " + m_file.place(path) + ": " + what));
}

std::string EvidencePolicyCheck::pathOfKind(std::size_t index) const
{
    return index < m_accepted ? at("kinds", index) : at("alwaysRefused", index - m_accepted);
}

void EvidencePolicyCheck::known(const std::string& group, const std::string& where, const std::string& path) const
{
    if (m_policy.group(group) == nullptr) contradicts(path, where + ": there is no group " + group);
}

void EvidencePolicyCheck::run() const
{
    if (m_policy.ages().youngest > m_policy.ages().oldest) contradicts("ages", "youngest is over oldest");
    if (m_policy.dateBounds().oldestYears < m_policy.ages().oldest) contradicts("dates.oldestYears", "somebody may be older than their documents");
    groups();
    kinds();
    routes();
    std::set<std::string> seen;
    for (std::size_t index = 0; index < m_policy.refusals().size(); ++index) {
        const auto& id = m_policy.refusals()[index].id;
        if (!seen.insert(id).second) contradicts(at("refusalReasons", index), "refusalReasons: " + id + " stands twice");
    }
    wants(m_policy.remoteWants(), "remoteWants");
    if (m_policy.isOn("remoteCheck") && m_policy.remoteWants().empty()) contradicts("switches.remoteCheck", "on, and remoteWants says nothing");
}

void EvidencePolicyCheck::groups() const
{
    std::set<std::string> seen;
    for (std::size_t index = 0; index < m_policy.groups().size(); ++index) {
        const auto& id = m_policy.groups()[index].id;
        if (!seen.insert(id).second) contradicts(at("groups", index), "groups: " + id + " stands twice");
    }
}

void EvidencePolicyCheck::routes() const
{
    std::set<std::string> ids;
    for (std::size_t index = 0; index < m_policy.routes().size(); ++index) {
        const auto& one = m_policy.routes()[index];
        const auto path = at("routes", index);
        if (!ids.insert(one.id).second) contradicts(path, "routes: " + one.id + " stands twice");
        route(one, path);
        for (std::size_t before = 0; before < index; ++before) {
            const auto& other = m_policy.routes()[before];
            auto left = one.slots;
            auto right = other.slots;
            std::sort(left.begin(), left.end());
            std::sort(right.begin(), right.end());
            if (left == right && one.wants.empty() && other.wants.empty()) contradicts(path, "route " + one.id + " asks for the same as route " + other.id);
        }
    }
}

void EvidencePolicyCheck::route(const EvidenceRoute& one, const std::string& path) const
{
    const auto name = "route " + one.id;
    for (std::size_t slot = 0; slot < one.slots.size(); ++slot) known(one.slots[slot], name, at(path + ".slots", slot));
    wants(one.wants, path + ".wants");
    if (!one.onlyWithout.empty()) {
        known(one.onlyWithout, name, path + ".onlyWithout");
        if (std::find(one.slots.begin(), one.slots.end(), one.onlyWithout) != one.slots.end()) {
            contradicts(path + ".onlyWithout", name + " asks for " + one.onlyWithout + " and is only for those without");
        }
    }
    const bool opens = std::any_of(one.wants.begin(), one.wants.end(), [&](const EvidenceWant& want) { return want.id == one.opensWith && want.form == Form::tick; });
    if (!one.opensWith.empty() && !opens) contradicts(path + ".opensWith", name + " opens with " + one.opensWith + ", which is none of its ticks");
    fillable(one, path);
}

/// Whether somebody with every document could pass by it at all.
void EvidencePolicyCheck::fillable(const EvidenceRoute& one, const std::string& path) const
{
    std::map<std::string, int> asked;
    for (const auto& slot : one.slots) ++asked[slot];
    bool birthDate = false;
    bool number = false;
    bool address = false;
    for (const auto& [id, count] : asked) {
        int kindsOfIt = 0;
        for (std::size_t index = 0; index < m_accepted; ++index) {
            const auto& kind = m_policy.kinds()[index];
            if (!kind.countsIn(id) || (!kind.switchedBy.empty() && !m_policy.isOn(kind.switchedBy))) continue;
            ++kindsOfIt;
            birthDate |= kind.showsBirthDate;
            number |= kind.hasNumber;
            address |= kind.showsAddress;
        }
        if (kindsOfIt == 0) contradicts(path + ".slots", "route " + one.id + " asks for " + id + ", and no kind counts in it");
        if (m_policy.group(id)->onePerKind && kindsOfIt < count) {
            contradicts(path + ".slots", "route " + one.id + " asks for " + std::to_string(count) + " kinds of " + id + ", and there are " + std::to_string(kindsOfIt));
        }
    }
    const auto never = [&](bool can, const char* check) {
        if (!can && one.asksFor(check)) contradicts(path, "route " + one.id + " cannot be passed: no document of it does for " + check);
    };
    never(birthDate, "birth-date-seen");
    never(number, "number-entered");
    never(address, "address-agrees");
}

void EvidencePolicyCheck::wants(std::span<const EvidenceWant> all, const std::string& path) const
{
    std::set<std::string> seen;
    for (std::size_t index = 0; index < all.size(); ++index) {
        const auto& want = all[index];
        const auto here = at(path, index);
        if (!seen.insert(want.id).second) contradicts(here, "wants: " + want.id + " stands twice");
        if (want.form != Form::date && (want.leastMonths > 0 || want.mostMonths > 0)) contradicts(here, want.id + ": months belong to a date");
        if (want.mostMonths > 0 && want.leastMonths > want.mostMonths) contradicts(here, want.id + ": leastMonths is over mostMonths");
        if ((want.form == Form::choice) != !want.choices.empty()) contradicts(here, want.id + ": choices and kind choice go together");
        if ((want.form == Form::approval) != !want.approver.empty()) contradicts(here, want.id + ": approver and kind approval go together");
    }
}

void EvidencePolicyCheck::kinds() const
{
    std::set<std::string> codes;
    std::map<std::string, std::string> titles;
    for (std::size_t index = 0; index < m_policy.kinds().size(); ++index) {
        const auto& one = m_policy.kinds()[index];
        const auto path = pathOfKind(index);
        if (!codes.insert(one.code).second) contradicts(path, "kinds: " + one.code + " stands twice");
        if (const auto [other, fresh] = titles.emplace(one.title, one.code); !fresh) contradicts(path, one.code + " has the title of " + other->second);
    }
    for (std::size_t index = 0; index < m_accepted; ++index) kind(m_policy.kinds()[index], pathOfKind(index));
}

void EvidencePolicyCheck::kind(const EvidenceKind& one, const std::string& path) const
{
    if (!one.issuerWord.empty() && !one.issuer.empty()) contradicts(path + ".issuerWord", one.code + ": its issuer is asked for and always the same");
    if (one.switchedBy.empty() != one.refusal.empty()) contradicts(path, one.code + ": switchedBy and refusal go together");
    if (!one.replaces.empty()) {
        const auto* replaced = m_policy.kind(one.replaces);
        if (replaced == nullptr || replaced->uses.empty()) contradicts(path + ".replaces", one.code + " replaces " + one.replaces + ", which does not count");
        if (one.replaces == one.code || !replaced->replaces.empty()) contradicts(path + ".replaces", one.code + " and " + one.replaces + " replace each other");
    }
    if (one.restricted) restricted(one, path);
    std::set<std::string> groupsOfIt;
    std::map<std::string, bool> conditions;
    for (std::size_t index = 0; index < one.uses.size(); ++index) {
        const auto& its = one.uses[index];
        const auto here = at(path + ".uses", index);
        if (!groupsOfIt.insert(its.group).second) contradicts(here, one.code + " counts in " + its.group + " twice");
        use(one, its, here);
        for (const auto& condition : its.conditions) {
            const auto [known, fresh] = conditions.emplace(condition.id, condition.isDate);
            if (!fresh && known->second != condition.isDate) contradicts(here, one.code + ": " + condition.id + " is a tick and a date");
        }
    }
}

/// Nothing of it that identifies it may be asked for.
void EvidencePolicyCheck::restricted(const EvidenceKind& one, const std::string& path) const
{
    const bool dates = one.recordsDate || one.wantsDated() || one.wantsExpires();
    const bool conditionDates = std::any_of(one.uses.begin(), one.uses.end(), [](const EvidenceUse& its) {
        return std::any_of(its.conditions.begin(), its.conditions.end(), [](const EvidenceCondition& condition) { return condition.isDate; });
    });
    if (one.hasNumber || dates || conditionDates || !one.issuerWord.empty()) {
        contradicts(path, one.code + " is restricted: neither number, issuer nor dates may be asked for");
    }
    if (one.linksNames) contradicts(path + ".linksNames", one.code + " is restricted and would be named as the link of two names");
}

void EvidencePolicyCheck::use(const EvidenceKind& one, const EvidenceUse& its, const std::string& path) const
{
    known(its.group, one.code, path + ".group");
    const auto& group = *m_policy.group(its.group);
    if (its.expiredGraceMonths > 0 && !its.mustBeInDate) contradicts(path, one.code + ": expiredGraceMonths without mustBeInDate");
    if (its.inDateIfShown && its.mustBeInDate) contradicts(path, one.code + ": its expiry must be there, or need not");
    if (group.wantsAddress && !one.showsAddress) contradicts(path, one.code + " shows no address and counts in " + its.group);
    if (group.onePerIssuer && one.issuerWord.empty() && one.issuer.empty()) contradicts(path, one.code + ": whom it comes from decides in " + its.group + ", and is not asked for");
    std::set<std::string> seen;
    for (std::size_t index = 0; index < its.conditions.size(); ++index) {
        const auto& condition = its.conditions[index];
        const auto here = at(path + ".conditions", index);
        if (!seen.insert(condition.id).second) contradicts(here, one.code + ": " + condition.id + " stands twice");
        if (condition.isDate != (condition.maxAgeMonths > 0)) contradicts(here, one.code + ": a date condition has maxAgeMonths, and only that");
    }
}

} // namespace cardwright
