#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/identity/Person.h"
#include "core/journal/JournalEntry.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/portrait/PhotoCheck.h"
#include "core/portrait/PortraitFile.h"

#include <functional>
#include <string>
#include <vector>

namespace cardwright {

class Store;
class ExceptionRules;
class Transaction;
struct AccessPolicy;
struct ExceptionRequest;
struct PersonRecord;

/// Person, evidence and portrait as they were checked at the desk.
struct IssueApplication {
    Person person;
    std::vector<EvidenceDocument> documents;
    EvidenceVerdict verdict;
    Portrait portrait;
    std::optional<PhotoStanding> photo = std::nullopt; ///< what was measured of it, and why it is taken all the same
    bool locked = false;
    /// The exception that is to carry it although the evidence did not pass; its draft, where it has one, must be the one asked for.
    std::optional<Guid> exception = std::nullopt;
    std::optional<Guid> draft = std::nullopt;
    std::vector<UserNumber> comparedWith{}; ///< of those who are much like somebody new: looked at side by side, and somebody else
    std::string whyOther{};                 ///< the agent's reason; needed with comparedWith
};

/// Who is here under the very same name and birth date, but for those who were compared and are somebody else. One: the application is theirs.
/// More: nobody can tell whose it is before they are compared. None: somebody new.
std::vector<PersonRecord> samePeople(Store& store, const Person& person, const std::vector<UserNumber>& others);

/// Who is here already and likely the same person under other letters. The register's own search; it stands on this floor and is handed in.
using LikelyOthers = std::function<std::vector<UserNumber>(const Person&)>;

/// The act before the card: a checked person becomes a record with a user number of their own. Person, number and the
/// entries holder.created, evidence.checked and portrait.accepted share one transaction; what is refused leaves nothing.
class IssueAct {
public:
    /// exceptions: the rules by which evidence that did not pass may be made good; without them nothing is.
    IssueAct(Store& store, const IssuePolicy& policy, const AgentSession& agent, EntryAuthor author, const Clock& clock,
             RandomSource& random, const ExceptionRules* exceptions = nullptr);
    /// What the site asks of access before a card, and of who may issue; without it neither is asked.
    IssueAct& under(const AccessPolicy& access);
    /// Nobody new is recorded before those whom this finds were compared; without it only the very same name and birth date are looked for.
    IssueAct& comparing(LikelyOthers others);
    /// How old somebody may be, by the evidence policy.
    IssueAct& forAges(const AgeLimits& ages);

    /// Why this application may not go on; nothing when it may. Reads only (for a screen that tells early).
    std::optional<Failure> refusal(const IssueApplication& application);

    /// Somebody who is known here and has no card (an earlier attempt was given up) keeps their user number.
    /// An exception that carried it is used from then on; evidence.checked names it.
    /// Errors: RefusedError EVIDENCE-NOT-ENOUGH, EXCEPTION-NONE, EXCEPTION-LAPSED, AGENT-IS-SUBJECT, DUTY-SPONSOR-CHECKS, DUTY-SPONSOR-ISSUES,
    /// DUTY-CHECKER-ISSUES (the check is on record then, another agent goes on), POSITION-NEEDED, PERSON-CLOSED, PERSON-HAS-CARD, PERSON-CARD-OPEN, ISSUE-LOCKED-REFUSED, PHOTO-REASON,
    /// PERSON-DETAILS, PERSON-DUPLICATE (a likely one was not compared, or two have the very same name and birth date; detail: a user number), PERSON-REASON, NAME-*;
    /// StoreError LEASE-EMPTY and others.
    IssueOrder perform(const IssueApplication& application);

private:
    struct Finding;
    Finding look(const IssueApplication& application);
    std::optional<Failure> refusalOfKnown(const PersonRecord& person);
    /// Who sponsored somebody's access neither checks nor issues, unless an exception lets them; a position first, where the site asks.
    void lookAtAccess(Finding& finding);
    void lookAtEvidence(Finding& finding, const IssueApplication& application);
    std::optional<Failure> refusalOfAlike(const IssueApplication& application) const;
    void refusedByDuty(const Finding& finding);
    UserNumber createHolder(Transaction& act, const IssueApplication& application, const std::string& nameOnCard);
    Store& m_store;
    const IssuePolicy& m_policy;
    const AgentSession& m_agent;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
    const ExceptionRules* m_exceptions;
    const AccessPolicy* m_access = nullptr;
    LikelyOthers m_others;
    AgeLimits m_ages;
};

} // namespace cardwright
