#include "core/access/ExceptionRequests.h"
#include "core/crypto/CmsSignature.h"
#include "core/policy/Embedded.h"
#include "core/store/CardTrust.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteCertificates.h"
#include "core/sync/DeskClock.h"
#include "core/sync/HotList.h"
#include "tests/unit/crypto/TestAuthority.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {


struct SitePost : Post {
    std::string sign(const std::string& text, StatementType type = StatementType::authority)
    {
        PrivateKeySigner signer(desk.keys.centreSigningKey);
        return toBase64(cms::signStatement(bytesOf(text), type, signer, desk.keys.centreSigning, desk.clock.now));
    }
    json authority(std::int64_t issuedAt) const
    {
        const auto& site = desk.site.description();
        return {{"schema", "cardwright.authority/1"}, {"site", site.site.text()}, {"workstation", site.workstation.text()}, {"log", site.log.text()},
                {"issuedAt", formatUtc(issuedAt)}, {"until", formatUtc(issuedAt + 7 * day)}, {"issues", 40}, {"unlocks", 200}};
    }
    std::string deliverAuthority(const json& content) { return deliver("authority", json{{"authority", sign(content.dump())}}.dump()); }

    RosterContent content(std::uint64_t version)
    {
        RosterContent made;
        made.site = desk.site.description().site;
        made.version = version;
        made.issuedAt = desk.clock.now;
        const AgentDetails details{"Tomasz Reid", number(555'000'417'260), desk.keys.agentSignIn.der(), desk.keys.agentManagement.der()};
        made.agents = {{desk.keys.agentSignIn.fingerprint(), desk.keys.agentManagement.keyIdentifier().value(), "agent", true, false,
                        desk.keys.agentSignIn.notAfter(), sealDetails(details, EnvelopeRecipient::of(desk.keys.store))}};
        return made;
    }
    std::string deliverRoster(const RosterContent& what)
    {
        PrivateKeySigner signer(desk.keys.centreSigningKey);
        return deliver("roster", json{{"roster", toBase64(Roster::sign(what, signer, desk.keys.centreSigning).der())}}.dump());
    }

    std::string policyText(int version) const
    {
        auto policy = json::parse(embeddedText("policies/offline.json"));
        policy["version"] = version;
        return policy.dump();
    }
    std::string deliverPolicy(const std::string& name, const std::string& text, const PrivateKey* key = nullptr)
    {
        PrivateKeySigner signer(key == nullptr ? desk.keys.centreSigningKey : *key);
        const auto& certificate = key == nullptr ? desk.keys.centreSigning : desk.keys.agentSignIn;
        const auto signature = cms::signDetached(bytesOf(text), StatementType::policy, signer, certificate, desk.clock.now);
        return deliver("policy", json{{"name", name}, {"version", 1}, {"body", text}, {"signature", toBase64(signature)}}.dump());
    }
    /// The last entry of this kind, opened; null when there is none.
    json lastOf(EntryKind kind)
    {
        const auto entry = desk.store().journal.latestOf(kind);
        if (!entry) return nullptr;
        CHECK(entry->author.isWorkstation());
        return desk.store().journal.payloadOf(*entry);
    }
};

} // namespace

TEST_CASE("What a desk may do alone is believed with the centre's signature, for this desk, and never older")
{
    SitePost post;
    auto& store = post.desk.store();
    const auto at = post.desk.clock.now;
    CHECK(post.deliverAuthority(post.authority(at)) == "applied");
    CHECK(store.authorities.current()->issues == 40);
    CHECK(post.deliverAuthority(post.authority(at)) == "repeated");
    CHECK(post.deliverAuthority(post.authority(at - 1)) == "AUTHORITY-OLD-VERSION");
    CHECK(post.lastOf(EntryKind::tamperingFound).at("code") == "AUTHORITY-OLD-VERSION");

    auto more = post.authority(at + 1);
    more["issues"] = 4'000;
    CHECK(post.deliver("authority", more.dump()) == "not understood"); // no signature at all
    CHECK(post.deliver("authority", json{{"authority", post.sign(more.dump(), StatementType::policy)}}.dump()) == "AUTHORITY-SIGNATURE");
    PrivateKeySigner agent(post.desk.keys.agentSignInKey);
    const auto forged = cms::signStatement(bytesOf(more.dump()), StatementType::authority, agent, post.desk.keys.agentSignIn, at);
    CHECK(post.deliver("authority", json{{"authority", toBase64(forged)}}.dump()) == "AUTHORITY-SIGNATURE");
    for (const char* field : {"site", "workstation", "log"}) {
        auto other = post.authority(at + 1);
        other[field] = Guid::random(post.desk.random).text();
        CHECK(post.deliverAuthority(other) == "for another desk");
    }
    auto soon = post.authority(at + 1);
    soon["until"] = "soon";
    CHECK(post.deliverAuthority(soon) == "not understood");
    CHECK(store.authorities.current()->issues == 40);
}

TEST_CASE("A roster is applied with nobody signed in, and never an older one")
{
    SitePost post;
    post.desk.reopenClosed();
    CHECK(post.deliverRoster(post.content(3)) == "applied");
    CHECK(std::filesystem::exists(post.desk.site.rosterFile()));
    REQUIRE(post.desk.store().agents.rows().size() == 1);
    CHECK(post.desk.store().agents.rows()[0].role == "agent");
    CHECK(post.deliverRoster(post.content(3)) == "repeated");
    CHECK(post.deliverRoster(post.content(2)) == "ROSTER-OLD-VERSION");

    auto other = post.content(3);
    other.agents[0].role = "manager";
    CHECK(post.deliverRoster(other) == "ROSTER-OLD-VERSION");
    other.version = 4;
    CHECK(post.deliverRoster(other) == "applied");
    CHECK(post.desk.store().agents.rows()[0].role == "manager");

    SECTION("also when the file was put back to an older one")
    {
        const auto newer = readWholeFile(post.desk.site.rosterFile(), 1u << 20);
        PrivateKeySigner signer(post.desk.keys.centreSigningKey);
        writePrivateFile(post.desk.site.rosterFile(), Roster::sign(post.content(2), signer, post.desk.keys.centreSigning).der());
        CHECK(post.deliverRoster(post.content(3)) == "ROSTER-OLD-VERSION");
        CHECK(post.deliverRoster(other) == "applied"); // the one in force comes again, and mends it
        post.desk.signIn();
        CHECK(post.lastOf(EntryKind::rosterReceived).at("version") == 4);
        CHECK(post.lastOf(EntryKind::tamperingFound).at("code") == "ROSTER-OLD-VERSION");
    }
    SECTION("and a file that was spoilt does not keep the centre's word out")
    {
        writePrivateFile(post.desk.site.rosterFile(), bytesOf("spoilt"));
        CHECK(post.deliverRoster(post.content(5)) == "applied");
    }
    SECTION("nor one that names nobody")
    {
        auto nobody = post.content(5);
        nobody.agents[0].active = false;
        CHECK(post.deliverRoster(nobody) == "names nobody");
        CHECK(post.desk.store().agents.rows()[0].active);
    }
}

TEST_CASE("A roster that is not the centre's, or another site's, is not taken")
{
    SitePost post;
    auto foreign = post.content(3);
    foreign.site = Guid::random(post.desk.random);
    CHECK(post.deliverRoster(foreign) == "ROSTER-FOREIGN");
    PrivateKeySigner agent(post.desk.keys.agentSignInKey);
    const auto forged = Roster::sign(post.content(3), agent, post.desk.keys.agentSignIn).der();
    CHECK(post.deliver("roster", json{{"roster", toBase64(forged)}}.dump()) == "ROSTER-SIGNATURE");
    CHECK(post.deliver("roster", R"({"roster":"AAAA"})") == "ROSTER-SIGNATURE");
    CHECK(post.deliver("roster", R"({"agents":[]})") == "not understood");
    CHECK_FALSE(std::filesystem::exists(post.desk.site.rosterFile()));
    CHECK(post.desk.store().agents.rows().empty());
}

TEST_CASE("A policy takes the place of an older one, with its signature beside it")
{
    SitePost post;
    const auto file = post.desk.site.policyFile("offline");
    CHECK(post.deliverPolicy("offline", post.policyText(2)) == "applied");
    CHECK(toText(readWholeFile(file, 1u << 20)) == post.policyText(2));
    CHECK(std::filesystem::exists(post.desk.site.policySignatureFile("offline")));
    CHECK(post.lastOf(EntryKind::policyChanged).at("version") == 2);
    CHECK(post.deliverPolicy("offline", post.policyText(2)) == "repeated");
    CHECK(post.deliverPolicy("offline", post.policyText(1)) == "POLICY-OLD-VERSION");
    auto changed = json::parse(post.policyText(2));
    changed["days"] = 60;
    CHECK(post.deliverPolicy("offline", changed.dump()) == "POLICY-OLD-VERSION");
    CHECK(post.deliverPolicy("offline", post.policyText(3), &post.desk.keys.agentSignInKey) == "POLICY-UNSIGNED");
    CHECK(post.deliverPolicy("passcode", post.policyText(3)) == "POLICY-DAMAGED"); // signed, and another policy's form
    CHECK(post.deliverPolicy("../site", post.policyText(3)) == "of an unknown name");
    CHECK(post.deliverPolicy("offline", "{}") == "POLICY-DAMAGED");
    CHECK(toText(readWholeFile(file, 1u << 20)) == post.policyText(2));

    SECTION("a signature that was lost on the way is put right by the same delivery")
    {
        std::filesystem::remove(post.desk.site.policySignatureFile("offline"));
        CHECK(post.deliverPolicy("offline", post.policyText(2)) == "applied");
        CHECK(std::filesystem::exists(post.desk.site.policySignatureFile("offline")));
    }
}

TEST_CASE("Withdrawn certificates and cards are remembered, with nobody signed in")
{
    SitePost post;
    post.desk.reopenClosed();
    const auto certificate = post.desk.keys.agentSignIn.fingerprint();
    const auto card = Guid::random(post.desk.random);
    const auto body = json{{"certificates", {toHex(certificate)}}, {"cards", {card.text()}}}.dump();
    HotList list(post.desk.store());
    CHECK_FALSE(list.holdsCertificate(certificate));
    CHECK(post.deliver("revocation", body) == "applied");
    CHECK(list.holdsCertificate(certificate));
    CHECK(list.holdsCard(card));
    CHECK_FALSE(list.holdsCard(Guid::random(post.desk.random)));
    CHECK(list.certificates() == std::vector<Sha256Digest>{certificate});
    CHECK(post.deliver("revocation", body) == "repeated");
    CHECK(post.deliver("revocation", json{{"certificates", {toHex(sha256(bytesOf("x")))}}, {"cards", json::array()}}.dump()) == "applied");
    CHECK(list.certificates().size() == 2);
    CHECK(post.deliver("revocation", R"({"certificates":["x"],"cards":[]})") == "not understood");
    CHECK(post.deliver("revocation", R"({"certificates":[5],"cards":[]})") == "not understood");
    CHECK(post.deliver("revocation", R"({"certificates":[]})") == "not understood");
    CHECK(list.certificates().size() == 2);
}

TEST_CASE("What is about somebody waits until somebody has signed in, and what is not goes on")
{
    SitePost post;
    post.desk.reopenClosed();
    const auto lease = json{{"lease", Guid::random(post.desk.random).text()}, {"first", "555002000000"}, {"count", 50}}.dump();
    CHECK(post.deliver("lease", lease).empty());
    CHECK(post.desk.store().inbox.countToApply() == 1);
    CHECK(post.deliverRoster(post.content(3)) == "applied");
    CHECK(post.desk.store().inbox.cursor() == 2);
    CHECK(post.desk.store().inbox.countSealed() == 1);

    post.desk.signIn();
    const auto steps = Inbox(post.desk.store(), post.desk.clock).applyWaiting();
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].applied);
    CHECK_FALSE(steps[0].alarming());
    CHECK(post.desk.store().leases.counts().blocks == 2);
    CHECK(post.desk.store().inbox.countToApply() == 0);
}

TEST_CASE("A sealed kind that comes plain, or sealed to somebody else, or changed, is named and does nothing")
{
    SitePost post;
    const auto lease = json{{"lease", Guid::random(post.desk.random).text()}, {"first", "555002000000"}, {"count", 50}}.dump();
    CHECK(post.deliverAs("lease", lease, false) == "not sealed");
    const auto toRecovery = envelope::seal(bytesOf(lease), std::vector{EnvelopeRecipient::of(post.desk.keys.recovery)});
    CHECK(post.deliverAs("lease", toBase64(toRecovery), true) == "ENVELOPE-NOT-FOR-US");
    CHECK(post.lastOf(EntryKind::tamperingFound).at("code") == "ENVELOPE-NOT-FOR-US");
    auto changed = fromBase64(post.sealed(lease)).value();
    changed.back() ^= 1u;
    CHECK(post.deliverAs("lease", toBase64(changed), true) == "ENVELOPE-BROKEN");
    CHECK(post.deliverAs("lease", "AAAA", true) == "ENVELOPE-UNREADABLE");
    CHECK(post.desk.store().leases.counts().blocks == 1);
}

TEST_CASE("A raised site key comes in its own envelope, and the older ones stay")
{
    SitePost post;
    auto& vault = post.desk.store().vault();
    const auto raise = [&](int version, ByteView key) {
        const auto inner = envelope::seal(key, std::vector{EnvelopeRecipient::of(post.desk.keys.store)});
        return post.deliver("siteKey", json{{"version", version}, {"sealed", toBase64(inner)}}.dump());
    };
    const Bytes second(32, 2);
    CHECK(raise(2, second) == "applied");
    auto keys = vault.siteKeys(post.desk.site);
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].version == 2);
    CHECK(keys[0].key.sameAs(second));
    CHECK(keys[1].version == 1);
    CHECK(post.lastOf(EntryKind::siteKeyRaised).at("version") == 2);
    CHECK(raise(2, second) == "repeated");
    CHECK(raise(2, Bytes(32, 3)) == "SITE-KEY-OTHER");
    CHECK(raise(3, Bytes(31, 3)) == "not understood");
    CHECK(raise(0, second) == "not understood");
    CHECK(vault.siteKeys(post.desk.site).size() == 2);
}

TEST_CASE("An exception from another desk is listed, decided once, and never by its own requester")
{
    SitePost post;
    using State = ExceptionRequest::State;
    ExceptionRequest request{Guid::random(post.desk.random), "early-renewal", number(555'000'111'222), number(555'000'417'260), sha256(bytesOf("card")),
                             "leaves for a year", post.desk.clock.now, State::waiting, std::nullopt, 0, {}};
    const auto send = [&] { return post.deliver("exception", exceptionToJson(request).dump()); };
    CHECK(send() == "applied");
    CHECK(send() == "repeated");
    auto own = request;
    own.state = State::allowed;
    own.decider = own.requester;
    own.decidedAt = post.desk.clock.now;
    CHECK(post.deliver("exception", exceptionToJson(own).dump()) == "DUTY-OWN-REQUEST");
    CHECK(post.desk.store().exceptions.byId(request.id)->state == State::waiting);

    const auto asked = request;
    request.state = State::allowed;
    request.decider = number(555'000'417'262);
    request.decidedAt = post.desk.clock.now;
    request.decisionReason = "seen the letter";
    CHECK(send() == "applied");
    CHECK(post.desk.store().exceptions.byId(request.id) == request);
    CHECK(post.deliver("exception", exceptionToJson(asked).dump()) == "repeated"); // what was decided stays decided
    request.state = State::refused;
    CHECK(send() == "repeated");
    CHECK(post.desk.store().exceptions.byId(request.id)->state == State::allowed);
    CHECK(post.deliver("exception", "{}") == "not understood");
}

TEST_CASE("The centre's own clock is kept with each answer that is worth a commit")
{
    SitePost post;
    post.centre.time = post.desk.clock.now + 5'000;
    Inbox(post.desk.store(), post.desk.clock).fetchOnce(post.centre);
    const auto entry = post.desk.note();
    const auto facts = clockFacts(post.desk.store(), post.desk.keys.store);
    CHECK(facts.centreTime == post.centre.time);
    CHECK(facts.lastContact == post.desk.clock.now);
    CHECK(facts.lastEntry == entry.at);
    CHECK(facts.notAfter == post.desk.keys.store.notAfter());
}

TEST_CASE("Who certifies cards is believed with the centre's signature, for this site, and never an older list")
{
    SitePost post;
    post.desk.reopenClosed(); // nobody need be signed in
    TestAuthority other;
    const auto content = [&](int version, const std::vector<Certificate>& anchors) {
        json list = json::array();
        for (const auto& anchor : anchors) list.push_back(toBase64(anchor.der()));
        return json{{"schema", "cardwright.card-trust/1"}, {"site", post.desk.site.description().site.text()}, {"version", version},
                    {"issuedAt", formatUtc(post.desk.clock.now)}, {"anchors", list}};
    };
    const auto deliver = [&](const json& what) { return post.deliver("trust", json{{"trust", post.sign(what.dump())}}.dump()); };
    const auto anchors = [&] {
        SiteCertificates certificates(post.desk.site);
        return cardTrust::anchors(post.desk.site, certificates);
    };
    const auto& own = post.desk.keys.authority;
    CHECK(anchors() == std::vector{own});
    CHECK(deliver(content(2, {own, other.root})) == "applied");
    CHECK(anchors() == std::vector{own, other.root});
    CHECK(deliver(content(2, {own, other.root})) == "repeated");
    CHECK(deliver(content(1, {own})) == "AUTHORITY-OLD-VERSION");
    CHECK(post.desk.store().journal.latestOf(EntryKind::deliveryApplied));

    auto foreign = content(3, {other.root});
    foreign["site"] = Guid::random(post.desk.random).text();
    CHECK(deliver(foreign) == "AUTHORITY-SIGNATURE");
    CHECK(post.deliver("trust", json{{"trust", post.sign(content(3, {}).dump(), StatementType::roster)}}.dump()) == "AUTHORITY-SIGNATURE");
    CHECK(deliver(post.authority(post.desk.clock.now)) == "AUTHORITY-SIGNATURE"); // signed, and another statement
    CHECK(post.deliverAuthority(content(3, {own})) == "not understood");         // nor does a list pass for an authority
    // What such an authority signs is on cards only: the centre's own certificates stay those of trust/ca.pem.
    SiteCertificates certificates(post.desk.site);
    CHECK(certificates.trust() == std::vector{own});

    // A file that is not the centre's is named, and stops whoever asks.
    writePrivateFile(cardTrust::file(post.desk.site), bytesOf("not a statement"));
    CHECK(failureOf(anchors).code == "SITE-DAMAGED");
    CHECK(failureOf(anchors).detail == "trust/card-authorities.p7m");
    CHECK(deliver(content(3, {own})) == "applied"); // the centre's next word mends it
    CHECK(anchors() == std::vector{own});
}

TEST_CASE("The keys of a batch of cards come sealed and lie sealed; the last of a name counts, and an ended one is forgotten")
{
    SitePost post;
    const auto& site = post.desk.site;
    auto& vault = post.desk.store().vault();
    TransportBatch batch;
    batch.name = "SPRING-7";
    batch.profile = "yubico-like";
    batch.algorithm = Algorithm::aes256;
    batch.serials = {{20'000'000, 20'000'499}};
    batch.administrationKey = SecureBytes::copyOf(Bytes(32, 0x3C));
    const auto bodyOf = [&](const TransportBatch& one) {
        return json{{"sealed", toBase64(envelope::seal(one.encode().view(), std::vector{EnvelopeRecipient::of(post.desk.keys.store)}))}}.dump();
    };
    CHECK(vault.transportKeys(site).empty());
    CHECK(post.deliverAs("transportKey", bodyOf(batch), false) == "not sealed");
    CHECK(post.deliver("transportKey", bodyOf(batch)) == "applied");
    REQUIRE(vault.transportKeys(site).size() == 1);
    CHECK(vault.transportKeys(site).front().sameAs(batch));
    const auto told = post.lastOf(EntryKind::transportKeyReceived);
    CHECK(told.at("batch") == "SPRING-7");
    CHECK(told.at("profile") == "yubico-like");
    CHECK(told.at("algorithm") == "AES-256");
    CHECK(told.at("serials").at("last") == 20'000'499);
    CHECK_FALSE(told.contains("replaced"));
    CHECK(told.dump().find("3c3c") == std::string::npos);
    CHECK(post.deliver("transportKey", bodyOf(batch)) == "repeated");

    batch.administrationKey = SecureBytes::copyOf(Bytes(32, 0x3D));
    CHECK(post.deliver("transportKey", bodyOf(batch)) == "applied");
    REQUIRE(vault.transportKeys(site).size() == 1);
    CHECK(vault.transportKeys(site).front().sameAs(batch));
    CHECK(post.lastOf(EntryKind::transportKeyReceived).at("replaced") == true);

    auto other = batch.clone();
    other.name = "SPRING-8";
    CHECK(post.deliver("transportKey", bodyOf(other)) == "applied");
    CHECK(vault.transportKeys(site).size() == 2);

    // On the disk there is nothing of a key, and a changed file is noticed.
    const auto file = readWholeFile(site.sealedFile(sealedFiles::transportKeys), 100'000);
    const Bytes part(8, 0x3D);
    CHECK(std::search(file.begin(), file.end(), part.begin(), part.end()) == file.end());
    CHECK(std::search(file.begin(), file.end(), batch.name.begin(), batch.name.end()) == file.end());

    CHECK(post.deliver("transportKey", json{{"batch", "SPRING-7"}, {"ended", true}}.dump()) == "applied");
    REQUIRE(vault.transportKeys(site).size() == 1);
    CHECK(vault.transportKeys(site).front().name == "SPRING-8");
    CHECK(post.lastOf(EntryKind::deliveryApplied).at("ended") == true);
    CHECK(post.deliver("transportKey", json{{"batch", "SPRING-7"}, {"ended", true}}.dump()) == "repeated");
    const auto junk = envelope::seal(Bytes(40, 1), std::vector{EnvelopeRecipient::of(post.desk.keys.store)});
    CHECK(post.deliver("transportKey", json{{"sealed", toBase64(junk)}}.dump()) == "not understood");

    auto changed = readWholeFile(site.sealedFile(sealedFiles::transportKeys), 100'000);
    changed.back() ^= 1u;
    writePrivateFile(site.sealedFile(sealedFiles::transportKeys), changed);
    CHECK(failureOf([&] { (void)vault.transportKeys(site); }).code == "STORE-TAMPERED");
}

TEST_CASE("The keys of a batch wait sealed while nobody is signed in")
{
    SitePost post;
    TransportBatch batch;
    batch.name = "SPRING-7";
    batch.profile = "strict";
    batch.administrationKey = SecureBytes::copyOf(Bytes(24, 0x3C));
    const auto sealed = envelope::seal(batch.encode().view(), std::vector{EnvelopeRecipient::of(post.desk.keys.store)});
    post.desk.signOut();
    CHECK(post.deliver("transportKey", json{{"sealed", toBase64(sealed)}}.dump()).empty());
    CHECK_FALSE(std::filesystem::exists(post.desk.site.sealedFile(sealedFiles::transportKeys)));
    post.desk.signIn();
    Inbox inbox(post.desk.store(), post.desk.clock);
    const auto applied = inbox.applyWaiting();
    REQUIRE(applied.size() == 1);
    CHECK(applied.front().outcome == "applied");
    CHECK(post.desk.store().vault().transportKeys(post.desk.site).front().sameAs(batch));
}
