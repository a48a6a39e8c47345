#pragma once

#include "core/card/CardErrors.h"
#include "core/card/CardTransport.h"
#include "core/card/CommandApdu.h"
#include "core/card/ResponseApdu.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace cardwright {

/// What crossed the reader: the figures of --apdu-summary and of card.md's budgets.
struct ApduCount {
    std::uint64_t apdus = 0;
    std::uint64_t bytesOut = 0;
    std::uint64_t bytesIn = 0;
    std::uint64_t cardMicros = 0; ///< time inside CardTransport::transmit
    ApduCount& operator+=(const ApduCount& other) noexcept;
};

/// Between two APDUs somebody asked to stop. Nothing is half-sent; the job is kept.
class StoppedError : public FailureError {
public:
    StoppedError() : FailureError(Failure::of("STOPPED")) {}
};

/// Carries commands over a transport: command chaining (ISO 7816-4 5.3.3, blocks of 255), extended length where the
/// transport has it and the profile asks, 61xx -> GET RESPONSE, 6Cxx -> the same command once more with that Le.
/// Clears every frame it made. Looks at the stop token before each APDU that brings a command to the card, but not while an
/// answer is fetched: the card has acted by then, and its answer may be the only word of it.
class CardChannel {
public:
    explicit CardChannel(CardTransport& transport, std::stop_token stop = {});

    /// Le beyond 256 asks for as much as one answer holds. Errors: TransportError; StoppedError; CardDataError (answer under
    /// two octets or longer than its form allows, endless 61xx).
    /// Where the card refuses a block of a chain, that status word is the answer and the rest is not sent.
    /// `firstPartOnly`: does not fetch what 61xx announces (a look at the head of a large object).
    ResponseApdu send(const CommandApdu& command, bool firstPartOnly = false);

    CardTransport& transport() noexcept { return m_transport; }
    const ApduCount& count() const noexcept { return m_count; }
    /// Where the profile allows it. Short APDUs stay in use for whatever fits them, and wherever the reader says no.
    void useExtendedLength(bool allowed) noexcept { m_extended = allowed; }
    /// How long each command may take on this kind of card (its profile); told to the transport before the command leaves.
    using Deadlines = std::function<std::chrono::milliseconds(const CommandApdu&)>;
    void useDeadlines(Deadlines deadlines) { m_deadlines = std::move(deadlines); }
    bool usesExtendedLength() const { return m_extended && m_transport.extendedLength(); }
    /// Told of each command's header and answer, never of its data: for the log and the meter.
    using Observer = std::function<void(const std::string& header, StatusWord sw, std::size_t answerSize)>;
    void observe(Observer observer) { m_observer = std::move(observer); }

private:
    ResponseApdu transmit(std::span<const std::uint8_t> frame, const std::string& header);
    ResponseApdu sendLast(const CommandApdu& command, ByteView data, bool extended);
    void fetchRest(std::uint8_t cla, ResponseApdu& response);
    void lookAtStop() const;

    CardTransport& m_transport;
    std::stop_token m_stop;
    ApduCount m_count;
    Observer m_observer;
    Deadlines m_deadlines;
    bool m_extended = false;
};

} // namespace cardwright
