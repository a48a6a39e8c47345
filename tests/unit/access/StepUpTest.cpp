#include "core/access/CardStepUp.h"
#include "core/journal/EntryDraft.h"
#include "tests/unit/access/AgentDesk.h"

#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

using Kind = SignInOutcome::Kind;

struct Scene {
    AgentDesk desk;
    AgentSession session = *desk.tryPasscode("123456").session;
    EntryDraft draft = entryAbout(*UserNumber::parse("555000111222"), EntryKind::cardCancelled, {{"card", guid().text()}, {"reason", "lost"}}, desk.random);

    StepUpOutcome ask(std::string_view passcode = "123456", bool mayUseLastTry = false)
    {
        desk.open();
        const std::vector<Certificate> trust{desk.authority.root};
        const auto roster = desk.roster();
        return stepUp(desk.piv(), digits(passcode), draft, session, {trust, roster, mayUseLastTry, desk.revoked}, desk.clock);
    }
};

} // namespace

TEST_CASE("The card signs a grave entry itself, for that entry only")
{
    Scene scene;
    const auto before = stepUpAbout(nlohmann::json::parse(toText(scene.draft.payload)));
    const auto outcome = scene.ask();
    REQUIRE(outcome.done());
    const std::vector<Certificate> trust{scene.desk.authority.root};
    const auto statement = readStepUp(outcome.statement, trust);
    CHECK(statement.terms.kind == EntryKind::cardCancelled);
    CHECK(statement.terms.session == scene.session.sessionKey);
    CHECK(statement.terms.subject == scene.draft.subject);
    CHECK(statement.terms.about == before);
    CHECK(statement.terms.at == scene.desk.clock.now);
    CHECK(statement.signer == *scene.desk.certificate);
    const auto payload = nlohmann::json::parse(toText(scene.draft.payload));
    CHECK(payload.at("stepUp") == toBase64(outcome.statement));

    JournalEntry entry;
    entry.kind = scene.draft.kind;
    entry.subject = scene.draft.subject;
    entry.author = scene.session.author();
    entry.at = scene.desk.clock.now;
    CHECK_NOTHROW(requireStepUp(entry, payload, trust));
    auto other = payload;
    other["reason"] = "damaged";
    CHECK_THROWS_AS(requireStepUp(entry, other, trust), FailureError);
}

TEST_CASE("A step-up that may not be is refused by name")
{
    Scene scene;
    SECTION("another agent's card")
    {
        scene.session.certificate = sha256(bytesOf("another"));
        CHECK(scene.ask().kind == Kind::anotherAgent);
        CHECK(scene.desk.triesLeft() == 3);
    }
    SECTION("a card withdrawn since sign-in")
    {
        scene.desk.revoked = {scene.session.certificate};
        CHECK(scene.ask().kind == Kind::revoked);
        CHECK(scene.desk.triesLeft() == 3);
    }
    SECTION("no agent any more")
    {
        scene.desk.enrol("agent", false);
        CHECK(scene.ask().kind == Kind::notInRoster);
    }
    SECTION("a wrong passcode")
    {
        const auto outcome = scene.ask("999999");
        CHECK(outcome.kind == Kind::passcodeWrong);
        CHECK(outcome.failure().code == "PASSCODE-WRONG");
        CHECK(outcome.triesLeft == 2);
        scene.ask("999999");
        CHECK(scene.ask().kind == Kind::lastTry);
        CHECK(scene.ask("123456", true).done());
    }
    SECTION("no sign-in certificate")
    {
        scene.desk.open();
        scene.desk.empty(Slot::authentication);
        CHECK(scene.ask().kind == Kind::noCertificate);
    }
    SECTION("a copied card")
    {
        scene.desk.open();
        scene.desk.certificate =
            scene.desk.write(Slot::authentication, scene.desk.contentFor(CertificateProfile::signIn), PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
        scene.desk.enrol("agent");
        scene.session.certificate = scene.desk.certificate->fingerprint();
        CHECK(scene.ask().kind == Kind::cloneSuspected);
    }
}
