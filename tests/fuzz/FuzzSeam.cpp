// The transport seam, from both sides: any answers to a desk, and any commands to the simulated card.
#include "tests/fuzz/FuzzTargets.h"

#include "core/base/Tlv.h"
#include "core/card/CardErrors.h"
#include "core/piv/Attestation.h"
#include "core/piv/Chuid.h"
#include "core/piv/PivApplication.h"
#include "core/piv/CardProfile.h"
#include "pcsc/simulator/ApduFrame.h"
#include "pcsc/simulator/PivApplet.h"

#include <functional>
#include <stdexcept>
#include <utility>

namespace cardwright::fuzz {

namespace {

/// The same octets every time: a challenge is no secret here.
class Counting final : public RandomSource {
public:
    void fill(std::span<std::uint8_t> target) override
    {
        for (auto& octet : target) octet = ++m_next;
    }

private:
    std::uint8_t m_next = 0;
};

using Answering = std::function<Bytes(ByteView command)>;

class AnyTransport final : public CardTransport {
public:
    AnyTransport(Answering answering, bool extended) : m_answering(std::move(answering)), m_extended(extended) {}
    Bytes transmit(ByteView command) override
    {
        if (++m_sent > 5000) throw std::logic_error("a conversation without end");
        if (command.size() < 4 || command.size() > 65544) throw std::logic_error("a command of no form");
        if (!simulator::parseFrame(command)) throw std::logic_error("a command whose lengths do not add up");
        return m_answering(command);
    }
    const Bytes& atr() const override { return m_atr; }
    bool extendedLength() const override { return m_extended; }
    void resetAtEnd() noexcept override {}

private:
    Answering m_answering;
    bool m_extended;
    int m_sent = 0;
    Bytes m_atr{0x3B, 0xFD, 0x13, 0x00};
};

/// All that a desk asks of a card. Each ends in a value or a FailureError; a card that goes ends everything.
void converse(CardTransport& card)
{
    CardChannel channel(card);
    channel.useExtendedLength(true);
    PivApplication piv(channel);
    Counting random;
    const auto ask = [](auto work) {
        try {
            work();
        } catch (const TransportError&) {
            throw;
        } catch (const FailureError&) {
            // refused, or unreadable
        }
    };
    const auto six = SecureBytes::copyOf(bytesOf("123456"));
    const auto eight = SecureBytes::copyOf(bytesOf("12345678"));
    const auto key = SecureBytes::copyOf(*fromHex("010203040506070801020304050607080102030405060708"));
    CardPublicKey made;
    ask([&] {
        static const auto set = ProfileSet::shipped(); // read once: it is most of a run's time
        static_cast<void>(ProfileSet::probed(piv, set.recognise(piv, piv.select())).cannotDo());
    });
    for (const auto& id : knownObjects()) ask([&] { piv.objectHead(id); });
    ask([&] { piv.passcodeTries(); });
    ask([&] { piv.serial(); });
    ask([&] { piv.authenticateAdministration(Algorithm::tripleDes, key, random); });
    ask([&] { piv.putObject(objects::chuid, Bytes(300, 0x11)); });
    ask([&] { Chuid::decode(piv.object(objects::chuid).value_or(Bytes())); });
    ask([&] { made = piv.generateKey(Slot::authentication, Algorithm::eccP256); });
    ask([&] { piv.verifyPasscode(six); });
    ask([&] { piv.sign(Slot::authentication, Algorithm::eccP256, Bytes(32, 0x42)); });
    ask([&] { piv.sign(Slot::signature, Algorithm::rsa2048, Bytes(32, 0x42)); });
    ask([&] { piv.keyAgreement(Slot::keyManagement, Algorithm::eccP256, concat({Bytes{0x04}, Bytes(64, 0x01)})); });
    ask([&] { piv.metadata(Slot::authentication); });
    ask([&] { piv.metadata(KeyReference::passcode); });
    ask([&] { attested(piv, Slot::authentication, made, 1, nullptr); });
    ask([&] { piv.changeReference(KeyReference::unlockKey, eight, eight); });
    ask([&] { piv.resetRetryCounter(eight, six); });
    ask([&] { piv.object(objects::printedInformation); });
    ask([&] { piv.setTries(3, 3); });
    ask([&] { piv.deleteKey(Slot::authentication); });
    ask([&] { piv.resetApplication(); });
}

simulator::Personality personalityOf(int number)
{
    const auto all = simulator::allPersonalities();
    return all[static_cast<std::size_t>(number) % all.size()];
}

/// Puts chains together as the card does around its application.
class AppletCard {
public:
    explicit AppletCard(simulator::Personality personality) : m_state(simulator::CardState::factory(personality, 12345678)) {}
    Bytes answer(ByteView command)
    {
        const auto frame = simulator::parseFrame(command);
        if (!frame) return {0x67, 0x00};
        m_chain.insert(m_chain.end(), frame->data.begin(), frame->data.end());
        if (frame->chained() && m_chain.size() < 40'000) return {0x90, 0x00};
        const Bytes data = std::exchange(m_chain, {});
        auto reply = m_applet.execute({frame->ins, frame->p1, frame->p2, data});
        reply.data.push_back(static_cast<std::uint8_t>(reply.sw >> 8));
        reply.data.push_back(static_cast<std::uint8_t>(reply.sw));
        return std::move(reply.data);
    }

private:
    simulator::CardState m_state;
    Counting m_random;
    simulator::PivApplet m_applet{m_state, m_random};
    Bytes m_chain;
};

void appendPart(Bytes& into, ByteView part)
{
    into.push_back(static_cast<std::uint8_t>(part.size() >> 8));
    into.push_back(static_cast<std::uint8_t>(part.size()));
    append(into, part);
}

/// The next part of an input: two octets of length, then that many or what is left. Nothing at the end.
std::optional<ByteView> takePart(ByteView& input)
{
    if (input.size() < 2) return std::nullopt;
    const std::size_t announced = static_cast<std::size_t>(input[0] << 8 | input[1]);
    input = input.subspan(2);
    const auto part = input.first(std::min(announced, input.size()));
    input = input.subspan(part.size());
    return part;
}

} // namespace

void seam(ByteView input)
{
    if (input.empty()) return;
    const bool extended = (input.front() & 1) != 0;
    input = input.subspan(1);
    AnyTransport card(
        [&input](ByteView) {
            const auto part = takePart(input);
            if (!part) throw TransportError("CARD-REMOVED");
            return toBytes(*part);
        },
        extended);
    try {
        converse(card);
    } catch (const TransportError&) {
        // the input is at its end
    }
}

void applet(ByteView input)
{
    if (input.empty()) return;
    AppletCard card(personalityOf(input.front()));
    input = input.subspan(1);
    int generated = 0;
    while (const auto part = takePart(input)) {
        // Each RSA key costs a second and shows nothing new.
        const bool generates = part->size() > 9 && (*part)[1] == 0x47;
        if (generates && (((*part)[9] & 0xFE) == 0x06 || (*part)[9] == 0x05 || ++generated > 4)) continue;
        if (card.answer(*part).size() < 2) throw std::logic_error("an answer without a status word");
    }
}

Bytes recordedAnswers(int personality)
{
    AppletCard applet(personalityOf(personality));
    Bytes recorded{0x00};
    AnyTransport card(
        [&](ByteView command) {
            auto answer = applet.answer(command);
            if (answer.size() > 258) answer = {0x6F, 0x00}; // no GET RESPONSE here: the record is a beginning, not a proof
            appendPart(recorded, answer);
            return answer;
        },
        false);
    converse(card);
    return recorded;
}

Bytes recordedCommands(int personality)
{
    AppletCard applet(personalityOf(personality));
    Bytes recorded{static_cast<std::uint8_t>(personality)};
    AnyTransport card(
        [&](ByteView command) {
            appendPart(recorded, command);
            auto answer = applet.answer(command);
            if (answer.size() > 258) answer = {0x6F, 0x00};
            return answer;
        },
        false);
    converse(card);
    return recorded;
}

} // namespace cardwright::fuzz
