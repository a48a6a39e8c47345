#pragma once

#include "core/base/Failure.h"
#include "core/card/StatusWord.h"

namespace cardwright {

/// The command did not travel, or its answer did not: removed, reset, silent, reader gone, service gone.
/// Whether the card acted is unknown. Codes: CARD-REMOVED, CARD-RESET, CARD-SILENT, CARD-ABSENT, READER-*, PCSC-ABSENT.
class TransportError : public FailureError {
public:
    using FailureError::FailureError;
    explicit TransportError(std::string_view code, std::string detail = {}) : FailureError(Failure::of(code, std::move(detail))) {}
};

/// The card answered a command with a status word that its caller cannot go on from.
class CardError : public FailureError {
public:
    CardError(std::uint8_t ins, StatusWord sw, std::string step = {});
    /// With a code of its own (PASSCODE-WRONG, UNLOCK-KEY-BLOCKED ...).
    CardError(std::string_view code, std::uint8_t ins, StatusWord sw, std::string step = {});
    std::uint8_t ins() const noexcept { return m_ins; }
    StatusWord statusWord() const noexcept { return m_sw; }

private:
    std::uint8_t m_ins;
    StatusWord m_sw;
};

/// The card's data cannot be what they should be (cut TLV, wrong key length, point not on the curve).
class CardDataError : public FailureError {
public:
    explicit CardDataError(std::string what) : FailureError(Failure::of("CARD-DATA", std::move(what))) {}
    using FailureError::FailureError;
};

} // namespace cardwright
