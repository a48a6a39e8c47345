#pragma once

#include "core/card/CardTransport.h"
#include "pcsc/Connection.h"
#include "pcsc/OwnUse.h"
#include "pcsc/ReaderPad.h"

#include <memory>
#include <optional>

namespace cardwright::pcsc {

/// SCardBeginTransaction to SCardEndTransaction on one card. Ends with SCARD_RESET_CARD when resetAtEnd() was called,
/// else with SCARD_LEAVE_CARD. Never sends a command twice: whether to ask again is the caller's decision after a probe.
class Transaction : public CardTransport {
public:
    /// Errors: those of Connection and of transmit(); the result of SCardBeginTransaction is checked.
    /// use: where its commands are told while they are under way.
    explicit Transaction(std::unique_ptr<Connection> connection, std::shared_ptr<OwnUse> use = std::make_shared<OwnUse>());
    ~Transaction() override;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Errors: TransportError CARD-REMOVED, CARD-RESET, CARD-SILENT, PCSC-ABSENT, READER-FAULT. A card that never
    /// answers blocks for ever in pcscd; the thread that called is then abandoned by its watchdog.
    Bytes transmit(ByteView command) override;
    const Bytes& atr() const override { return m_connection->atr(); }
    bool extendedLength() const override;
    void resetAtEnd() noexcept override { m_reset = true; }
    void expectWithin(std::chrono::milliseconds within) noexcept override { m_within = within; }
    PinPad* pinPad() override;

private:
    std::unique_ptr<Connection> m_connection;
    std::shared_ptr<OwnUse> m_use;
    mutable std::optional<bool> m_extended;
    std::optional<ReaderPad> m_pad;
    std::chrono::milliseconds m_within{0}; ///< of the next command; 0: whoever waits decides
    bool m_reset = false;
};

} // namespace cardwright::pcsc
