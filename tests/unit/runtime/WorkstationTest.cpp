#include "app/runtime/Workstation.h"

#include "app/runtime/PostedJobLedger.h"
#include "app/runtime/TrainingSite.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/Envelope.h"
#include "core/journal/Delegation.h"
#include "core/store/LogFigures.h"
#include "core/store/PolicyPair.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/Inbox.h"
#include "tests/support/TempFolder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

using namespace cardwright;
using runtime::Workstation;

namespace {

namespace fs = std::filesystem;

/// A training site of the test's own: made once, copied for each case, since making one costs keys and cards.
const fs::path& madeSite()
{
    static const testing::TempFolder folder;
    static const fs::path site = [] {
        auto path = folder / "site";
        runtime::makeTrainingSite(path, 1);
        return path;
    }();
    return site;
}

struct Bench {
    Bench() { fs::copy(madeSite(), folder / "site", fs::copy_options::recursive); }
    Workstation::Options options() const
    {
        Workstation::Options chosen;
        chosen.site = folder / "site";
        chosen.pcsc = false;
        chosen.tray = true;
        return chosen;
    }
    testing::TempFolder folder;
};

std::string refusal(const std::function<void()>& act)
{
    try {
        act();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "";
}

JournalEntry last(Workstation& desk)
{
    return desk.store().call([](Store& store) { return *store.journal.entry(store.journal.size() - 1); });
}

nlohmann::json payloadOf(Workstation& desk, const JournalEntry& entry)
{
    return desk.store().call([&](Store& store) { return store.journal.payloadOf(entry); });
}

PrivateKey keyIn(const fs::path& file) { return PrivateKey::fromPem(readSecretFile(file, 64 * 1024).view()); }
Certificate certificateIn(const fs::path& file) { return Certificate::fromPem(readWholeFile(file, 64 * 1024)); }

/// The centre of the training site, as far as it says who its agents are.
struct Centre {
    explicit Centre(const Bench& bench) : site(SiteFolder::open(bench.folder / "site")), signingKey(keyIn(site.centre() / "centre-signing.key")), signing(certificateIn(site.centreSigningFile()))
    {
        const std::vector<Certificate> trust{certificateIn(site.authorityFile())};
        content = Roster::verify(readWholeFile(site.rosterFile(), 1 << 20), trust, signing, site.description().site).content();
        ++content.version;
    }
    /// Somebody's new card: its keys are here, since nobody signs in with it.
    struct Successor {
        PrivateKey managementKey = PrivateKey::generate(KeyAlgorithm::ecP256);
        std::optional<Certificate> management;
        Bytes identifier;
    };
    Successor addAgent(const std::string& number)
    {
        Successor made;
        const auto authority = certificateIn(site.authorityFile());
        const auto authorityKey = keyIn(site.centreAuthorityKeyFile());
        CertificateContent what;
        what.serialNumber = number;
        what.notBefore = clock.utcMillis() - 1000;
        what.notAfter = what.notBefore + 365LL * 24 * 3600 * 1000;
        const auto signInKey = PrivateKey::generate(KeyAlgorithm::ecP256);
        const auto signIn = certify::issue(what, signInKey.publicKey(), authority, authorityKey, random);
        what.profile = CertificateProfile::keyManagement;
        made.management = certify::issue(what, made.managementKey.publicKey(), authority, authorityKey, random);
        made.identifier = EnvelopeRecipient::of(*made.management).keyIdentifier;
        const AgentDetails details{"Ailsa Brand", *UserNumber::parse(number), signIn.der(), made.management->der()};
        content.agents.push_back({signIn.fingerprint(), made.identifier, "agent", true, false, signIn.notAfter(),
                                  sealDetails(details, EnvelopeRecipient::of(certificateIn(site.storeCertificateFile())))});
        return made;
    }
    void deliver(Workstation& desk, const std::string& kind, const nlohmann::json& body)
    {
        desk.store().call([&](Store& store) {
            Inbox inbox(store, clock);
            DeliveriesAnswer answer;
            answer.cursor = inbox.cursor() + 1;
            answer.deliveries.push_back({answer.cursor, Guid::random(random), kind, body.dump(), false});
            inbox.receive(answer);
            const auto step = inbox.applyNext();
            REQUIRE(step);
            CHECK(step->outcome == "applied");
        });
    }
    void deliverRoster(Workstation& desk)
    {
        PrivateKeySigner signer(signingKey);
        deliver(desk, "roster", {{"roster", toBase64(Roster::sign(content, signer, signing).der())}});
        desk.deliveriesApplied();
    }
    bool opens(const Bytes& identifier) const
    {
        const auto held = storeKeyFile::recipients(site);
        return std::find(held.begin(), held.end(), identifier) != held.end();
    }

    SystemClock clock;
    SecureRandom random;
    SiteFolder site;
    PrivateKey signingKey;
    Certificate signing;
    RosterContent content;
};

std::optional<nlohmann::json> endingOf(Workstation& desk)
{
    const auto ended = desk.store().call([](Store& store) { return store.journal.latestOf(EntryKind::sessionEnded); });
    if (!ended) return std::nullopt;
    CHECK(ended->author.isWorkstation());
    return payloadOf(desk, *ended);
}

} // namespace

TEST_CASE("a training site is enrolled by the same path as a live one: no key lies open but the workstation's own two")
{
    Bench bench;
    const auto site = SiteFolder::open(bench.folder / "site");
    CHECK(site.isTraining());
    CHECK(fs::exists(site.storeKeyFile()));
    CHECK(storeKeyFile::recipients(site).size() == 2);
    for (const auto* name : {"site.key", "content-signing.key", "store.key"}) {
        INFO(name);
        CHECK(fs::exists(site.sealedFile(name)));
        CHECK_FALSE(fs::exists(site.workstation() / name));
    }
    Workstation desk(bench.options());
    const auto kinds = desk.store().call([](Store& store) {
        std::vector<EntryKind> found;
        for (const auto& entry : store.journal.range(0, 100)) found.push_back(entry.kind);
        return found;
    });
    REQUIRE(kinds.size() >= 2);
    CHECK(kinds[0] == EntryKind::workstationEnrolled);
    CHECK(std::find(kinds.begin(), kinds.end(), EntryKind::agentBootstrapped) != kinds.end());
}

TEST_CASE("before anybody signs in the desk says how it stands and nothing of anybody")
{
    Bench bench;
    Workstation desk(bench.options());
    CHECK_FALSE(desk.session());
    CHECK(refusal([&] { desk.recordSearch("reid", 0); }) == "AGENT-NOT-SIGNED-IN");
    CHECK(refusal([&] { desk.store().call([](Store& store) { return store.people.search("reid"); }); }) == "STORE-SEALED");
    const auto status = desk.status();
    CHECK(status.training);
    CHECK(status.agents == 1);
    CHECK(status.storeKeyRecipients == 1);
    CHECK(status.entries >= 2);
    CHECK(status.rosterVersion);
}

TEST_CASE("the agent's own card opens the store, and every entry is signed by a session key that the card delegated")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto session = desk.session();
    REQUIRE(session);
    CHECK(session->name == "Tomasz Reid");
    CHECK(session->until > session->startedAt);

    const auto begun = desk.store().call([](Store& store) { return store.journal.latestOf(EntryKind::agentSignedIn); });
    REQUIRE(begun);
    CHECK(begun->author == session->author());
    const auto payload = payloadOf(desk, *begun);
    const auto delegation = readDelegation(*fromBase64(payload.at("delegation").get<std::string>()), desk.material().trust);
    CHECK(delegation.author() == session->author());
    CHECK(delegation.terms.log == begun->log);
    CHECK(signatureHolds(*begun, delegation.terms.sessionKey));

    desk.recordSearch("pember", 3);
    const auto searched = last(desk);
    CHECK(searched.kind == EntryKind::holdersSearched);
    CHECK(signatureHolds(searched, delegation.terms.sessionKey));
    CHECK(payloadOf(desk, searched).at("found") == 3);
    desk.recordView(session->number, "shell");
    CHECK(last(desk).kind == EntryKind::holderViewed);
}

TEST_CASE("locking drops every key; the same agent comes back to their work, after sign-out the desk is clean")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto author = desk.session()->author();
    CHECK_FALSE(desk.workKept());
    desk.lock(runtime::LockReason::idle);
    CHECK_FALSE(desk.session());
    REQUIRE(desk.locked());
    CHECK(desk.locked()->name == "Tomasz Reid");
    CHECK(last(desk).kind == EntryKind::agentLocked);
    CHECK_FALSE(desk.store().call([](Store& store) { return store.isOpen(); }));
    const auto late = [&] {
        desk.store().call([&](Store& store) {
            Transaction transaction(store.database());
            store.journal.append(transaction, entryOfDesk(EntryKind::holdersSearched, {{"found", 1}}, desk.random()), author);
        });
    };
    CHECK(refusal(late) == "SESSION-ENDED");

    REQUIRE(desk.signInTrainingAgent().signedIn());
    CHECK(desk.workKept());
    CHECK_FALSE(desk.locked());
    CHECK(desk.session()->author().session != author.session);
    desk.signOut();
    CHECK(last(desk).kind == EntryKind::agentSignedOut);
    CHECK_FALSE(desk.locked());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    CHECK_FALSE(desk.workKept());
}

TEST_CASE("a session that the power ended is closed at the next sign-in, and that is on record")
{
    Bench bench;
    {
        Workstation desk(bench.options());
        REQUIRE(desk.signInTrainingAgent().signedIn());
    }
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto ended = desk.store().call([](Store& store) { return store.journal.latestOf(EntryKind::sessionEnded); });
    REQUIRE(ended);
    CHECK(ended->author.isWorkstation());
    CHECK(payloadOf(desk, *ended).at("why") == "cut-off");
}

TEST_CASE("a grave act carries the card's second signature, over this very entry")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto session = *desk.session();
    auto draft = entryAbout(*UserNumber::fromValue(555001000099), EntryKind::exceptionDecided, {{"state", "allowed"}}, desk.random());
    desk.stepUp(draft, nullptr);
    const auto entry = desk.store().call([&](Store& store) {
        Transaction transaction(store.database());
        auto appended = store.journal.append(transaction, draft, session.author());
        transaction.commit();
        return appended;
    });
    const auto payload = payloadOf(desk, entry);
    CHECK_NOTHROW(requireStepUp(entry, payload, desk.material().trust));
    auto bent = payload;
    bent["state"] = "refused";
    CHECK_THROWS(requireStepUp(entry, bent, desk.material().trust));
}

TEST_CASE("nobody decides the exception that they asked for themselves")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto act = desk.material().roles.policy().exceptionActs.at(0);
    const auto id = desk.askException({act, *UserNumber::fromValue(555001000099), "their card is due in spring"});
    const auto items = desk.exceptions();
    REQUIRE(items.size() == 1);
    CHECK(items[0].id == id);
    CHECK(items[0].state == "waiting");
    CHECK(items[0].askedBy == "Tomasz Reid");
    CHECK(refusal([&] { desk.decideException(id, true, "fine", nullptr); }) == "DUTY-OWN-REQUEST");
    CHECK(refusal([&] { desk.decideException(Guid::random(desk.random()), true, "fine", nullptr); }) == "EXCEPTION-NONE");
}

TEST_CASE("a payload is not erased before the centre has it")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    desk.recordSearch("pember", 3);
    CHECK(refusal([&] { desk.erasePayload(last(desk).id, "asked for by the holder", nullptr); }) == "ERASE-NOT-SENT");
    CHECK(refusal([&] { desk.erasePayload(Guid::random(desk.random()), "asked for by the holder", nullptr); }) == "ENTRY-UNKNOWN");
}

TEST_CASE("a policy that was changed after the centre signed it stops the start, by name")
{
    Bench bench;
    const auto file = bench.folder / "site" / "policies" / "passcode.json";
    auto text = readWholeFile(file, 1 << 20);
    text.push_back('\n');
    writePrivateFile(file, text);
    CHECK(refusal([&] { Workstation desk(bench.options()); }) == "POLICY-UNSIGNED");
}

TEST_CASE("a job outlives its session by one commit and then waits for the same agent or a manager")
{
    Bench bench;
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto session = *desk.session();
    SystemClock clock;
    runtime::PostedJobLedger ledger(desk.store(), session, clock, desk.random());
    const auto job = Guid::random(desk.random());
    const auto card = Guid::random(desk.random());
    JobWrite open;
    open.open = JobRecord{job, "touch", JobState::open, card, std::nullopt, std::nullopt, clock.utcMillis(), std::nullopt, "{}"};
    open.intent = JobWrite::Step{0, "objects", "{}", ""};
    ledger.commit(job, card, open);
    desk.lock(runtime::LockReason::cardRemoved);

    JobWrite outcome;
    outcome.outcomes.push_back({0, "objects", "{}", "done"});
    CHECK_NOTHROW(ledger.commit(job, card, outcome)); // the step record goes on to the safe point
    JobWrite close;
    close.entries.push_back(entryOfDesk(EntryKind::cardTouched, {{"card", card.text()}}, desk.random()));
    close.jobState = JobState::done;
    CHECK(refusal([&] { ledger.commit(job, card, close); }) == "SESSION-ENDED");

    auto stranger = session;
    stranger.certificate = sha256(bytesOf("another card"));
    stranger.role = "agent";
    stranger.deputy = false;
    stranger.permissions = Permissions{};
    runtime::PostedJobLedger theirs(desk.store(), stranger, clock, desk.random());
    CHECK(refusal([&] { theirs.commit(job, card, close); }) == "JOB-OF-ANOTHER");

    REQUIRE(desk.signInTrainingAgent().signedIn());
    runtime::PostedJobLedger again(desk.store(), desk.session(), clock, desk.random());
    CHECK_NOTHROW(again.commit(job, card, close));
    CHECK(desk.store().call([&](Store& store) { return store.jobs.byId(job)->state; }) == JobState::done);
}

TEST_CASE("the tray and the agent who signs in by themselves are a training site's only")
{
    Bench bench;
    auto site = SiteFolder::open(bench.folder / "site");
    auto description = site.description();
    description.training = false;
    site.describe(description);
    CHECK(refusal([&] { Workstation desk(bench.options()); }) == "TRAY-NOT-LIVE");
    auto options = bench.options();
    options.tray = false;
    Workstation desk(options);
    CHECK(refusal([&] { desk.signInTrainingAgent(); }) == "AGENT-NOT-SIGNED-IN");
}

TEST_CASE("an agent who is one no more loses the session with the delivery that says so, and the store gets another key")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto own = centre.content.agents.at(0).keyIdentifier;
    const auto other = centre.addAgent("555000417279");
    centre.content.agents[0].active = false;
    centre.deliverRoster(desk);
    CHECK_FALSE(desk.session());
    CHECK_FALSE(desk.locked());
    CHECK(desk.endedBecause() == SignInOutcome::Kind::notInRoster);
    CHECK_FALSE(desk.store().call([](Store& store) { return store.isOpen(); }));
    CHECK(refusal([&] { desk.recordSearch("reid", 0); }) == "AGENT-NOT-SIGNED-IN");
    CHECK(centre.opens(other.identifier));
    CHECK_FALSE(centre.opens(own));
    CHECK(desk.signInTrainingAgent().kind == SignInOutcome::Kind::notInRoster);
    PrivateEnvelopeKey card(other.managementKey, *other.management);
    desk.store().call([&](Store& store) { store.open(storeKeyFile::open(centre.site, card)); });
    CHECK(endingOf(desk)->at("why") == "roster-changed");
}

TEST_CASE("an agent with another role signs in again to have its rights")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const auto role = desk.session()->role;
    centre.content.agents[0].role = role == "agent" ? "manager" : "agent";
    centre.deliverRoster(desk);
    CHECK_FALSE(desk.session());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    CHECK_FALSE(desk.endedBecause());
    CHECK(desk.session()->role == centre.content.agents[0].role);
    CHECK(endingOf(desk)->at("why") == "roster-changed");
    // The same list again, or one that changes nothing for them, ends nothing.
    ++centre.content.version;
    centre.deliverRoster(desk);
    CHECK(desk.session());
}

TEST_CASE("a card that is withdrawn while its agent works ends the session")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    const nlohmann::json body{{"certificates", {toHex(desk.session()->certificate)}}, {"cards", nlohmann::json::array()}};
    centre.deliver(desk, "revocation", body);
    desk.deliveriesApplied();
    CHECK_FALSE(desk.session());
    CHECK(desk.endedBecause() == SignInOutcome::Kind::revoked);
    CHECK(desk.signInTrainingAgent().kind == SignInOutcome::Kind::revoked);
}

TEST_CASE("a sole agent's renewed card opens the store, whether the roster came during the session or after it")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    const auto own = centre.content.agents.at(0).keyIdentifier;
    const auto number = "555000417260";
    centre.content.agents.clear();
    const auto renewed = centre.addAgent(number);
    if (GENERATE(true, false)) {
        REQUIRE(desk.signInTrainingAgent().signedIn());
        centre.deliverRoster(desk);
        CHECK_FALSE(desk.session());
    } else {
        centre.deliverRoster(desk);
        CHECK_FALSE(centre.opens(renewed.identifier));
        // The card before seals the store for its successor, and does nothing else any more.
        const auto outcome = desk.signInTrainingAgent();
        CHECK(outcome.kind == SignInOutcome::Kind::notInRoster);
        CHECK_FALSE(outcome.session);
        CHECK_FALSE(desk.session());
    }
    CHECK_FALSE(desk.store().call([](Store& store) { return store.isOpen(); }));
    CHECK(centre.opens(renewed.identifier));
    CHECK(centre.opens(own)); // until the new one has opened it
    CHECK(last(desk).kind != EntryKind::storeKeyRotated);
    CHECK_FALSE(desk.signInTrainingAgent().signedIn());
    PrivateEnvelopeKey card(renewed.managementKey, *renewed.management);
    desk.store().call([&](Store& store) { store.open(storeKeyFile::open(centre.site, card)); });
}

TEST_CASE("a sole agent's card that was withdrawn hands nothing over")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    centre.content.revoked.push_back(centre.content.agents.at(0).certificate);
    centre.content.agents.clear();
    const auto next = centre.addAgent("555000417279");
    centre.deliverRoster(desk);
    CHECK_FALSE(desk.signInTrainingAgent().signedIn());
    CHECK_FALSE(centre.opens(next.identifier));
}

TEST_CASE("a policy and its signature change as one: a cut between the two files stops no start")
{
    Bench bench;
    Centre centre(bench);
    const auto text = centre.site.policyFile("offline");
    const auto signature = centre.site.policySignatureFile("offline");
    auto fresh = nlohmann::json::parse(toText(readWholeFile(text, 1 << 20)));
    fresh["version"] = fresh.at("version").get<int>() + 1;
    const auto version = fresh.at("version").get<int>();
    PrivateKeySigner signer(centre.signingKey);
    const auto signedBytes = cms::signDetached(bytesOf(fresh.dump()), StatementType::policy, signer, centre.signing, centre.clock.utcMillis());
    const auto deliver = [&] {
        Workstation desk(bench.options());
        centre.deliver(desk, "policy", {{"name", "offline"}, {"version", version}, {"body", fresh.dump()}, {"signature", toBase64(signedBytes)}});
    };
    // Something in the signature's place that no rename takes away: the delivery is cut after the text.
    const auto aside = bench.folder / "aside";
    {
        Workstation desk(bench.options());
        fs::rename(signature, aside);
        fs::create_directories(signature / "in the way");
        CHECK(refusal([&] { policyPair::write(centre.site, "offline", bytesOf(fresh.dump()), signedBytes); }) == "STORE-WRITE");
        fs::remove_all(signature);
        fs::rename(aside, signature);
    }
    {
        Workstation desk(bench.options());
        CHECK(desk.material().offline.id.version == version);
    }
    deliver(); // comes again, and is applied, since it was never said to be
    CHECK_FALSE(fs::exists(policyPair::nextSignatureFile(centre.site, "offline")));
    CHECK_NOTHROW(Workstation(bench.options()));
    // Before the text: the former pair.
    writePrivateFile(policyPair::nextSignatureFile(centre.site, "offline"), bytesOf("a signature of another text"));
    CHECK_NOTHROW(Workstation(bench.options()));
    fs::remove(signature);
    CHECK(refusal([&] { Workstation desk(bench.options()); }) == "POLICY-UNSIGNED");
}

TEST_CASE("what a closed log had not sent is counted, and nothing is said to be at the centre that is not")
{
    Bench bench;
    Centre centre(bench);
    Workstation desk(bench.options());
    REQUIRE(desk.signInTrainingAgent().signedIn());
    desk.recordSearch("pember", 3);
    desk.signOut();
    desk.store().call([&](Store& store) {
        const auto closed = store.journal.log();
        const auto size = store.journal.size();
        LogFigures figures(store.database());
        CHECK(figures.notKnownAtCentre(closed) == size);
        {
            Transaction transaction(store.database());
            store.outbox.answer(transaction, 0, SendState::accepted, "", std::nullopt, centre.clock.utcMillis());
            transaction.commit();
        }
        CHECK(figures.notKnownAtCentre(closed) == size - 1);
        const auto first = *store.journal.entry(0);
        store.beginNewLog(Guid::random(centre.random), "restored from a copy");
        CHECK(figures.notKnownAtCentre(closed) == size - 1);
        CHECK(figures.erased(closed) == 0);
        CHECK(figures.notKnownAtCentre(Guid::random(centre.random)) == 0);
        REQUIRE(first.kind == EntryKind::workstationEnrolled);
        CHECK(figures.enrolledAt() == first.at);
        CHECK(figures.cardsBefore(99) == 0);
    });
}
