#include "core/base/SecretInput.h"
#include "core/card/CardErrors.h"
#include "core/piv/TransportBatch.h"

#include <catch2/catch.hpp>

#include <string>
#include <unistd.h>

using namespace cardwright;

namespace {

TransportBatch aBatch()
{
    TransportBatch batch;
    batch.name = "SPRING-7";
    batch.profile = "yubico-like";
    batch.algorithm = Algorithm::aes256;
    batch.serials = {{20'000'000, 20'000'499}};
    batch.administrationKey = SecureBytes::copyOf(Bytes(32, 0x3C));
    batch.unlockKey = SecureBytes::copyOf(bytesOf("60718293"));
    batch.passcode = SecureBytes::copyOf(bytesOf("918273"));
    return batch;
}

SecureBytes typed(const std::string& text, std::size_t longest = 256)
{
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(ends[1]);
    auto line = readSecretLine(ends[0], longest);
    ::close(ends[0]);
    return line ? std::move(*line) : SecureBytes();
}

} // namespace

TEST_CASE("a batch is what it was after encoding and decoding, with and without what it may bring")
{
    const auto batch = aBatch();
    const auto again = TransportBatch::decode(batch.encode().view());
    CHECK(again.sameAs(batch));
    CHECK(again.serials == batch.serials);
    auto bare = batch.clone();
    bare.serials.reset();
    bare.unlockKey.reset();
    bare.passcode.reset();
    CHECK(TransportBatch::decode(bare.encode().view()).sameAs(bare));
    CHECK_FALSE(bare.sameAs(batch));
    CHECK(batch.covers(20'000'000));
    CHECK(batch.covers(20'000'499));
    CHECK_FALSE(batch.covers(20'000'500));
    CHECK_FALSE(bare.covers(20'000'000));
}

TEST_CASE("a batch that is cut anywhere, or of no form, is refused")
{
    const auto whole = aBatch().encode();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        bool refused = false;
        try {
            const auto part = TransportBatch::decode(whole.view().first(size));
            refused = !part.sameAs(aBatch()); // what may be left out was: another batch, but a whole one
        } catch (const CardDataError&) {
            refused = true;
        }
        CHECK(refused);
    }
    const auto wrong = [](auto change) {
        auto batch = aBatch();
        change(batch);
        CHECK_FALSE(batch.problem().empty());
        CHECK_THROWS_AS(TransportBatch::decode(batch.encode().view()), CardDataError);
    };
    wrong([](auto& batch) { batch.name = "two words"; });
    wrong([](auto& batch) { batch.name = std::string(41, 'A'); });
    wrong([](auto& batch) { batch.profile.clear(); });
    wrong([](auto& batch) { batch.algorithm = Algorithm::eccP256; });
    wrong([](auto& batch) { batch.algorithm = Algorithm::aes128; });
    wrong([](auto& batch) { batch.administrationKey = SecureBytes(31); });
    wrong([](auto& batch) { batch.serials = {{9, 8}}; });
    wrong([](auto& batch) { batch.unlockKey = SecureBytes(7); });
    wrong([](auto& batch) { batch.passcode = SecureBytes::copyOf(bytesOf("12345")); });
    wrong([](auto& batch) { batch.passcode = SecureBytes::copyOf(bytesOf("12345a")); });
}

TEST_CASE("secrets come out of a descriptor line by line, and hexadecimal digits become octets")
{
    CHECK(typed("0a0B\nmore").sameAs(bytesOf("0a0B")));
    CHECK(typed("0a\r\n").sameAs(bytesOf("0a")));
    CHECK(typed("").empty());
    CHECK(typed("\n").empty());
    CHECK(typed("12345", 4).empty());
    CHECK_FALSE(readSecretLine(-1, 10));
    const auto octets = [](const char* text) { return fromHexDigits(SecureBytes::copyOf(bytesOf(text))); };
    CHECK(octets("0a 0B:ff")->sameAs(Bytes{0x0A, 0x0B, 0xFF}));
    CHECK_FALSE(octets("0a0"));
    CHECK_FALSE(octets("0g"));
}
