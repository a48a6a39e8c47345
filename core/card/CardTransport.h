#pragma once

#include "core/base/Bytes.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cardwright {

class PinPad;

/// What a reader says of itself (PC/SC part 3 attributes, part 10 features). Empty where it does not say.
struct ReaderAttributes {
    std::string vendor;
    std::string model;
    std::string serial;
    std::string driverVersion;              ///< "1.5.2"
    std::optional<std::size_t> mostOctets;  ///< of one APDU (part 10 dwMaxAPDUDataSize)
    bool padVerifies = false;               ///< FEATURE_VERIFY_PIN_DIRECT
    bool padModifies = false;               ///< FEATURE_MODIFY_PIN_DIRECT
};

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
    /// How long the next command may take on this kind of card: whoever waits for the reader meanwhile can then tell a slow command from
    /// a silent card. Cuts nothing short.
    virtual void expectWithin(std::chrono::milliseconds) noexcept {}
    /// The reader's own keys, for as long as this transaction lives; none on most readers.
    virtual PinPad* pinPad() { return nullptr; }
};

/// Port: a reader that can open a transaction on the card in it. Opening is cheap; a transaction is never kept while
/// a person types or the network is awaited.
class CardReader {
public:
    virtual ~CardReader() = default;
    virtual const std::string& name() const = 0;
    /// Throws TransportError: CARD-ABSENT, READER-BUSY, READER-UNKNOWN, PCSC-ABSENT, CARD-SILENT.
    /// READER-BUSY names the program that holds the reader where this computer lets that be seen.
    virtual std::unique_ptr<CardTransport> open() = 0;
    /// Called, from the thread that opens, once for each open() that has to wait for another program, as soon as that is known: with what
    /// that program is called ("scdaemon (process 812)"), or empty where nobody can say. open() goes on waiting.
    using BusyListener = std::function<void(const std::string& holder)>;
    virtual void tellWhenBusy(BusyListener) {}
    /// Touches no card. Throws TransportError as open() does.
    virtual ReaderAttributes attributes() { return {}; }
};

} // namespace cardwright
