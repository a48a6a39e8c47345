#pragma once

#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/identity/Person.h"
#include "core/journal/JournalEntry.h"
#include "core/portrait/PortraitFile.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <vector>

// What issue and replacement both put on record about a person, within the act's own transaction.

namespace cardwright {

class Store;
class Transaction;

/// What holder.created and holder.changed say of somebody at an issue or a replacement.
nlohmann::json holderJson(const Person& person, const std::string& nameOnCard);

/// evidence.checked and its row. exception: what carried evidence that did not pass; it is used from then on.
void recordEvidence(Store& store, Transaction& act, const UserNumber& number, const EvidenceVerdict& verdict,
                    const std::vector<EvidenceDocument>& documents, std::optional<ExceptionRequest> exception, const EntryAuthor& author,
                    RandomSource& random);

/// The portrait becomes the person's: record, file, portrait.accepted. Returns its reference.
Sha256Digest recordPortrait(Store& store, Transaction& act, const UserNumber& number, const Portrait& portrait, const EntryAuthor& author,
                            RandomSource& random);

} // namespace cardwright
