#pragma once

#include "core/base/Clock.h"
#include "core/central/Centre.h"
#include "core/central/Enrolment.h"
#include "core/central/TrainingAuthority.h"
#include "core/central/TrainingCentre.h"
#include "core/crypto/Envelope.h"
#include "core/crypto/SecureRandom.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/Delegation.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/EntryJson.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/MerkleLog.h"
#include "core/journal/StepUp.h"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sys/stat.h>

namespace cardwright::test {
inline namespace centreside { // Desk is also the name of the store's fixture: one program may hold both

using nlohmann::json;

class FixedClock final : public Clock {
public:
    std::int64_t now = 1795252445123; // 2026-11-21T09:14:05.123Z
    std::int64_t utcMillis() const override { return now; }
};

constexpr std::int64_t hours = 3600 * 1000;

/// A folder of its own, gone at the end.
class Scratch {
public:
    Scratch()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "cardwright-centre-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        m_path = pattern;
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// An agent whose card is three keys in memory.
struct TestAgent {
    std::string number;
    std::string name;
    Guid card;
    PrivateKey signIn = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey keyManagement = PrivateKey::generate(KeyAlgorithm::ecP256);
    std::optional<Certificate> certificate = {}; ///< 9A

    Bytes requestFor(const PrivateKey& key) const { return CertificateRequest::make(key, {number, "Trust", card, std::nullopt}).der(); }
};

/// What a desk has and writes: its four keys, one log, made by the same code as the real one.
class Desk {
public:
    Desk(const Clock& clock, RandomSource& source) : random(source), m_clock(clock) {}

    central::EnrolmentRequest enrolment(SecureBytes token, const std::string& name = "desk 2") const
    {
        const auto make = [](const PrivateKey& key) { return CertificateRequest::make(key, {"", "a desk", Guid(), std::nullopt}).der(); };
        central::EnrolmentRequest request;
        request.token = std::move(token);
        request.name = name;
        request.place = "Quayside House";
        request.requests = {make(tls), make(signing), make(store), make(contentSigning)};
        return request;
    }
    void enrolled(const central::EnrolmentAnswer& answer)
    {
        workstation = answer.workstation;
        log = answer.log;
        storeCertificate = Certificate::fromDer(answer.certificates.store);
        tlsCertificate = Certificate::fromDer(answer.certificates.tls);
        centreEnvelope = Certificate::fromDer(answer.trust.centreEnvelope);
        roster = answer.roster;
    }

    /// Signs in: a fresh session key, delegated by the agent's card. The entry that tells the centre.
    JournalEntry signIn(const TestAgent& agent, std::int64_t length = 10 * hours)
    {
        session = PrivateKey::generate(KeyAlgorithm::ecP256);
        author = {agent.certificate->fingerprint(), sessionOf(session->publicKey())};
        PrivateKeySigner card(agent.signIn);
        const auto now = m_clock.utcMillis();
        delegation = makeDelegation({log, workstation, session->publicKey(), now, now + length}, card, *agent.certificate);
        return about(agent.number, EntryKind::agentSignedIn, {{"agent", toBase64(agent.certificate->der())}, {"delegation", toBase64(delegation)}});
    }
    std::vector<EnvelopeRecipient> recipients() const { return {EnvelopeRecipient::of(*centreEnvelope), EnvelopeRecipient::of(*storeCertificate)}; }

    JournalEntry make(const EntryDraft& draft, const EntryAuthor& by)
    {
        JournalEntry entry;
        entry.log = log;
        entry.seq = next++;
        entry.id = Guid::ordered(m_clock.utcMillis(), random);
        entry.at = m_clock.utcMillis();
        entry.kind = draft.kind;
        entry.author = by;
        entry.payload = envelope::seal(draft.payload, recipients());
        entry.subject = draft.subject;
        sign(entry);
        return entry;
    }
    void sign(JournalEntry& entry)
    {
        KeyEntrySigner signer(entry.author.isWorkstation() ? signing : session.value(), entry.author);
        sealAndSign(entry, signer);
    }
    JournalEntry about(std::string_view number, EntryKind kind, json payload)
    {
        return make(entryAbout(UserNumber::parse(number).value(), kind, std::move(payload), random), author);
    }
    JournalEntry plain(EntryKind kind, json payload) { return make(entryOfDesk(kind, std::move(payload), random), author); }
    JournalEntry own(EntryKind kind, json payload) { return make(entryOfDesk(kind, std::move(payload), random), {}); }
    /// With the card's second signature.
    JournalEntry steppedUp(EntryDraft draft, const TestAgent& agent)
    {
        PrivateKeySigner card(agent.signIn);
        attachStepUp(draft, makeStepUp(stepUpTermsFor(draft, author.session, m_clock.utcMillis()), card, *agent.certificate));
        return make(draft, author);
    }
    JournalEntry holder(std::string_view number, const std::string& given = "Callum", const std::string& family = "Pemberton-Roy",
                        const std::string& birth = "1991-04-03")
    {
        return about(number, EntryKind::holderCreated,
                     {{"legalName", given + " " + family}, {"givenName", given}, {"familyName", family}, {"dateOfBirth", birth},
                      {"nameOnCard", given}, {"odsCode", "HVC00"}, {"jobTitle", "Nurse"}});
    }
    JournalEntry card(std::string_view number, const Guid& card)
    {
        return about(number, EntryKind::cardOpened,
                     {{"card", card.text()}, {"job", Guid::random(random).text()}, {"generation", 1}, {"siteKeyVersion", 1}, {"locked", false}});
    }
    JournalEntry request(std::string_view number, const Guid& card, const Guid& request, const PrivateKey& key, const std::string& slot = "9A")
    {
        const PendingRequest pending(key.publicKey(), {std::string(number), "Harbour Valley Community Trust", card, portrait});
        return requestWith(number, card, request, pending.assemble(key.signDigest(pending.signatureInput())).der(), slot);
    }
    JournalEntry requestWith(std::string_view number, const Guid& card, const Guid& request, ByteView csr, const std::string& slot = "9A")
    {
        return about(number, EntryKind::certificateRequested,
                     {{"request", request.text()}, {"card", card.text()}, {"slot", slot}, {"csr", toBase64(csr)}, {"photoReference", toHex(portrait)}});
    }
    /// A request that names the card only, as a desk makes it for 9E.
    JournalEntry cardOnlyRequest(std::string_view number, const Guid& card, const std::string& slot, const PrivateKey& key)
    {
        const PendingRequest pending(key.publicKey(), {"", "Harbour Valley Community Trust", card, std::nullopt});
        const auto csr = pending.assemble(key.signDigest(pending.signatureInput())).der();
        return about(number, EntryKind::certificateRequested,
                     {{"request", guid().text()}, {"card", card.text()}, {"slot", slot}, {"csr", toBase64(csr)}});
    }
    Guid guid() { return Guid::random(random); }

    Bytes sealedPortrait() const { return envelope::seal(jpeg, recipients()); }
    /// A checkpoint over these entries' digests, signed by this desk.
    std::string checkpoint(const std::vector<Sha256Digest>& leaves)
    {
        MerkleFrontier tree;
        for (const auto& leaf : leaves) tree.append(leaf);
        Checkpoint note{log, leaves.size(), tree.root(), {}};
        PrivateKeySigner signer(signing);
        note.sign(workstationKeyName(workstation), signer);
        return note.text();
    }
    json openSealed(const std::string& body)
    {
        PrivateEnvelopeKey key(store, *storeCertificate);
        return json::parse(toText(envelope::open(fromBase64(body).value(), key).view()));
    }
    /// A read as a desk with a session makes it.
    central::SignedCall call(const std::string& target, const std::string& method = "GET", std::string_view body = {})
    {
        std::array<std::uint8_t, 16> nonce{};
        random.fill(nonce);
        const auto at = formatUtc(m_clock.utcMillis());
        const auto text = method + "\n" + target + "\n" + at + "\n" + toHex(nonce) + "\n" + toHex(sha256(bytesOf(body)));
        return {method, target, body, toBase64(delegation),
                "at=" + at + ";nonce=" + toHex(nonce) + ";signature=" + toBase64(session->sign(bytesOf(text)))};
    }

    RandomSource& random;
    Guid workstation;
    Guid log;
    PrivateKey tls = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey signing = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey store = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey contentSigning = PrivateKey::generate(KeyAlgorithm::ecP256);
    std::optional<Certificate> storeCertificate, tlsCertificate, centreEnvelope;
    Bytes roster;
    std::optional<PrivateKey> session;
    EntryAuthor author;
    Bytes delegation;
    std::uint64_t next = 0;
    Bytes jpeg = concat({Bytes{0xFF, 0xD8, 0xFF}, bytesOf("as good as a picture")});
    Sha256Digest portrait = sha256(jpeg);

private:
    const Clock& m_clock;
};

inline std::string batchOf(const std::vector<JournalEntry>& entries, const std::string& checkpoint = {})
{
    json list = json::array();
    for (const auto& entry : entries) list.push_back(entryToJson(entry));
    json body{{"entries", list}};
    if (!checkpoint.empty()) body["checkpoint"] = checkpoint;
    return body.dump();
}

/// A training centre with one desk and its first agent; others can be added.
class Site {
public:
    Site() : Site(nullptr) {}
    /// clock: the real one, for a centre that another process opens.
    explicit Site(const Clock* other) : time(other != nullptr ? *other : clock), desk(time, random)
    {
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
        central::CentreOrder order;
        order.directory = folder.path();
        order.organisation = "Harbour Valley Community Trust";
        order.odsCode = "HVC00";
        central::makeTrainingCentre(order, time, random);
        open();
        token = centre->issueToken();
        enrolment = central::enrolWorkstation(*centre, desk.enrolment(token.clone()));
        desk.enrolled(enrolment);
        agent = {"555000417260", "Tomasz Reid", Guid::random(random)};
        bootstrap();
    }
    void bootstrap()
    {
        const auto answer = central::enrolFirstAgent(*centre, desk.workstation, firstAgent());
        agent.certificate = answer.certificates.front().certificate;
        desk.roster = answer.roster;
    }
    central::FirstAgentRequest firstAgent() const
    {
        central::FirstAgentRequest request;
        request.token = token.clone();
        request.name = agent.name;
        request.userNumber = agent.number;
        request.card = agent.card;
        request.requests = {{"9A", agent.requestFor(agent.signIn)}};
        request.keys = {{"9D", agent.keyManagement.publicKey().der()}};
        return request;
    }
    void open()
    {
        centre.reset();
        authority = std::make_unique<central::TrainingAuthority>(central::TrainingAuthority::open(folder.path(), random));
        centre = std::make_unique<central::Centre>(folder.path(), *authority, time, random);
    }
    /// The first agent signs in at this desk.
    void signIn() { REQUIRE(verdictOn(desk.signIn(agent)) == "accepted"); }
    central::BatchAnswer send(const std::vector<JournalEntry>& entries)
    {
        auto answer = centre->receive(entries.front().log, batchOf(entries));
        if (asksAuthority) centre->issuePending();
        return answer;
    }
    central::EntryResult sendOne(const JournalEntry& entry)
    {
        const auto answer = send({entry});
        REQUIRE(answer.results.size() == 1);
        return answer.results.front();
    }
    /// "accepted", or the name of the problem.
    std::string verdictOn(const JournalEntry& entry)
    {
        const auto result = sendOne(entry);
        return result.status == central::EntryStatus::accepted ? "accepted" : json::parse(result.problem).at("code").get<std::string>();
    }
    /// Opened where they are sealed.
    std::vector<json> deliveriesOf(std::string_view kind, Desk& to)
    {
        std::vector<json> found;
        for (const auto& one : centre->deliveries(to.log, 0)) {
            if (one.kind == kind) found.push_back(one.sealed ? to.openSealed(one.body) : json::parse(one.body));
        }
        return found;
    }
    std::vector<json> deliveriesOf(std::string_view kind) { return deliveriesOf(kind, desk); }
    Desk addDesk()
    {
        Desk second(time, random);
        second.enrolled(central::enrolWorkstation(*centre, second.enrolment(centre->issueToken(), "second desk")));
        return second;
    }
    /// Somebody made at this desk, with a card of 9A and 9D, then an agent in this role.
    TestAgent addAgent(const std::string& number, const std::string& given, const std::string& role, bool deputy = false)
    {
        TestAgent one{number, given + " Example", Guid::random(random)};
        REQUIRE(verdictOn(desk.holder(number, given, "Example")) == "accepted");
        REQUIRE(verdictOn(desk.card(number, one.card)) == "accepted");
        REQUIRE(verdictOn(desk.request(number, one.card, Guid::random(random), one.signIn)) == "accepted");
        REQUIRE(verdictOn(desk.request(number, one.card, Guid::random(random), one.keyManagement, "9D")) == "accepted");
        for (const auto& body : deliveriesOf("certificate")) {
            if (body.at("card") != one.card.text() || body.at("slot") != "9A") continue;
            one.certificate = Certificate::fromDer(fromBase64(body.at("certificate").get<std::string>()).value());
        }
        centre->addAgent(number, role, deputy);
        return one;
    }

    bool asksAuthority = true; ///< after each batch
    Scratch folder;
    FixedClock clock;
    const Clock& time;
    SecureRandom random;
    Desk desk;
    TestAgent agent;
    SecureBytes token;
    central::EnrolmentAnswer enrolment;
    std::unique_ptr<central::TrainingAuthority> authority;
    std::unique_ptr<central::Centre> centre;
};

template <typename Act>
std::string problemOf(Act act)
{
    try {
        act();
    } catch (const central::ProblemError& error) {
        return error.problem().name;
    }
    return "none";
}

} // namespace centreside
} // namespace cardwright::test
