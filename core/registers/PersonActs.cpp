#include "core/registers/PersonActs.h"

#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidenceDocument.h"
#include "core/registers/AccessChecks.h"
#include "core/registers/Duplicates.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace cardwright {

using namespace accesschecks;

namespace {

void requireDetails(const RegisterDesk& desk, const Person& person)
{
    const auto problems = problemsOf(person, dateOf(desk.clock.utcMillis()), desk.ages);
    if (!problems.empty()) throw RefusedError(Failure::because("PERSON-DETAILS", problems.front().sentence, problems.front().field));
}

/// An NI number is one person's, and so is a staff number within its organisation.
void requireOwnNumbers(Store& store, const Person& person, const std::optional<UserNumber>& self)
{
    using Identifier = People::Identifier;
    for (const auto& other : store.people.withIdentifier(Identifier::niNumber, person.niNumber)) {
        if (other.number != self) refuse("PERSON-NUMBER-TAKEN", other.number.grouped());
    }
    for (const auto& other : store.people.withIdentifier(Identifier::staffNumber, person.staffNumber)) {
        if (other.number != self && other.person.odsCode == person.odsCode) refuse("PERSON-NUMBER-TAKEN", other.number.grouped());
    }
}

nlohmann::json evidenceJson(const PeoplePolicy& policy, const std::vector<IdentityEvidence>& evidence)
{
    auto rows = nlohmann::json::array();
    for (const auto& paper : evidence) {
        const auto* kind = policy.evidence(paper.kind);
        // Which paper a restricted one is says more than anybody at a desk has to know.
        if (kind->restricted) {
            rows.push_back({{"kind", "restricted"}, {"title", kind->title}, {"originalSeen", true}});
            continue;
        }
        nlohmann::json row{{"kind", kind->id}, {"title", kind->title}, {"numberEnding", numberEndingOf(paper.number)}, {"originalSeen", true}};
        if (paper.dated) row["dated"] = formatDate(*paper.dated);
        rows.push_back(std::move(row));
    }
    return rows;
}

void requirePaper(const RegisterDesk& desk, const IdentityEvidence& paper)
{
    const auto* kind = desk.policy.evidence(paper.kind);
    if (kind == nullptr) refuse("PERSON-EVIDENCE", paper.kind);
    if (!paper.originalSeen) refuse("PERSON-EVIDENCE", kind->title);
    if (!kind->restricted && isBlank(paper.number)) refuse("PERSON-EVIDENCE", kind->title);
    if (paper.dated && *paper.dated > dateOf(desk.clock.utcMillis())) refuse("PERSON-EVIDENCE", kind->title);
}

/// Each of these fields by a paper that shows it.
void requireEvidence(const RegisterDesk& desk, const PersonChange& asked, const std::vector<std::string>& fields)
{
    requireReason(asked.reason);
    if (asked.evidence.empty()) refuse("PERSON-EVIDENCE");
    for (const auto& paper : asked.evidence) requirePaper(desk, paper);
    for (const auto& field : fields) {
        const bool shown = std::any_of(asked.evidence.begin(), asked.evidence.end(), [&](const IdentityEvidence& paper) {
            return desk.policy.shows(*desk.policy.evidence(paper.kind), field);
        });
        if (!shown) refuse("PERSON-EVIDENCE", field);
    }
}

/// The person as they will be; the fields that differ.
std::vector<std::string> applyFields(Person& person, const PersonChange& asked)
{
    const auto before = person;
    for (const auto& [field, text] : asked.fields) {
        if (!setField(person, field, text)) refuse("PERSON-DETAILS", field);
    }
    const bool renamed = person.givenName != before.givenName || person.familyName != before.familyName;
    if (renamed && asked.fields.count("nameOnCard") == 0) person.nameOnCard.clear();
    if (renamed && asked.fields.count("nameOnChip") == 0) person.nameOnChip.clear();
    std::vector<std::string> changed;
    for (const auto field : personFields()) {
        if (fieldOf(person, field) != fieldOf(before, field)) changed.emplace_back(field);
    }
    return changed;
}

} // namespace

nlohmann::json holderToJson(const Person& person)
{
    nlohmann::json object{{"legalName", person.legalName()},     {"givenName", person.givenName},
                          {"familyName", person.familyName},     {"dateOfBirth", formatDate(person.dateOfBirth)},
                          {"nameOnCard", person.cardName().printed()}, {"odsCode", person.odsCode},
                          {"jobTitle", person.jobTitle}};
    // As typed, so that another desk prints and writes the same.
    if (!person.nameOnCard.empty()) object["nameOnCardTyped"] = person.nameOnCard;
    for (const auto field : {"preferredName", "nameOnChip", "niNumber", "staffNumber", "email", "phone", "team", "site"}) {
        if (auto text = fieldOf(person, field); !text.empty()) object[field] = std::move(text);
    }
    return object;
}

bool newCardDue(Store& store, const PersonRecord& person)
{
    if (!person.identityChangedAt) return false;
    const auto cards = store.cards.ofHolder(person.number);
    return std::any_of(cards.begin(), cards.end(), [&](const CardRecord& card) { return isActive(card) && card.openedAt < *person.identityChangedAt; });
}

bool wantsPaper(const Person& onRecord, std::string_view field)
{
    return isCoreIdentity(field) || (field == "niNumber" && !onRecord.niNumber.empty());
}

PersonRecord CreatePerson::perform(const NewPerson& asked)
{
    auto& store = m_desk.store;
    const auto attempted = nameOf(EntryKind::holderCreated);
    requireDuty(m_desk, mayDo(m_desk.agent, Permission::holderCreate), attempted);
    requireDetails(m_desk, asked.person);
    if (sameLegalName(asked.person.legalName(), m_desk.agent.name)) {
        requireDuty(m_desk, {false, "operator-is-not-subject", "AGENT-IS-SUBJECT"}, attempted);
    }
    requireOwnNumbers(store, asked.person, std::nullopt);
    for (const auto& other : likelySame(store, asked.person)) {
        const auto& compared = asked.comparedWith;
        if (std::find(compared.begin(), compared.end(), other) == compared.end()) refuse("PERSON-DUPLICATE", other.grouped());
    }
    if (!asked.comparedWith.empty()) requireReason(asked.whyOther);

    auto payload = holderToJson(asked.person);
    if (!asked.comparedWith.empty()) {
        auto others = nlohmann::json::array();
        for (const auto& other : asked.comparedWith) others.push_back(other.digits());
        payload["comparedWith"] = std::move(others);
        payload["whyOther"] = asked.whyOther;
    }
    const auto now = m_desk.clock.utcMillis();
    Transaction act(store.database());
    PersonRecord created{store.leases.take(act, now), asked.person, store.site().description().name, std::nullopt, now};
    created.person.postcode.clear();
    store.people.add(act, created);
    if (!created.person.staffNumber.empty()) {
        created.fromHr = store.starters.discard(act, created.person.odsCode, created.person.staffNumber);
        if (created.fromHr) store.people.change(act, created);
    }
    append(m_desk, act, created.number, EntryKind::holderCreated, std::move(payload));
    if (m_desk.along) m_desk.along(act, created.number);
    act.commit();
    return created;
}

PersonChanged ChangePerson::perform(const PersonChange& asked)
{
    auto& store = m_desk.store;
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderChange, asked.number), nameOf(EntryKind::holderChanged), asked.number);
    auto changed = knownPerson(store, asked.number);
    if (changed.closedAt) refuse("PERSON-CLOSED");
    const auto before = changed.person;
    PersonChanged result{changed, applyFields(changed.person, asked), {}, false};
    if (result.fields.empty()) refuse("PERSON-UNCHANGED");
    const bool core = std::any_of(result.fields.begin(), result.fields.end(), [](const std::string& field) { return isCoreIdentity(field); });
    std::vector<std::string> byPaper;
    std::copy_if(result.fields.begin(), result.fields.end(), std::back_inserter(byPaper), [&](const std::string& field) { return wantsPaper(before, field); });
    if (!byPaper.empty()) requireEvidence(m_desk, asked, byPaper);
    if (asked.reason.size() > longestText) refuse("PERSON-REASON");
    requireDetails(m_desk, changed.person);
    requireOwnNumbers(store, changed.person, changed.number);
    if (core) {
        for (const auto& other : store.people.sameAs(changed.person.givenName, changed.person.familyName, changed.person.dateOfBirth)) {
            if (other.number != changed.number) refuse("PERSON-DUPLICATE", other.number.grouped());
        }
    }
    auto payload = holderToJson(changed.person);
    payload["changed"] = result.fields;
    if (!isBlank(asked.reason)) payload["reason"] = asked.reason;
    if (!byPaper.empty()) payload["evidence"] = evidenceJson(m_desk.policy, asked.evidence);
    if (core) {
        payload["former"] = {{"legalName", before.legalName()}, {"dateOfBirth", formatDate(before.dateOfBirth)}};
        changed.identityChangedAt = m_desk.clock.utcMillis();
    }
    Transaction act(store.database());
    store.people.change(act, changed);
    // An exception that was asked for under the name of before is found, and shown, under the person.
    if (core) store.exceptions.nameSubject(act, personDigest(before.legalName(), formatDate(before.dateOfBirth)), changed.number);
    append(m_desk, act, changed.number, EntryKind::holderChanged, std::move(payload));
    if (m_desk.along) m_desk.along(act, changed.number);
    act.commit();
    for (const auto& field : result.fields) {
        if (changed.fromHr && m_desk.policy.ownedByHr(field)) result.overwritten.push_back(field);
    }
    result.newCardDue = newCardDue(store, changed);
    result.record = std::move(changed);
    return result;
}

} // namespace cardwright
