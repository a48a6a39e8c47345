#pragma once

#include "core/base/Bytes.h"
#include "pcsc/Context.h"

#include <memory>
#include <string>

namespace cardwright::pcsc {

/// One SCARDHANDLE: SCardConnect SHARED with T=0 or T=1, disconnected with LEAVE_CARD. Keeps its context alive.
class Connection {
public:
    /// Errors: TransportError CARD-ABSENT, READER-BUSY (another program holds the reader alone), READER-UNKNOWN,
    /// CARD-SILENT, CARD-PROTOCOL, PCSC-ABSENT. Blocks while another program has a transaction (pcsc-lite does).
    Connection(std::shared_ptr<Context> context, std::string reader);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    long handle() const noexcept { return m_handle; }
    /// SCARD_PROTOCOL_T0 (1) or SCARD_PROTOCOL_T1 (2).
    unsigned long protocol() const noexcept { return m_protocol; }
    const Bytes& atr() const noexcept { return m_atr; }
    const std::string& reader() const noexcept { return m_reader; }
    Context& context() const noexcept { return *m_context; }

    /// PC/SC part 10 dwMaxAPDUDataSize above 256: the reader carries extended APDUs. False where it does not say.
    bool readerTakesExtendedLength() const noexcept;
    /// False once the reader is seen empty; waits up to a second for pcscd's next look at the slot.
    bool cardStillPresent() const noexcept;

private:
    std::shared_ptr<Context> m_context;
    std::string m_reader;
    long m_handle = 0;
    unsigned long m_protocol = 0;
    Bytes m_atr;
};

/// ISO 7816-4 8.1.1.2.7: the historical octets' third software function table says "extended Lc and Le fields".
bool atrSaysExtendedLength(ByteView atr) noexcept;

} // namespace cardwright::pcsc
