#pragma once

#include "core/store/People.h"

#include <string>
#include <vector>

namespace cardwright {

class Store;

enum class DuplicateLevel {
    identifier, ///< the same NI or staff number
    likely,     ///< must be compared before anybody is created
    possible,   ///< shown
};
std::string_view nameOf(DuplicateLevel level) noexcept; ///< "likely"

/// One line of the comparison side by side. Never a former name, a restricted document or a full NI number.
struct ComparedField {
    enum class Verdict { same, alike, differs, missing };
    std::string field;
    std::string label; ///< "family name"
    std::string typed;
    std::string theirs;
    Verdict verdict = Verdict::missing;
};
std::string_view nameOf(ComparedField::Verdict verdict) noexcept; ///< "alike"

struct Duplicate {
    PersonRecord record;
    DuplicateLevel level = DuplicateLevel::possible;
    int score = 0;                    ///< of 100
    std::vector<std::string> reasons; ///< sentences: what counted, and how much
    std::vector<ComparedField> comparison;
};

/// Who is here already and may be this person: identifiers exactly; names by letters and by sound, in both orders; the birth date with day
/// and month swapped or one digit other. Closed records too. The most alike first.
std::vector<Duplicate> findDuplicates(Store& store, const Person& person, std::size_t most = 10);

/// Of these the numbers of all who must be compared before somebody new is recorded.
std::vector<UserNumber> likelySame(Store& store, const Person& person);

} // namespace cardwright
