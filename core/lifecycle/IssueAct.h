#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/identity/Person.h"
#include "core/journal/JournalEntry.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/portrait/PortraitFile.h"

#include <string>
#include <vector>

namespace cardwright {

class Store;
class Transaction;
struct PersonRecord;

/// Person, evidence and portrait as they were checked at the desk.
struct IssueApplication {
    Person person;
    std::vector<EvidenceDocument> documents;
    EvidenceVerdict verdict;
    Portrait portrait;
    bool locked = false;
};

/// The act before the card: a checked person becomes a record with a user number of their own. Person, number and the
/// entries holder.created, evidence.checked and portrait.accepted share one transaction; what is refused leaves nothing.
class IssueAct {
public:
    IssueAct(Store& store, const IssuePolicy& policy, const AgentSession& agent, EntryAuthor author, const Clock& clock,
             RandomSource& random);

    /// Why this application may not go on; nothing when it may. Reads only (for a screen that tells early).
    std::optional<Failure> refusal(const IssueApplication& application);

    /// Somebody who is known here and has no card (an earlier attempt was given up) keeps their user number.
    /// Errors: RefusedError EVIDENCE-NOT-ENOUGH, AGENT-IS-SUBJECT, PERSON-HAS-CARD, PERSON-CARD-OPEN, ISSUE-LOCKED-REFUSED,
    /// PERSON-DETAILS, NAME-*;
    /// StoreError LEASE-EMPTY and others.
    IssueOrder perform(const IssueApplication& application);

private:
    struct Finding;
    Finding look(const IssueApplication& application);
    std::optional<Failure> refusalOfKnown(const PersonRecord& person);
    UserNumber createHolder(Transaction& act, const Person& person, const std::string& nameOnCard);
    void recordEvidence(Transaction& act, const UserNumber& number, const IssueApplication& application);
    Store& m_store;
    const IssuePolicy& m_policy;
    const AgentSession& m_agent;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
};

} // namespace cardwright
