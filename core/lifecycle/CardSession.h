#pragma once

#include "core/card/CardChannel.h"
#include "core/lifecycle/JobLedger.h"
#include "core/piv/CardProfile.h"
#include "core/piv/PivApplication.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace cardwright {

/// Which card it is: what each run of steps compares before it goes on.
struct CardIdentity {
    Bytes atr;
    std::optional<Guid> guid;
    std::optional<std::uint32_t> serial;

    std::string serialText() const;    ///< eight hexadecimal digits, or empty
    std::string serialPrinted() const; ///< as makers print it on the card: decimal, or empty
};

/// One transaction with the application selected: from open() to its end nobody else talks to the card. Ended by end() or the
/// destructor; the card is reset there when anything authenticated.
class CardSession {
public:
    /// Errors: TransportError; CardError CARD-NOT-PIV.
    CardSession(CardReader& reader, std::stop_token stop);
    ~CardSession();
    CardSession(const CardSession&) = delete;
    CardSession& operator=(const CardSession&) = delete;

    PivApplication& piv() noexcept { return *m_piv; }
    const SelectAnswer& selected() const noexcept { return m_selected; }
    const Bytes& atr() const { return m_transport->atr(); }
    /// From here on extended length and deadlines are this kind of card's.
    void useProfile(const CardProfile& profile);
    ApduCount count() const noexcept { return m_channel ? m_channel->count() : m_count; }

    /// The GUID in the CHUID's first 256 octets: one command.
    std::optional<Guid> guid();
    /// Throws CardJobError CARD-OTHER unless it is the card expected: ATR, GUID (where one is expected), and the serial where
    /// `askSerial` says so. `chuidMayBeMissing`: a card whose CHUID is about to be written.
    void expect(const CardIdentity& expected, bool askSerial, bool chuidMayBeMissing = false);

    /// Ends the transaction now. Nothing can be sent after it.
    ApduCount end() noexcept;

private:
    std::unique_ptr<CardTransport> m_transport;
    std::unique_ptr<CardChannel> m_channel;
    std::unique_ptr<PivApplication> m_piv;
    SelectAnswer m_selected;
    ApduCount m_count;
};

} // namespace cardwright
