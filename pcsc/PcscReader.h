#pragma once

#include "core/card/CardTransport.h"

#include <chrono>
#include <memory>
#include <string>

namespace cardwright::pcsc {

class Context;
class OwnUse;

/// CardReader over pcscd. Has a context of its own (made when first needed, made anew when pcscd was restarted), so
/// that a card that hangs hangs nobody else. pcsc-lite waits without end for another program's transaction, and not at all for
/// one that has the reader alone; open() waits `within` for both, says at once (of a transaction: after a moment) whom it waits
/// for, and then tells READER-BUSY with that program's name (somebody is connected) or CARD-SILENT (nobody is, or it is one and the same
/// command of this desk's own that did not come back all this time, and longer than such a command may take).
class PcscReader : public CardReader {
public:
    /// use: shared by all readers that are to know of each other's commands; nothing: this one is by itself.
    explicit PcscReader(std::string name, std::chrono::milliseconds within = std::chrono::seconds(5), std::shared_ptr<OwnUse> use = nullptr);
    ~PcscReader() override;

    const std::string& name() const override { return m_name; }
    std::unique_ptr<CardTransport> open() override;
    void tellWhenBusy(BusyListener listener) override { m_busy = std::move(listener); }
    ReaderAttributes attributes() override;

private:
    std::unique_ptr<CardTransport> openWaiting();
    void tellBusy();
    std::string m_name;
    std::chrono::milliseconds m_within;
    std::shared_ptr<OwnUse> m_use;
    std::shared_ptr<Context> m_context;
    BusyListener m_busy;
    bool m_told = false; ///< in this open()
};

} // namespace cardwright::pcsc
