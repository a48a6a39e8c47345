#include "core/base/Clock.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/journal/EntrySigner.h"
#include "core/crypto/Envelope.h"
#include "tests/support/CountingRandom.h"
#include "tests/unit/journal/SealedVector.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <set>

using namespace cardwright;

namespace {

struct Vector {
    const char* log;
    std::uint64_t seq;
    const char* id;
    const char* at;
    EntryKind kind;
    const char* agent;
    const char* session;
    const char* subject;
    const char* payload;
    const char* canonical;
    const char* digest;
};

// core/journal/README.md; made by a separate program.
const Vector table[] = {
    {"3f6f2a4e-9d1b-4c58-8a53-0c9d5e7b1a20", 0u, "019aa5b0-51a3-7c11-9f3e-5d2c8b7a6e01", "2026-11-21T09:14:05.123Z", EntryKind::dutyRefused,
     "36d5d182f9a4293850ef02da179be580bf38acd8cb4a93e593ea40d7652059d3",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     R"({"salt":"000102030405060708090a0b0c0d0e0f"})",
                 "01000000103f6f2a4e9d1b4c588a530c9d5e7b1a2000000008000000000000000000000010019aa5b051a37c119f3e5d"
                 "2c8b7a6e0100000008000001a1fd625fc30000000c647574792e726566757365640000002036d5d182f9a4293850ef02"
                 "da179be580bf38acd8cb4a93e593ea40d7652059d3000000200000000000000000000000000000000000000000000000"
                 "000000000000000000000000200000000000000000000000000000000000000000000000000000000000000000000000"
                 "20c513648318adeca7ebbaae9e14ccbd90d3374ab98523e7fdf5071bb390ccd668",
     "e83df896daee2879f1ae0bc52ced36e54742946a2e0c62120a335858522faf30"},
    {"3f6f2a4e-9d1b-4c58-8a53-0c9d5e7b1a20", 1u, "019aa5b0-55d8-7a02-8b6d-1f4e3c2d5b02", "2026-11-21T09:14:06.200Z", EntryKind::holderCreated,
     "36d5d182f9a4293850ef02da179be580bf38acd8cb4a93e593ea40d7652059d3",
     "7a4c1837610723027089e286215bf994c07c8a1cebd42299b29e97a4d3480fda",
     "6f8f41e33b73e297682bb7acbeeb29261fdc63c4e21a8afa49b5156ef1ba464a",
     vectors::envelope,
                 "01000000103f6f2a4e9d1b4c588a530c9d5e7b1a2000000008000000000000000100000010019aa5b055d87a028b6d1f"
                 "4e3c2d5b0200000008000001a1fd6263f80000000e686f6c6465722e637265617465640000002036d5d182f9a4293850"
                 "ef02da179be580bf38acd8cb4a93e593ea40d7652059d3000000207a4c1837610723027089e286215bf994c07c8a1ceb"
                 "d42299b29e97a4d3480fda000000206f8f41e33b73e297682bb7acbeeb29261fdc63c4e21a8afa49b5156ef1ba464a00"
                 "00002080daf97667b3f475030bc2e547bcf87a1482efd880e1ba51b014b8cc8d100f3b",
     "acda92c1796cad92124c911a7c5008b93466fd069ad511571e28895657b26c81"},
    {"ffffffff-ffff-4fff-bfff-ffffffffffff", 9223372036854775807u, "00000000-0000-7000-8000-000000000000", "1969-12-31T23:59:59.999Z", EntryKind::clockWentBack,
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     R"()",
                 "0100000010ffffffffffff4fffbfffffffffffffff000000087fffffffffffffff000000100000000000007000800000"
                 "000000000000000008ffffffffffffffff0000000e636c6f636b2e77656e744261636b00000020000000000000000000"
                 "000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000"
                 "000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000000000"
                 "000020e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "b15081fe477a1bd7ca828775d5334c0b09903fe6ab4dd180409ad9898db148cb"},
};

JournalEntry entryOf(const Vector& vector)
{
    JournalEntry entry;
    entry.log = Guid::parse(vector.log).value();
    entry.seq = vector.seq;
    entry.id = Guid::parse(vector.id).value();
    entry.at = parseUtc(vector.at).value();
    entry.kind = vector.kind;
    entry.author = {sha256DigestFromHex(vector.agent).value(), sha256DigestFromHex(vector.session).value()};
    entry.subject = sha256DigestFromHex(vector.subject).value();
    entry.payload = vector.payload == vectors::envelope ? fromBase64(vector.payload).value() : toBytes(bytesOf(vector.payload));
    seal(entry);
    return entry;
}

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const JournalError& error) {
        return error.failure().code + " " + error.failure().detail;
    }
    return {};
}

} // namespace

TEST_CASE("Canonical bytes and digests are those of the published vectors")
{
    for (const auto& vector : table) {
        const auto entry = entryOf(vector);
        CHECK(toHex(canonicalBytes(entry)) == vector.canonical);
        CHECK(toHex(entry.digest) == vector.digest);
    }
}

TEST_CASE("Every field is in the digest")
{
    const auto entry = entryOf(table[1]);
    const auto digestAfter = [&](auto change) {
        auto other = entry;
        change(other);
        return leafDigest(canonicalBytes(other));
    };
    const auto flip = [](Sha256Digest& digest) { digest[31] ^= 1u; };
    CHECK(digestAfter([](auto&) {}) == entry.digest);
    CHECK(digestAfter([](auto& other) { other.log = {}; }) != entry.digest);
    CHECK(digestAfter([](auto& other) { ++other.seq; }) != entry.digest);
    CHECK(digestAfter([](auto& other) { other.id = {}; }) != entry.digest);
    CHECK(digestAfter([](auto& other) { ++other.at; }) != entry.digest);
    CHECK(digestAfter([](auto& other) { other.kind = EntryKind::holderViewed; }) != entry.digest);
    CHECK(digestAfter([&](auto& other) { flip(other.author.agent); }) != entry.digest);
    CHECK(digestAfter([&](auto& other) { flip(other.author.session); }) != entry.digest);
    CHECK(digestAfter([&](auto& other) { flip(other.subject); }) != entry.digest);
    CHECK(digestAfter([&](auto& other) { flip(other.payloadDigest); }) != entry.digest);
}

TEST_CASE("The subject needs the salt")
{
    CHECK(toHex(subjectDigest(*fromHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"), "555001000000")) == table[1].subject);
}

TEST_CASE("Kinds have one name each, and the list is closed")
{
    std::set<std::string_view> names;
    for (const auto kind : allEntryKinds()) {
        CHECK(entryKindFrom(nameOf(kind)) == kind);
        names.insert(nameOf(kind));
    }
    CHECK(names.size() == allEntryKinds().size());
    CHECK(names.count("holder.created") == 1);
    CHECK(names.count("certificate.requested") == 1);
    CHECK_FALSE(entryKindFrom("holder.deleted"));
    CHECK_FALSE(entryKindFrom(""));
    CHECK_FALSE(entryKindFrom("Holder.Created"));
}

TEST_CASE("An entry travels as the sync API has it, and comes back the same")
{
    const auto entry = entryOf(table[1]);
    const auto json = entryToJson(entry);
    CHECK(json.size() == 10);
    CHECK(json["at"] == "2026-11-21T09:14:06.200Z");
    CHECK(json["kind"] == "holder.created");
    CHECK(json["signature"] == "");
    CHECK(entryFromJson(json, entry.log) == entry);
    CHECK(entryFromLine(exportLine(entry)) == entry);
    CHECK(exportLine(entry).find('\n') == std::string::npos);

    auto erased = entry;
    erased.payload.reset();
    CHECK(entryFromLine(exportLine(erased)) == erased);
    CHECK(codeOf([&] { entryToJson(erased); }) == "JOURNAL-ENTRY payload");
}

TEST_CASE("What is not an entry is refused by the field that is wrong")
{
    const auto entry = entryOf(table[1]);
    const auto whole = entryToJson(entry);
    for (const auto& [field, ignored] : whole.items()) {
        auto json = whole;
        json.erase(field);
        CHECK(codeOf([&] { entryFromJson(json, entry.log); }) == "JOURNAL-ENTRY " + field);
        json[field] = nlohmann::json::array();
        CHECK(codeOf([&] { entryFromJson(json, entry.log); }) == "JOURNAL-ENTRY " + field);
    }
    const auto with = [&](const char* field, nlohmann::json value) {
        auto json = whole;
        json[field] = std::move(value);
        return codeOf([&] { entryFromJson(json, entry.log); });
    };
    CHECK(with("seq", -1) == "JOURNAL-ENTRY seq");
    CHECK(with("seq", 1.5) == "JOURNAL-ENTRY seq");
    CHECK(with("kind", "holder.deleted") == "JOURNAL-ENTRY kind");
    CHECK(with("digest", std::string(62, 'a')) == "JOURNAL-ENTRY digest");
    CHECK(with("payload", "not base64!") == "JOURNAL-ENTRY payload");
    CHECK(with("at", "2026-11-21T09:14:06Z") == "JOURNAL-ENTRY at");
    CHECK(codeOf([] { entryFromLine("{"); }) == "JOURNAL-ENTRY entry");
    CHECK(codeOf([] { entryFromLine("[]"); }) == "JOURNAL-ENTRY entry");
    CHECK(codeOf([] { entryFromLine(std::string(100'000, '[')); }) == "JOURNAL-ENTRY entry");
}

TEST_CASE("A draft about a person carries salt, number and subject")
{
    testing::CountingRandom random;
    const auto person = UserNumber::parse("555001000000").value();
    const auto draft = entryAbout(person, EntryKind::holderViewed, {{"why", "enquiry"}}, random);
    const auto payload = nlohmann::json::parse(draft.payload);
    CHECK(payload == nlohmann::json{{"why", "enquiry"}, {"salt", "000102030405060708090a0b0c0d0e0f"}, {"userNumber", "555001000000"}});
    CHECK(draft.subject == subjectDigest(*fromHex("000102030405060708090a0b0c0d0e0f"), "555001000000"));
    CHECK(draft.about == person);
    CHECK(entryAbout(person, EntryKind::holderViewed, nullptr, random).subject != draft.subject);

    const auto desk = entryOfDesk(EntryKind::leaseRequested, {{"count", 100}}, random);
    CHECK(desk.subject == Sha256Digest{});
    CHECK_FALSE(desk.about);
    CHECK(nlohmann::json::parse(desk.payload).contains("salt"));
    CHECK(codeOf([&] { entryOfDesk(EntryKind::leaseRequested, "text", random); }) == "JOURNAL-ENTRY payload");
    CHECK(codeOf([&] { entryOfDesk(EntryKind::leaseRequested, {{"x", "\xFF"}}, random); }) == "JOURNAL-ENTRY payload");
}

TEST_CASE("The published entry's signature holds, and its envelope opens for both recipients")
{
    auto entry = entryOf(table[1]);
    entry.signature = fromBase64(vectors::signature).value();
    const auto key = PublicKey::fromDer(fromBase64(vectors::sessionKey).value());
    CHECK(sessionOf(key) == entry.author.session);
    CHECK(signatureHolds(entry, key));
    const auto opened = [&](const char* keyText, const char* certificateText) {
        const auto pem = "-----BEGIN PRIVATE KEY-----\n" + std::string(keyText) + "\n-----END PRIVATE KEY-----\n";
        PrivateEnvelopeKey opener(PrivateKey::fromPem(bytesOf(pem)), Certificate::fromDer(fromBase64(certificateText).value()));
        return toText(envelope::open(*entry.payload, opener).view());
    };
    const std::string payload = R"({"legalName":"Siân O’Neill","salt":"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf","userNumber":"555001000000"})";
    CHECK(opened(vectors::centreKey, vectors::centreCertificate) == payload);
    CHECK(opened(vectors::storeKey, vectors::storeCertificate) == payload);

    ++entry.at;
    CHECK_FALSE(signatureHolds(entry, key));
    CHECK_FALSE(signatureHolds(entryOf(table[1]), key)); // unsigned
}

TEST_CASE("An entry is sealed and signed by its own author only, and by none whose session has ended")
{
    auto entry = entryOf(table[0]);
    WorkstationSigners signers(PrivateKey::generate(KeyAlgorithm::ecP256));
    const auto sessionKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto agent = sha256(bytesOf("agent"));
    const auto author = signers.beginSession(agent, sessionKey);
    CHECK(author == EntryAuthor{agent, sessionOf(sessionKey.publicKey())});
    CHECK(signers.holds(author));
    entry.author = author;
    sealAndSign(entry, signers.signerFor(author));
    CHECK(signatureHolds(entry, sessionKey.publicKey()));
    CHECK(entry.digest == leafDigest(canonicalBytes(entry)));
    CHECK(codeOf([&] { sealAndSign(entry, signers.signerFor({})); }) == "JOURNAL-ENTRY author");
    CHECK_THROWS_AS(signers.signerFor({sha256(bytesOf("another agent")), author.session}), RefusedError);

    signers.endSession(author.session);
    CHECK_FALSE(signers.holds(author));
    try {
        signers.signerFor(author);
        FAIL("a session that ended signed");
    } catch (const RefusedError& error) {
        CHECK(error.failure().code == "SESSION-ENDED");
    }
    CHECK(signers.holds({}));
    signers.beginSession(agent, sessionKey);
    signers.endAllSessions();
    CHECK_FALSE(signers.holds(author));
    CHECK_THROWS_AS(KeyEntrySigner(PrivateKey::generate(KeyAlgorithm::ecP384), EntryAuthor{}), FailureError);
}
