#pragma once

#include "core/card/CardTransport.h"
#include "core/card/ReaderEvents.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::pcsc {

class OwnUse;

/// ReaderEvents over pcscd: a thread with its own context that blocks in SCardGetStatusChange on all readers and on
/// \\?PnP?\Notification, woken by SCardCancel. Never connects to a card, so a silent card or a program that holds a
/// reader cannot block it. When pcscd goes away it tells of an empty list, and makes a new context when pcscd is back.
class ReaderMonitor : public ReaderEvents {
public:
    /// `openWithin`: how long PcscReader::open() may wait for another program's transaction (see PcscReader).
    explicit ReaderMonitor(std::chrono::milliseconds openWithin = std::chrono::seconds(5));
    ~ReaderMonitor() override;

    /// A look of its own with a context of its own. Errors: TransportError PCSC-ABSENT, PCSC-DENIED.
    std::vector<ReaderState> readers() override;
    /// Starts the thread; never throws because pcscd is down (the list is empty until it is there).
    void start(Listener listener) override;
    void stop() override;
    /// Errors: TransportError READER-UNKNOWN, PCSC-ABSENT.
    std::unique_ptr<CardReader> reader(const std::string& name) override;

private:
    class Watch;
    std::chrono::milliseconds m_openWithin;
    std::shared_ptr<OwnUse> m_use; ///< of all readers that were made here
    std::unique_ptr<Watch> m_watch;
};

} // namespace cardwright::pcsc
