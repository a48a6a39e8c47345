#pragma once

#include "core/card/ReaderEvents.h"
#include "pcsc/Context.h"

#include <chrono>
#include <vector>

namespace cardwright::pcsc {

/// All readers of a context and what was last seen of them: SCardGetStatusChange without a trace of winscard.h outside.
class ReaderStates {
public:
    enum class Outcome { changed, same, cancelled, readersChanged, serviceGone };

    explicit ReaderStates(const Context& context);
    ~ReaderStates();
    ReaderStates(const ReaderStates&) = delete;
    ReaderStates& operator=(const ReaderStates&) = delete;

    /// Blocks until something differs from what was last seen (at once the first time), or for this long.
    /// Errors: TransportError READER-FAULT, OUT-OF-MEMORY.
    Outcome wait(std::chrono::milliseconds atMost);
    std::vector<ReaderState> list() const;
    /// Whether any program is connected to this reader.
    bool inUse(const std::string& reader) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cardwright::pcsc
