#include "app/runtime/AtRegister.h"
#include "app/runtime/TrainingSite.h"
#include "app/runtime/Workstation.h"
#include "core/crypto/CmsSignature.h"
#include "core/identity/IssueRequest.h"
#include "core/registers/Badges.h"
#include "core/registers/FacePrints.h"
#include "core/registers/Requests.h"
#include "core/store/CardTrust.h"
#include "core/store/PrivateFiles.h"
#include "core/sync/Inbox.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/support/TempFolder.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>

using namespace cardwright;
using runtime::Workstation;

// The card acts as members of the desk: permission, step-up, entry. What the jobs themselves do is tests/unit/lifecycle's.

namespace {

namespace fs = std::filesystem;

constexpr const char* agentsReader = "Training reader 1";
constexpr const char* reader = "Training reader 2";

SecureBytes digits(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }

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

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "";
}

struct Bench {
    Bench() : folder(), desk(options()) {}
    Workstation::Options options()
    {
        fs::copy(madeSite(), folder / "site", fs::copy_options::recursive);
        Workstation::Options chosen;
        chosen.site = folder / "site";
        chosen.pcsc = false;
        chosen.tray = true;
        return chosen;
    }
    void signIn() { REQUIRE(desk.signInTrainingAgent().signedIn()); }
    void insert(const char* card) { desk.tray()->insert(reader, folder / "site/cards" / (std::string(card) + ".card")); }
    IssueRequest request(const char* applicant) const { return IssueRequest::load((folder / "site/requests" / (std::string(applicant) + ".json")).string()); }
    CardReceipt issue(const IssueRequest& of, const char* passcode)
    {
        PasscodeSource chosen(digits(passcode));
        if (of.options.locked) chosen = PasscodeSource::locked();
        auto order = desk.admit(desk.applicationOf(of), chosen);
        if (!of.options.locked) order.terms = desk.acceptTerms(desk.clock().utcMillis(), desk.clock().utcMillis());
        return desk.issue(reader, order, std::move(chosen), {});
    }
    CardReceipt issue(const char* passcode = "482957") { return issue(request("ffion-adeyemi"), passcode); }
    JournalEntry last()
    {
        return desk.store().call([](Store& store) { return *store.journal.entry(store.journal.size() - 1); });
    }
    nlohmann::json payload(EntryKind kind)
    {
        return desk.store().call([&](Store& store) {
            const auto entry = store.journal.latestOf(kind);
            return entry ? store.journal.payloadOf(*entry) : nlohmann::json();
        });
    }
    std::uint64_t entries()
    {
        return desk.store().call([](Store& store) { return store.journal.size(); });
    }
    CardState stateOf(const Guid& card)
    {
        return desk.store().call([&](Store& store) { return store.cards.byGuid(card)->state; });
    }
    /// The centre's next roster gives the agent this role; signs in again with it.
    void workAs(const std::string& role);

    testing::TempFolder folder;
    Workstation desk;
};

void Bench::workAs(const std::string& role)
{
    const auto site = SiteFolder::open(folder / "site");
    const auto signing = Certificate::fromPem(readWholeFile(site.centreSigningFile(), 64 * 1024));
    const std::vector<Certificate> trust{Certificate::fromPem(readWholeFile(site.authorityFile(), 64 * 1024))};
    auto content = Roster::verify(readWholeFile(site.rosterFile(), 1 << 20), trust, signing, site.description().site).content();
    ++content.version;
    content.agents.at(0).role = role;
    const auto key = PrivateKey::fromPem(readSecretFile(site.centre() / "centre-signing.key", 64 * 1024).view());
    PrivateKeySigner signer(key);
    const nlohmann::json body{{"roster", toBase64(Roster::sign(content, signer, signing).der())}};
    SystemClock clock;
    desk.store().call([&](Store& store) {
        Inbox inbox(store, clock);
        DeliveriesAnswer answer;
        answer.cursor = inbox.cursor() + 1;
        answer.deliveries.push_back({answer.cursor, Guid::random(desk.random()), "roster", body.dump(), false});
        inbox.receive(answer);
        REQUIRE(inbox.applyNext());
    });
    desk.deliveriesApplied();
    signIn();
    REQUIRE(desk.session()->role == role);
}

ReplaceTerms damaged(const Guid& card, const UserNumber& holder)
{
    ReplaceTerms terms{card, holder, CancelReason::damaged};
    terms.returned = terms.cutThrough = true;
    return terms;
}

} // namespace

TEST_CASE("each act asks its own permission, and the attempt that is refused is on record")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    const auto made = bench.issue();
    const auto holder = *UserNumber::parse(made.userNumber);
    bench.workAs("checker");
    auto& desk = bench.desk;
    const std::vector<std::pair<const char*, std::function<void()>>> acts{
        {"card.passcode", [&] { desk.changePasscode(reader, digits("482957"), digits("739154"), {}, {}); }},
        {"card.verify", [&] { desk.verify(reader, digits("482957"), {}, {}); }},
        {"card.repair", [&] { desk.visit(reader, {}, {}); }},
        {"card.repair", [&] { desk.touch(reader, {}); }},
        {"card.unlock", [&] { desk.visit(reader, {digits("739154"), UnlockJob::Options{}}, {}); }},
        {"card.renew", [&] { desk.renew(reader, digits("482957"), {}, {}); }},
        {"card.cancel", [&] { desk.cancelCard(reader, CancelReason::left, "", nullptr, {}); }},
        {"card.cancel", [&] { desk.cancelWithoutCard(made.card, CancelReason::lost, "", nullptr); }},
        {"card.clear", [&] { desk.clearCard(reader, {}); }},
        {"card.replace", [&] { desk.replaceCard(damaged(made.card, holder), nullptr); }},
        {"card.lend", [&] { desk.lendTemporary(reader, {}, digits("739154"), {}); }},
        {"card.lend", [&] { desk.takeBackTemporary(reader, "", {}); }},
        {"card.lend", [&] { desk.temporaryLoans(); }},
    };
    for (const auto& [attempted, act] : acts) {
        INFO(attempted);
        const auto before = bench.entries();
        CHECK(codeOf(act) == "DUTY-NOT-ALLOWED");
        CHECK(bench.entries() == before + 1);
        CHECK(bench.last().kind == EntryKind::dutyRefused);
        CHECK(bench.payload(EntryKind::dutyRefused).at("attempted") == attempted);
    }
    CHECK(desk.replaceRefusal(damaged(made.card, holder)).value_or(Failure{}).code == "DUTY-NOT-ALLOWED");
    CHECK(bench.stateOf(made.card) == CardState::issued);

    desk.signOut();
    for (const auto& [attempted, act] : acts) CHECK(codeOf(act) == "AGENT-NOT-SIGNED-IN");
}

namespace {

/// An act of the register, the log or the exceptions, and under what name a refused attempt of it is on record.
struct Asked {
    const char* role; ///< one that may not
    const char* attempted;
    std::function<void()> act;
    const char* code = "DUTY-NOT-ALLOWED";
};

} // namespace

TEST_CASE("each act of the register, the log, prints, badges and exceptions asks its own permission, and the attempt is on record")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    const auto made = bench.issue();
    const auto holder = *UserNumber::parse(made.userNumber);
    auto& desk = bench.desk;
    const auto person = bench.request("owen-tregarth").person;
    const auto none = Guid::random(desk.random());
    PositionOrder position{holder, {}, *parseDate("2026-11-21")};
    position.position.catalogue = "community-nurse";
    const auto asked = desk.requestPosition(position).id;
    const auto raised = desk.atRegister([&](const RegisterDesk& at) { return raiseRequest(at, {RequestKind::change, holder, {{"jobTitle", "Ward sister"}}, "Promoted"}); }).id;
    const auto exception = desk.askException({"second-card", holder, "Two sites"});
    const auto hr = bench.folder / "hr.csv";
    writePrivateFile(hr, bytesOf("Action,Staff number,Surname\nLeaver,1,Nobody\n"));
    const auto store = [&](auto work) { desk.atRegister([&](const RegisterDesk& at) { work(at); return 0; }); };
    const std::vector<Asked> acts{
        {"helpdesk", "holder.created", [&] { desk.createPerson({person, {}}); }},
        {"helpdesk", "holder.changed", [&] { desk.changePerson({holder, {{"jobTitle", "Ward sister"}}}); }},
        {"helpdesk", "holder.changed", [&] { desk.keepLeaver(holder, "Stays"); }},
        {"helpdesk", "holders.imported", [&] { desk.previewHrFile(hr); }},
        {"helpdesk", "report.read", [&] { desk.photoFigures(); }},
        {"checker", "holder.closed", [&] { desk.closePerson({holder, "left", "", "CLOSE"}, nullptr); }},
        {"checker", "holder.reopened", [&] { desk.reopenPerson(holder, "Back"); }},
        {"checker", "position.requested", [&] { desk.requestPosition(position); }},
        {"checker", "position.assign", [&] { store([&](const RegisterDesk& at) { assignPosition(at, position); }); }},
        {"checker", "position.approved", [&] { desk.decidePosition(asked, true, ""); }},
        {"checker", "position.refused", [&] { desk.decidePosition(asked, false, "No"); }},
        {"checker", "position.ended", [&] { desk.endPosition(asked, "No"); }},
        {"checker", "position.manage", [&] { store([&](const RegisterDesk& at) { changePositions(at, {{asked}, std::nullopt, "All"}); }); }},
        {"checker", "position.worklist", [&] { desk.positionWorklist(); }},
        {"checker", "request.raised", [&] { store([&](const RegisterDesk& at) { raiseRequest(at, {RequestKind::close, holder, {{"reason", "left"}}, "Gone"}); }); }},
        {"checker", "request.decided", [&] { desk.decideRequest(raised, {false, "No"}, nullptr); }},
        {"checker", "request.withdrawn", [&] { store([&](const RegisterDesk& at) { withdrawRequest(at, raised, ""); }); }},
        {"checker", "request.worklist", [&] { store([&](const RegisterDesk& at) { requestWorklist(at, {}); }); }},
        {"checker", "journal.export", [&] { desk.exportLog([](std::string_view) {}); }},
        {"checker", "journal.export", [&] { desk.exportProof(holder); }},
        {"checker", "payload.erase", [&] { desk.erasePayload(none, "Asked for", nullptr); }},
        {"checker", "storeKey.rotate", [&] { desk.beginStoreKeyRotation(nullptr); }},
        {"checker", "exception.decided", [&] { desk.decideException(exception, true, "Yes", nullptr); }, "DUTY-NOT-MANAGER"},
        {"checker", "card.issue", [&] { desk.admit(desk.applicationOf(bench.request("owen-tregarth")), PasscodeSource::locked()); }},
        {"checker", "card.replace", [&] { desk.replacementOrder(holder); }},
        {"sponsor", "holder.changed", [&] { desk.changePerson({holder, {{"jobTitle", "Ward sister"}}}); }, "DUTY-ASK"},
        {"sponsor", "holder.closed", [&] { desk.closePerson({holder, "left", "", "CLOSE"}, nullptr); }, "DUTY-ASK"},
        {"sponsor", "position.assign", [&] { store([&](const RegisterDesk& at) { assignPosition(at, position); }); }, "DUTY-NOT-LISTED"},
    };
    std::string role;
    for (const auto& [by, attempted, act, code] : acts) {
        INFO(by << ": " << attempted);
        if (role != by) bench.workAs(role = by);
        const auto before = bench.entries();
        CHECK(codeOf(act) == code);
        CHECK(bench.entries() == before + 1);
        CHECK(bench.last().kind == EntryKind::dutyRefused);
        CHECK(bench.payload(EntryKind::dutyRefused).at("attempted") == attempted);
    }
    desk.signOut();
    for (const auto& one : acts) {
        INFO(one.attempted);
        CHECK(codeOf(one.act) == "AGENT-NOT-SIGNED-IN");
    }
}

TEST_CASE("certificates that have ended are renewed by whose role has that; another's attempt is refused, by itself and within a visit, on record")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    auto& desk = bench.desk;
    const auto made = bench.issue();
    test::TestAuthority authority;
    desk.store().call([&](Store& store) {
        Transaction act(store.database());
        const auto slots = store.cards.slots(made.card);
        for (const auto& slot : slots) {
            auto content = authority.contentFor(CertificateProfile::signIn);
            content.notBefore = desk.clock().utcMillis() - 2 * test::year;
            content.notAfter = desk.clock().utcMillis() - test::day;
            REQUIRE(slot.request);
            REQUIRE(store.cards.setReady(act, *slot.request, authority.issue(content, PublicKey::fromDer(slot.publicKey)).der()));
            store.cards.setWritten(act, made.card, slot.slot);
        }
        act.commit();
    });
    REQUIRE(desk.due(desk.look(reader)).renewal);
    for (const auto* role : {"sponsor", "helpdesk"}) {
        INFO(role);
        bench.workAs(role);
        auto before = bench.entries();
        CHECK(codeOf([&] { desk.renew(reader, digits("482957"), {}, {}); }) == "DUTY-NOT-ALLOWED");
        CHECK(bench.entries() == before + 1);
        CHECK(bench.payload(EntryKind::dutyRefused).at("attempted") == "card.renewExpired");
        VisitJob::Terms terms;
        terms.passcode = digits("482957");
        before = bench.entries();
        const auto visit = desk.visit(reader, std::move(terms), {});
        CHECK_FALSE(visit.renewed);
        REQUIRE(visit.left.size() >= 1);
        CHECK(visit.left.back().act == JobKind::renew);
        CHECK(visit.left.back().why.code == "DUTY-NOT-ALLOWED");
        CHECK(bench.entries() >= before + 1);
        CHECK(bench.payload(EntryKind::dutyRefused).at("attempted") == "card.renewExpired");
    }
    bench.workAs("agent");
    const auto before = bench.payload(EntryKind::dutyRefused);
    CHECK(codeOf([&] { desk.renew(reader, digits("482957"), {}, {}); }) == "CENTRE-UNREACHABLE"); // nobody answers here; the role was no reason
    CHECK(bench.payload(EntryKind::dutyRefused) == before);
}

TEST_CASE("nobody ends their own card, whoever holds it")
{
    Bench bench;
    bench.signIn();
    const auto self = bench.desk.session()->number;
    const auto card = Guid::random(bench.desk.random());
    bench.desk.store().call([&](Store& store) {
        Transaction act(store.database());
        PersonRecord record{self, bench.request("owen-tregarth").person, "Quayside", std::nullopt, 1};
        store.people.add(act, record);
        store.cards.open(act, {card, self, Guid::random(bench.desk.random()), CardState::opened, 1, 1, std::nullopt, "strict", 1, std::nullopt, std::nullopt});
        store.cards.setState(act, card, CardState::issued, 1);
        act.commit();
    });
    CHECK(codeOf([&] { bench.desk.cancelWithoutCard(card, CancelReason::left, "", nullptr); }) == "AGENT-IS-SUBJECT");
    CHECK(bench.last().kind == EntryKind::dutyRefused);
    CHECK(codeOf([&] { bench.desk.replaceCard(damaged(card, self), nullptr); }) == "AGENT-IS-SUBJECT");
    CHECK(bench.last().kind == EntryKind::dutyRefused);
    CHECK(bench.stateOf(card) == CardState::issued);
}

TEST_CASE("a card's day: another passcode, a test, nothing due, cancelled, cleared and blank")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    auto& desk = bench.desk;
    const auto made = bench.issue();

    CHECK(codeOf([&] { desk.changePasscode(reader, digits("111999"), digits("739154"), {}, {}); }) == "PASSCODE-WRONG");
    CHECK(desk.changePasscode(reader, digits("482957"), digits("739154"), {}, {}).card == made.card);
    CHECK(bench.payload(EntryKind::cardPasscodeChanged).at("by") == "holder");
    const auto report = desk.verify(reader, digits("739154"), {}, {});
    CHECK(report.passed());
    CHECK(bench.payload(EntryKind::cardVerified).at("passed") == true);

    VisitJob::Terms terms;
    terms.passcode = digits("739154");
    const auto visit = desk.visit(reader, std::move(terms), {});
    CHECK_FALSE((visit.touched || visit.rotated || visit.renewed || visit.unlocked));
    CHECK(visit.left.empty());
    const auto touched = desk.touch(reader, {});
    CHECK(touched.receipt.written.empty());
    CHECK(touched.receipt.deferred.size() == 2); // alone: the centre has not made them
    CHECK_FALSE((touched.renewed || touched.keysRenewed || touched.unlocked));
    CHECK_FALSE(desk.due(desk.look(reader)).any());
    const auto holder = *UserNumber::parse(made.userNumber);
    REQUIRE(desk.cardsOf(holder).size() == 1);

    CHECK(codeOf([&] { desk.clearCard(reader, {}); }) == "CARD-STILL-VALID");
    const auto cancelled = desk.cancelCard(reader, CancelReason::left, "left on Friday", nullptr, {});
    CHECK(cancelled.card == made.card);
    const auto said = bench.payload(EntryKind::cardCancelled);
    CHECK(said.at("reason") == "left");
    CHECK(said.at("note") == "left on Friday");
    CHECK(said.at("cardPresent") == true);
    CHECK(said.contains("stepUp"));
    CHECK(bench.stateOf(made.card) == CardState::cancelled);
    CHECK(codeOf([&] { desk.cancelCard(reader, CancelReason::left, "", nullptr, {}); }) == "CARD-CANCELLED");
    CHECK(codeOf([&] { desk.verify(reader, digits("739154"), {}, {}); }) == "CARD-CANCELLED");
    desk.clearCard(reader, {});
    CHECK(bench.last().kind == EntryKind::cardCleared);
    CHECK(desk.look(reader).kind == CardKind::blank);
    CHECK(codeOf([&] { desk.cancelCard(reader, CancelReason::left, "", nullptr, {}); }) == "CARD-BLANK");
    const auto again = bench.issue();
    CHECK(again.userNumber == made.userNumber);
    CHECK(codeOf([&] { bench.issue(); }) == "PERSON-HAS-CARD");
}

TEST_CASE("a job whose card is lost is ended without it, and the person may have another")
{
    Bench bench;
    bench.signIn();
    simulator::Fault pulled;
    pulled.at = 30;
    pulled.action = simulator::Fault::Action::removed;
    bench.desk.tray()->insert(reader, bench.folder / "site/cards/blank-1.card", simulator::FaultPlan({pulled}));
    CHECK(codeOf([&] { bench.issue(); }) == "CARD-REMOVED");
    const auto begun = bench.desk.store().call([](Store& store) { return store.cards.latest(1).at(0); });
    CHECK(begun.state == CardState::opened);
    bench.insert("blank-2");
    CHECK(codeOf([&] { bench.issue(); }) == "PERSON-CARD-OPEN");
    CHECK(codeOf([&] { bench.desk.cancelWithoutCard(Guid::random(bench.desk.random()), CancelReason::notFinished, "", nullptr); }) == "CARD-NOT-HERE");
    bench.desk.cancelWithoutCard(begun.guid, CancelReason::notFinished, "fell behind the desk", nullptr);
    CHECK(bench.last().kind == EntryKind::cardCancelled);
    CHECK(bench.payload(EntryKind::cardCancelled).at("cardPresent") == false);
    CHECK(bench.desk.store().call([](Store& store) { return store.jobs.openJobs().empty(); }));
    CHECK(bench.issue().userNumber == begun.holder.digits());
}

TEST_CASE("an end for good asks the agent's own card again: without it, or with a wrong passcode, nothing has happened")
{
    Bench bench;
    auto& desk = bench.desk;
    const auto site = SiteFolder::open(bench.folder / "site");
    desk.tray()->insert(agentsReader, site.cardFile("agent"));
    const auto own = readSecretFile(site.agentPasscodeFile(), 16);
    REQUIRE(desk.signIn(agentsReader, own).signedIn());
    bench.insert("blank-1");
    const auto made = bench.issue();
    const auto holder = *UserNumber::parse(made.userNumber);
    const auto before = bench.entries();
    const auto wrong = digits("000111");
    CHECK(codeOf([&] { desk.cancelCard(reader, CancelReason::left, "", nullptr, {}); }) == "STEP-UP-MISSING");
    CHECK(codeOf([&] { desk.cancelCard(reader, CancelReason::left, "", &wrong, {}); }) == "PASSCODE-WRONG");
    CHECK(codeOf([&] { desk.replaceCard(damaged(made.card, holder), nullptr); }) == "STEP-UP-MISSING");
    CHECK(bench.entries() == before);
    CHECK(bench.stateOf(made.card) == CardState::issued);
    CHECK(desk.verify(reader, digits("482957"), {}, {}).passed()); // its keys are as they were
    desk.cancelCard(reader, CancelReason::left, "", &own, {});
    CHECK(bench.stateOf(made.card) == CardState::cancelled);
}

TEST_CASE("a desk at work takes another authority for cards without a restart; a file that is not the centre's takes none away")
{
    Bench bench;
    bench.signIn();
    auto& desk = bench.desk;
    const auto held = desk.trustInForce();
    REQUIRE(held->size() == 1);
    const auto site = SiteFolder::open(bench.folder / "site");
    const auto signing = Certificate::fromPem(readWholeFile(site.centreSigningFile(), 64 * 1024));
    const auto key = PrivateKey::fromPem(readSecretFile(site.centre() / "centre-signing.key", 64 * 1024).view());
    // Any certificate that is not the centre's own stands for another authority's.
    const nlohmann::json content{{"schema", cardTrust::schema}, {"site", site.description().site.text()}, {"version", 2}, {"issuedAt", formatUtc(SystemClock().utcMillis())},
                                 {"anchors", {toBase64(held->front().der()), toBase64(signing.der())}}};
    PrivateKeySigner signer(key);
    const auto statement = cms::signStatement(bytesOf(content.dump()), StatementType::authority, signer, signing, SystemClock().utcMillis());
    SystemClock clock;
    desk.store().call([&](Store& store) {
        Inbox inbox(store, clock);
        DeliveriesAnswer answer;
        answer.cursor = inbox.cursor() + 1;
        answer.deliveries.push_back({answer.cursor, Guid::random(desk.random()), "trust", nlohmann::json{{"trust", toBase64(statement)}}.dump(), false});
        inbox.receive(answer);
        REQUIRE(inbox.applyNext());
    });
    CHECK(desk.trustInForce()->size() == 1);
    desk.deliveriesApplied();
    CHECK(desk.trustInForce()->size() == 2);
    CHECK(held->size() == 1); // an act that has begun goes by what it began with

    writePrivateFile(cardTrust::file(site), bytesOf("nobody's word"));
    desk.deliveriesApplied();
    CHECK(desk.trustInForce()->size() == 2);
}

TEST_CASE("a card in place of another: grounds, fresh check, new name")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    auto& desk = bench.desk;
    const auto made = bench.issue();
    const auto holder = *UserNumber::parse(made.userNumber);
    desk.tray()->pull(reader);
    bench.insert("blank-2");
    ReplaceTerms terms{made.card, holder, CancelReason::lost};
    terms.incident = "INC-20417";
    CHECK(desk.replaceRefusal(terms).value_or(Failure{}).code == "IDENTITY-CHECK");
    CHECK(codeOf([&] { desk.replaceCard(terms, nullptr); }) == "IDENTITY-CHECK");
    CHECK(codeOf([&] { desk.addEvidence(terms, bench.request("owen-tregarth")); }) == "IDENTITY-CHECK"); // somebody else
    auto fewer = bench.request("ffion-adeyemi");
    fewer.documents.resize(1);
    CHECK(codeOf([&] { desk.addEvidence(terms, fewer); }) == "EVIDENCE-NOT-ENOUGH");
    CHECK(codeOf([&] { desk.requirePasscodeRules(holder, digits("123456")); }) == "PASSCODE-RULE");
    CHECK(bench.stateOf(made.card) == CardState::issued);

    SECTION("lost")
    {
        desk.addEvidence(terms, bench.request("ffion-adeyemi"));
        CHECK_FALSE(desk.replaceRefusal(terms));
    }
    SECTION("a changed name")
    {
        terms.reason = CancelReason::nameChanged;
        CHECK(desk.replaceRefusal(terms).value_or(Failure{}).code == "NAME-NOT-CHANGED");
        // In the register, by its own rules; the replacement takes the record as it is.
        PersonChange change{holder, {{"familyName", "Wedderburn"}}, "Married in June"};
        CHECK(codeOf([&] { desk.changePerson(change); }) == "PERSON-EVIDENCE");
        change.evidence.push_back({"marriage-certificate", "MC-20417", std::nullopt, true});
        CHECK(desk.changePerson(change).newCardDue);
        CHECK(desk.replaceRefusal(terms).value_or(Failure{}).code == "LIKENESS-CHECK");
        terms.likeness = true;
        auto request = bench.request("ffion-adeyemi");
        CHECK(codeOf([&] { desk.addEvidence(terms, request); }) == "IDENTITY-CHECK"); // under the name that she had
        request.person.familyName = "Wedderburn";
        desk.addEvidence(terms, request);
    }
    const bool renamed = terms.reason == CancelReason::nameChanged;
    desk.replaceCard(terms, nullptr);
    CHECK(bench.stateOf(made.card) == CardState::cancelled);
    // Whatever becomes of this program now: the new card is owed, and nothing is asked again.
    REQUIRE(desk.waitingReplacements().size() == 1);
    CHECK(desk.waitingReplacements()[0].holder == holder);
    if (!renamed) CHECK(codeOf([&] { desk.admit(desk.applicationOf(bench.request("ffion-adeyemi")), digits("739154")); }) == "REPLACEMENT-WAITING");
    const auto order = desk.replacementOrder(holder);
    const auto said = bench.payload(EntryKind::cardReplaced);
    CHECK(said.at("card") == made.card.text());
    CHECK(said.at("incident") == "INC-20417");
    CHECK(said.contains("stepUp"));
    CHECK(codeOf([&] { desk.replaceCard(terms, nullptr); }) == "CARD-CANCELLED");
    const auto receipt = desk.issue(reader, order, digits("739154"), {});
    CHECK(receipt.userNumber == made.userNumber);
    CHECK(desk.cardsOf(holder).size() == 2);
    const auto person = desk.store().call([&](Store& store) { return *store.people.byNumber(holder); });
    CHECK(person.person.familyName == (renamed ? "Wedderburn" : "Adeyemi"));
    CHECK(bench.payload(EntryKind::holderChanged).is_null() == !renamed);
    CHECK(desk.waitingReplacements().empty());
    CHECK(codeOf([&] { desk.replacementOrder(holder); }) == "REPLACEMENT-NONE");
}

TEST_CASE("a temporary card goes out and comes back, and the custodian's log tells both")
{
    Bench bench;
    bench.signIn();
    bench.insert("blank-1");
    auto& desk = bench.desk;
    auto profile = bench.request("ffion-adeyemi");
    profile.person.nameOnCard = profile.person.odsCode + "TACNIGHT";
    profile.options.locked = true;
    const auto made = bench.issue(profile, "");
    const TemporaryLoan loan{{"Sam Sister", "01632 960 001", "sam.sister@quayside.example"}, {"Bo Bank", std::nullopt, "passport ending 4471", true}, "forgot hers", parseDate("2026-11-23")};
    CHECK(desk.temporaryLoans().empty());
    auto unnamed = loan;
    unnamed.responsible.telephone = "";
    CHECK(codeOf([&] { desk.lendTemporary(reader, unnamed, digits("739154"), {}); }) == "TEMPORARY-RESPONSIBLE");
    CHECK(desk.lendTemporary(reader, loan, digits("739154"), {}).card == made.card);
    CHECK(bench.last().kind == EntryKind::temporaryCardLent);
    CHECK(codeOf([&] { desk.lendTemporary(reader, loan, digits("739154"), {}); }) == "TEMPORARY-ON-LOAN");
    auto loans = desk.temporaryLoans();
    REQUIRE(loans.size() == 1);
    CHECK(loans[0].card == made.card);
    CHECK(loans[0].name == profile.person.nameOnCard);
    CHECK(loans[0].loan.responsible.email == loan.responsible.email);
    CHECK(loans[0].loan.borrower.name == "Bo Bank");
    CHECK(loans[0].loan.until == loan.until);
    CHECK_FALSE(loans[0].returnedAt);
    CHECK(bench.last().kind == EntryKind::holdersSearched);

    desk.takeBackTemporary(reader, "no damage", {});
    CHECK(bench.payload(EntryKind::temporaryCardReturned).at("note") == "no damage");
    CHECK(desk.look(reader).locked());
    loans = desk.temporaryLoans();
    REQUIRE(loans.size() == 1);
    CHECK(loans[0].returnedAt);
    desk.lendTemporary(reader, loan, digits("905271"), {});
    loans = desk.temporaryLoans();
    REQUIRE(loans.size() == 2);
    CHECK_FALSE(loans[0].returnedAt);
    CHECK(loans[1].returnedAt);
}
