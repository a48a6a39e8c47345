#pragma once

#include "core/base/Clock.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// How words of names sound, for comparing only: consonants without the vowels between. Two forms, since the same letters sound
/// differently in English and South Asian spellings ("bh" is b: Bhatt) and in Irish and Welsh ones ("bh" is v: Siobhan).
struct NameSound {
    std::string plain;
    std::string celtic;
    bool sameAs(const NameSound& other) const noexcept;
};
NameSound soundOf(std::string_view foldedWord);

/// Two folded words: 1 the same, 0 nothing in common. An initial stands for the name that it begins.
double wordLikeness(std::string_view left, std::string_view right);

/// Two names of several words: order does not matter, what only one of them has counts little, particles ("van", "ap", "bin", "Singh")
/// less; one word or two makes no difference (Mac Donald).
double nameLikeness(const std::vector<std::string>& left, const std::vector<std::string>& right);

enum class BirthLikeness { same, swapped, oneDigit, sameYear, other };
BirthLikeness birthLikeness(Date left, Date right) noexcept;

} // namespace cardwright
