#pragma once

#include "core/store/People.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace cardwright {

/// What stands where a former name stood: few may read it, and only in the record (EvidenceSight.h).
inline constexpr std::string_view hiddenName = "(a former name)";

/// What was asked for before somebody's name or date of birth changed may bear a name that is no longer theirs: each word of it that
/// their names of today do not have. What was asked since never does. Nobody known: nothing is former.
bool bearsFormerName(const PersonRecord& person, std::int64_t askedAt, std::string_view text);

/// The fields of a request (personFields()) as a list may show them: a former name is hidden, everything else is as it was asked.
void hideFormerNames(const PersonRecord& person, std::int64_t askedAt, std::map<std::string, std::string>& fields);

} // namespace cardwright
