#include "core/lifecycle/HolderEntries.h"

#include "core/identity/EvidenceSight.h"
#include "core/identity/PhotoReference.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

namespace cardwright {

nlohmann::json holderJson(const Person& person, const std::string& nameOnCard)
{
    return {{"legalName", person.legalName()}, {"givenName", person.givenName}, {"familyName", person.familyName}, {"dateOfBirth", formatDate(person.dateOfBirth)},
            {"nameOnCard", nameOnCard},        {"odsCode", person.odsCode},     {"jobTitle", person.jobTitle}};
}

void recordEvidence(Store& store, Transaction& act, const UserNumber& number, const EvidenceVerdict& verdict,
                    const std::vector<EvidenceDocument>& documents, std::optional<ExceptionRequest> exception, const EntryAuthor& author,
                    RandomSource& random)
{
    const auto rows = nlohmann::json::parse(recordedDocumentsJson(documents));
    const char* said = exception ? "exception" : "passed";
    nlohmann::json payload{{"route", verdict.route},
                           {"policy", {{"id", verdict.policy.id}, {"version", verdict.policy.version}}},
                           {"documents", rows},
                           {"verdict", said}};
    if (!verdict.answers.empty()) payload["answers"] = verdict.answers;
    if (exception) {
        payload["exception"] = exception->id.text();
        payload["evidence"] = toHex(exception->evidence->evidence);
        exception->state = ExceptionRequest::State::used;
        store.exceptions.put(act, *exception);
    }
    const auto entry = store.journal.append(act, entryAbout(number, EntryKind::evidenceChecked, std::move(payload), random), author);
    store.evidence.add(act, {number, entry.id, entry.at, verdict.policy.id, std::to_string(verdict.policy.version), verdict.route, said, rows.dump()});
}

Sha256Digest recordPortrait(Store& store, Transaction& act, const UserNumber& number, const Portrait& portrait, const EntryAuthor& author,
                            RandomSource& random)
{
    const auto photo = PhotoReference::of(portrait).digest();
    store.people.setPhoto(act, number, photo);
    auto accepted = entryAbout(number, EntryKind::portraitAccepted, {{"photoReference", toHex(photo)}}, random);
    accepted.portrait = photo;
    store.journal.append(act, accepted, author);
    // The file first: an entry never names a portrait that is not there.
    store.portraits.put(portrait.jpeg);
    return photo;
}

} // namespace cardwright
