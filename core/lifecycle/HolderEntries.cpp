#include "core/lifecycle/HolderEntries.h"

#include "core/identity/EvidenceSight.h"
#include "core/identity/PhotoReference.h"
#include "core/store/Store.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace cardwright {

nlohmann::json holderJson(const Person& person, const std::string& nameOnCard)
{
    nlohmann::json object{{"legalName", person.legalName()}, {"givenName", person.givenName}, {"familyName", person.familyName},
                          {"dateOfBirth", formatDate(person.dateOfBirth)}, {"nameOnCard", nameOnCard}, {"odsCode", person.odsCode}, {"jobTitle", person.jobTitle}};
    if (!person.staffNumber.empty()) object["staffNumber"] = person.staffNumber; // HR's next file finds them by it
    return object;
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
        if (!exception->subject) exception->subject = number; // who they are from now on, whatever they come to be called
        store.exceptions.put(act, *exception);
    }
    const auto entry = store.journal.append(act, entryAbout(number, EntryKind::evidenceChecked, std::move(payload), random), author);
    store.evidence.add(act, {number, entry.id, entry.at, verdict.policy.id, std::to_string(verdict.policy.version), verdict.route, said, rows.dump()});
}

namespace {

nlohmann::json checksJson(const PhotoStanding& photo)
{
    auto rows = nlohmann::json::array();
    for (const auto& row : photo.rows) {
        const bool measured = row.verdict != PhotoVerdict::notMeasured;
        nlohmann::json one{{"check", nameOf(row.check)}, {"verdict", row.verdict == PhotoVerdict::advice ? "advice" : measured ? "good" : "not-measured"}};
        if (measured) one["measured"] = std::round(row.measured * 10) / 10;
        rows.push_back(std::move(one));
    }
    return rows;
}

} // namespace

std::optional<Failure> photoRefusal(const std::optional<PhotoStanding>& photo)
{
    if (!photo || !photo->advised() || !photo->reason.empty()) return std::nullopt;
    std::string checks;
    for (const auto& row : photo->rows) {
        if (row.verdict == PhotoVerdict::advice) checks += (checks.empty() ? "" : ", ") + std::string(nameOf(row.check));
    }
    return Failure::of("PHOTO-REASON", checks);
}

Sha256Digest recordPortrait(Store& store, Transaction& act, const UserNumber& number, const Portrait& portrait,
                            const std::optional<PhotoStanding>& photo, const EntryAuthor& author, RandomSource& random)
{
    const auto reference = PhotoReference::of(portrait).digest();
    store.people.setPhoto(act, number, reference);
    nlohmann::json payload{{"photoReference", toHex(reference)}};
    if (photo) {
        payload["policy"] = {{"id", photo->policyId}, {"version", photo->policyVersion}};
        payload["checks"] = checksJson(*photo);
        if (photo->advised()) payload["reason"] = photo->reason;
    }
    auto accepted = entryAbout(number, EntryKind::portraitAccepted, std::move(payload), random);
    accepted.portrait = reference;
    store.journal.append(act, accepted, author);
    // The file first: an entry never names a portrait that is not there.
    store.portraits.put(portrait.jpeg);
    return reference;
}

Bytes storedPortrait(Store& store, const Sha256Digest& reference)
{
    try {
        return store.portraits.get(reference).value_or(Bytes{});
    } catch (const StoreError&) {
        return {};
    }
}

} // namespace cardwright
