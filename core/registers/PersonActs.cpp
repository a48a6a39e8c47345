#include "core/registers/PersonActs.h"

#include "core/access/ExceptionRequests.h"
#include "core/identity/EvidenceDocument.h"
#include "core/journal/EntryDraft.h"
#include "core/registers/Badges.h"
#include "core/registers/Duplicates.h"
#include "core/registers/Positions.h"
#include "core/registers/Requests.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t longestText = 500;
constexpr std::string_view closeWord = "CLOSE";

[[noreturn]] void refuse(std::string_view code, std::string detail = {}) { throw RefusedError(Failure::of(code, std::move(detail))); }

bool isBlank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void requireReason(const std::string& reason)
{
    if (isBlank(reason) || reason.size() > longestText) refuse("PERSON-REASON");
}

PersonRecord known(Store& store, const UserNumber& number)
{
    auto record = store.people.byNumber(number);
    if (!record) refuse("PERSON-UNKNOWN");
    return *record;
}

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

bool isActive(const CardRecord& card)
{
    return card.state == CardState::opened || card.state == CardState::issued || card.state == CardState::locked;
}

std::vector<Guid> activeCards(Store& store, const UserNumber& number)
{
    std::vector<Guid> cards;
    for (const auto& card : store.cards.ofHolder(number)) {
        if (isActive(card)) cards.push_back(card.guid);
    }
    return cards;
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

void requireEvidence(const RegisterDesk& desk, const PersonChange& asked)
{
    requireReason(asked.reason);
    if (asked.evidence.empty()) refuse("PERSON-EVIDENCE");
    for (const auto& paper : asked.evidence) {
        const auto* kind = desk.policy.evidence(paper.kind);
        if (kind == nullptr) refuse("PERSON-EVIDENCE", paper.kind);
        if (!paper.originalSeen) refuse("PERSON-EVIDENCE", kind->title);
        if (!kind->restricted && isBlank(paper.number)) refuse("PERSON-EVIDENCE", kind->title);
        if (paper.dated && *paper.dated > dateOf(desk.clock.utcMillis())) refuse("PERSON-EVIDENCE", kind->title);
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

JournalEntry record(const RegisterDesk& desk, Transaction& act, const UserNumber& number, EntryKind kind, nlohmann::json payload)
{
    return desk.store.journal.append(act, entryAbout(number, kind, std::move(payload), desk.random), desk.agent.author());
}

} // namespace

void requireDuty(const RegisterDesk& desk, const DutyVerdict& verdict, std::string_view attempted, const std::optional<UserNumber>& subject)
{
    if (!verdict.allowed) {
        nlohmann::json payload{{"rule", verdict.rule}, {"attempted", attempted}};
        Transaction act(desk.store.database());
        desk.store.journal.append(act, subject ? entryAbout(*subject, EntryKind::dutyRefused, std::move(payload), desk.random)
                                               : entryOfDesk(EntryKind::dutyRefused, std::move(payload), desk.random),
                                  desk.agent.author());
        act.commit();
    }
    require(verdict);
}

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
    record(m_desk, act, created.number, EntryKind::holderCreated, std::move(payload));
    if (m_desk.along) m_desk.along(act, created.number);
    act.commit();
    return created;
}

PersonChanged ChangePerson::perform(const PersonChange& asked)
{
    auto& store = m_desk.store;
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderChange, asked.number), nameOf(EntryKind::holderChanged), asked.number);
    auto changed = known(store, asked.number);
    if (changed.closedAt) refuse("PERSON-CLOSED");
    const auto before = changed.person;
    PersonChanged result{changed, applyFields(changed.person, asked), {}, false};
    if (result.fields.empty()) refuse("PERSON-UNCHANGED");
    const bool core = std::any_of(result.fields.begin(), result.fields.end(), [](const std::string& field) { return isCoreIdentity(field); });
    if (core) requireEvidence(m_desk, asked);
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
    if (core) {
        payload["evidence"] = evidenceJson(m_desk.policy, asked.evidence);
        payload["former"] = {{"legalName", before.legalName()}, {"dateOfBirth", formatDate(before.dateOfBirth)}};
        changed.identityChangedAt = m_desk.clock.utcMillis();
    }
    Transaction act(store.database());
    store.people.change(act, changed);
    record(m_desk, act, changed.number, EntryKind::holderChanged, std::move(payload));
    if (m_desk.along) m_desk.along(act, changed.number);
    act.commit();
    for (const auto& field : result.fields) {
        if (changed.fromHr && m_desk.policy.ownedByHr(field)) result.overwritten.push_back(field);
    }
    result.newCardDue = newCardDue(store, changed);
    result.record = std::move(changed);
    return result;
}

PersonRecord ClosePerson::check(const CloseOrder& order)
{
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderClose, order.number), nameOf(EntryKind::holderClosed), order.number);
    auto person = known(m_desk.store, order.number);
    if (person.closedAt) refuse("PERSON-CLOSED");
    if (order.typed != closeWord) refuse("PERSON-CLOSE-WORD");
    if (m_desk.policy.closeReason(order.reason) == nullptr || order.note.size() > longestText) refuse("PERSON-REASON");
    return person;
}

std::vector<Guid> ClosePerson::cardsToCancel(const CloseOrder& order)
{
    check(order);
    auto cards = activeCards(m_desk.store, order.number);
    // Who may close and not cancel is told before anything ends.
    if (!cards.empty()) requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::cardCancel, order.number), nameOf(EntryKind::cardCancelled), order.number);
    return cards;
}

PersonRecord ClosePerson::perform(const CloseOrder& order)
{
    auto person = check(order);
    auto& store = m_desk.store;
    if (!activeCards(store, order.number).empty()) refuse("PERSON-HAS-CARDS");
    person.closedAt = m_desk.clock.utcMillis();
    person.closing = Closing{order.reason, order.note};
    person.leaving.reset();
    auto cards = nlohmann::json::array();
    for (const auto& card : store.cards.ofHolder(order.number)) {
        if (card.state == CardState::cancelled) cards.push_back(card.guid.text());
    }
    nlohmann::json payload{{"reason", order.reason}, {"cards", std::move(cards)}};
    if (!isBlank(order.note)) payload["note"] = order.note;
    Transaction act(store.database());
    endBadgesOf(m_desk, act, order.number);
    store.replacements.settle(act, order.number); // who comes back is checked anew
    const auto ended = endPositionsOf(m_desk, act, order.number, "person-closed");
    payload["positions"] = ended;
    store.people.change(act, person);
    record(m_desk, act, order.number, EntryKind::holderClosed, std::move(payload));
    if (m_desk.along) m_desk.along(act, order.number); // before what is still open about them is taken back
    endRequestsOf(m_desk, act, order.number);
    act.commit();
    return person;
}

PersonRecord ReopenPerson::perform(const UserNumber& number, const std::string& reason)
{
    requireDuty(m_desk, mayDoTo(m_desk.agent, Permission::holderClose, number), nameOf(EntryKind::holderReopened), number);
    auto person = known(m_desk.store, number);
    if (!person.closedAt) refuse("PERSON-NOT-CLOSED");
    requireReason(reason);
    person.closedAt.reset();
    Transaction act(m_desk.store.database());
    m_desk.store.people.change(act, person);
    record(m_desk, act, number, EntryKind::holderReopened, {{"reason", reason}});
    act.commit();
    return person;
}

PersonRecord keepLeaver(const RegisterDesk& desk, const UserNumber& number, const std::string& reason)
{
    requireDuty(desk, mayDoTo(desk.agent, Permission::holderChange, number), nameOf(EntryKind::holderChanged), number);
    auto person = known(desk.store, number);
    if (person.closedAt) refuse("PERSON-CLOSED");
    if (!person.leaving) refuse("PERSON-NOT-LEAVING");
    requireReason(reason);
    person.leaving.reset();
    auto payload = holderToJson(person.person);
    payload["changed"] = {"leaving"};
    payload["reason"] = reason;
    Transaction act(desk.store.database());
    desk.store.people.change(act, person);
    record(desk, act, number, EntryKind::holderChanged, std::move(payload));
    act.commit();
    return person;
}

} // namespace cardwright
