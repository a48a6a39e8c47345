#include "core/registers/NameLikeness.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using namespace std::string_view_literals;

bool isVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

struct Spelling {
    std::string_view letters;
    std::string_view sound; ///< capital: done, not looked at again
};

// The longest first. S of "sh" is X; V and W are one (Waseem, Vaseem; Niamh, Neve).
constexpr std::array plainSpellings{Spelling{"sch", "S"}, Spelling{"tch", "C"}, Spelling{"chh", "C"}, Spelling{"sh", "X"},  Spelling{"ch", "C"},
                                    Spelling{"ph", "F"},  Spelling{"ck", "K"},  Spelling{"bh", "B"},  Spelling{"dh", "D"},  Spelling{"kh", "K"},
                                    Spelling{"gh", "G"},  Spelling{"th", "T"},  Spelling{"jh", "J"},  Spelling{"zh", "J"},  Spelling{"wh", "W"},
                                    Spelling{"rh", "R"},  Spelling{"ce", "S"},  Spelling{"ci", "S"},  Spelling{"cy", "S"},  Spelling{"aw", ""},
                                    Spelling{"ow", ""},   Spelling{"ew", ""},   Spelling{"x", "KS"},  Spelling{"q", "K"},   Spelling{"c", "K"},
                                    Spelling{"z", "S"},   Spelling{"v", "W"}};
constexpr std::array celticSpellings{Spelling{"sia", "X"}, Spelling{"sio", "X"}, Spelling{"siu", "X"}, Spelling{"sea", "X"}, Spelling{"seo", "X"},
                                     Spelling{"sh", "X"},  Spelling{"bh", "W"},  Spelling{"mh", "W"},  Spelling{"ch", "K"},  Spelling{"dh", ""},
                                     Spelling{"gh", ""},   Spelling{"fh", ""},   Spelling{"th", "T"},  Spelling{"dd", "T"},  Spelling{"ff", "F"},
                                     Spelling{"ph", "F"},  Spelling{"rh", "R"},  Spelling{"ll", "L"},  Spelling{"aw", ""},   Spelling{"ow", ""},
                                     Spelling{"ew", ""},   Spelling{"f", "W"},   Spelling{"c", "K"},   Spelling{"q", "K"},   Spelling{"z", "S"},
                                     Spelling{"v", "W"}};

template <std::size_t Count>
std::string consonants(std::string_view word, const std::array<Spelling, Count>& spellings)
{
    std::string sound;
    if (!word.empty() && isVowel(word.front())) sound = "A";
    for (std::size_t at = 0; at < word.size();) {
        const auto rest = word.substr(at);
        const auto found = std::find_if(spellings.begin(), spellings.end(), [&](const Spelling& one) { return rest.substr(0, one.letters.size()) == one.letters; });
        if (found != spellings.end()) {
            sound += found->sound;
            at += found->letters.size();
            continue;
        }
        const char c = word[at];
        const bool doubled = at > 0 && word[at - 1] == c;
        const bool silent = c == 'h' && at > 0;
        if (!isVowel(c) && !doubled && !silent) sound += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        ++at;
    }
    return sound;
}

/// Optimal string alignment of the whole of both.
std::size_t distance(std::string_view left, std::string_view right)
{
    constexpr std::size_t most = 63;
    left = left.substr(0, most);
    right = right.substr(0, most);
    std::array<std::array<std::size_t, most + 1>, 3> rows{};
    for (std::size_t j = 0; j <= right.size(); ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0u : 1u)});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
        }
    }
    return rows[left.size() % 3][right.size()];
}

constexpr std::array particles{"al"sv, "ap"sv,  "ab"sv, "bin"sv, "bint"sv, "binti"sv, "da"sv,  "de"sv,  "del"sv,  "den"sv,  "der"sv,   "di"sv,  "dos"sv,
                               "du"sv, "el"sv,  "fitz"sv, "ibn"sv, "la"sv,  "le"sv,    "mac"sv, "mc"sv,  "ni"sv,   "nic"sv,  "o"sv,     "st"sv,  "ter"sv,
                               "ul"sv, "ur"sv,  "van"sv, "verch"sv, "ferch"sv, "von"sv, "y"sv,  "singh"sv, "kaur"sv, "begum"sv, "bibi"sv, "kumari"sv};

double weightOf(std::string_view word)
{
    constexpr double little = 0.2;
    return std::find(particles.begin(), particles.end(), word) != particles.end() ? little : 1.0;
}

double covered(const std::vector<std::string>& left, const std::vector<std::string>& right)
{
    double sum = 0;
    double weights = 0;
    for (const auto& word : left) {
        double best = 0;
        for (const auto& other : right) best = std::max(best, wordLikeness(word, other));
        sum += weightOf(word) * best;
        weights += weightOf(word);
    }
    return weights > 0 ? sum / weights : 0;
}

std::string joinedWords(const std::vector<std::string>& words)
{
    std::string all;
    for (const auto& word : words) all += word;
    return all;
}

} // namespace

bool NameSound::sameAs(const NameSound& other) const noexcept
{
    const auto same = [](const std::string& left, const std::string& right) { return left.size() >= 2 && left == right; };
    return same(plain, other.plain) || same(celtic, other.celtic) || same(plain, other.celtic) || same(celtic, other.plain);
}

NameSound soundOf(std::string_view foldedWord) { return {consonants(foldedWord, plainSpellings), consonants(foldedWord, celticSpellings)}; }

double wordLikeness(std::string_view left, std::string_view right)
{
    constexpr double bySound = 0.9;
    constexpr double byBeginning = 0.85;
    constexpr double byInitial = 0.75;
    if (left.empty() || right.empty()) return 0;
    if (left == right) return 1;
    const auto& shorter = left.size() < right.size() ? left : right;
    const auto& longer = left.size() < right.size() ? right : left;
    if (shorter.size() == 1) return longer.front() == shorter.front() ? byInitial : 0;
    const auto longest = static_cast<double>(longer.size());
    double likeness = 1.0 - static_cast<double>(distance(left, right)) / longest;
    if (shorter.size() >= 3 && longer.substr(0, shorter.size()) == shorter) likeness = std::max(likeness, byBeginning);
    // Ann and Ian: of short words that begin with a vowel too little is left.
    const bool tells = shorter.size() >= 4 || !isVowel(left.front()) || !isVowel(right.front());
    if (likeness < bySound && tells && soundOf(left).sameAs(soundOf(right))) likeness = bySound;
    return likeness;
}

double nameLikeness(const std::vector<std::string>& left, const std::vector<std::string>& right)
{
    if (left.empty() || right.empty()) return 0;
    const double one = covered(left, right);
    const double other = covered(right, left);
    constexpr double more = 0.85; // of the one that is wholly within the other
    const double byWords = more * std::max(one, other) + (1 - more) * std::min(one, other);
    return std::max(byWords, wordLikeness(joinedWords(left), joinedWords(right)));
}

BirthLikeness birthLikeness(Date left, Date right) noexcept
{
    if (left == right) return BirthLikeness::same;
    const auto day = [](Date date) { return static_cast<unsigned>(date.day()); };
    const auto month = [](Date date) { return static_cast<unsigned>(date.month()); };
    const auto year = [](Date date) { return static_cast<int>(date.year()); };
    if (year(left) == year(right) && day(left) == month(right) && month(left) == day(right)) return BirthLikeness::swapped;
    const auto digits = [&](Date date) {
        const auto number = static_cast<unsigned>(year(date)) * 10'000 + month(date) * 100 + day(date);
        std::array<unsigned, 8> all{};
        unsigned rest = number;
        for (auto& digit : all) {
            digit = rest % 10;
            rest /= 10;
        }
        return all;
    };
    const auto a = digits(left);
    const auto b = digits(right);
    std::size_t differ = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) continue;
        ++differ;
        at = i;
    }
    if (differ == 1) return BirthLikeness::oneDigit;
    if (differ == 2 && a[at] == b[at - 1] && a[at - 1] == b[at]) return BirthLikeness::oneDigit; // two neighbours swapped
    if (year(left) == year(right) || (day(left) == day(right) && month(left) == month(right))) return BirthLikeness::sameYear;
    return BirthLikeness::other;
}

} // namespace cardwright
