#include "core/access/Roster.h"
#include "core/crypto/CmsSignature.h"
#include "core/policy/Embedded.h"
#include "core/sync/Outbox.h"
#include "tests/system/tamper/Table.h"
#include "tests/unit/sync/Line.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

namespace cardwright::tamper {

namespace {

using nlohmann::json;

constexpr std::int64_t week = 7 * test::day;

/// A desk that has a roster of version 3, a policy of version 2 and an authority; what is delivered then must change none of them.
struct Lab : test::Post {
    Lab()
    {
        for (const char* name : {"Ashby", "Cole"}) desk.createHolder(test::aPerson("Alex", name));
        REQUIRE(roster(content(3)) == "applied");
        REQUIRE(policy(2) == "applied");
        REQUIRE(authority(0) == "applied");
    }
    RosterContent content(std::uint64_t version)
    {
        RosterContent made;
        made.site = desk.site.description().site;
        made.version = version;
        made.issuedAt = desk.clock.now;
        const AgentDetails details{"Tomasz Reid", test::number(555'000'417'260), desk.keys.agentSignIn.der(), desk.keys.agentManagement.der()};
        made.agents = {{desk.keys.agentSignIn.fingerprint(), desk.keys.agentManagement.keyIdentifier().value(), "agent", true, false,
                        desk.keys.agentSignIn.notAfter(), sealDetails(details, EnvelopeRecipient::of(desk.keys.store))}};
        return made;
    }
    std::string roster(const RosterContent& what, bool byCentre = true)
    {
        PrivateKeySigner signer(byCentre ? desk.keys.centreSigningKey : desk.keys.agentSignInKey);
        const auto& certificate = byCentre ? desk.keys.centreSigning : desk.keys.agentSignIn;
        return deliver("roster", json{{"roster", toBase64(Roster::sign(what, signer, certificate).der())}}.dump());
    }
    std::string policy(int version, bool byCentre = true)
    {
        auto body = json::parse(embeddedText("policies/offline.json"));
        body["version"] = version;
        const auto text = body.dump();
        PrivateKeySigner signer(byCentre ? desk.keys.centreSigningKey : desk.keys.agentSignInKey);
        const auto& certificate = byCentre ? desk.keys.centreSigning : desk.keys.agentSignIn;
        const auto signature = cms::signDetached(bytesOf(text), StatementType::policy, signer, certificate, desk.clock.now);
        return deliver("policy", json{{"name", "offline"}, {"version", version}, {"body", text}, {"signature", toBase64(signature)}}.dump());
    }
    std::string authority(std::int64_t later, StatementType type = StatementType::authority)
    {
        const auto& site = desk.site.description();
        const auto at = desk.clock.now + later;
        const json content{{"schema", "cardwright.authority/1"}, {"site", site.site.text()}, {"workstation", site.workstation.text()}, {"log", site.log.text()},
                           {"issuedAt", formatUtc(at)}, {"until", formatUtc(at + week)}, {"issues", later == 0 ? 40 : 4000}, {"unlocks", 200}};
        PrivateKeySigner signer(desk.keys.centreSigningKey);
        const auto statement = cms::signStatement(bytesOf(content.dump()), type, signer, desk.keys.centreSigning, desk.clock.now);
        return deliver("authority", json{{"authority", toBase64(statement)}}.dump());
    }
    std::string lease() const { return json{{"lease", "0190c5a0-3333-7000-8000-000000000003"}, {"first", "555002000000"}, {"count", 50}}.dump(); }
    std::string siteKey(std::uint8_t octet)
    {
        const auto inner = envelope::seal(Bytes(32, octet), std::vector{EnvelopeRecipient::of(desk.keys.store)});
        return deliver("siteKey", json{{"version", 2}, {"sealed", toBase64(inner)}}.dump());
    }
    std::string lost()
    {
        auto& store = desk.store();
        if (store.people.search("ashby").size() != 1) return "a record";
        if (store.authorities.current()->issues != 40) return "the authority";
        if (store.agents.rows().size() != 1 || store.agents.rows()[0].role != "agent") return "the roster";
        if (roster(content(9)) != "applied" || policy(9) != "applied") return "what the centre sends next";
        desk.createHolder(test::aPerson("New", "Person"));
        return {};
    }
};

Kind kind(const char* what, const char* expected, std::function<std::string(Lab&)> act)
{
    return {what, expected, [act] {
                Lab lab;
                auto name = act(lab);
                return Noticed{std::move(name), lab.lost()};
            }};
}

/// The answer to a batch, its checkpoint made by whoever answers.
Noticed answered(const std::function<std::string(test::Post&, Checkpoint)>& note)
{
    test::Post post;
    post.desk.note();
    post.desk.note();
    post.centre.countersign = [&](std::string_view text) { return note(post, Checkpoint::parse(text)); };
    const auto step = Outbox(post.desk.store(), post.desk.clock).drainOnce(post.centre);
    const bool kept = post.desk.store().outbox.counts().waiting == 2 || step.kind == DrainStep::Kind::rolledBack;
    return {step.failure ? step.failure->code : std::string(), kept ? "" : "the entries that waited"};
}

std::string countersigned(const test::Post& post, Checkpoint note, const PrivateKey& key, const std::optional<Guid>& site = {})
{
    PrivateKeySigner signer(key);
    note.sign(centreKeyName(site.value_or(post.desk.site.description().site)), signer);
    return note.text();
}

/// Whoever stands between, with a certificate; the desk must not say a word to them, and speak to its own centre afterwards.
Noticed between(const std::function<Certificate(test::Line&, test::TestAuthority&)>& shown, int newestTls = TLS1_3_VERSION)
{
    test::Line line;
    test::TestAuthority other;
    line.serve(shown(line, other), newestTls);
    auto code = line.health(line.options()).code;
    const int heard = line.server->requests();
    line.server.reset();
    line.serve();
    const bool well = line.health(line.options()).code.empty();
    return {std::move(code), heard != 0 ? "what was said to a stranger" : well ? "" : "the line to the centre"};
}

} // namespace

std::vector<Kind> deliveries()
{
    return {
        kind("a roster of an older version", "ROSTER-OLD-VERSION", [](Lab& lab) { return lab.roster(lab.content(2)); }),
        kind("other rights under the roster's version", "ROSTER-OLD-VERSION", [](Lab& lab) {
            auto other = lab.content(3);
            other.agents[0].role = "manager";
            return lab.roster(other);
        }),
        kind("a roster that an agent signed", "ROSTER-SIGNATURE", [](Lab& lab) { return lab.roster(lab.content(4), false); }),
        kind("another site's roster", "ROSTER-FOREIGN", [](Lab& lab) {
            auto other = lab.content(4);
            other.site = Guid::random(lab.desk.random);
            return lab.roster(other);
        }),
        kind("roster.p7m put back to an older one", "ROSTER-OLD-VERSION", [](Lab& lab) {
            PrivateKeySigner signer(lab.desk.keys.centreSigningKey);
            writePrivateFile(lab.desk.site.rosterFile(), Roster::sign(lab.content(2), signer, lab.desk.keys.centreSigning).der());
            return lab.roster(lab.content(2));
        }),
        kind("a policy of an older version", "POLICY-OLD-VERSION", [](Lab& lab) { return lab.policy(1); }),
        kind("a policy that an agent signed", "POLICY-UNSIGNED", [](Lab& lab) { return lab.policy(3, false); }),
        kind("an older authority", "AUTHORITY-OLD-VERSION", [](Lab& lab) { return lab.authority(-1); }),
        kind("an authority signed as something else", "AUTHORITY-SIGNATURE", [](Lab& lab) { return lab.authority(1, StatementType::policy); }),
        kind("numbers that come plain", "not sealed", [](Lab& lab) { return lab.deliverAs("lease", lab.lease(), false); }),
        kind("numbers sealed to somebody else", "ENVELOPE-NOT-FOR-US", [](Lab& lab) {
            const auto other = envelope::seal(bytesOf(lab.lease()), std::vector{EnvelopeRecipient::of(lab.desk.keys.recovery)});
            return lab.deliverAs("lease", toBase64(other), true);
        }),
        kind("a sealed delivery flipped", "ENVELOPE-BROKEN", [](Lab& lab) {
            auto changed = fromBase64(lab.sealed(lab.lease())).value();
            changed.back() ^= 1u;
            return lab.deliverAs("lease", toBase64(changed), true);
        }),
        kind("a lease delivered twice", "repeated", [](Lab& lab) {
            REQUIRE(lab.deliver("lease", lab.lease()) == "applied");
            const auto blocks = lab.desk.store().leases.counts().blocks;
            const auto outcome = lab.deliver("lease", lab.lease());
            return lab.desk.store().leases.counts().blocks == blocks ? outcome : outcome + ", and taken";
        }),
        kind("another site key under a version that is here", "SITE-KEY-OTHER", [](Lab& lab) {
            REQUIRE(lab.siteKey(2) == "applied");
            return lab.siteKey(3);
        }),
    };
}

std::vector<Kind> line()
{
    using test::Line;
    using test::TestAuthority;
    return {
        {"a centre with another CA's certificate", "CENTRE-TLS", [] {
             return between([](Line& line, TestAuthority& other) { return line.certificate(other, CertificateProfile::tlsServer, line.serverKey.publicKey()); });
         }},
        {"a centre with a desk's certificate", "CENTRE-TLS", [] {
             return between([](Line& line, TestAuthority&) { return line.certificate(line.authority, CertificateProfile::tlsClient, line.serverKey.publicKey()); });
         }},
        {"a centre whose certificate is for another address", "CENTRE-TLS", [] {
             return between([](Line& line, TestAuthority&) { return line.certificate(line.authority, CertificateProfile::tlsServer, line.serverKey.publicKey(), "127.0.0.2"); });
         }},
        {"a line of TLS 1.2", "CENTRE-TLS", [] {
             return between([](Line& line, TestAuthority&) { return line.certificate(line.authority, CertificateProfile::tlsServer, line.serverKey.publicKey()); }, TLS1_2_VERSION);
         }},
        {"a certificate file of another key than tls.key", "CENTRE-TLS", [] {
             Line line;
             line.serve();
             auto options = line.options();
             writePrivateFile(options.key, PrivateKey::generate(KeyAlgorithm::ecP256).pem().view());
             auto code = line.health(options).code;
             return Noticed{std::move(code), line.health(line.options()).code.empty() ? "" : "the line to the centre"};
         }},
        {"a checkpoint countersigned by another key", "CHECKPOINT-UNSIGNED", [] {
             return answered([](test::Post& post, Checkpoint note) { return countersigned(post, std::move(note), post.desk.keys.agentSignInKey); });
         }},
        {"a checkpoint countersigned as another site's centre", "CHECKPOINT-UNSIGNED", [] {
             return answered([](test::Post& post, Checkpoint note) { return countersigned(post, std::move(note), post.desk.keys.centreSigningKey, Guid::random(post.desk.random)); });
         }},
        {"an older countersigned checkpoint replayed", "CENTRE-ANSWER", [] {
             return answered([](test::Post& post, Checkpoint) { return countersigned(post, post.desk.store().journal.checkpointAt(1), post.desk.keys.centreSigningKey); });
         }},
        {"the centre countersigned another tree", "CHECKPOINT-FORKED", [] {
             return answered([](test::Post& post, Checkpoint note) {
                 note.root[0] ^= 1u;
                 return countersigned(post, std::move(note), post.desk.keys.centreSigningKey);
             });
         }},
    };
}

} // namespace cardwright::tamper
