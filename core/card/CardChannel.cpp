#include "core/card/CardChannel.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cardwright {

namespace {

constexpr std::size_t shortData = 255;    // ISO 7816-4 5.2: one octet of Lc
constexpr std::size_t shortAnswer = 256;  // one octet of Le, 00 being 256
constexpr std::size_t extendedData = 65535;
constexpr std::size_t extendedAnswer = 65536;
/// No PIV object is near this; what goes on beyond it goes on for ever.
constexpr std::size_t answerLimit = 128 * 1024;
constexpr std::uint8_t chainingBit = 0x10;
constexpr std::uint8_t getResponse = 0xC0;

std::uint8_t low(std::size_t value) noexcept { return static_cast<std::uint8_t>(value & 0xFF); }
std::uint8_t high(std::size_t value) noexcept { return static_cast<std::uint8_t>(value >> 8 & 0xFF); }

/// ISO 7816-4 5.1: cases 1 to 4, short or extended. The frame clears itself.
SecureBytes frameOf(std::uint8_t cla, const CommandApdu& command, ByteView data, std::optional<std::size_t> le, bool extended)
{
    SecureBytes frame(4 + (data.empty() ? 0 : (extended ? 3 : 1) + data.size()) +
                      (le ? (extended ? (data.empty() ? 3U : 2U) : 1U) : 0U));
    auto out = frame.writable().begin();
    for (const auto octet : {cla, command.ins(), command.p1(), command.p2()}) *out++ = octet;
    if (!data.empty()) {
        if (extended) {
            *out++ = 0;
            *out++ = high(data.size());
        }
        *out++ = low(data.size());
        out = std::copy(data.begin(), data.end(), out);
    }
    if (le) {
        if (extended && data.empty()) *out++ = 0;
        if (extended) *out++ = high(*le);
        *out++ = low(*le);
    }
    return frame;
}

std::string headerOf(std::uint8_t cla, const CommandApdu& command, std::size_t size)
{
    return CommandApdu(cla, command.ins(), command.p1(), command.p2(), SecureBytes(size)).header();
}

/// The octets may be what a key unwrapped; the copy that is left behind is cleared.
void wipe(Bytes& octets) noexcept
{
    volatile std::uint8_t* out = octets.data();
    for (std::size_t i = 0; i < octets.size(); ++i) out[i] = 0;
}

/// What SW2 of 61xx or 6Cxx says: 00 stands for 256.
std::size_t announced(StatusWord sw) noexcept
{
    const auto count = static_cast<std::size_t>(sw.value & 0xFF);
    return count == 0 ? shortAnswer : count;
}

} // namespace

ApduCount& ApduCount::operator+=(const ApduCount& other) noexcept
{
    apdus += other.apdus;
    bytesOut += other.bytesOut;
    bytesIn += other.bytesIn;
    cardMicros += other.cardMicros;
    return *this;
}

CardChannel::CardChannel(CardTransport& transport, std::stop_token stop) : m_transport(transport), m_stop(std::move(stop)) {}

void CardChannel::lookAtStop() const
{
    if (m_stop.stop_requested()) throw StoppedError();
}

ResponseApdu CardChannel::send(const CommandApdu& command, bool firstPartOnly)
{
    if (m_deadlines) m_transport.expectWithin(m_deadlines(command));
    auto data = command.data();
    const bool needsExtended = data.size() > shortData || command.le().value_or(0) > shortAnswer;
    const bool extended = needsExtended && data.size() <= extendedData && usesExtendedLength();
    if (!extended) {
        for (; data.size() > shortData; data = data.subspan(shortData)) {
            lookAtStop();
            const auto cla = static_cast<std::uint8_t>(command.cla() | chainingBit);
            const auto frame = frameOf(cla, command, data.first(shortData), std::nullopt, false);
            auto refusal = transmit(frame.view(), headerOf(cla, command, shortData));
            if (!refusal.sw.ok()) return refusal;
        }
    }
    lookAtStop();
    auto response = sendLast(command, data, extended);
    if (!firstPartOnly && response.sw.moreData()) fetchRest(command.cla(), response);
    return response;
}

ResponseApdu CardChannel::sendLast(const CommandApdu& command, ByteView data, bool extended)
{
    auto le = command.le();
    if (le) le = std::min(*le, extended ? extendedAnswer : shortAnswer);
    const auto header = headerOf(command.cla(), command, data.size());
    auto response = transmit(frameOf(command.cla(), command, data, le, extended).view(), header);
    if (!response.sw.wrongLe()) return response;
    // 6Cxx: not carried out; the same once more with the Le that the card names (a command without Le gets one).
    le = announced(response.sw);
    return transmit(frameOf(command.cla(), command, data, le, extended).view(), header);
}

void CardChannel::fetchRest(std::uint8_t cla, ResponseApdu& response)
{
    while (response.sw.moreData()) {
        const CommandApdu next(cla, getResponse, 0x00, 0x00, SecureBytes(), announced(response.sw));
        auto part = sendLast(next, {}, false);
        if (part.sw.moreData() && part.data.empty()) throw CardDataError("the card announces more and sends nothing");
        if (response.data.size() + part.data.size() > answerLimit) throw CardDataError("the card's answer does not end");
        append(response.data, part.data);
        wipe(part.data);
        response.sw = part.sw;
    }
}

ResponseApdu CardChannel::transmit(ByteView frame, const std::string& header)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto meter = [&](std::size_t answered) {
        const auto passed = std::chrono::steady_clock::now() - begun;
        m_count += {1, frame.size(), answered,
                    static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(passed).count())};
    };
    ResponseApdu response;
    try {
        response.data = m_transport.transmit(frame);
    } catch (...) {
        meter(0); // it left, whatever became of it
        throw;
    }
    auto& octets = response.data;
    meter(octets.size());
    if (octets.size() < 2) throw CardDataError("an answer without a status word");
    response.sw.value = static_cast<std::uint16_t>(octets[octets.size() - 2] << 8 | octets.back());
    octets.resize(octets.size() - 2);
    const bool extended = frame.size() > 5 && frame[4] == 0;
    if (octets.size() > (extended ? extendedAnswer : shortAnswer)) throw CardDataError("an answer longer than its form allows");
    if (m_observer) m_observer(header, response.sw, octets.size());
    return response;
}

} // namespace cardwright
