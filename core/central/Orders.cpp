#include "core/central/Orders.h"

#include "core/central/BatchOffice.h"
#include "core/central/Centre.h"
#include "core/central/SiteOffice.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr JsonLimits limits{std::size_t{2} * 1024 * 1024, 8};
constexpr int mostHours = 7 * 24;

std::string text(const json& order, const char* field)
{
    const auto found = order.find(field);
    if (found == order.end() || !found->is_string()) refuse("request-unreadable", field);
    return found->get<std::string>();
}

bool boolean(const json& order, const char* field)
{
    const auto found = order.find(field);
    if (found == order.end() || !found->is_boolean()) refuse("request-unreadable", field);
    return found->get<bool>();
}

SecureBytes plain(const json& answer) { return SecureBytes::copyOf(bytesOf(answer.dump())); }

SecureBytes token(Centre& centre, const json& order)
{
    const auto found = order.find("hours");
    if (found == order.end() || !found->is_number_integer()) refuse("request-unreadable", "hours");
    const auto hours = found->get<std::int64_t>();
    if (hours < 1 || hours > mostHours) refuse("request-unreadable", "hours");
    const auto issued = centre.issueToken(static_cast<int>(hours));
    // Put together by hand: no JSON library's strings hold the token.
    auto answer = SecureBytes::copyOf(bytesOf(R"({"token":")"));
    answer.append(issued.view());
    answer.append(bytesOf(R"(","hours":)" + std::to_string(hours) + "}"));
    return answer;
}

json agents(Centre& centre)
{
    json list = json::array();
    for (const auto& one : centre.agents()) {
        list.push_back({{"userNumber", one.userNumber}, {"name", one.name},       {"role", one.role},         {"active", one.active},
                        {"deputy", one.deputy},         {"revoked", one.revoked}, {"certificate", toHex(one.certificate)}});
    }
    return {{"agents", list}};
}

/// The certificates of whoever is meant: one by its fingerprint, or all that are active of one person.
std::vector<Sha256Digest> meant(Centre& centre, const std::string& who)
{
    if (const auto digest = sha256DigestFromHex(who)) return {*digest};
    std::vector<Sha256Digest> found;
    for (const auto& one : centre.agents()) {
        if (one.userNumber == who && (one.active || one.awaitsCard)) found.push_back(one.certificate);
    }
    if (found.empty()) refuse("agent-unknown");
    return found;
}

json changeAgent(Centre& centre, const json& order)
{
    const auto act = text(order, "act");
    const auto who = text(order, "agent");
    if (act == "add") {
        centre.addAgent(who, text(order, "role"), boolean(order, "deputy"));
        return {{"changed", 1}};
    }
    const auto certificates = meant(centre, who);
    for (const auto& one : certificates) {
        if (act == "deactivate") centre.deactivateAgent(one);
        else if (act == "revoke") centre.revokeAgent(one);
        else if (act == "role") centre.setAgentRole(one, text(order, "role"));
        else if (act == "deputy") centre.setAgentDeputy(one, boolean(order, "deputy"));
        else refuse("request-unreadable", "act");
    }
    return {{"changed", certificates.size()}};
}

json workstations(Centre& centre)
{
    json list = json::array();
    for (const auto& one : centre.workstations()) {
        list.push_back({{"workstation", one.id.text()}, {"log", one.log.text()},                  {"name", one.name},
                        {"place", one.place},           {"enrolledAt", formatUtc(one.enrolledAt)}, {"stolen", one.stolen}});
    }
    return {{"workstations", list}};
}

json stolen(Centre& centre, const json& order)
{
    const auto workstation = Guid::parse(text(order, "workstation"));
    if (!workstation) refuse("request-unreadable", "workstation");
    centre.reportStolen(*workstation);
    return {{"siteKeyVersion", SiteOffice(centre.parts()).keyVersion()}};
}

json batches(Centre& centre)
{
    json list = json::array();
    for (const auto& one : BatchOffice(centre.parts()).all()) {
        json row{{"batch", one.name}, {"profile", one.profile}, {"algorithm", one.algorithm}, {"unlockKey", one.unlockKey}, {"passcode", one.passcode},
                 {"addedAt", formatUtc(one.addedAt)}};
        if (one.firstSerial) row["serials"] = {{"first", *one.firstSerial}, {"last", *one.lastSerial}};
        if (one.endedAt) row["endedAt"] = formatUtc(*one.endedAt);
        list.push_back(std::move(row));
    }
    return {{"batches", list}};
}

json batch(Centre& centre, const json& order)
{
    const auto site = order.value("site", json("")).is_string() ? order.value("site", "") : "";
    if (!site.empty() && site != centre.parts().odsCode) refuse("batch-malformed", "this centre is that of " + centre.parts().odsCode);
    const auto act = text(order, "act");
    if (act == "list") return batches(centre);
    BatchOffice office(centre.parts());
    Transaction transaction(centre.database());
    if (act == "end") {
        const auto name = text(order, "batch");
        office.end(transaction, name);
        transaction.commit();
        return {{"batch", name}, {"ended", true}};
    }
    if (act != "add") refuse("request-unreadable", "act");
    const auto sealed = fromBase64(text(order, "sealed"));
    if (!sealed) refuse("request-unreadable", "sealed");
    std::string name;
    const bool replaced = office.add(transaction, *sealed, name);
    transaction.commit();
    return {{"batch", name}, {"replaced", replaced}};
}

} // namespace

SecureBytes carryOut(Centre& centre, std::string_view orderText)
{
    json order;
    if (const auto problem = parseJson(orderText, order, limits)) refuse("request-unreadable", problem->text());
    if (!order.is_object()) refuse("request-unreadable", "not an object");
    const auto name = text(order, "order");
    if (name == "token") return token(centre, order);
    if (name == "agents") return plain(agents(centre));
    if (name == "agent") return plain(changeAgent(centre, order));
    if (name == "policy") {
        const auto policy = text(order, "name");
        return plain({{"name", policy}, {"version", centre.publishPolicy(policy, text(order, "body"))}});
    }
    if (name == "batch") return plain(batch(centre, order));
    if (name == "siteKey") return plain({{"version", centre.raiseSiteKey()}});
    if (name == "workstations") return plain(workstations(centre));
    if (name == "stolen") return plain(stolen(centre, order));
    refuse("request-unreadable", "order");
}

} // namespace cardwright::central
