#include "tests/fuzz/FuzzTargets.h"

#include "core/policy/BadgePolicy.h"
#include "core/policy/Embedded.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/OfflinePolicy.h"
#include "core/policy/PasscodePolicy.h"
#include "core/policy/PeoplePolicy.h"
#include "core/policy/PhotoPolicy.h"
#include "core/policy/PrintPolicy.h"
#include "core/policy/RolesPolicy.h"
#include "core/policy/TermsPolicy.h"

#include <cstdint>
#include <stdexcept>
#include <string>

// Every policy but that of evidence, which has a target of its own: the first octet says which, the rest is the file.

namespace cardwright::fuzz {

namespace {

void promise(bool kept, const char* what)
{
    if (!kept) throw std::logic_error(what);
}

void people(const PolicyFile& file)
{
    const auto policy = PeoplePolicy::from(file);
    for (const auto* core : {"familyName", "givenName", "dateOfBirth"}) promise(!policy.ownedByHr(core), "HR owns who somebody is");
    for (const auto& reason : policy.closeReasons) promise(policy.closeReason(reason.id) != nullptr, "a reason that is not found");
}

void passcode(const PolicyFile& file)
{
    const auto policy = PasscodePolicy::from(file);
    promise(policy.minimumDigits >= 6 && policy.minimumDigits <= policy.maximumDigits && policy.maximumDigits <= 8, "lengths that no card takes");
    promise(policy.tries >= 1 && policy.unlockKeyTries >= 1, "no try");
}

void print(const PolicyFile& file)
{
    const auto policy = PrintPolicy::from(file);
    for (const auto use : {PrintUse::card, PrintUse::badge}) {
        const auto& face = policy.of(use);
        for (const auto* side : {&face.front, &face.back}) {
            for (const auto& element : *side) {
                const auto covers = element.covers();
                promise(covers.x > -0.1 && covers.y > -0.1 && covers.right() < PrintPolicy::width + 0.1 && covers.bottom() < PrintPolicy::height + 0.1, "an element beside the card");
            }
        }
    }
}

void badges(const PolicyFile& file)
{
    const auto policy = BadgePolicy::from(file);
    for (const auto& event : policy.events) {
        promise(policy.event(event.id) != nullptr, "an event that is not found");
        promise(event.id != "lost" || event.needs("incident"), "lost without an incident reference");
    }
    promise(policy.event(policy.induction) != nullptr, "a list's rows have no event");
}

void terms(const PolicyFile& file)
{
    const auto policy = TermsPolicy::from(file);
    promise(!policy.notice.octets.empty() && !policy.terms.octets.empty(), "nothing to acknowledge or accept");
}

void photo(const PolicyFile& file)
{
    const auto policy = PhotoPolicy::from(file);
    for (const auto& reason : policy.reasons) promise(policy.reason(reason.id) != nullptr, "a reason that is not found");
}

void readAs(const PolicyFile& file)
{
    switch (file.kind()) {
    case PolicyKind::people: return people(file);
    case PolicyKind::passcode: return passcode(file);
    case PolicyKind::print: return print(file);
    case PolicyKind::badges: return badges(file);
    case PolicyKind::terms: return terms(file);
    case PolicyKind::photo: return photo(file);
    case PolicyKind::issue: return static_cast<void>(IssuePolicy::from(file));
    case PolicyKind::offline: return static_cast<void>(OfflinePolicy::from(file));
    case PolicyKind::roles: return static_cast<void>(RolesPolicy::from(file));
    case PolicyKind::evidence: return;
    }
}

} // namespace

void policies(ByteView input)
{
    if (input.empty()) return;
    const auto kind = policyKinds[input[0] % policyKinds.size()];
    try {
        readAs(PolicyFile::parse(kind, {reinterpret_cast<const char*>(input.data()) + 1, input.size() - 1}));
    } catch (const PolicyError&) {
        // refused with the line
    }
}

std::vector<Bytes> policySeeds()
{
    std::vector<Bytes> seeds;
    for (std::size_t at = 0; at < policyKinds.size(); ++at) {
        const auto text = embeddedText("policies/" + std::string(nameOf(policyKinds[at])) + ".json");
        Bytes seed{static_cast<std::uint8_t>(at)};
        seed.insert(seed.end(), text.begin(), text.end());
        seeds.push_back(std::move(seed));
    }
    return seeds;
}

} // namespace cardwright::fuzz
