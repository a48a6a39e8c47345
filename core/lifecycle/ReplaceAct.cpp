#include "core/lifecycle/ReplaceAct.h"

#include "core/access/DutyRules.h"
#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/HolderEntries.h"
#include "core/lifecycle/SponsorDuties.h"
#include "core/piv/PrintedInformation.h"
#include "core/policy/PeoplePolicy.h"
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

/// The name that a plan of ours put on the chip; empty where it cannot be read.
std::string nameInPlan(const JobRecord& job)
{
    const auto data = nlohmann::json::parse(job.data, nullptr, false);
    if (!data.is_object() || !data.contains("plan")) return {};
    try {
        return PrintedInformation::decode(IssuePlan::fromJson(data.at("plan").dump()).object(objects::printedInformation.tag)).name;
    } catch (const FailureError&) {
        return {};
    }
}

IssueOrder orderFor(Store& store, const PersonRecord& person, bool locked)
{
    const auto name = person.person.cardName();
    IssueOrder order{person.number};
    order.nameOnChip = name.onChip();
    order.odsCode = person.person.odsCode;
    order.organisation = store.site().description().name;
    order.dateOfBirth = person.person.dateOfBirth;
    order.photoReference = person.photo.value_or(Sha256Digest{});
    order.locked = locked;
    return order;
}

} // namespace

ReplaceAct::ReplaceAct(Store& store, const AgentSession& agent, EntryAuthor author, const Clock& clock, RandomSource& random)
    : m_store(store), m_agent(agent), m_author(std::move(author)), m_clock(clock), m_random(random)
{
}

ReplaceAct& ReplaceAct::under(const AccessPolicy& access, const ExceptionRules& exceptions)
{
    m_access = &access;
    m_exceptions = &exceptions;
    return *this;
}

DutyVerdict ReplaceAct::duty(const ReplaceTerms& terms)
{
    if (auto self = operatorIsNotSubject(m_agent, terms.holder); !self) return self;
    return lookAtSponsors(m_store, m_agent, terms.holder, {terms.check.has_value(), true}, m_exceptions, m_clock.utcMillis()).duty;
}

DutyVerdict ReplaceAct::dutyOfWaiting(const UserNumber& holder)
{
    if (auto self = operatorIsNotSubject(m_agent, holder); !self) return self;
    if (auto sponsor = lookAtSponsors(m_store, m_agent, holder, {false, true}, m_exceptions, m_clock.utcMillis()).duty; !sponsor) return sponsor;
    return checkerMayIssue(m_agent, checkersOf(m_store, holder), m_access == nullptr || m_access->checkerMayIssue);
}

void ReplaceAct::requireDuty(const DutyVerdict& duty, const UserNumber& holder)
{
    if (!duty) recordDutyRefused(m_store, duty, holder, "replace", m_author, m_random);
    require(duty);
}

std::optional<Failure> ReplaceAct::refusal(const ReplaceTerms& terms)
{
    if (const auto who = duty(terms); !who) return Failure::of(who.code);
    const auto card = m_store.cards.byGuid(terms.old);
    if (!card || card->holder != terms.holder) return Failure::of("CARD-NOT-HERE");
    if (card->state == CardState::cancelled) return Failure::of("CARD-CANCELLED");
    const auto person = m_store.people.byNumber(terms.holder);
    if (!person) return Failure::of("PERSON-UNKNOWN");
    if (person->closedAt) return Failure::of("PERSON-CLOSED", person->number.grouped());
    if (terms.reason == CancelReason::nameChanged) {
        if (!nameIsNew(terms, *person)) return Failure::of("NAME-NOT-CHANGED");
        if (!terms.portrait && !terms.likeness) return Failure::of("LIKENESS-CHECK");
    }
    if (auto photo = photoRefusal(terms.photo)) return photo;
    return refusalOfGrounds(terms);
}

EntryDraft ReplaceAct::draft(const ReplaceTerms& terms)
{
    nlohmann::json payload{{"card", terms.old.text()}, {"reason", nameOf(terms.reason)}, {"returned", terms.returned}, {"cutThrough", terms.cutThrough}};
    if (!terms.incident.empty()) payload["incident"] = terms.incident;
    if (terms.likeness && !terms.portrait) payload["likeness"] = true;
    if (terms.check) payload["evidence"] = {{"route", terms.check->route}, {"policy", {{"id", terms.check->policy.id}, {"version", terms.check->policy.version}}}};
    auto draft = entryAbout(terms.holder, EntryKind::cardReplaced, std::move(payload), m_random);
    draft.card = terms.old;
    return draft;
}

/// The register has another name, or another legal identity, than the card was made by.
bool ReplaceAct::nameIsNew(const ReplaceTerms& terms, const PersonRecord& person)
{
    const auto card = m_store.cards.byGuid(terms.old);
    if (person.identityChangedAt && card && card->openedAt < *person.identityChangedAt) return true;
    const auto made = card ? m_store.jobs.byId(card->job) : std::nullopt;
    const auto onCard = made ? nameInPlan(*made) : std::string();
    return !onCard.empty() && onCard != person.person.cardName().onChip();
}

IssueOrder ReplaceAct::orderOf(Store& store, const UserNumber& holder)
{
    const auto waiting = store.replacements.of(holder);
    if (!waiting) throw RefusedError(Failure::of("REPLACEMENT-NONE"));
    const auto person = store.people.byNumber(holder);
    if (!person) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    if (person->closedAt) throw RefusedError(Failure::of("PERSON-CLOSED", holder.grouped()));
    if (const auto card = store.cards.activeOf(holder)) {
        throw RefusedError(Failure::of(card->state == CardState::opened ? "PERSON-CARD-OPEN" : "PERSON-HAS-CARD", holder.grouped()));
    }
    return orderFor(store, *person, waiting->locked);
}

IssueOrder ReplaceAct::takeUp(const UserNumber& holder)
{
    requireDuty(dutyOfWaiting(holder), holder);
    auto order = orderOf(m_store, holder);
    auto sponsors = lookAtSponsors(m_store, m_agent, holder, {false, true}, m_exceptions, m_clock.utcMillis());
    if (sponsors.used.empty()) return order;
    Transaction act(m_store.database());
    useExceptions(m_store, act, std::move(sponsors.used));
    act.commit();
    return order;
}

IssueOrder ReplaceAct::perform(const ReplaceTerms& terms, EntryDraft confirmed)
{
    requireDuty(duty(terms), terms.holder);
    auto sponsors = lookAtSponsors(m_store, m_agent, terms.holder, {terms.check.has_value(), false}, m_exceptions, m_clock.utcMillis());
    if (auto why = refusal(terms)) throw RefusedError(*std::move(why));
    requireConfirmed(terms, confirmed);
    auto person = m_store.people.byNumber(terms.holder);
    if (!person) throw RefusedError(Failure::of("PERSON-UNKNOWN"));
    static_cast<void>(person->person.cardName()); // what cannot go on a card is refused before the old one ends

    const auto now = m_clock.utcMillis();
    Transaction act(m_store.database());
    if (const auto open = m_store.jobs.openOnCard(terms.old)) m_store.jobs.setState(act, open->id, JobState::abandoned, now);
    for (const auto& slot : m_store.cards.slots(terms.old)) {
        if (slot.request && slot.state != SlotState::written) m_store.certificateRequests.withdraw(act, *slot.request);
    }
    m_store.cards.setState(act, terms.old, CardState::cancelled, now);
    confirmed.card = terms.old;
    m_store.journal.append(act, confirmed, m_author);
    if (terms.check) recordEvidence(m_store, act, terms.holder, *terms.check, terms.documents, {}, m_author, m_random);
    if (terms.portrait) person->photo = recordPortrait(m_store, act, terms.holder, *terms.portrait, terms.photo, m_author, m_random);
    // The other exception, that a sponsor may issue, is used when the card is made (takeUp).
    useExceptions(m_store, act, std::move(sponsors.used));
    m_store.replacements.order(act, {terms.holder, terms.old, terms.locked, now});
    act.commit();
    return orderFor(m_store, *person, terms.locked);
}

} // namespace cardwright
