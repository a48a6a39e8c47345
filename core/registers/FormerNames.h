#pragma once

#include "core/access/ExceptionRequests.h"
#include "core/store/People.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

class Store;

/// What stands where a former name stood: few may read it, and only in the record (EvidenceSight.h).
inline constexpr std::string_view hiddenName = "(a former name)";

/// What was asked for before somebody's name or date of birth changed may bear a name that is no longer theirs: each word of it that
/// their names of today do not have. What was asked since never does. Nobody known: nothing is former.
bool bearsFormerName(const PersonRecord& person, std::int64_t askedAt, std::string_view text);

/// The fields of a request (personFields()) as a list may show them: a former name is hidden, everything else is as it was asked.
void hideFormerNames(const PersonRecord& person, std::int64_t askedAt, std::map<std::string, std::string>& fields);

/// Whom an exception is about, as a list may call them: somebody known here as they are called today. Of anybody else the name that was
/// asked with, as long as it is being decided and used (`fresh`: ExceptionRules::isFresh()); afterwards nothing, as that name may be a
/// former one by then and this desk would not hear of it.
std::optional<std::string> nameInException(Store& store, const ExceptionRequest& request, bool fresh);

} // namespace cardwright
