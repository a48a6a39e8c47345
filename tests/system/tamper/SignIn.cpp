#include "core/crypto/MessageSigner.h"
#include "tests/system/tamper/Table.h"
#include "tests/unit/access/AgentDesk.h"

namespace cardwright::tamper {

namespace {

using test::AgentDesk;

/// Something is done, the sign-in says what, and spends no try; then the card and the roster as they were sign in again.
Kind kind(const char* what, const char* expected, std::function<void(AgentDesk&)> act)
{
    return {what, expected, [act] {
                AgentDesk desk;
                const auto certificate = *desk.certificate;
                const auto management = *desk.management;
                const auto keyFile = desk.storeKeyFile;
                const auto content = desk.content;
                const auto now = desk.clock.now;
                act(desk);
                const auto outcome = desk.tryPasscode("123456");
                Noticed noticed{outcome.signedIn() ? "" : codeOf(outcome.kind), ""};
                if (desk.triesLeft() != 3) noticed.lost = "a try of the passcode";
                desk.clock.now = now;
                desk.content = content;
                desk.storeKeyFile = keyFile;
                desk.revoked.clear();
                desk.facts = {};
                desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn), *desk.cardKey);
                desk.management = desk.write(Slot::keyManagement, desk.contentFor(CertificateProfile::keyManagement), *desk.managementKey);
                desk.sealStoreKey({*desk.management});
                desk.enrol("agent");
                if (noticed.lost.empty() && !desk.tryPasscode("123456").signedIn()) noticed.lost = "the sign-in with the true card";
                return noticed;
            }};
}

} // namespace

std::vector<Kind> agents()
{
    return {
        kind("a card of another authority", "AGENT-NOT-TRUSTED", [](AgentDesk& desk) {
            test::TestAuthority other;
            desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn), *desk.cardKey, &other);
            desk.enrol("agent");
        }),
        kind("an expired card", "AGENT-CARD-EXPIRED", [](AgentDesk& desk) {
            auto content = desk.contentFor(CertificateProfile::signIn);
            content.notAfter = desk.clock.now - 1'000;
            desk.certificate = desk.write(Slot::authentication, content, *desk.cardKey);
            desk.enrol("agent");
        }),
        kind("a card that the roster withdrew", "AGENT-CARD-REVOKED", [](AgentDesk& desk) { desk.content.revoked = {desk.certificate->fingerprint()}; }),
        kind("a card withdrawn since, by the hot list", "AGENT-CARD-REVOKED", [](AgentDesk& desk) { desk.revoked = {desk.certificate->fingerprint()}; }),
        kind("a good card of nobody in the roster", "AGENT-UNKNOWN", [](AgentDesk& desk) { desk.content.agents.clear(); }),
        kind("a roster older than policy allows", "ROSTER-OLD", [](AgentDesk& desk) { desk.content.issuedAt = desk.clock.now - 60 * test::day; }),
        kind("a store key sealed to somebody else", "STORE-KEY-NOT-FOR-YOU", [](AgentDesk& desk) { desk.sealStoreKey({}); }),
        kind("the clock set a year back", "CLOCK-UNLIKELY", [](AgentDesk& desk) {
            desk.facts.lastContact = desk.clock.now;
            desk.facts.lastEntry = desk.clock.now;
            desk.facts.centreTime = desk.clock.now;
            desk.clock.now -= test::year;
        }),
    };
}

} // namespace cardwright::tamper
