// What an entry must prove before anybody looks at what it asks for.
#include "core/access/ExceptionRequests.h"
#include "core/store/Statement.h"
#include "tests/unit/central/TestCentre.h"

#include <algorithm>
#include <array>

using namespace cardwright;
using namespace cardwright::test;

namespace {

JournalEntry resealed(Desk& desk, JournalEntry entry, ByteView content, std::span<const EnvelopeRecipient> recipients)
{
    entry.payload = envelope::seal(content, recipients);
    desk.sign(entry);
    return entry;
}

EnvelopeRecipient stranger(const Site& site)
{
    return EnvelopeRecipient::of(Certificate::fromDer(site.enrolment.trust.recovery));
}

} // namespace

TEST_CASE("An envelope is for exactly the centre and the desk, and as it was sealed")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto content = bytesOf(R"({"salt":"000102030405060708090a0b0c0d0e0f"})");
    const auto both = desk.recipients();
    const auto fresh = [&] { return desk.plain(EntryKind::holderViewed, json::object()); };
    CHECK(site.verdictOn(resealed(desk, fresh(), content, both)) == "accepted");
    auto three = both;
    three.push_back(stranger(site));
    CHECK(site.verdictOn(resealed(desk, fresh(), content, three)) == "envelope-recipients");
    CHECK(site.verdictOn(resealed(desk, fresh(), content, std::span(both).first(1))) == "envelope-recipients");
    CHECK(site.verdictOn(resealed(desk, fresh(), content, std::span(both).last(1))) == "envelope-recipients");
    auto entry = fresh();
    entry.payload = toBytes(bytesOf("no envelope at all"));
    desk.sign(entry);
    CHECK(site.verdictOn(entry) == "envelope-unreadable");
    entry = fresh();
    entry.payload->back() ^= 1; // in the tag
    desk.sign(entry);
    CHECK(site.verdictOn(entry) == "envelope-broken");
    // AES-128-GCM in place of AES-256-GCM: the last octet of the algorithm's name.
    constexpr std::array<std::uint8_t, 9> aes256Gcm{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2E};
    entry = fresh();
    const auto name = std::search(entry.payload->begin(), entry.payload->end(), aes256Gcm.begin(), aes256Gcm.end());
    REQUIRE(name != entry.payload->end());
    *(name + 8) = 0x06;
    desk.sign(entry);
    CHECK(site.verdictOn(entry) == "envelope-algorithm");
    // The payload of another entry in its place: the digest that was signed says so.
    entry = fresh();
    entry.payload = fresh().payload;
    desk.next -= 1;
    CHECK(site.verdictOn(entry) == "digest-wrong");
}

TEST_CASE("Each entry is signed by the session that it names, delegated by its agent's card for this desk")
{
    Site site;
    Desk& desk = site.desk;
    const auto look = [&] { return desk.plain(EntryKind::holderViewed, json::object()); };
    desk.session = PrivateKey::generate(KeyAlgorithm::ecP256);
    desk.author = {site.agent.certificate->fingerprint(), sessionOf(desk.session->publicKey())};
    CHECK(site.verdictOn(look()) == "session-unknown");
    site.signIn();
    CHECK(site.verdictOn(look()) == "accepted");

    SECTION("signed by another key")
    {
        auto entry = look();
        KeyEntrySigner other(PrivateKey::generate(KeyAlgorithm::ecP256), entry.author);
        sealAndSign(entry, other);
        CHECK(site.verdictOn(entry) == "signature-wrong");
        entry = look();
        entry.signature.clear();
        CHECK(site.verdictOn(entry) == "signature-wrong");
    }
    SECTION("the session of another agent")
    {
        desk.author.agent = sha256(bytesOf("somebody"));
        CHECK(site.verdictOn(look()) == "session-not-delegated");
    }
    SECTION("its hours are over")
    {
        site.clock.now += 10 * hours;
        CHECK(site.verdictOn(look()) == "session-expired");
    }
    SECTION("a delegation that is over, too long, or made by no card of ours")
    {
        static_cast<void>(desk.signIn(site.agent, hours));
        --desk.next;
        site.clock.now += 2 * hours;
        CHECK(site.verdictOn(desk.about(site.agent.number, EntryKind::agentSignedIn,
                                        {{"agent", toBase64(site.agent.certificate->der())}, {"delegation", toBase64(desk.delegation)}})) == "session-expired");
        CHECK(site.verdictOn(desk.signIn(site.agent, 25 * hours)) == "session-not-delegated");
        auto thief = site.agent;
        auto foreign = central::TrainingAuthority::create(site.clock.now, site.random);
        CertificateContent content;
        content.profile = CertificateProfile::signIn;
        content.notBefore = site.clock.now - 1000;
        content.notAfter = site.clock.now + 24 * hours;
        content.serialNumber = site.agent.number;
        thief.signIn = PrivateKey::generate(KeyAlgorithm::ecP256);
        thief.certificate = foreign.issue(content, thief.signIn.publicKey());
        CHECK(site.verdictOn(desk.signIn(thief)) == "session-not-delegated");
        thief.certificate = site.authority->issue(content, thief.signIn.publicKey()); // ours, and no agent
        CHECK(site.verdictOn(desk.signIn(thief)) == "agent-unknown");
        CHECK(site.verdictOn(look()) == "session-unknown");
    }
    SECTION("a delegation for another desk")
    {
        Desk other = site.addDesk();
        auto entry = other.signIn(site.agent);
        desk.session = other.session->publicKey() == desk.session->publicKey() ? desk.session : other.session;
        desk.author = other.author;
        const auto replayed = desk.about(site.agent.number, EntryKind::agentSignedIn,
                                         {{"agent", toBase64(site.agent.certificate->der())}, {"delegation", toBase64(other.delegation)}});
        CHECK(site.verdictOn(replayed) == "session-not-delegated");
    }
    SECTION("nobody's, where somebody must have done it")
    {
        CHECK(site.verdictOn(desk.own(EntryKind::holderViewed, json::object())) == "author-missing");
        CHECK(site.verdictOn(desk.own(EntryKind::roleChanged, json::object())) == "author-missing");
        const auto first = json{{"agent", toHex(site.agent.certificate->fingerprint())}, {"card", site.agent.card.text()}, {"roster", 1}};
        CHECK(site.verdictOn(desk.own(EntryKind::agentBootstrapped, first)) == "accepted");
        auto second = first;
        second["agent"] = toHex(sha256(bytesOf("somebody else")));
        CHECK(site.verdictOn(desk.own(EntryKind::agentBootstrapped, second)) == "bootstrap-over");
        Desk newcomer = site.addDesk();
        CHECK(site.verdictOn(newcomer.own(EntryKind::agentBootstrapped, first)) == "bootstrap-over");
        CHECK(site.verdictOn(desk.own(EntryKind::rosterReceived, {{"version", 2}})) == "accepted");
        auto entry = desk.own(EntryKind::rosterReceived, {{"version", 2}});
        KeyEntrySigner other(desk.session.value(), {});
        sealAndSign(entry, other);
        CHECK(site.verdictOn(entry) == "signature-wrong");
    }
    SECTION("an agent who was taken off the roster, from then on")
    {
        const auto before = look();
        site.clock.now += 1000;
        site.centre->deactivateAgent(site.agent.certificate->fingerprint());
        CHECK(site.verdictOn(before) == "accepted"); // done while they might
        site.clock.now += 1000;
        CHECK(site.verdictOn(look()) == "agent-inactive");
    }
}

TEST_CASE("What is grave is signed by the card itself, for this act alone")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto number = UserNumber::parse("555001000000").value();
    const auto card = desk.guid();
    site.sendOne(desk.holder("555001000000"));
    site.sendOne(desk.card("555001000000", card));
    const json payload{{"card", card.text()}, {"reason", "lost"}};
    CHECK(site.verdictOn(desk.about("555001000000", EntryKind::cardCancelled, payload)) == "step-up-missing");
    const auto draft = entryAbout(number, EntryKind::cardCancelled, payload, desk.random);
    auto borrowed = entryAbout(number, EntryKind::cardCancelled, payload, desk.random); // another salt: another entry
    auto first = draft;
    PrivateKeySigner signer(site.agent.signIn);
    const auto statement = makeStepUp(stepUpTermsFor(draft, desk.author.session, site.clock.now), signer, *site.agent.certificate);
    attachStepUp(borrowed, statement);
    CHECK(site.verdictOn(desk.make(borrowed, desk.author)) == "step-up-wrong");
    // Signed long before, or dated away: five minutes either way.
    PrivateKeySigner card9a(site.agent.signIn);
    for (const std::int64_t away : {-5 * 60 * 1000 - 1, 5 * 60 * 1000 + 1}) {
        auto stale = entryAbout(number, EntryKind::cardCancelled, payload, desk.random);
        attachStepUp(stale, makeStepUp(stepUpTermsFor(stale, desk.author.session, site.clock.now + away), card9a, *site.agent.certificate));
        CHECK(site.verdictOn(desk.make(stale, desk.author)) == "step-up-wrong");
    }
    CHECK(site.verdictOn(desk.steppedUp(draft, site.agent)) == "accepted");
    // Cancelled: on the hot list of every desk.
    Desk other = site.addDesk();
    CHECK(site.deliveriesOf("revocation").at(1).at("cards") == json{card.text()});
    CHECK(site.deliveriesOf("revocation", other).at(0).at("cards") == json{card.text()});
}

TEST_CASE("Nobody serves themselves, and a role does what the policy grants it")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto ann = site.addAgent("555001000001", "Ann", "agent");
    const auto cleo = site.addAgent("555001000002", "Cleo", "sponsor");
    REQUIRE(site.verdictOn(desk.signIn(ann)) == "accepted");
    CHECK(site.verdictOn(desk.card("555001000001", desk.guid())) == "agent-is-subject");
    CHECK(site.verdictOn(desk.card("555001000002", cleo.card)) == "accepted");
    REQUIRE(site.verdictOn(desk.signIn(cleo)) == "accepted");
    CHECK(site.verdictOn(desk.holder("555001000009", "Dan", "Example")) == "role-not-allowed");
}

TEST_CASE("An exception is decided by a manager or deputy at another desk who neither asked nor is its subject, once")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto ann = site.addAgent("555001000001", "Ann", "agent");
    const auto ben = site.addAgent("555001000002", "Ben", "agent", true);
    const auto dan = site.addAgent("555001000003", "Dan", "agent");
    site.sendOne(desk.holder("555001000004", "Eve", "Example"));
    Desk other = site.addDesk();
    const auto asked = [&](const TestAgent& who, const std::string& subject) {
        REQUIRE(site.verdictOn(desk.signIn(who)) == "accepted");
        return desk.about(subject, EntryKind::exceptionRequested,
                          {{"act", "early-renewal"}, {"subject", subject}, {"requester", who.number},
                           {"requesterCertificate", toHex(who.certificate->fingerprint())}, {"reason", "Going abroad"},
                           {"askedAt", formatUtc(site.clock.now)}, {"state", "waiting"}});
    };
    const auto decided = [&](Desk& at, const TestAgent& who, const JournalEntry& request, const std::string& subject, const TestAgent& by) {
        REQUIRE(site.verdictOn(at.signIn(who)) == "accepted");
        const json payload{{"entry", request.id.text()}, {"act", "early-renewal"}, {"subject", subject}, {"requester", by.number},
                           {"requesterCertificate", toHex(by.certificate->fingerprint())}, {"reason", "Going abroad"},
                           {"askedAt", formatUtc(site.clock.now)}, {"state", "allowed"}, {"decider", who.number},
                           {"decidedAt", formatUtc(site.clock.now)}, {"decisionReason", "seen the ticket"}};
        return site.verdictOn(at.steppedUp(entryAbout(UserNumber::parse(subject).value(), EntryKind::exceptionDecided, payload, at.random), who));
    };
    const auto request = asked(ann, "555001000004");
    CHECK(site.verdictOn(request) == "accepted");
    REQUIRE(site.deliveriesOf("exception", other).size() == 1);
    CHECK(site.deliveriesOf("exception", other)[0].at("state") == "waiting");
    CHECK(site.deliveriesOf("exception").empty()); // the desk itself knows
    CHECK(decided(other, ann, request, "555001000004", ann) == "approver-is-requester");
    CHECK(decided(other, dan, request, "555001000004", ann) == "role-not-allowed");
    CHECK(decided(other, ben, request, "555001000004", ann) == "accepted");
    CHECK(site.deliveriesOf("exception").at(0).at("state") == "allowed");
    CHECK(decided(other, site.agent, request, "555001000004", ann) == "exception-decided");

    const auto aboutBen = asked(ann, "555001000002");
    CHECK(site.verdictOn(aboutBen) == "accepted");
    CHECK(decided(other, ben, aboutBen, "555001000002", ann) == "agent-is-subject");
    auto never = aboutBen;
    never.id = desk.guid();
    CHECK(decided(other, site.agent, never, "555001000002", ann) == "exception-unknown");
    // In another's name.
    REQUIRE(site.verdictOn(desk.signIn(dan)) == "accepted");
    CHECK(site.verdictOn(desk.about("555001000004", EntryKind::exceptionRequested,
                                    {{"act", "early-renewal"}, {"subject", "555001000004"}, {"requester", ann.number},
                                     {"requesterCertificate", toHex(ann.certificate->fingerprint())}, {"reason", "x"},
                                     {"askedAt", formatUtc(site.clock.now)}, {"state", "waiting"}})) == "author-wrong");
}

TEST_CASE("Whoever checked somebody decides no exception about them, at whichever desk; the desk that asked hears of a check made elsewhere")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto ann = site.addAgent("555001000001", "Ann", "agent");
    const auto ben = site.addAgent("555001000002", "Ben", "agent", true);
    const auto* eve = "555001000004";
    site.sendOne(desk.holder(eve, "Eve", "Example"));
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(ben)) == "accepted");
    const auto check = [&](Desk& at) {
        return site.verdictOn(at.about(eve, EntryKind::evidenceChecked,
                                       {{"route", "A"}, {"policy", {{"id", "evidence"}, {"version", 7}}}, {"documents", json::array()}, {"verdict", "passed"}}));
    };
    CHECK(check(other) == "accepted");
    const auto about = [&](const char* act) {
        return json{{"act", act}, {"subject", eve}, {"requester", ann.number}, {"requesterCertificate", toHex(ann.certificate->fingerprint())},
                    {"reason", "Two sites"}, {"askedAt", formatUtc(site.clock.now)}, {"state", "waiting"}};
    };
    const auto decided = [&](const TestAgent& who, const JournalEntry& request, const char* act) {
        REQUIRE(site.verdictOn(other.signIn(who)) == "accepted");
        auto payload = about(act);
        payload.update({{"entry", request.id.text()}, {"state", "allowed"}, {"decider", who.number}, {"decidedAt", formatUtc(site.clock.now)}, {"decisionReason", "yes"}});
        return site.verdictOn(other.steppedUp(entryAbout(UserNumber::parse(eve).value(), EntryKind::exceptionDecided, payload, other.random), who));
    };
    REQUIRE(site.verdictOn(desk.signIn(ann)) == "accepted");
    const auto second = desk.about(eve, EntryKind::exceptionRequested, about("second-card"));
    CHECK(site.verdictOn(second) == "accepted");
    const auto early = desk.about(eve, EntryKind::exceptionRequested, about("early-renewal"));
    CHECK(site.verdictOn(early) == "accepted");
    REQUIRE(site.deliveriesOf("exception").size() == 1); // of the one that stands beside a check
    CHECK(site.deliveriesOf("exception")[0].at("checkers") == json::array({"555001000002"}));
    CHECK(decided(ben, second, "second-card") == "approver-is-checker");
    CHECK(decided(ben, early, "early-renewal") == "accepted");
    CHECK(decided(site.agent, second, "second-card") == "accepted");
}

TEST_CASE("A desk claims no change of a policy or a role for an agent who may not make one")
{
    Site site;
    site.signIn();
    const auto ann = site.addAgent("555001000001", "Ann", "agent");
    const auto said = [&](const TestAgent& who, EntryKind kind) {
        REQUIRE(site.verdictOn(site.desk.signIn(who)) == "accepted");
        return site.verdictOn(site.desk.steppedUp(entryOfDesk(kind, json::object(), site.desk.random), who));
    };
    CHECK(said(ann, EntryKind::roleChanged) == "role-not-allowed");
    CHECK(said(site.agent, EntryKind::roleChanged) == "accepted");
}

TEST_CASE("Evidence that did not pass stands by an exception alone, for that person with those documents, once")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto ann = site.addAgent("555001000001", "Ann", "agent");
    const auto ben = site.addAgent("555001000002", "Ben", "agent", true);
    REQUIRE(site.verdictOn(desk.holder("555001000004", "Eve", "Example", "1984-02-29")) == "accepted");
    REQUIRE(site.verdictOn(desk.holder("555001000005", "Fay", "Example", "1984-02-29")) == "accepted");
    auto holder = site.centre->database().prepare("SELECT legal_name, birth_date FROM holders WHERE user_number = '555001000004'");
    REQUIRE(holder.step());
    const auto documents = sha256(bytesOf("documents"));
    const json evidence{{"application", desk.guid().text()}, {"person", toHex(personDigest(holder.text(0), holder.text(1)))},
                        {"documents", toHex(documents)}, {"legalName", holder.text(0)}, {"verdict", "Not enough yet"}};
    holder.reset();
    json asked{{"act", "evidence-unmet"}, {"evidence", evidence}, {"requester", ann.number},
               {"requesterCertificate", toHex(ann.certificate->fingerprint())}, {"reason", "Confirmed by letter"},
               {"askedAt", formatUtc(site.clock.now)}, {"state", "waiting"}};
    REQUIRE(site.verdictOn(desk.signIn(ann)) == "accepted");
    const auto request = desk.make(entryOfDesk(EntryKind::exceptionRequested, asked, desk.random), desk.author);
    REQUIRE(site.verdictOn(request) == "accepted");
    const auto checked = [&](const std::string& number, const std::string& verdict, const json& exception, const Sha256Digest& seen) {
        json payload{{"route", ""}, {"policy", {{"id", "hvc-evidence"}, {"version", 1}}}, {"documents", json::array()}, {"verdict", verdict}};
        if (!exception.is_null()) payload.update({{"exception", exception}, {"evidence", toHex(seen)}});
        return site.verdictOn(desk.about(number, EntryKind::evidenceChecked, payload));
    };
    const auto id = request.id.text();
    CHECK(checked("555001000004", "passed", nullptr, documents) == "accepted");
    CHECK(checked("555001000004", "exception", nullptr, documents) == "exception-missing");
    CHECK(checked("555001000004", "exception", desk.guid().text(), documents) == "exception-unknown");
    CHECK(checked("555001000004", "exception", id, documents) == "exception-mismatch"); // nobody decided yet

    asked.update({{"entry", id}, {"state", "allowed"}, {"decider", ben.number}, {"decidedAt", formatUtc(site.clock.now)}, {"decisionReason", "seen"}});
    REQUIRE(site.verdictOn(desk.signIn(ben)) == "accepted");
    REQUIRE(site.verdictOn(desk.steppedUp(entryOfDesk(EntryKind::exceptionDecided, asked, desk.random), ben)) == "accepted");
    CHECK(checked("555001000004", "exception", id, documents) == "exception-mismatch"); // who decided does not use it
    REQUIRE(site.verdictOn(desk.signIn(ann)) == "accepted");
    CHECK(checked("555001000005", "exception", id, documents) == "exception-mismatch");
    CHECK(checked("555001000004", "exception", id, sha256(bytesOf("others"))) == "exception-mismatch");
    CHECK(checked("555001000004", "exception", id, documents) == "accepted");
    CHECK(checked("555001000004", "exception", id, documents) == "exception-used");
}

TEST_CASE("Erasing a payload erases the centre's as well, and the digest stays")
{
    Site site;
    site.signIn();
    Desk& desk = site.desk;
    const auto holder = desk.holder("555001000000");
    REQUIRE(site.verdictOn(holder) == "accepted");
    const auto erase = [&](const Guid& id) {
        return site.verdictOn(desk.steppedUp(entryOfDesk(EntryKind::payloadErased, {{"entry", id.text()}, {"seq", 1}, {"reason", "asked for"}}, desk.random), site.agent));
    };
    CHECK(erase(desk.guid()) == "entry-unknown");
    CHECK(erase(holder.id) == "accepted");
    auto row = site.centre->database().prepare("SELECT entry, digest FROM entries WHERE seq = 1");
    REQUIRE(row.step());
    CHECK(json::parse(row.text(0)).at("payload").is_null());
    CHECK(row.digest(1) == holder.digest);
    row.reset();
    CHECK(site.sendOne(holder).repeated); // a repeat does not bring it back
    auto again = site.centre->database().prepare("SELECT entry FROM entries WHERE seq = 1");
    REQUIRE(again.step());
    CHECK(json::parse(again.text(0)).at("payload").is_null());
}

TEST_CASE("A certificate request that holds a name is refused")
{
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    site.sendOne(site.desk.holder("555001000000"));
    site.sendOne(site.desk.card("555001000000", card));
    // Our own code cannot write one: openssl does.
    FILE* pipe = ::popen("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=Ada -outform DER 2>/dev/null", "r");
    REQUIRE(pipe != nullptr);
    Bytes csr;
    for (int octet = std::fgetc(pipe); octet != EOF; octet = std::fgetc(pipe)) csr.push_back(static_cast<std::uint8_t>(octet));
    REQUIRE(::pclose(pipe) == 0);
    CHECK(site.verdictOn(site.desk.requestWith("555001000000", card, site.desk.guid(), csr)) == "request-names-holder");
}
