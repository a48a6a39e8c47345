#pragma once

#include "core/policy/PolicyFile.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Millimetres from the top left corner of the plastic.
struct PrintBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    double right() const noexcept { return x + width; }
    double bottom() const noexcept { return y + height; }
    bool meets(const PrintBox& other) const noexcept;
};

enum class PrintInk : std::uint8_t { band, onBand, wave1, wave2, ink, quiet };

/// One thing on one side of the plastic.
struct PrintElement {
    enum class Kind : std::uint8_t { fill, waves, mark, photo, text, code, barcode };
    enum class Align : std::uint8_t { left, centre, right };
    enum class Overflow : std::uint8_t { cut, refuse };

    std::string id;
    Kind kind = Kind::text;
    PrintBox box;           ///< of text: y is a baseline, height the room of all its lines
    double corner = 0;
    PrintInk ink = PrintInk::ink;
    std::string content{};  ///< words and {fields}
    double size = 0;        ///< of type, in millimetres
    double shrinkTo = 0;    ///< down to here before lines are broken
    double smallest = 0;
    int lines = 1;
    double leading = 1.2;   ///< baseline to baseline, in sizes
    bool growsDown = false; ///< y is the first line's baseline; else the last one's
    Align align = Align::left;
    bool semibold = false;
    bool cells = false;     ///< each digit as wide as the other
    Overflow overflow = Overflow::refuse;
    char level = 'M';       ///< of a code (QR): L, M, Q, H

    /// What it may cover at most.
    PrintBox covers() const noexcept;
};

enum class PrintUse : std::uint8_t { card, badge };

struct PrintTemplate {
    std::string id;
    std::string title;
    PrintUse use = PrintUse::card;
    bool chip = false; ///< this plastic has one: its area stays clear
    std::vector<PrintElement> front;
    std::vector<PrintElement> back;
};

struct PrintContact {
    std::string role;
    std::string phone{};
    std::string email{};
};

/// What the welcome leaflet says: the site's own words.
struct LeafletText {
    struct Section {
        std::string heading;
        std::vector<std::string> points;
    };
    struct Hours {
        std::string days;
        std::string hours;
    };
    std::string title;
    std::string welcome;
    std::vector<Section> sections;
    std::string team;
    std::string place;
    std::vector<PrintContact> members;
    std::vector<Hours> hours;
    std::vector<PrintContact> outOfHours;
};

/// What is printed on plastic and paper (print.json).
struct PrintPolicy {
    static constexpr double width = 85.60; ///< ISO/IEC 7810 ID-1
    static constexpr double height = 53.98;
    static constexpr double corner = 3.18;
    /// ISO/IEC 7816-2: all eight contacts lie inside.
    static constexpr PrintBox contacts{10.25, 19.23, 9.62, 9.32};

    PolicyId id;
    double margin = 3.0;
    PrintBox chip;
    double keepOut = 1.0;
    double smallestType = 1.8;
    double smallestModule = 0.34;
    std::string organisation; ///< empty: as the site is called
    std::array<std::uint32_t, 6> colours{}; ///< 0xRRGGBB by PrintInk
    std::vector<PrintTemplate> templates;
    LeafletText leaflet;

    std::uint32_t colour(PrintInk ink) const noexcept { return colours.at(static_cast<std::size_t>(ink)); }
    /// The first template for this use; there is one of each.
    const PrintTemplate& of(PrintUse use) const;
    const PrintTemplate* named(std::string_view id) const noexcept;

    /// Throws PolicyError POLICY-DAMAGED with the line: an element over the chip area or off the card, too near the edge, type below the
    /// smallest, no room for a line, one name twice, an unknown field, a chip area that leaves contacts uncovered, a use without template.
    static PrintPolicy from(const PolicyFile& file);
    static PrintPolicy load(const std::string& path);
    static PrintPolicy shipped();
};

/// The fields that a content may name: "organisation", "givenName", "familyName", "name", "uuid", "title", "team", "site", "expires".
bool isPrintField(std::string_view name) noexcept;

} // namespace cardwright
