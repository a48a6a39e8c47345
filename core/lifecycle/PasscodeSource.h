#pragma once

#include "core/base/SecureBytes.h"

#include <utility>

namespace cardwright {

/// Where the passcode of a card act comes from: the one value that every act takes. On a reader's own keys the digits never come into
/// this computer; there only their length is checked, by the reader.
class PasscodeSource {
public:
    enum class Kind {
        none,        ///< nobody said yet: an act that needs one refuses with PASSCODE-NEEDED
        typed,       ///< digits() holds what the holder typed here
        readersKeys, ///< the holder types on the reader, each time that the card needs it
        locked,      ///< nobody is there to type: the card ends locked
    };
    PasscodeSource() noexcept = default;
    /// Digits that somebody typed are a source; none typed are none.
    PasscodeSource(SecureBytes digits) noexcept : m_kind(digits.empty() ? Kind::none : Kind::typed), m_digits(std::move(digits)) {}
    static PasscodeSource readersKeys() noexcept { return PasscodeSource(Kind::readersKeys); }
    static PasscodeSource locked() noexcept { return PasscodeSource(Kind::locked); }
    PasscodeSource clone() const
    {
        PasscodeSource copy(m_kind);
        if (m_kind == Kind::typed) copy.m_digits = m_digits.clone();
        return copy;
    }

    Kind kind() const noexcept { return m_kind; }
    bool isTyped() const noexcept { return m_kind == Kind::typed; }
    bool onReader() const noexcept { return m_kind == Kind::readersKeys; }
    bool isLocked() const noexcept { return m_kind == Kind::locked; }
    /// The holder is there and gives one: typed here or on the reader.
    bool given() const noexcept { return isTyped() || onReader(); }
    /// Empty unless typed.
    const SecureBytes& digits() const noexcept { return m_digits; }

private:
    explicit PasscodeSource(Kind kind) noexcept : m_kind(kind) {}
    Kind m_kind = Kind::none;
    SecureBytes m_digits;
};

} // namespace cardwright
