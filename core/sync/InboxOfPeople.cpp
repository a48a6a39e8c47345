#include "core/access/ExceptionRequests.h"
#include "core/sync/ApiJson.h"
#include "core/sync/InboxApplier.h"

#include <algorithm>

namespace cardwright {

namespace {

using nlohmann::json;

std::string textOr(const json& object, const char* field) { return object.contains(field) ? api::text(object, field) : std::string(); }

Person personFrom(const json& holder, Person person)
{
    const auto born = parseDate(api::text(holder, "dateOfBirth"));
    if (!born) api::refuse("dateOfBirth");
    person.dateOfBirth = *born;
    person.givenName = api::text(holder, "givenName");
    person.familyName = api::text(holder, "familyName");
    person.odsCode = api::text(holder, "odsCode");
    person.jobTitle = api::text(holder, "jobTitle");
    person.nameOnCard = textOr(holder, "nameOnCardTyped");
    for (const auto field : {"preferredName", "nameOnChip", "niNumber", "staffNumber", "email", "phone", "team", "site"}) {
        setField(person, field, textOr(holder, field));
    }
    return person;
}

} // namespace

/// {"userNumber","holder"?,"closed"?,"at"?}: somebody's record as another desk changed, closed or reopened it. Of whom this desk holds
/// nothing it keeps nothing.
std::string InboxApplier::person(const json& body)
{
    const auto number = UserNumber::parse(api::text(body, "userNumber"));
    if (!number) return "not understood";
    const auto held = m_store.people.byNumber(*number);
    if (!held) return "of nobody known here";
    auto record = *held;
    if (body.contains("holder")) {
        record.person = personFrom(body.at("holder"), record.person);
        const auto fields = personFields();
        const bool core = std::any_of(fields.begin(), fields.end(), [&](std::string_view field) {
            return isCoreIdentity(field) && fieldOf(record.person, field) != fieldOf(held->person, field);
        });
        // Somebody of whom the number alone was known became known; they did not become somebody else.
        if (core && !held->person.legalName().empty()) {
            record.identityChangedAt = m_now;
            m_store.exceptions.nameSubject(m_transaction, personDigest(held->person.legalName(), formatDate(held->person.dateOfBirth)), *number);
        }
    }
    if (body.contains("closed")) {
        const auto& closed = body.at("closed");
        if (!closed.is_boolean()) api::refuse("closed");
        record.closedAt = closed.get<bool>() ? std::optional(api::instant(body, "at")) : std::nullopt;
        if (record.closedAt) {
            record.leaving.reset();
            m_store.replacements.settle(m_transaction, *number); // who comes back is checked anew
        }
    }
    if (record == *held) return "repeated";
    m_store.people.change(m_transaction, record);
    return "applied";
}

} // namespace cardwright
