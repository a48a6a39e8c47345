#include "core/lifecycle/ReplaceAct.h"

#include "core/access/DutyRules.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/HolderEntries.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

bool isLoss(CancelReason reason) noexcept { return reason == CancelReason::lost || reason == CancelReason::stolen; }

bool mayReplace(CancelReason reason) noexcept
{
    return isLoss(reason) || reason == CancelReason::damaged || reason == CancelReason::nameChanged || reason == CancelReason::expired;
}

std::optional<Failure> refusalOfGrounds(const ReplaceTerms& terms)
{
    if (!mayReplace(terms.reason)) return Failure::of("CANCEL-REASON", std::string(nameOf(terms.reason)));
    // A card that is not brought back may be in anybody's hand.
    if ((isLoss(terms.reason) || !terms.returned) && tidied(terms.incident).empty()) return Failure::of("INCIDENT-REFERENCE");
    if (isLoss(terms.reason) && !(terms.check && terms.check->passed)) return Failure::of("IDENTITY-CHECK");
    if (terms.returned && !terms.cutThrough) return Failure::of("CARD-NOT-CUT");
    return std::nullopt;
}

/// The confirmed draft must be of this card, and confirmed.
void requireConfirmed(const ReplaceTerms& terms, const EntryDraft& confirmed)
{
    const auto payload = nlohmann::json::parse(confirmed.payload.begin(), confirmed.payload.end(), nullptr, false);
    if (confirmed.kind != EntryKind::cardReplaced || !payload.is_object() || !payload.contains("stepUp")) {
        throw RefusedError(Failure::of("STEP-UP-MISSING"));
    }
    if (payload.value("card", "") != terms.old.text() || confirmed.about != terms.holder) throw CardJobError("CARD-OTHER", "the entry");
}

/// The record as it is to be: of a renamed person only the names differ.
Person renamed(Person person, const Person& names)
{
    person.givenName = names.givenName;
    person.familyName = names.familyName;
    person.preferredName = names.preferredName;
    person.nameOnCard = names.nameOnCard;
    person.nameOnChip = names.nameOnChip;
    return person;
}

/// The names that differ, as entries call them.
std::vector<std::string> changedNames(const Person& before, const Person& after)
{
    std::vector<std::string> fields;
    const auto look = [&](const char* field, const std::string& left, const std::string& right) {
        if (left != right) fields.emplace_back(field);
    };
    look("givenName", before.givenName, after.givenName);
    look("familyName", before.familyName, after.familyName);
    look("preferredName", before.preferredName, after.preferredName);
    look("nameOnCard", before.nameOnCard, after.nameOnCard);
    look("nameOnChip", before.nameOnChip, after.nameOnChip);
    return fields;
}

} // namespace

ReplaceAct::ReplaceAct(Store& store, const AgentSession& agent, EntryAuthor author, const Clock& clock, RandomSource& random)
    : m_store(store), m_agent(agent), m_author(std::move(author)), m_clock(clock), m_random(random)
{
}

std::optional<Failure> ReplaceAct::refusal(const ReplaceTerms& terms)
{
    if (const auto duty = operatorIsNotSubject(m_agent, terms.holder); !duty.allowed) return Failure::of(duty.code);
    const auto card = m_store.cards.byGuid(terms.old);
    if (!card || card->holder != terms.holder) return Failure::of("CARD-NOT-HERE");
    if (card->state == CardState::cancelled) return Failure::of("CARD-CANCELLED");
    if (terms.renamed) {
        const auto person = m_store.people.byNumber(terms.holder);
        if (!person) return Failure::of("PERSON-UNKNOWN");
        const auto problems = problemsOf(renamed(person->person, *terms.renamed), dateOf(m_clock.utcMillis()));
        if (!problems.empty()) return Failure::because("PERSON-DETAILS", problems.front().sentence, problems.front().field);
    }
    if (auto photo = photoRefusal(terms.photo)) return photo;
    return refusalOfGrounds(terms);
}

EntryDraft ReplaceAct::draft(const ReplaceTerms& terms)
{
    nlohmann::json payload{{"card", terms.old.text()}, {"reason", nameOf(terms.reason)}, {"returned", terms.returned}, {"cutThrough", terms.cutThrough}};
    if (!terms.incident.empty()) payload["incident"] = terms.incident;
    if (terms.check) payload["evidence"] = {{"route", terms.check->route}, {"policy", {{"id", terms.check->policy.id}, {"version", terms.check->policy.version}}}};
    auto draft = entryAbout(terms.holder, EntryKind::cardReplaced, std::move(payload), m_random);
    draft.card = terms.old;
    return draft;
}

void ReplaceAct::changeNames(Transaction& act, PersonRecord& person, const Person& before)
{
    const auto changed = changedNames(before, person.person);
    if (changed.empty()) return;
    person.identityChangedAt = m_clock.utcMillis();
    m_store.people.change(act, person);
    auto payload = holderJson(person.person, person.person.cardName().printed());
    payload["changed"] = changed;
    payload["former"] = {{"legalName", before.legalName()}, {"dateOfBirth", formatDate(before.dateOfBirth)}};
    m_store.journal.append(act, entryAbout(person.number, EntryKind::holderChanged, std::move(payload), m_random), m_author);
}

IssueOrder ReplaceAct::perform(const ReplaceTerms& terms, EntryDraft confirmed)
{
    if (const auto duty = operatorIsNotSubject(m_agent, terms.holder); !duty.allowed) {
        recordDutyRefused(m_store, duty, terms.holder, "replace", m_author, m_random);
    }
    if (auto why = refusal(terms)) throw RefusedError(*std::move(why));
    requireConfirmed(terms, confirmed);
    auto person = m_store.people.byNumber(terms.holder);
    if (!person) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    const auto before = person->person;
    if (terms.renamed) person->person = renamed(person->person, *terms.renamed);
    const auto name = person->person.cardName(); // what cannot go on a card is refused before the old one ends

    const auto now = m_clock.utcMillis();
    Transaction act(m_store.database());
    if (const auto open = m_store.jobs.openOnCard(terms.old)) m_store.jobs.setState(act, open->id, JobState::abandoned, now);
    for (const auto& slot : m_store.cards.slots(terms.old)) {
        if (slot.request && slot.state != SlotState::written) m_store.certificateRequests.withdraw(act, *slot.request);
    }
    m_store.cards.setState(act, terms.old, CardState::cancelled, now);
    confirmed.card = terms.old;
    m_store.journal.append(act, confirmed, m_author);
    changeNames(act, *person, before);
    if (terms.check) recordEvidence(m_store, act, terms.holder, *terms.check, terms.documents, {}, m_author, m_random);
    if (terms.portrait) person->photo = recordPortrait(m_store, act, terms.holder, *terms.portrait, terms.photo, m_author, m_random);
    act.commit();

    IssueOrder order{terms.holder};
    order.nameOnChip = name.onChip();
    order.odsCode = person->person.odsCode;
    order.organisation = m_store.site().description().name;
    order.dateOfBirth = person->person.dateOfBirth;
    order.photoReference = person->photo.value_or(Sha256Digest{});
    order.locked = terms.locked;
    return order;
}

} // namespace cardwright
