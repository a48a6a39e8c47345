#pragma once

#include "core/policy/PolicyFile.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Why a badge is asked for, and what the request must say.
struct BadgeEvent {
    std::string id;                  ///< "lost"
    std::string title;               ///< "Lost"
    std::vector<std::string> fields; ///< all needed, asked in this order
    bool newPhoto = false;           ///< a picture comes with the request; else the one on record
    bool needs(std::string_view field) const noexcept;
};

/// ID badges (badges.json).
struct BadgePolicy {
    PolicyId id;
    std::vector<BadgeEvent> events;
    std::string induction; ///< the event of a list's rows
    std::string likeness;  ///< what the manager states
    int openDays = 90;
    std::map<std::string, std::vector<std::string>> headings;   ///< field -> headings of lines and columns, small letters
    std::map<std::string, std::vector<std::string>> eventWords; ///< event -> words for it
    std::vector<std::string> yes;
    std::uint64_t mostRows = 500;

    const BadgeEvent* event(std::string_view id) const noexcept;
    /// The field that this heading stands for; empty: none.
    std::string fieldOf(std::string_view heading) const;
    /// The event that these words mean, its id among them; empty: none.
    std::string eventOf(std::string_view words) const;
    bool saysYes(std::string_view words) const;

    /// Throws PolicyError POLICY-DAMAGED with the line: an event twice, one heading or word for two things, lost without an incident
    /// reference, an unknown event for lists or words.
    static BadgePolicy from(const PolicyFile& file);
    static BadgePolicy load(const std::string& path);
    static BadgePolicy shipped();
};

/// "newTitle" -> "New job title".
std::string_view badgeFieldTitle(std::string_view field) noexcept;
/// Small ASCII letters, single blanks, none at the ends.
std::string plainWords(std::string_view text);

} // namespace cardwright
