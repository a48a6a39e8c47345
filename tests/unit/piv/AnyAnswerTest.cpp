#include "core/base/Tlv.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/CardProfile.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/piv/Discovery.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"
#include "tests/unit/piv/PivTestCard.h"

#include <array>
#include <random>
#include <vector>

using namespace cardwright;

namespace {

/// A card that answers anything: octets that look like TLV more often than chance would, and status words that matter.
class AnyCard final : public CardTransport {
public:
    explicit AnyCard(std::uint32_t seed) : m_random(seed) {}
    Bytes transmit(ByteView) override
    {
        static constexpr std::array<std::uint16_t, 10> words = {0x9000, 0x9000, 0x9000, 0x6110, 0x6100, 0x6C08, 0x63C2, 0x6982, 0x6A82, 0x6983};
        static constexpr std::array<std::uint8_t, 18> likely = {0x53, 0x7C, 0x7F, 0x49, 0x86, 0x81, 0x82, 0x80, 0x61, 0x4F,
                                                                0x34, 0x10, 0x04, 0x08, 0x00, 0x84, 0xFF, 0x41};
        Bytes answer(pick(40));
        for (auto& octet : answer) octet = pick(3) == 0 ? static_cast<std::uint8_t>(pick(256)) : likely.at(pick(likely.size()));
        append(answer, swOctets(words.at(pick(words.size()))));
        if (pick(50) == 0) answer.resize(pick(2)); // no status word
        return answer;
    }
    const Bytes& atr() const override { return m_atr; }
    void resetAtEnd() noexcept override {}

private:
    std::size_t pick(std::size_t below) { return m_random() % below; }
    std::mt19937 m_random;
    Bytes m_atr;
};

using Call = std::function<void(PivApplication&)>;

const std::vector<Call>& everyCall()
{
    static const std::vector<Call> calls = {
        [](auto& piv) { piv.select(); },
        [](auto& piv) { piv.object(objects::chuid); },
        [](auto& piv) { piv.object(objects::discovery); },
        [](auto& piv) { piv.objectHead(objects::chuid); },
        [](auto& piv) { piv.putObject(objects::chuid, Bytes(600)); },
        [](auto& piv) { piv.verifyPasscode(secret("123456")); },
        [](auto& piv) { piv.passcodeTries(); },
        [](auto& piv) { piv.forgetPasscode(); },
        [](auto& piv) { piv.changeReference(KeyReference::unlockKey, secret("12345678"), secret("87654321")); },
        [](auto& piv) { piv.resetRetryCounter(secret("12345678"), secret("123456")); },
        [](auto& piv) {
            testing::CountingRandom random(0xA0);
            piv.authenticateAdministration(Algorithm::tripleDes, SecureBytes(24), random);
        },
        [](auto& piv) { piv.generateKey(Slot::authentication, Algorithm::eccP256); },
        [](auto& piv) { piv.generateKey(Slot::signature, Algorithm::rsa2048); },
        [](auto& piv) { piv.sign(Slot::authentication, Algorithm::eccP256, Bytes(32)); },
        [](auto& piv) { piv.sign(Slot::signature, Algorithm::rsa2048, Bytes(32)); },
        [](auto& piv) { piv.version(); },
        [](auto& piv) { piv.serial(); },
        [](auto& piv) { piv.metadata(Slot::authentication); },
        [](auto& piv) { piv.attestation(Slot::authentication); },
        [](auto& piv) { piv.setTries(3, 3); },
        [](auto& piv) { piv.resetApplication(); },
    };
    return calls;
}

} // namespace

TEST_CASE("whatever a card answers, each call ends in a value or in a failure of ours")
{
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        AnyCard card(seed);
        CardChannel channel(card);
        PivApplication piv(channel);
        for (const auto& call : everyCall()) {
            INFO("seed " << seed);
            try {
                call(piv);
            } catch (const FailureError& error) {
                CHECK(error.failure().kind == FailureKind::card);
            }
        }
    }
}

TEST_CASE("whatever stands in an object, its decoder ends in a value or in CARD-DATA")
{
    const std::vector<std::pair<Bytes, std::function<void(ByteView)>>> decoders = {
        {[] {
             auto chuid = Chuid::of(*Guid::parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8"), *parseDate("2029-11-21"));
             chuid.signature = Bytes(140, 0x30);
             return chuid.encode();
         }(),
         [](ByteView octetsRead) { Chuid::decode(octetsRead); }},
        {PrintedInformation{"A B", "NHS STAFF", *parseDate("2029-11-21"), "555001000017", "HVC00", "X", "Y"}.encode(),
         [](ByteView octetsRead) { PrintedInformation::decode(octetsRead); }},
        {CertificateObject::of(Bytes(200, 0x30)).encode(), [](ByteView octetsRead) { CertificateObject::decode(octetsRead); }},
        {Discovery::plain().encode(), [](ByteView octetsRead) { Discovery::decode(octetsRead); }},
        {SecurityObject{{{1, 0xDB00}, {2, 0x3001}}, Bytes(130, 0x30)}.encode(), [](ByteView octetsRead) { SecurityObject::decode(octetsRead); }},
        {CardCapabilityContainer{}.encode(), [](ByteView octetsRead) { CardCapabilityContainer::decode(octetsRead); }},
    };
    std::mt19937 random(7);
    for (const auto& [whole, decode] : decoders) {
        REQUIRE_NOTHROW(decode(whole));
        for (int round = 0; round < 2000; ++round) {
            auto changed = whole;
            for (auto flips = 1 + random() % 3; flips > 0; --flips) changed[random() % changed.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
            const auto code = failureOf([&] { decode(changed); });
            CHECK((code.empty() || code == "CARD-DATA"));
        }
    }
}
