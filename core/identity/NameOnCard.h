#pragma once

#include "core/base/Failure.h"

#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// The name as the card shows and holds it.
/// Printed: UTF-8 in two lines, broken before the family name. On the chip: ASCII (SP 800-73-5 pt 1, table 17:
/// Printed Information, Name, at most 125 octets).
class NameOnCard {
public:
    static constexpr std::size_t longestOnChip = 125;

    struct Source {
        std::string givenName;
        std::string familyName;
        std::string preferredName; ///< prints in the given name's place
        std::string typed;         ///< what the person wants printed; replaces all of it
        std::string typedForChip;  ///< plain letters, where the tables have none
    };

    /// Throws RefusedError: NAME-ON-CARD (nothing to print, or too long), NAME-ON-CHIP (letters without a plain form:
    /// asks for a typed one), NAME-TOO-LONG (over 125 octets on the chip).
    static NameOnCard make(const Source& source);

    const std::string& firstLine() const noexcept { return m_firstLine; }   ///< may be empty: one name only
    const std::string& secondLine() const noexcept { return m_secondLine; } ///< the family name
    std::string printed() const;                                           ///< both lines, one space
    const std::string& onChip() const noexcept { return m_onChip; }

private:
    NameOnCard(std::string first, std::string second, std::string chip);
    std::string m_firstLine;
    std::string m_secondLine;
    std::string m_onChip;
};

/// Plain ASCII letters for Latin with diacritics, Greek and Cyrillic; nothing when a character has no such form.
std::optional<std::string> asciiForm(std::string_view utf8);

} // namespace cardwright
