#include "core/policy/IssuePolicy.h"

#include "core/crypto/CryptoError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "issue.json, " + file.place(path) + ": " + what));
}

/// PEM with one certificate, or the DER in base64.
std::optional<Certificate> certificateIn(const std::string& text)
{
    try {
        if (text.find("-----BEGIN") != std::string::npos) {
            auto all = Certificate::allFromPem(bytesOf(text));
            return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
        }
        const auto der = fromBase64(text);
        return der ? std::optional(Certificate::fromDer(*der)) : std::nullopt;
    } catch (const CryptoError&) {
        return std::nullopt;
    }
}

bool signsItself(const Certificate& root)
{
    const std::vector<Certificate> itself{root};
    return root.subject() == root.issuer() && root.chainsTo(itself, root.notBefore(), CertificatePurpose::any) == TrustVerdict::trusted;
}

void readMakers(const PolicyFile& file, const nlohmann::json& rows, IssuePolicy& policy)
{
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto path = "attestation.makers[" + std::to_string(at) + "].certificate";
        auto root = certificateIn(rows[at].at("certificate").get<std::string>());
        if (!root) damaged(file, path, "not one certificate");
        if (!signsItself(*root)) damaged(file, path, "not a root: another authority signed it");
        const auto& known = policy.attestationMakers;
        const bool twice = std::any_of(known.begin(), known.end(), [&](const auto& maker) { return maker.root == *root; });
        if (twice) damaged(file, path, "this root stands twice");
        policy.attestationMakers.push_back({rows[at].at("title").get<std::string>(), *std::move(root)});
    }
}

void readAttestation(const PolicyFile& file, IssuePolicy& policy)
{
    const auto& json = file.json();
    policy.verifyAttestation = json.value("verifyAttestation", policy.verifyAttestation);
    const auto attestation = json.find("attestation");
    if (attestation == json.end()) return;
    const bool verify = attestation->at("verify").get<bool>();
    if (json.contains("verifyAttestation") && verify != policy.verifyAttestation) {
        damaged(file, "attestation.verify", "contradicts verifyAttestation");
    }
    policy.verifyAttestation = verify;
    if (const auto makers = attestation->find("makers"); makers != attestation->end()) readMakers(file, *makers, policy);
}

} // namespace

IssuePolicy IssuePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    IssuePolicy policy;
    policy.id = file.id();
    std::set<std::string> seen;
    for (const auto& slot : json.at("slots")) {
        policy.slots.push_back({slot.at("slot").get<std::string>(), slot.at("algorithm").get<std::string>()});
        if (!seen.insert(policy.slots.back().slot).second) {
            damaged(file, "slots[" + std::to_string(policy.slots.size() - 1) + "].slot", policy.slots.back().slot + " stands twice");
        }
    }
    policy.certificateYears = json.at("certificateYears").get<int>();
    policy.cardYears = json.at("cardYears").get<int>();
    policy.allowIssueLocked = json.at("allowIssueLocked").get<bool>();
    policy.allowUnchangeableAdministrationKey = json.at("allowUnchangeableAdministrationKey").get<bool>();
    policy.centreWaitSeconds = json.at("centreWaitSeconds").get<int>();
    policy.renewalWindowDays = json.value("renewalWindowDays", policy.renewalWindowDays);
    policy.renewWhileAlone = json.value("renewWhileAlone", policy.renewWhileAlone);
    policy.writeFacialImage = json.value("writeFacialImage", policy.writeFacialImage);
    readAttestation(file, policy);
    if (const auto objects = json.find("objects"); objects != json.end()) {
        policy.writeKeyHistory = objects->value("keyHistory", policy.writeKeyHistory);
        policy.writeDiscovery = objects->value("discovery", policy.writeDiscovery);
    }
    policy.personsActiveCards = json.at("activeCardsPerPerson").get<int>();
    const auto& agents = json.at("agents");
    policy.trainingAgentSignsInByItself = agents.at("trainingAgentSignsInByItself").get<bool>();
    policy.idleLockMinutes = agents.at("idleLockMinutes").get<int>();
    policy.governanceContact = agents.at("governanceContact").get<std::string>();
    return policy;
}

IssuePolicy IssuePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::issue, path)); }

IssuePolicy IssuePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::issue)); }

} // namespace cardwright
