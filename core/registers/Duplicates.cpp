#include "core/registers/Duplicates.h"

#include "core/registers/NameLikeness.h"
#include "core/store/Store.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cardwright {

namespace {

using Verdict = ComparedField::Verdict;
using Words = std::vector<std::string>;

constexpr int mostForFamily = 33;
constexpr int mostForGiven = 27;
constexpr int mostForBirth = 40;
constexpr int likelyFrom = 84;
constexpr int possibleFrom = 66;

Words wordsOf(std::string_view name) { return PeopleIndex::wordsIn(PeopleIndex::folded(name)); }

struct Asked {
    Words given;
    Words family;
    Words preferred;
    Date born;
};

struct Weighed {
    double family = 0;
    double given = 0;
    bool swapped = false;
    BirthLikeness birth = BirthLikeness::other;
    int score = 0;
};

int pointsFor(BirthLikeness birth)
{
    switch (birth) {
    case BirthLikeness::same: return mostForBirth;
    case BirthLikeness::swapped: return 34;
    case BirthLikeness::oneDigit: return 28;
    case BirthLikeness::sameYear: return 10;
    case BirthLikeness::other: break;
    }
    return 0;
}

Weighed weigh(const Asked& asked, const Words& given, const Words& family, const Words& more, Date born)
{
    Weighed result;
    result.birth = birthLikeness(asked.born, born);
    if (result.birth == BirthLikeness::other) return result;
    const auto givenLike = [&] {
        double like = nameLikeness(asked.given, given);
        if (!more.empty()) like = std::max(like, nameLikeness(asked.given, more));
        if (!asked.preferred.empty()) like = std::max(like, nameLikeness(asked.preferred, given));
        return like;
    };
    result.family = nameLikeness(asked.family, family);
    result.given = givenLike();
    const double crossedFamily = nameLikeness(asked.family, given);
    const double crossedGiven = nameLikeness(asked.given, family);
    constexpr double clearly = 0.25; // more alike the other way round
    if (crossedFamily + crossedGiven > result.family + result.given + clearly) {
        result.swapped = true;
        result.family = crossedFamily;
        result.given = crossedGiven;
    }
    result.score = static_cast<int>(std::lround(result.family * mostForFamily + result.given * mostForGiven)) + pointsFor(result.birth);
    if (result.swapped) result.score -= 3;
    // Half a birth date says something only of somebody with the very same names.
    if (result.birth == BirthLikeness::sameYear && (result.family < 0.99 || result.given < 0.99)) result.score = 0;
    return result;
}

std::string alikeWords(double likeness, const char* what)
{
    if (likeness > 0.99) return std::string("The same ") + what;
    if (likeness >= 0.88) return std::string("A ") + what + " that sounds or is spelt nearly alike";
    if (likeness >= 0.6) return std::string("A ") + what + " that is somewhat alike";
    return std::string("Another ") + what;
}

std::vector<std::string> reasonsOf(const Weighed& weighed)
{
    const auto points = [](double part, int most) { return ": " + std::to_string(std::lround(part * most)) + " of " + std::to_string(most) + "."; };
    std::vector<std::string> reasons;
    reasons.push_back(alikeWords(weighed.family, "family name") + points(weighed.family, mostForFamily));
    reasons.push_back(alikeWords(weighed.given, "given name") + points(weighed.given, mostForGiven));
    if (weighed.swapped) reasons.emplace_back("Given and family name stand the other way round: 3 less.");
    static constexpr std::array words{"The same date of birth", "A date of birth with day and month swapped", "A date of birth with one digit other",
                                      "The same year, or the same day of the year", "Another date of birth"};
    reasons.push_back(std::string(words[static_cast<std::size_t>(weighed.birth)]) + ": " + std::to_string(pointsFor(weighed.birth)) + " of " +
                      std::to_string(mostForBirth) + ".");
    return reasons;
}

Verdict compared(const std::string& typed, const std::string& theirs)
{
    if (typed.empty() || theirs.empty()) return Verdict::missing;
    const auto left = wordsOf(typed);
    const auto right = wordsOf(theirs);
    if (left == right) return Verdict::same;
    constexpr double alike = 0.8;
    return nameLikeness(left, right) >= alike ? Verdict::alike : Verdict::differs;
}

std::string masked(const std::string& number)
{
    constexpr std::size_t shown = 3;
    return number.size() <= shown ? number : "ends " + number.substr(number.size() - shown);
}

std::vector<ComparedField> comparisonOf(const Person& typed, const Person& theirs)
{
    std::vector<ComparedField> rows;
    for (const auto field : {"familyName", "givenName", "preferredName", "dateOfBirth", "niNumber", "staffNumber", "odsCode", "jobTitle", "team", "site"}) {
        ComparedField row{field, std::string(wordsOfField(field)).substr(4), fieldOf(typed, field), fieldOf(theirs, field), Verdict::missing};
        const std::string_view name = field;
        if (row.typed.empty() && row.theirs.empty()) continue;
        if (name == "dateOfBirth") {
            const auto like = birthLikeness(typed.dateOfBirth, theirs.dateOfBirth);
            const bool near = like == BirthLikeness::swapped || like == BirthLikeness::oneDigit;
            row.verdict = like == BirthLikeness::same ? Verdict::same : near ? Verdict::alike : Verdict::differs;
        } else if (name == "niNumber" || name == "staffNumber" || name == "odsCode") {
            row.verdict = row.typed.empty() || row.theirs.empty() ? Verdict::missing : row.typed == row.theirs ? Verdict::same : Verdict::differs;
            if (name == "niNumber") {
                row.typed = masked(row.typed);
                row.theirs = masked(row.theirs);
            }
        } else {
            row.verdict = compared(row.typed, row.theirs);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void addByIdentifier(std::vector<Duplicate>& found, Store& store, const Person& person, const Asked& asked)
{
    const auto add = [&](PersonRecord record, const char* words) {
        const auto same = std::find_if(found.begin(), found.end(), [&](const Duplicate& one) { return one.record.number == record.number; });
        if (same != found.end()) {
            same->reasons.insert(same->reasons.begin(), words);
            return;
        }
        const auto& theirs = record.person;
        const auto weighed = weigh(asked, wordsOf(theirs.givenName), wordsOf(theirs.familyName), wordsOf(theirs.preferredName), theirs.dateOfBirth);
        Duplicate duplicate{std::move(record), DuplicateLevel::identifier, 100, reasonsOf(weighed), {}};
        duplicate.reasons.insert(duplicate.reasons.begin(), words);
        found.push_back(std::move(duplicate));
    };
    using Identifier = People::Identifier;
    for (auto& record : store.people.withIdentifier(Identifier::niNumber, person.niNumber)) add(std::move(record), "The same National Insurance number.");
    for (auto& record : store.people.withIdentifier(Identifier::staffNumber, person.staffNumber)) {
        if (record.person.odsCode == person.odsCode) add(std::move(record), "The same staff number of the same organisation.");
    }
}

} // namespace

std::string_view nameOf(DuplicateLevel level) noexcept
{
    static constexpr std::array<std::string_view, 3> names{"identifier", "likely", "possible"};
    return names[static_cast<std::size_t>(level)];
}

std::string_view nameOf(ComparedField::Verdict verdict) noexcept
{
    static constexpr std::array<std::string_view, 4> names{"same", "alike", "differs", "missing"};
    return names[static_cast<std::size_t>(verdict)];
}

std::vector<Duplicate> findDuplicates(Store& store, const Person& person, std::size_t most)
{
    const Asked asked{wordsOf(person.givenName), wordsOf(person.familyName), wordsOf(person.preferredName), person.dateOfBirth};
    std::vector<Duplicate> found;
    addByIdentifier(found, store, person, asked);

    struct Candidate {
        Guid id;
        std::uint64_t number;
        Weighed weighed;
    };
    std::vector<Candidate> candidates;
    const auto& index = store.index();
    const auto textsOf = [&](std::span<const std::uint32_t> places) {
        Words words;
        for (const auto place : places) words.push_back(index.word(place));
        return words;
    };
    index.forEachPerson([&](const PeopleIndex::Entry& entry) {
        // Without anything of the birth date the names alone never reach the bar: most people are passed over here.
        if (!entry.dateOfBirth || birthLikeness(asked.born, *entry.dateOfBirth) == BirthLikeness::other) return;
        const auto rest = std::span(entry.words).subspan(static_cast<std::size_t>(entry.givenWords) + entry.familyWords);
        const auto weighed = weigh(asked, textsOf(entry.wordsOfGiven()), textsOf(entry.wordsOfFamily()), textsOf(rest), *entry.dateOfBirth);
        if (weighed.score >= possibleFrom) candidates.push_back({entry.id, entry.number, weighed});
    });
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& left, const Candidate& right) {
        return left.weighed.score != right.weighed.score ? left.weighed.score > right.weighed.score : left.number < right.number;
    });
    for (const auto& candidate : candidates) {
        if (found.size() >= most) break;
        const auto same = [&](const Duplicate& one) { return one.record.number.value() == candidate.number; };
        if (std::any_of(found.begin(), found.end(), same)) continue;
        auto record = store.people.byId(candidate.id);
        if (!record) continue;
        const auto level = candidate.weighed.score >= likelyFrom ? DuplicateLevel::likely : DuplicateLevel::possible;
        found.push_back({std::move(*record), level, candidate.weighed.score, reasonsOf(candidate.weighed), {}});
    }
    for (auto& duplicate : found) duplicate.comparison = comparisonOf(person, duplicate.record.person);
    return found;
}

std::vector<UserNumber> likelySame(Store& store, const Person& person)
{
    std::vector<UserNumber> numbers;
    for (const auto& duplicate : findDuplicates(store, person)) {
        if (duplicate.level != DuplicateLevel::possible) numbers.push_back(duplicate.record.number);
    }
    return numbers;
}

} // namespace cardwright
