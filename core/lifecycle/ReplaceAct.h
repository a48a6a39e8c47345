#pragma once

#include "core/access/DutyRules.h"
#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceVerdict.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/JournalEntry.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/portrait/PhotoCheck.h"
#include "core/portrait/PortraitFile.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

class ExceptionRules;
class Store;
struct AccessPolicy;
struct PersonRecord;

/// Why and on what grounds somebody gets another card in place of the one they have.
struct ReplaceTerms {
    Guid old;
    UserNumber holder;
    CancelReason reason = CancelReason::lost; ///< lost, stolen, damaged, nameChanged, expired
    std::string incident{};    ///< lost, stolen, or not brought back: the incident's reference
    bool returned = false;     ///< the old plastic is here
    bool cutThrough = false;   ///< and was cut through its chip
    /// lost, stolen: a fresh check of who the person is.
    std::optional<EvidenceVerdict> check{};
    std::vector<EvidenceDocument> documents{};
    bool locked = false;       ///< the new card is to be issued locked
    std::optional<Portrait> portrait{}; ///< a new one; nothing: the one on record
    std::optional<PhotoStanding> photo{}; ///< what was measured of the new one
    /// nameChanged without a new portrait: the agent has looked, and the one on record is still a likeness.
    bool likeness = false;
};

/// The act before the new card: the old one ends, in the same transaction that records why. An entry card.replaced (with the agent's
/// step-up) {"card":old,"reason","returned","cutThrough","incident"?,"likeness"?,"evidence"?:{route,policy}} is at the centre what
/// card.cancelled is: certificates revoked, hot list; the new card names itself when it is opened. With it, where they are new:
/// evidence.checked, portrait.accepted. A name is changed in the register before (core/registers, ChangePerson: papers, reason,
/// duplicates), and nowhere else; here the record is taken as it is. What becomes of the old card, where it is here and still answers, is
/// ClearJob's (reuse) or the cutter's. The order that comes back goes into IssueJob; until that card is made the replacement is on
/// record as waiting (Replacements), whatever happens to this program.
class ReplaceAct {
public:
    ReplaceAct(Store& store, const AgentSession& agent, EntryAuthor author, const Clock& clock, RandomSource& random);

    /// What the site asks of who checks and who issues, and by which exceptions it may be otherwise; without it no exception lets a
    /// sponsor, and who checked may issue. Both outlive this.
    ReplaceAct& under(const AccessPolicy& access, const ExceptionRules& exceptions);

    /// Who may do it at all: nobody to themselves (AGENT-IS-SUBJECT), no sponsor of theirs checks (DUTY-SPONSOR-CHECKS, where there is a
    /// fresh check) nor issues (DUTY-SPONSOR-ISSUES). Reads only.
    DutyVerdict duty(const ReplaceTerms& terms);

    /// Why not; nothing when it may. Reads only. As duty(); INCIDENT-REFERENCE, IDENTITY-CHECK, CARD-NOT-CUT, CANCEL-REASON, NAME-NOT-CHANGED,
    /// LIKENESS-CHECK, CARD-NOT-HERE, CARD-CANCELLED, PERSON-UNKNOWN, PERSON-CLOSED.
    std::optional<Failure> refusal(const ReplaceTerms& terms);

    /// The entry, complete but for its step-up: the caller has the agent's card sign it (core/journal/StepUp.h) and hands it back.
    EntryDraft draft(const ReplaceTerms& terms);

    /// One transaction. Errors: RefusedError as refusal(), a duty's recorded, STEP-UP-MISSING; CardJobError CARD-OTHER (the draft is of
    /// another card); StoreError. The order says what the new card will be; who makes it asks takeUp().
    IssueOrder perform(const ReplaceTerms& terms, EntryDraft confirmed);

    /// Likewise of a replacement that waits for its card: also, where the site asks it, that who checked does not issue
    /// (DUTY-CHECKER-ISSUES). Reads only.
    DutyVerdict dutyOfWaiting(const UserNumber& holder);
    /// The order of one, as orderOf(); what an exception allowed is used by it. Errors: RefusedError as dutyOfWaiting(), recorded.
    IssueOrder takeUp(const UserNumber& holder);

    /// What a replacement that waits for its card is to be made by: the record as it is now. Errors: RefusedError PERSON-UNKNOWN, PERSON-CLOSED,
    /// PERSON-HAS-CARD, PERSON-CARD-OPEN, NAME-ON-*; REPLACEMENT-NONE.
    static IssueOrder orderOf(Store& store, const UserNumber& holder);

private:
    bool nameIsNew(const ReplaceTerms& terms, const PersonRecord& person);
    void requireDuty(const DutyVerdict& duty, const UserNumber& holder);
    Store& m_store;
    const AgentSession& m_agent;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
    const AccessPolicy* m_access = nullptr;
    const ExceptionRules* m_exceptions = nullptr;
};

} // namespace cardwright
