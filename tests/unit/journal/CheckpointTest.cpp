#include "core/crypto/CryptoError.h"
#include "core/journal/Checkpoint.h"
#include "core/journal/JournalError.h"
#include "core/journal/MerkleLog.h"
#include "tests/unit/crypto/Scratch.h"
#include "tests/unit/journal/SealedVector.h"
#include "tests/unit/journal/TestLog.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::string whyNot(const std::string& note)
{
    try {
        Checkpoint::parse(note);
    } catch (const JournalError& error) {
        return error.failure().code + " " + error.failure().detail;
    }
    return {};
}

} // namespace

TEST_CASE("The published checkpoint is read, holds, and names the tree of the published digests")
{
    const auto checkpoint = Checkpoint::parse(vectors::note);
    CHECK(checkpoint.text() == vectors::note);
    CHECK(checkpoint.size == 3);
    const auto key = PublicKey::fromDer(fromBase64(vectors::sessionKey).value());
    CHECK(checkpoint.signedBy(workstationKeyName(guid()), key));
    CHECK_FALSE(checkpoint.signedBy(workstationKeyName(numbered(1)), key));
    CHECK_FALSE(checkpoint.countersignedBy(key));
    MerkleFrontier tree;
    for (const char* digest : {"e83df896daee2879f1ae0bc52ced36e54742946a2e0c62120a335858522faf30", "acda92c1796cad92124c911a7c5008b93466fd069ad511571e28895657b26c81",
                               "b15081fe477a1bd7ca828775d5334c0b09903fe6ab4dd180409ad9898db148cb"}) {
        tree.append(sha256DigestFromHex(digest).value());
    }
    CHECK(tree.root() == checkpoint.root);
}

TEST_CASE("A checkpoint is signed by the workstation, countersigned by the centre, and holds for both")
{
    const TestLog log;
    const auto checkpoint = log.checkpoint();
    CHECK(Checkpoint::parse(checkpoint.text()) == checkpoint);
    CHECK(checkpoint.signatures.size() == 2);
    CHECK(checkpoint.signedBy(workstationKeyName(log.workstation), log.workstationKey.publicKey()));
    CHECK(checkpoint.countersignedBy(log.centreKey.publicKey()));
    CHECK_FALSE(checkpoint.countersignedBy(log.workstationKey.publicKey()));
    CHECK_FALSE(checkpoint.hasBrokenSignatureOf(log.centreKey.publicKey()));

    auto again = checkpoint;
    PrivateKeySigner desk(log.workstationKey);
    again.sign(workstationKeyName(log.workstation), desk);
    CHECK(again.signatures.size() == 2);

    auto other = checkpoint;
    ++other.size;
    CHECK_FALSE(other.sameTree(checkpoint));
    CHECK_FALSE(other.signedBy(workstationKeyName(log.workstation), log.workstationKey.publicKey()));
    CHECK_FALSE(other.countersignedBy(log.centreKey.publicKey()));
    CHECK(other.hasBrokenSignatureOf(log.centreKey.publicKey()));

    PrivateKeySigner large(PrivateKey::generate(KeyAlgorithm::ecP384));
    CHECK_THROWS_AS(again.sign("cardwright.centre/x", large), CryptoError);
    CHECK_THROWS_AS(again.sign("a name", desk), CryptoError);
    CHECK_THROWS_AS(again.sign("a+name", desk), CryptoError);
}

TEST_CASE("A note is read in its one form only")
{
    const TestLog log;
    const auto text = log.checkpoint().text();
    const auto with = [&](std::string_view from, std::string_view to) {
        auto other = text;
        const auto at = other.find(from);
        REQUIRE(at != std::string::npos);
        return other.replace(at, from.size(), to);
    };
    CHECK(whyNot(text).empty());
    CHECK(whyNot("") == "CHECKPOINT-UNREADABLE origin");
    CHECK(whyNot(with("cardwright.log/", "example.log/")) == "CHECKPOINT-UNREADABLE origin");
    CHECK(whyNot(with("\n6\n", "\n06\n")) == "CHECKPOINT-UNREADABLE size");
    CHECK(whyNot(with("\n6\n", "\n-6\n")) == "CHECKPOINT-UNREADABLE size");
    CHECK(whyNot(with("\n6\n", "\n99999999999999999999\n")) == "CHECKPOINT-UNREADABLE size");
    CHECK(whyNot(with("=\n\n", "\n\n")) == "CHECKPOINT-UNREADABLE root");
    CHECK(whyNot(with("=\n\n", "=\nextension\n\n")) == "CHECKPOINT-UNREADABLE another line before the signatures");
    CHECK(whyNot(with("\xE2\x80\x94 cardwright.c", "- cardwright.c")) == "CHECKPOINT-UNREADABLE signature");
    CHECK(whyNot(text.substr(0, text.size() - 1)) == "CHECKPOINT-UNREADABLE signature");
    CHECK(whyNot(with("\n6\n", "\r\n6\n")) == "CHECKPOINT-UNREADABLE origin");
    CHECK(whyNot(text + "\n") == "CHECKPOINT-UNREADABLE signature");
    CHECK(whyNot(std::string(100'000, 'a')) == "CHECKPOINT-UNREADABLE length");
    for (std::size_t size = 0; size < text.size(); ++size) {
        // Cut between two lines it is a whole note with fewer signatures; anywhere else it is none.
        const auto cut = text.substr(0, size);
        const bool whole = size > log.checkpoint().body().size() && cut.back() == '\n';
        CHECK(whyNot(cut).empty() == whole);
    }
}

TEST_CASE("openssl says that a checkpoint's signature holds")
{
    const TestLog log;
    const Scratch scratch;
    const auto checkpoint = log.checkpoint();
    scratch.put("body", bytesOf(checkpoint.body()));
    scratch.put("signature", checkpoint.signatures[0].signature);
    scratch.put("key.der", log.workstationKey.publicKey().der());
    CHECK(scratch.run("openssl dgst -sha256 -verify key.der -keyform DER -signature signature body"));
    scratch.put("body", bytesOf(checkpoint.body() + "\n"));
    CHECK_FALSE(scratch.run("openssl dgst -sha256 -verify key.der -keyform DER -signature signature body"));
}
