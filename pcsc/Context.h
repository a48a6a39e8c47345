#pragma once

#include "core/base/Bytes.h"

#include <memory>
#include <string>
#include <vector>

namespace cardwright::pcsc {

/// One SCARDCONTEXT (PC/SC part 5, 3.2.2), released by the destructor. winscard.h stays inside this room's sources:
/// a handle is the `long` that pcsc-lite makes of it. Each thread that blocks has a context of its own.
class Context {
public:
    /// Errors: TransportError PCSC-ABSENT, PCSC-DENIED (refused by policy), PCSC-VERSION, READER-FAULT.
    Context();
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    long handle() const noexcept { return m_handle; }
    /// False once pcscd was restarted: the context is then useless and a new one must be made.
    bool valid() const noexcept;
    /// Names in pcscd's order; empty where there is no reader. Errors: TransportError PCSC-ABSENT.
    std::vector<std::string> readerNames() const;
    /// Wakes a thread that blocks in SCardGetStatusChange on this context. May be called from any thread.
    void cancel() noexcept;

private:
    long m_handle = 0;
};

} // namespace cardwright::pcsc
