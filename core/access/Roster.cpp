#include "core/access/Roster.h"

#include "core/base/Clock.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

// Ordered: the document is read by people too, and signed as it stands.
using OrderedJson = nlohmann::ordered_json;
using nlohmann::json;

constexpr const char* schemaName = "cardwright.roster/1";
constexpr std::size_t mostOctets = std::size_t{16} << 20;
constexpr std::int64_t day = 24LL * 3'600'000;

[[noreturn]] void malformed(const std::string& what) { throw RosterError(Failure::of("ROSTER-FORM", what)); }

std::int64_t instantOf(const json& object, const char* field)
{
    const auto at = parseUtc(object.at(field).get<std::string>());
    if (!at) malformed(field);
    return *at;
}

template<class Value> Value required(std::optional<Value> value, const char* field)
{
    if (!value) malformed(field);
    return std::move(*value);
}

RosterAgent agentFrom(const json& object)
{
    RosterAgent agent;
    agent.certificate = required(sha256DigestFromHex(object.at("certificate").get<std::string>()), "certificate");
    agent.keyIdentifier = required(fromHex(object.at("keyIdentifier").get<std::string>()), "keyIdentifier");
    agent.role = object.at("role").get<std::string>();
    agent.active = object.at("active").get<bool>();
    agent.deputy = object.at("deputy").get<bool>();
    agent.notAfter = instantOf(object, "notAfter");
    agent.details = required(fromBase64(object.at("details").get<std::string>()), "details");
    return agent;
}

RosterContent contentFrom(std::string_view text)
{
    json object;
    if (const auto problem = parseJson(text, object, {mostOctets, 8})) malformed(problem->text());
    if (const auto problems = checkSchema("roster", object); !problems.empty()) malformed(problems.front().text());
    RosterContent content;
    content.site = required(Guid::parse(object.at("site").get<std::string>()), "site");
    content.version = object.at("version").get<std::uint64_t>();
    content.issuedAt = instantOf(object, "issuedAt");
    content.validDays = object.at("validDays").get<int>();
    std::set<Sha256Digest> seen;
    for (const auto& item : object.at("agents")) {
        content.agents.push_back(agentFrom(item));
        // Two entries for one card could say two things of it.
        if (!seen.insert(content.agents.back().certificate).second) malformed("agents: a certificate stands twice");
    }
    for (const auto& item : object.at("revoked")) content.revoked.push_back(required(sha256DigestFromHex(item.get<std::string>()), "revoked"));
    return content;
}

/// When it says it was made; nothing for what is no roster (that is named once the signature is known to be good).
std::optional<std::int64_t> claimedDate(ByteView claimed)
{
    json object;
    if (parseJson(toText(claimed), object, {mostOctets, 8}) || !object.is_object()) return std::nullopt;
    const auto found = object.find("issuedAt");
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return parseUtc(found->get<std::string>());
}

/// The same people with the same rights: what is sealed differs with every sealing.
bool sameRights(const RosterContent& left, const RosterContent& right)
{
    const auto same = [](const RosterAgent& one, const RosterAgent& other) {
        return one.certificate == other.certificate && one.keyIdentifier == other.keyIdentifier && one.role == other.role &&
               one.active == other.active && one.deputy == other.deputy && one.notAfter == other.notAfter;
    };
    return left.site == right.site && left.revoked == right.revoked &&
           std::equal(left.agents.begin(), left.agents.end(), right.agents.begin(), right.agents.end(), same);
}

/// Certificates stand in the details only; an agent's 9D is judged by whether it can be a recipient at all.
std::optional<Certificate> keyManagementOf(const AgentDetails& details, const RosterAgent& agent)
{
    if (details.keyManagement.empty()) return std::nullopt;
    auto certificate = Certificate::fromDer(details.keyManagement);
    if (certificate.keyIdentifier() != agent.keyIdentifier) malformed("details: another 9D certificate than the roster's");
    return certificate;
}

} // namespace

std::string Roster::textOf(const RosterContent& content)
{
    OrderedJson object{{"schema", schemaName},
                       {"site", content.site.text()},
                       {"version", content.version},
                       {"issuedAt", formatUtc(content.issuedAt)},
                       {"validDays", content.validDays},
                       {"agents", OrderedJson::array()},
                       {"revoked", OrderedJson::array()}};
    for (const auto& agent : content.agents) {
        object["agents"].push_back(OrderedJson{{"certificate", toHex(agent.certificate)},
                                               {"keyIdentifier", toHex(agent.keyIdentifier)},
                                               {"role", agent.role},
                                               {"active", agent.active},
                                               {"deputy", agent.deputy},
                                               {"notAfter", formatUtc(agent.notAfter)},
                                               {"details", toBase64(agent.details)}});
    }
    for (const auto& certificate : content.revoked) object["revoked"].push_back(toHex(certificate));
    return object.dump();
}

Roster Roster::sign(const RosterContent& content, MessageSigner& signer, const Certificate& centreSigning)
{
    const auto text = textOf(content);
    contentFrom(text); // what could not be read again is not signed
    return {content, cms::signStatement(bytesOf(text), StatementType::roster, signer, centreSigning, content.issuedAt)};
}

Roster Roster::verify(ByteView der, std::span<const Certificate> trust, const Certificate& centreSigning, const Guid& site)
{
    // Read before it is believed, for its date only: a roster is judged for the day it was made.
    const auto claimed = cms::unverifiedContent(der, StatementType::roster);
    if (!claimed) throw RosterError(Failure::of("ROSTER-SIGNATURE", "not a signed roster"));
    const auto verdict = cms::verifyStatement(der, StatementType::roster, trust, claimedDate(*claimed).value_or(centreSigning.notBefore()));
    if (!verdict) throw RosterError(Failure::of("ROSTER-SIGNATURE", nameOf(verdict.trust)));
    // The authority issues many certificates; a roster is the centre's alone.
    if (!verdict.signer || verdict.signer->fingerprint() != centreSigning.fingerprint()) {
        throw RosterError(Failure::of("ROSTER-SIGNATURE", "signed by somebody else"));
    }
    auto content = contentFrom(toText(verdict.content));
    if (content.site != site) throw RosterError(Failure::of("ROSTER-FOREIGN"));
    return {std::move(content), toBytes(der)};
}

const RosterAgent* Roster::findAny(const Sha256Digest& certificate) const noexcept
{
    const auto& agents = m_content.agents;
    const auto found = std::find_if(agents.begin(), agents.end(), [&](const RosterAgent& agent) { return agent.certificate == certificate; });
    return found == agents.end() ? nullptr : &*found;
}

const RosterAgent* Roster::find(const Sha256Digest& certificate) const noexcept
{
    const auto* agent = findAny(certificate);
    return agent != nullptr && agent->active ? agent : nullptr;
}

bool Roster::revoked(const Sha256Digest& certificate) const noexcept
{
    return std::find(m_content.revoked.begin(), m_content.revoked.end(), certificate) != m_content.revoked.end();
}

bool Roster::fresh(std::int64_t now, int mostDays) const noexcept
{
    return now < m_content.issuedAt + std::min(m_content.validDays, mostDays) * day;
}

bool supersedes(const Roster& newer, const Roster& held)
{
    const auto& now = newer.content();
    const auto& before = held.content();
    if (now.version > before.version) return true;
    const auto versions = "version " + std::to_string(now.version) + ", held is " + std::to_string(before.version);
    if (now.version < before.version) throw RosterError(Failure::of("ROSTER-OLD-VERSION", versions));
    if (!sameRights(now, before)) throw RosterError(Failure::of("ROSTER-OLD-VERSION", versions + " and says something else"));
    // A refreshed date under the same version is no change of rights, and news all the same.
    return now.issuedAt > before.issuedAt;
}

Bytes sealDetails(const AgentDetails& details, const EnvelopeRecipient& store)
{
    const OrderedJson object{{"name", details.name},
                             {"userNumber", details.number.digits()},
                             {"certificate", toBase64(details.certificate)},
                             {"keyManagement", toBase64(details.keyManagement)}};
    return envelope::seal(bytesOf(object.dump()), std::span(&store, 1));
}

AgentDetails openDetails(const RosterAgent& agent, EnvelopeKey& store)
{
    const auto opened = envelope::open(agent.details, store);
    json object;
    if (parseJson(toText(opened.view()), object) || !object.is_object()) malformed("details");
    const auto text = [&](const char* field) {
        const auto found = object.find(field);
        if (found == object.end() || !found->is_string()) malformed(std::string("details: ") + field);
        return found->get<std::string>();
    };
    AgentDetails details{text("name"), required(UserNumber::parse(text("userNumber")), "details: userNumber"),
                         required(fromBase64(text("certificate")), "details: certificate"),
                         required(fromBase64(text("keyManagement")), "details: keyManagement")};
    if (sha256(details.certificate) != agent.certificate) malformed("details: another 9A certificate than the roster's");
    return details;
}

std::vector<Certificate> storeKeyRecipients(const Roster& roster, EnvelopeKey& store)
{
    std::vector<Certificate> recipients;
    for (const auto& agent : roster.content().agents) {
        if (!agent.active || agent.keyIdentifier.empty() || roster.revoked(agent.certificate)) continue;
        if (auto certificate = keyManagementOf(openDetails(agent, store), agent)) recipients.push_back(std::move(*certificate));
    }
    return recipients;
}

} // namespace cardwright
