#include "core/lifecycle/IssuePlan.h"

#include "core/crypto/CmsSignature.h"
#include "core/identity/NameOnCard.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/FacialImageObject.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/Chuid.h"
#include "core/piv/Discovery.h"
#include "core/piv/FacialImage.h"
#include "core/piv/KeyHistory.h"
#include "core/piv/Preflight.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"
#include "core/policy/Json.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace cardwright {

namespace {

constexpr std::size_t lineLimit = 20;          // SP 800-73-5 pt 1 3.1.5, tags 07 and 08

[[noreturn]] void unfit(const std::string& what) { throw CardJobError("CARD-UNFIT", what); }

/// Two lines of at most twenty letters, broken between words; what does not fit is left out, for the issuer is named by its code.
std::array<std::string, 2> organisationLines(const std::string& organisation)
{
    std::array<std::string, 2> lines;
    std::size_t line = 0;
    const auto plain = asciiForm(organisation).value_or(std::string{});
    for (std::size_t at = 0; at < plain.size();) {
        const auto end = std::min(plain.find(' ', at), plain.size());
        const auto word = plain.substr(at, end - at).substr(0, lineLimit);
        if (!lines[line].empty() && lines[line].size() + 1 + word.size() > lineLimit && ++line == lines.size()) break;
        if (!word.empty()) lines[line] += (lines[line].empty() ? "" : " ") + word;
        at = end + 1;
    }
    return lines;
}

std::vector<PlannedKey> plannedKeys(const IssuePolicy& policy)
{
    std::vector<PlannedKey> keys;
    for (const auto& wanted : policy.slots) {
        const auto slot = slotNamed(wanted.slot);
        const auto algorithm = algorithmNamed(wanted.algorithm);
        if (!slot || !algorithm) unfit("policy names the slot " + wanted.slot + " with " + wanted.algorithm);
        keys.push_back({*slot, *algorithm});
    }
    if (keys.empty()) unfit("policy names no slot");
    return keys;
}

/// What policy wants beyond what every card gets, where the card keeps it.
std::vector<std::pair<ObjectId, Bytes>> furtherObjects(const CardProfile& profile, const IssuePolicy& policy)
{
    std::vector<std::pair<ObjectId, Bytes>> found;
    if (policy.writeKeyHistory && profile.keeps(objects::keyHistory)) found.emplace_back(objects::keyHistory, KeyHistory{}.encode());
    if (policy.writeDiscovery && profile.keeps(objects::discovery)) found.emplace_back(objects::discovery, Discovery::plain().encode());
    return found;
}

Bytes printedContent(const IssuePlan& plan, const IssueOrder& order)
{
    const auto lines = organisationLines(order.organisation);
    PrintedInformation printed;
    printed.name = order.nameOnChip;
    printed.role = order.role;
    printed.expiry = plan.expiry;
    printed.cardSerial = plan.holder.digits();
    printed.issuer = order.odsCode;
    printed.organisation1 = lines[0];
    printed.organisation2 = lines[1];
    return printed.encode();
}

/// What the card has room for, beside the objects named and a certificate for each key.
std::size_t roomBeside(const IssuePlan& plan, const CardProfile& profile, std::size_t taken)
{
    const auto most = profile.contentLimit(false).value_or(FacialImage::mostOctets);
    if (!profile.spaceLimit) return most;
    for (const auto& key : plan.keys) taken += certificateRoom(key.algorithm);
    return std::min(most, *profile.spaceLimit - std::min(taken, *profile.spaceLimit));
}

std::vector<PlannedObject> plannedObjects(const IssuePlan& plan, const IssueOrder& order, const ContentSigner& signer,
                                          const CardProfile& profile, const IssuePolicy& policy, std::int64_t now, RandomSource& random)
{
    auto chuid = Chuid::of(plan.card, plan.expiry);
    chuid.signature = cms::signChuid(chuid.signedPortion(), signer.key, signer.certificate, now);

    std::vector<std::pair<ObjectId, Bytes>> covered;
    covered.emplace_back(objects::printedInformation, printedContent(plan, order));
    covered.emplace_back(objects::cardCapability, CardCapabilityContainer::fresh(random).encode());
    auto further = furtherObjects(profile, policy);
    std::move(further.begin(), further.end(), std::back_inserter(covered));
    if (policy.writeFacialImage && facialimage::fits(profile)) {
        if (order.portrait.empty()) unfit("the portrait that policy wants on it is not at this desk");
        constexpr std::size_t securityObjectRoom = 1500;
        auto taken = chuid.encode().size() + securityObjectRoom;
        for (const auto& row : covered) taken += row.second.size();
        facialimage::Order picture{order.portrait, plan.card, {}, plan.expiry, roomBeside(plan, profile, taken)};
        std::copy_n(chuid.fascN.begin(), std::min(chuid.fascN.size(), picture.fascN.size()), picture.fascN.begin());
        covered.emplace_back(objects::facialImage, facialimage::content(picture, signer, now));
    }

    std::vector<ObjectId> ids;
    for (const auto& row : covered) ids.push_back(row.first);
    SecurityObject security;
    security.groups = SecurityObject::groupsFor(ids);
    std::vector<DataGroupDigest> digests;
    for (const auto& [id, content] : covered) digests.push_back(digestFor(security.groups, id, content));
    // The photo reference is signed here from the first minute, so that a card issued alone carries it too.
    security.cms = cms::signSecurityObject(encodeLdsSecurityObject(digests), signer.key, signer.certificate, now, plan.photoReference);

    std::vector<PlannedObject> planned{{objects::chuid.tag, chuid.encode()}};
    for (auto& [id, content] : covered) planned.push_back({id.tag, std::move(content)});
    planned.push_back({objects::securityObject.tag, security.encode()});
    return planned;
}

/// All reasons together: somebody who fetches another card wants to hear them once.
void requireFit(const IssuePlan& plan, const CardProfile& profile)
{
    CardDemand demand;
    for (const auto& key : plan.keys) demand.keys.push_back({key.slot, key.algorithm});
    for (const auto& object : plan.objects) {
        const auto id = objectWithTag(object.tag).value_or(ObjectId{object.tag, 0, "object"});
        demand.objects.push_back({id, object.content.size(), std::nullopt});
    }
    std::string reasons;
    for (const auto& shortfall : shortfalls(profile, demand)) reasons += (reasons.empty() ? "" : "; ") + shortfall.words;
    if (!reasons.empty()) unfit(reasons);
}

[[noreturn]] void damaged() { throw StoreError(Failure::of("STORE-DAMAGED", "plan of a card job")); }

template <typename Value>
Value must(std::optional<Value> value)
{
    if (!value) damaged();
    return *std::move(value);
}

std::optional<int> triesFrom(int number) { return number > 0 ? std::optional(number) : std::nullopt; }

} // namespace

IssuePlan IssuePlan::make(const IssueOrder& order, const CardProfile& profile, const IssuePolicy& issue,
                          const PasscodePolicy& passcode, const ContentSigner& signer, const CardKeyName& keyName,
                          std::int64_t now, RandomSource& random)
{
    IssuePlan plan{Guid::random(random), order.holder};
    plan.organisation = order.organisation;
    plan.expiry = plusDays(plusMonths(dateOf(now), 12 * issue.cardYears), -1);
    plan.photoReference = order.photoReference;
    plan.locked = order.locked;
    if (!order.locked) plan.terms = order.terms;
    plan.keys = plannedKeys(issue);
    plan.keyName = keyName;
    plan.administrationAlgorithm = profile.administrationAlgorithm();
    plan.changeAdministration = profile.administrationKeyChangeable();
    plan.changeUnlockKey = profile.unlockKeyChange;
    if (!(plan.changeAdministration && plan.changeUnlockKey) && !issue.allowUnchangeableAdministrationKey) {
        unfit(plan.changeAdministration ? "its unlock key cannot be changed" : "its administration key cannot be changed");
    }
    plan.setTries = profile.triesCommand;
    plan.passcodeTries = plan.setTries ? std::optional(passcode.tries) : profile.factoryPasscodeTries;
    plan.unlockKeyTries = plan.setTries ? std::optional(passcode.unlockKeyTries) : profile.factoryUnlockKeyTries;
    plan.verifyAttestation = issue.verifyAttestation;
    plan.objects = plannedObjects(plan, order, signer, profile, issue, now, random);
    requireFit(plan, profile);
    return plan;
}

bool IssuePlan::writes(ObjectId object) const noexcept
{
    return std::any_of(objects.begin(), objects.end(), [&](const auto& row) { return row.tag == object.tag; });
}

const Bytes& IssuePlan::object(std::uint32_t tag) const
{
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const auto& row) { return row.tag == tag; });
    if (found == objects.end()) damaged();
    return found->content;
}

std::string IssuePlan::json() const
{
    auto keyRows = nlohmann::json::array();
    for (const auto& key : keys) keyRows.push_back({{"slot", slotName(key.slot)}, {"algorithm", algorithmName(key.algorithm)}});
    auto objectRows = nlohmann::json::array();
    for (const auto& object : objects) objectRows.push_back({{"tag", object.tag}, {"content", toBase64(object.content)}});
    nlohmann::json json{{"card", card.text()},
                          {"holder", holder.digits()},
                          {"organisation", organisation},
                          {"expiry", formatDate(expiry)},
                          {"photoReference", toHex(photoReference)},
                          {"locked", locked},
                          {"keys", std::move(keyRows)},
                          {"siteKeyVersion", keyName.siteKeyVersion},
                          {"generation", keyName.generation},
                          {"administrationAlgorithm", algorithmName(administrationAlgorithm)},
                          {"changeAdministration", changeAdministration},
                          {"changeUnlockKey", changeUnlockKey},
                          {"setTries", setTries},
                          {"passcodeTries", passcodeTries.value_or(0)},
                          {"unlockKeyTries", unlockKeyTries.value_or(0)},
                          {"objects", std::move(objectRows)},
                          {"verifyAttestation", verifyAttestation},
                          {"act", nameOf(act)}};
    if (!batch.empty()) json["batch"] = batch;
    if (previous) json["previous"] = {{"siteKeyVersion", previous->siteKeyVersion}, {"generation", previous->generation}};
    if (terms) json["terms"] = terms->json();
    for (const auto& [slot, request] : superseded) json["superseded"][std::string(slotName(slot))] = request.text();
    return json.dump();
}

IssuePlan IssuePlan::fromJson(std::string_view text)
{
    nlohmann::json json;
    if (parseJson(text, json)) damaged();
    try {
        const auto word = [&](const char* name) { return json.at(name).get<std::string>(); };
        IssuePlan plan{must(Guid::parse(word("card"))), must(UserNumber::parse(word("holder")))};
        plan.organisation = word("organisation");
        plan.expiry = must(parseDate(word("expiry")));
        plan.photoReference = must(sha256DigestFromHex(word("photoReference")));
        plan.locked = json.at("locked").get<bool>();
        for (const auto& row : json.at("keys")) {
            plan.keys.push_back({must(slotNamed(row.at("slot").get<std::string>())),
                                 must(algorithmNamed(row.at("algorithm").get<std::string>()))});
        }
        plan.keyName = {json.at("siteKeyVersion").get<int>(), json.at("generation").get<int>()};
        plan.administrationAlgorithm = must(algorithmNamed(word("administrationAlgorithm")));
        plan.changeAdministration = json.at("changeAdministration").get<bool>();
        plan.changeUnlockKey = json.at("changeUnlockKey").get<bool>();
        plan.setTries = json.at("setTries").get<bool>();
        plan.passcodeTries = triesFrom(json.at("passcodeTries").get<int>());
        plan.unlockKeyTries = triesFrom(json.at("unlockKeyTries").get<int>());
        plan.verifyAttestation = json.value("verifyAttestation", false);
        plan.act = must(jobKindOf(json.value("act", "issue")));
        plan.batch = json.value("batch", "");
        if (json.contains("previous")) {
            plan.previous = CardKeyName{json["previous"].at("siteKeyVersion").get<int>(), json["previous"].at("generation").get<int>()};
        }
        if (json.contains("terms")) plan.terms = TermsAcceptance::fromJson(json["terms"]);
        const auto superseded = json.value("superseded", nlohmann::json::object());
        for (const auto& [slot, request] : superseded.items()) {
            plan.superseded.emplace(must(slotNamed(slot)), must(Guid::parse(request.get<std::string>())));
        }
        for (const auto& row : json.at("objects")) {
            plan.objects.push_back({row.at("tag").get<std::uint32_t>(), must(fromBase64(row.at("content").get<std::string>()))});
        }
        return plan;
    } catch (const nlohmann::json::exception&) {
        damaged();
    }
}

} // namespace cardwright
