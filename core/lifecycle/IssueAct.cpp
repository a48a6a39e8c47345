#include "core/lifecycle/IssueAct.h"

#include "core/access/DutyRules.h"
#include "core/access/ExceptionRequests.h"
#include "core/identity/NameOnCard.h"
#include "core/lifecycle/HolderEntries.h"
#include "core/lifecycle/SponsorDuties.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

/// What was found about an application before anything is written.
struct IssueAct::Finding {
    std::optional<PersonRecord> known;
    std::optional<Failure> refusal;
    DutyVerdict duty;
    std::optional<ExceptionRequest> exception; ///< evidence that did not pass: what makes it good
    std::vector<ExceptionRequest> used{};      ///< what lets a sponsor check and issue
    bool checkedByAnother = false;             ///< where who checks does not issue: somebody else has checked
};

IssueAct::IssueAct(Store& store, const IssuePolicy& policy, const AgentSession& agent, EntryAuthor author, const Clock& clock,
                   RandomSource& random, const ExceptionRules* exceptions)
    : m_store(store), m_policy(policy), m_agent(agent), m_author(std::move(author)), m_clock(clock), m_random(random),
      m_exceptions(exceptions)
{
}

IssueAct& IssueAct::under(const AccessPolicy& access)
{
    m_access = &access;
    return *this;
}

IssueAct& IssueAct::comparing(LikelyOthers others)
{
    m_others = std::move(others);
    return *this;
}

IssueAct& IssueAct::forAges(const AgeLimits& ages)
{
    m_ages = ages;
    return *this;
}

std::vector<PersonRecord> samePeople(Store& store, const Person& person, const std::vector<UserNumber>& others)
{
    auto same = store.people.sameAs(person.givenName, person.familyName, person.dateOfBirth);
    std::erase_if(same, [&](const PersonRecord& one) { return std::find(others.begin(), others.end(), one.number) != others.end(); });
    return same;
}

/// Two records of one person are what is hardest to mend afterwards: whoever is likely the same is looked at first, and why it is somebody else is on record.
std::optional<Failure> IssueAct::refusalOfAlike(const IssueApplication& application) const
{
    constexpr std::size_t longestReason = 500;
    if (!m_others) return std::nullopt;
    const auto& compared = application.comparedWith;
    const auto others = m_others(application.person);
    for (const auto& other : others) {
        if (std::find(compared.begin(), compared.end(), other) == compared.end()) return Failure::of("PERSON-DUPLICATE", other.grouped());
    }
    const bool said = application.whyOther.find_first_not_of(" \t\r\n") != std::string::npos && application.whyOther.size() <= longestReason;
    if (!others.empty() && !said) return Failure::of("PERSON-REASON");
    return std::nullopt;
}

void IssueAct::lookAtAccess(Finding& finding)
{
    if (finding.known) {
        const auto& number = finding.known->number;
        auto sponsors = lookAtSponsors(m_store, m_agent, number, {}, m_exceptions, m_clock.utcMillis());
        finding.used = std::move(sponsors.used);
        if (!sponsors.duty) {
            finding.duty = std::move(sponsors.duty);
            finding.refusal = Failure::of(finding.duty.code);
            return;
        }
        const auto checkers = checkersOf(m_store, number);
        finding.checkedByAnother = !checkers.empty() && checkerMayIssue(m_agent, checkers, false).allowed;
    }
    if (m_access == nullptr || !m_access->positionBeforeIssue) return;
    const auto positions = finding.known ? m_store.positions.ofHolder(finding.known->number) : std::vector<PositionRecord>();
    const auto today = dateOf(m_clock.utcMillis());
    const bool approved = std::any_of(positions.begin(), positions.end(), [&](const PositionRecord& position) {
        return position.state == PositionState::approved && (!position.ends || *position.ends >= today);
    });
    if (!approved) finding.refusal = Failure::of("POSITION-NEEDED");
}

IssueAct::Finding IssueAct::look(const IssueApplication& application)
{
    Finding finding;
    const auto& person = application.person;
    const auto today = dateOf(m_clock.utcMillis());
    if (const auto problems = problemsOf(person, today, m_ages); !problems.empty()) {
        finding.refusal = Failure::because("PERSON-DETAILS", problems.front().sentence, problems.front().field);
        return finding;
    }
    const auto same = samePeople(m_store, person, application.comparedWith);
    if (same.size() > 1) {
        finding.refusal = Failure::of("PERSON-DUPLICATE", same.front().number.grouped());
        return finding;
    }
    if (!same.empty()) finding.known = same.front();
    if (finding.known) finding.duty = operatorIsNotSubject(m_agent, finding.known->number);
    // Somebody who is not known here under a number of their own may still be the agent.
    if (finding.duty.allowed && sameLegalName(person.legalName(), m_agent.name)) {
        finding.duty = {false, "operator-is-not-subject", "AGENT-IS-SUBJECT"};
    }
    if (!finding.duty.allowed) {
        finding.refusal = Failure::of(finding.duty.code);
        return finding;
    }
    if (!finding.known) finding.refusal = refusalOfAlike(application);
    if (finding.refusal) return finding;
    lookAtAccess(finding);
    if (finding.refusal) return finding;
    lookAtEvidence(finding, application);
    if (finding.refusal) return finding;
    if (application.locked && !m_policy.allowIssueLocked) {
        finding.refusal = Failure::of("ISSUE-LOCKED-REFUSED");
    } else if (auto photo = photoRefusal(application.photo)) {
        finding.refusal = std::move(photo);
    } else if (finding.known) {
        finding.refusal = refusalOfKnown(*finding.known);
    }
    return finding;
}

/// Nobody's word stands for evidence but an exception allowed by somebody else, for this person with these documents, not used before.
void IssueAct::lookAtEvidence(Finding& finding, const IssueApplication& application)
{
    if (application.verdict.passed) return;
    if (!application.exception || m_exceptions == nullptr) {
        finding.refusal = application.verdict.failure();
        return;
    }
    const auto request = m_store.exceptions.byId(*application.exception);
    if (!request || (application.draft && request->evidence && request->evidence->application != *application.draft)) {
        finding.refusal = Failure::of("EXCEPTION-NONE");
        return;
    }
    const auto person = personDigest(application.person.legalName(), formatDate(application.person.dateOfBirth));
    const auto may = m_exceptions->mayUseForEvidence(m_agent, *request, person, evidenceDigest(application.documents, application.verdict),
                                                     m_clock.utcMillis());
    if (!may) {
        finding.refusal = Failure::of(may.code);
        return;
    }
    finding.exception = request;
}

std::optional<Failure> IssueAct::refusalOfKnown(const PersonRecord& person)
{
    if (person.closedAt) return Failure::of("PERSON-CLOSED", person.number.grouped());
    const auto card = m_store.cards.activeOf(person.number);
    if (!card && m_store.replacements.of(person.number)) return Failure::of("REPLACEMENT-WAITING", person.number.grouped());
    if (!card) return std::nullopt;
    return Failure::of(card->state == CardState::opened ? "PERSON-CARD-OPEN" : "PERSON-HAS-CARD", person.number.grouped());
}

std::optional<Failure> IssueAct::refusal(const IssueApplication& application) { return look(application).refusal; }

void IssueAct::refusedByDuty(const Finding& finding)
{
    if (finding.known) return recordDutyRefused(m_store, finding.duty, finding.known->number, "issue", m_author, m_random);
    Transaction act(m_store.database());
    m_store.journal.append(act, entryOfDesk(EntryKind::dutyRefused, {{"rule", finding.duty.rule}, {"attempted", "issue"}}, m_random), m_author);
    act.commit();
}

IssueOrder IssueAct::perform(const IssueApplication& application)
{
    const auto finding = look(application);
    if (!finding.duty.allowed) refusedByDuty(finding);
    if (finding.refusal) throw RefusedError(*finding.refusal);
    const auto name = application.person.cardName(); // what cannot go on a card is refused before anything is written

    Transaction act(m_store.database());
    const auto number = finding.known ? finding.known->number : createHolder(act, application, name.printed());
    const bool mayIssue = m_access == nullptr || m_access->checkerMayIssue || finding.checkedByAnother;
    // Where who checks does not issue, what somebody else has checked stays their check.
    const bool checks = m_access == nullptr || m_access->checkerMayIssue || !finding.checkedByAnother;
    if (checks) recordEvidence(m_store, act, number, application.verdict, application.documents, finding.exception, m_author, m_random);
    const auto photo = recordPortrait(m_store, act, number, application.portrait, application.photo, m_author, m_random);
    useExceptions(m_store, act, finding.used);
    act.commit();
    if (!mayIssue) {
        const auto duty = cardwright::checkerMayIssue(m_agent, std::array{m_agent.number}, false);
        recordDutyRefused(m_store, duty, number, "issue", m_author, m_random);
        throw RefusedError(Failure::of(duty.code));
    }

    IssueOrder order{number};
    order.portrait = application.portrait.jpeg;
    order.nameOnChip = name.onChip();
    order.odsCode = application.person.odsCode;
    order.organisation = m_store.site().description().name;
    order.dateOfBirth = application.person.dateOfBirth;
    order.photoReference = photo;
    order.locked = application.locked;
    return order;
}

UserNumber IssueAct::createHolder(Transaction& act, const IssueApplication& application, const std::string& nameOnCard)
{
    const auto now = m_clock.utcMillis();
    const auto number = m_store.leases.take(act, now);
    auto payload = holderJson(application.person, nameOnCard);
    if (!application.comparedWith.empty()) {
        for (const auto& other : application.comparedWith) payload["comparedWith"].push_back(other.digits());
        payload["whyOther"] = application.whyOther;
    }
    PersonRecord created{number, application.person, m_store.site().description().name, std::nullopt, now};
    m_store.people.add(act, created);
    // Whom HR expected is somebody known from now on, and theirs to keep up to date.
    if (!created.person.staffNumber.empty()) {
        created.fromHr = m_store.starters.discard(act, created.person.odsCode, created.person.staffNumber);
        if (created.fromHr) m_store.people.change(act, created);
    }
    m_store.journal.append(act, entryAbout(number, EntryKind::holderCreated, std::move(payload), m_random), m_author);
    return number;
}

} // namespace cardwright
