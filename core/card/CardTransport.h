#pragma once

#include "core/base/Bytes.h"

#include <memory>
#include <string>

namespace cardwright {

/// Port: one open transaction on one card. Only an open transaction can talk to a card; the destructor ends it.
/// Whoever authenticated must call resetAtEnd(), so that no other program inherits the security state.
class CardTransport {
public:
    virtual ~CardTransport() = default;
    /// One short or extended command APDU as it travels, to one response with its status word (at least two octets).
    /// Throws TransportError. Never sends twice.
    virtual Bytes transmit(ByteView command) = 0;
    virtual const Bytes& atr() const = 0;
    /// True only where the reader and the card both say so.
    virtual bool extendedLength() const { return false; }
    virtual void resetAtEnd() noexcept = 0;
};

/// Port: a reader that can open a transaction on the card in it. Opening is cheap; a transaction is never kept while
/// a person types or the network is awaited.
class CardReader {
public:
    virtual ~CardReader() = default;
    virtual const std::string& name() const = 0;
    /// Throws TransportError: CARD-ABSENT, READER-BUSY, READER-UNKNOWN, PCSC-ABSENT, CARD-SILENT.
    virtual std::unique_ptr<CardTransport> open() = 0;
};

} // namespace cardwright
