#pragma once

#include "core/base/Bytes.h"
#include "core/card/CardTransport.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cardwright {

/// One reader as it is now. No card is touched to learn this.
struct ReaderState {
    std::string name;
    bool present = false;   ///< a card is in it
    bool exclusive = false; ///< another program holds it alone
    bool mute = false;      ///< the card gives no ATR
    Bytes atr;
    std::uint32_t events = 0; ///< counts insertions and removals, so that a quick swap is not missed
    friend bool operator==(const ReaderState&, const ReaderState&) = default;
};

/// Port: tells of readers and cards that come and go, from a thread of its own. PC/SC and the training tray are both one.
class ReaderEvents {
public:
    using Listener = std::function<void(const std::vector<ReaderState>&)>;
    virtual ~ReaderEvents() = default;
    /// The state now; empty when there is no reader. Throws TransportError PCSC-ABSENT where the service is down.
    virtual std::vector<ReaderState> readers() = 0;
    /// Called with all readers at each change, and once at the start. One listener.
    virtual void start(Listener listener) = 0;
    virtual void stop() = 0;
    /// A handle for transactions on this reader, usable from any one thread at a time. Throws TransportError READER-UNKNOWN.
    virtual std::unique_ptr<CardReader> reader(const std::string& name) = 0;
};

} // namespace cardwright
