#pragma once

#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What not everybody may see of a person: a restricted identity document (the policy says which kinds: a gender recognition certificate),
/// and the names that somebody had before.
enum class Guarded { restrictedDocument, formerName };

/// Where something is about to be shown or written.
enum class Outlet {
    entry,      ///< the form of the agent who holds the document in the hand, until the check is recorded
    record,     ///< a person's record on the screen
    comparison, ///< two people side by side
    list,       ///< search results, worklists
    file,       ///< CSV, JSON, PDF
    leaflet,    ///< paper that is handed out, receipts
    conflict,   ///< the conflict desk
    log,        ///< logs, failures' details
};

/// Who looks: made from a session by sightOf() of core/access. Without a session nothing guarded is seen.
struct Sight {
    bool guarded = false; ///< the role may read what is guarded: RA manager
};

/// The one rule: guarded things show in the form of whoever types them, and in the record for a role that may read them; nowhere else.
constexpr bool mayShow(Guarded, Outlet outlet, Sight sight) noexcept
{
    return outlet == Outlet::entry || (outlet == Outlet::record && sight.guarded);
}

/// The documents that may be shown there, in their order; numbers are endings already, and those of restricted ones are not there.
std::vector<EvidenceDocument> shownDocuments(std::span<const EvidenceDocument> documents, Outlet outlet, Sight sight);

/// A verdict without rows and sentences about documents that may not be shown there. Counts, route and outcome stay as they are.
/// DocumentVerdict::restricted tells which; the rows' places are kept by `places` (index of each row in the verdict given).
struct ShownVerdict {
    EvidenceVerdict verdict;
    std::vector<std::size_t> places;
};
ShownVerdict shownVerdict(const EvidenceVerdict& verdict, Outlet outlet, Sight sight);

/// A recorded check's documents (the JSON of evidence.checked) as they may be shown there.
std::string shownDocumentsJson(std::string_view documents, Outlet outlet, Sight sight);
/// The same JSON, made: what is recorded of documents. A restricted one is {"kind":"restricted-identity-document","restricted":true}.
std::string recordedDocumentsJson(std::span<const EvidenceDocument> documents);

/// Under which kind a restricted document is recorded, whatever the policy calls it.
inline constexpr std::string_view restrictedKind = "restricted-identity-document";

/// "ends in 4417"; "no number" for an empty ending. The only form in which a number is shown.
std::string maskedNumber(std::string_view numberEnding);

} // namespace cardwright
