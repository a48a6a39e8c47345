#pragma once

#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/identity/Person.h"
#include "core/journal/JournalEntry.h"
#include "core/portrait/PhotoCheck.h"
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

/// Why a portrait may not be taken yet: something was advised and nobody gave a reason (PHOTO-REASON naming the checks).
std::optional<Failure> photoRefusal(const std::optional<PhotoStanding>& photo);

/// The portrait becomes the person's: record, file, portrait.accepted {"photoReference", "policy"?:{id,version},
/// "checks"?:[{"check","verdict","measured"?}], "reason"?}: figures of the picture, nothing that tells one face from another. Returns its reference.
Sha256Digest recordPortrait(Store& store, Transaction& act, const UserNumber& number, const Portrait& portrait,
                            const std::optional<PhotoStanding>& photo, const EntryAuthor& author, RandomSource& random);

/// The JPEG of this reference, for a card that is to carry it. Nothing where it is not here whole: the card's pre-flight says so where
/// policy wants a portrait on it.
Bytes storedPortrait(Store& store, const Sha256Digest& reference);

} // namespace cardwright
