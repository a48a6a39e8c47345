#include "core/store/Statement.h"
#include "tests/system/tamper/Table.h"
#include "tests/unit/central/TestCentre.h"

#include <algorithm>
#include <array>

namespace cardwright::tamper {

namespace {

using test::json;
using test::problemOf;

/// A centre with a desk whose agent is signed in, and three entries that it has.
struct CentreLab : test::Site {
    CentreLab()
    {
        signIn();
        for (int count = 0; count < 2; ++count) leaves.push_back(sent(look()).digest);
    }
    JournalEntry look() { return desk.plain(EntryKind::holderViewed, json::object()); }
    JournalEntry sent(const JournalEntry& entry)
    {
        REQUIRE(verdictOn(entry) == "accepted");
        return entry;
    }
    central::EnrolledWorkstation self() { return *centre->workstationBy(desk.tlsCertificate->fingerprint()); }
    std::string received(const std::vector<JournalEntry>& batch, const std::string& note = {})
    {
        return problemOf([&] { centre->receive(desk.log, test::batchOf(batch, note)); });
    }
    /// What of the untouched work does not go on: the desk's next entry is taken, its next read answered.
    std::string lost()
    {
        desk.next = centre->receive(desk.log, R"({"entries":[]})").next;
        if (verdictOn(desk.signIn(agent)) != "accepted") return "the next sign-in";
        if (verdictOn(look()) != "accepted") return "the next entry";
        if (problemOf([&] { centre->reads().search(self(), desk.call("/v1/holders?name=Pem")); }) != "none") return "the next read";
        return {};
    }
    std::vector<Sha256Digest> leaves;
};

Kind kind(const char* what, const char* expected, std::function<std::string(CentreLab&)> act)
{
    return {what, expected, [act] {
                CentreLab site;
                auto name = act(site);
                return Noticed{std::move(name), site.lost()};
            }};
}

/// Another envelope in an entry of this desk, signed by its session.
std::string sealedTo(CentreLab& site, std::vector<EnvelopeRecipient> recipients)
{
    auto entry = site.look();
    entry.payload = envelope::seal(bytesOf(R"({"salt":"000102030405060708090a0b0c0d0e0f"})"), recipients);
    site.desk.sign(entry);
    return site.verdictOn(entry);
}

std::string withPayload(CentreLab& site, const std::function<void(Bytes&)>& act, bool signedAgain = true)
{
    auto entry = site.look();
    act(*entry.payload);
    if (signedAgain) site.desk.sign(entry);
    return site.verdictOn(entry);
}

void weaker(Bytes& payload)
{
    // AES-128-GCM in place of AES-256-GCM: the last octet of the algorithm's name.
    constexpr std::array<std::uint8_t, 9> aes256Gcm{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2E};
    const auto name = std::search(payload.begin(), payload.end(), aes256Gcm.begin(), aes256Gcm.end());
    REQUIRE(name != payload.end());
    *(name + 8) = 0x06;
}

std::string edited(CentreLab& site, const std::function<void(JournalEntry&)>& act)
{
    auto entry = site.look();
    act(entry);
    return site.verdictOn(entry);
}

std::string cancelled(CentreLab& site, bool borrowed, std::int64_t away)
{
    auto& desk = site.desk;
    const auto draft = [&] { return entryAbout(UserNumber::parse("555001000000").value(), EntryKind::cardCancelled, {{"card", desk.guid().text()}, {"reason", "lost"}}, desk.random); };
    PrivateKeySigner card(site.agent.signIn);
    auto entry = draft();
    const auto other = draft(); // another salt: another entry
    const auto terms = stepUpTermsFor(borrowed ? other : entry, desk.author.session, site.clock.now + away);
    attachStepUp(entry, makeStepUp(terms, card, *site.agent.certificate));
    return site.verdictOn(desk.make(entry, desk.author));
}

std::string otherNote(CentreLab& site, const std::vector<Sha256Digest>& leaves) { return site.received({}, site.desk.checkpoint(leaves)); }

std::vector<Sha256Digest> allLeaves(CentreLab& site)
{
    std::vector<Sha256Digest> leaves;
    auto query = site.centre->database().prepare("SELECT digest FROM entries WHERE log = ?1 ORDER BY seq");
    query.bind(site.desk.log);
    while (query.step()) leaves.push_back(query.digest(0));
    return leaves;
}

std::string read(CentreLab& site, const central::SignedCall& call)
{
    return problemOf([&] { site.centre->reads().search(site.self(), call); });
}

} // namespace

std::vector<Kind> envelopes()
{
    return {
        kind("sealed to a third as well", "envelope-recipients", [](CentreLab& site) {
            auto three = site.desk.recipients();
            three.push_back(EnvelopeRecipient::of(Certificate::fromDer(site.enrolment.trust.recovery)));
            return sealedTo(site, three);
        }),
        kind("not sealed to the desk", "envelope-recipients", [](CentreLab& site) { return sealedTo(site, {site.desk.recipients()[0]}); }),
        kind("not sealed to the centre", "envelope-recipients", [](CentreLab& site) { return sealedTo(site, {site.desk.recipients()[1]}); }),
        kind("the tag flipped", "envelope-broken", [](CentreLab& site) { return withPayload(site, [](Bytes& payload) { payload.back() ^= 1u; }); }),
        kind("another algorithm named", "envelope-algorithm", [](CentreLab& site) { return withPayload(site, weaker); }),
        kind("cut short", "envelope-unreadable", [](CentreLab& site) { return withPayload(site, [](Bytes& payload) { payload.resize(payload.size() / 2); }); }),
        kind("another one, under the digest that was signed", "digest-wrong", [](CentreLab& site) { return withPayload(site, [](Bytes& payload) { payload.back() ^= 1u; }, false); }),
    };
}

std::vector<Kind> entries()
{
    return {
        kind("signed by another key", "signature-wrong", [](CentreLab& site) {
            return edited(site, [](JournalEntry& entry) {
                KeyEntrySigner other(PrivateKey::generate(KeyAlgorithm::ecP256), entry.author);
                sealAndSign(entry, other);
            });
        }),
        kind("unsigned", "signature-wrong", [](CentreLab& site) { return edited(site, [](JournalEntry& entry) { entry.signature.clear(); }); }),
        kind("author zeroed, signed by the workstation's own key", "author-missing", [](CentreLab& site) { return site.verdictOn(site.desk.own(EntryKind::holderViewed, json::object())); }),
        kind("a first agent told of by the workstation's own key", "bootstrap-over", [](CentreLab& site) {
            return site.verdictOn(site.desk.own(EntryKind::agentBootstrapped, {{"agent", toHex(sha256(bytesOf("a stranger")))}, {"roster", 1}}));
        }),
        kind("in another agent's name", "session-not-delegated", [](CentreLab& site) {
            site.desk.author.agent = sha256(bytesOf("somebody"));
            return site.verdictOn(site.look());
        }),
        kind("after the session's hours", "session-expired", [](CentreLab& site) {
            site.clock.now += 10 * test::hours;
            return site.verdictOn(site.look());
        }),
        kind("a grave act without the card's second signature", "step-up-missing", [](CentreLab& site) {
            return site.verdictOn(site.desk.about("555001000000", EntryKind::cardCancelled, {{"card", site.desk.guid().text()}, {"reason", "lost"}}));
        }),
        kind("a second signature made for another act", "step-up-wrong", [](CentreLab& site) { return cancelled(site, true, 0); }),
        kind("a second signature more than five minutes old", "step-up-wrong", [](CentreLab& site) { return cancelled(site, false, -5 * 60 * 1000 - 1); }),
        kind("an id used again", "id-reused", [](CentreLab& site) {
            const auto first = site.sent(site.look());
            return edited(site, [&](JournalEntry& entry) {
                entry.id = first.id;
                site.desk.sign(entry);
            });
        }),
        kind("another entry under a number the centre has", "log-forked", [](CentreLab& site) {
            site.desk.next -= 1;
            return site.received({site.look()});
        }),
        kind("a batch replayed", "repeated, nothing applied", [](CentreLab& site) {
            const auto entry = site.sent(site.look());
            const auto count = site.centre->counts().entries;
            return site.sendOne(entry).repeated && site.centre->counts().entries == count ? std::string("repeated, nothing applied") : std::string();
        }),
        kind("a fork: another root of a countersigned size", "checkpoint-forked", [](CentreLab& site) {
            auto leaves = allLeaves(site);
            REQUIRE(site.received({}, site.desk.checkpoint(leaves)) == "none");
            leaves[1][0] ^= 1u;
            return otherNote(site, leaves);
        }),
        kind("a checkpoint of other entries than the centre has", "checkpoint-inconsistent", [](CentreLab& site) {
            auto leaves = allLeaves(site);
            leaves[1][0] ^= 1u;
            return otherNote(site, leaves);
        }),
        kind("a checkpoint by another workstation's key", "checkpoint-wrong", [](CentreLab& site) {
            test::Desk stranger(site.clock, site.random);
            stranger.log = site.desk.log;
            stranger.workstation = site.desk.workstation;
            return site.received({}, stranger.checkpoint(allLeaves(site)));
        }),
        kind("an entry for a log that was closed", "log-closed", [](CentreLab& site) {
            const auto old = site.desk.log;
            const auto entry = site.look();
            site.desk.log = site.centre->beginLog(site.desk.workstation, "put back from a copy");
            return problemOf([&] { site.centre->receive(old, test::batchOf({entry})); });
        }),
    };
}

std::vector<Kind> calls()
{
    const std::string target = "/v1/holders?name=Pem";
    return {
        kind("an enrolment token used for another desk", "enrolment-token-used", [](CentreLab& site) {
            test::Desk second(site.clock, site.random);
            return problemOf([&] { central::enrolWorkstation(*site.centre, second.enrolment(site.token.clone())); });
        }),
        kind("a certificate request of another's key", "possession-not-proven", [](CentreLab& site) {
            test::Desk second(site.clock, site.random);
            auto request = second.enrolment(site.centre->issueToken());
            request.requests.tls.back() ^= 1u;
            return problemOf([&] { central::enrolWorkstation(*site.centre, request); });
        }),
        kind("the first agent made twice", "bootstrap-over", [](CentreLab& site) {
            auto again = site.firstAgent();
            again.name = "Somebody Else";
            return problemOf([&] { central::enrolFirstAgent(*site.centre, site.desk.workstation, again); });
        }),
        kind("a signed read replayed", "nonce-used", [target](CentreLab& site) {
            const auto call = site.desk.call(target);
            REQUIRE(read(site, call) == "none");
            return read(site, call);
        }),
        kind("a signed read of six minutes ago", "signature-stale", [target](CentreLab& site) {
            const auto call = site.desk.call(target);
            site.clock.now += 6 * 60 * 1000;
            return read(site, call);
        }),
        kind("a signed read of another address", "signature-wrong", [target](CentreLab& site) {
            auto call = site.desk.call(target);
            call.target = "/v1/holders?name=Call";
            return read(site, call);
        }),
        kind("a read with the workstation's certificate alone", "signature-missing", [target](CentreLab& site) { return read(site, {"GET", target, {}, {}, {}}); }),
        kind("a portrait under another's digest", "portrait-wrong", [](CentreLab& site) {
            return problemOf([&] { site.centre->storePortrait(site.desk.log, sha256(bytesOf("another picture")), site.desk.sealedPortrait()); });
        }),
        kind("a policy published without a higher version", "policy-old-version", [](CentreLab& site) {
            const auto& policies = site.enrolment.policies;
            const auto roles = std::find_if(policies.begin(), policies.end(), [](const auto& one) { return json::parse(one.body).at("id") == "roles"; });
            return problemOf([&] { site.centre->publishPolicy("roles", roles->body); });
        }),
    };
}

} // namespace cardwright::tamper
