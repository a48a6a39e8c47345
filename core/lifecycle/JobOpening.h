#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/store/StoreError.h"

#include <string>

namespace cardwright {

/// A job on this card that is about to be opened.
JobRecord newJob(const CardDesk& desk, JobKind kind, const Guid& card, const UserNumber& holder, const CardIdentity& identity,
                 std::string data);

/// card.opened {"card","job","act","generation","siteKeyVersion","locked","profile","expires","serial"?,"atr","plan","exception"?}: from
/// the commit that carries it the card is never unknown; once the centre has heard, any desk of the site can go on with the job.
EntryDraft openingEntry(const JobRecord& job, const IssuePlan& plan, const CardIdentity& identity, std::string_view profile,
                        RandomSource& random, const std::optional<Guid>& exception = {});

/// "Nobody serves themselves": the refusal is recorded, then thrown (RefusedError AGENT-IS-SUBJECT).
void requireOtherThanAgent(CardDesk& desk, const UserNumber& subject, std::string_view attempted);

/// For every act on a card that works: one of our issued cards that this desk holds the record of. Throws CardJobError CARD-BLANK,
/// CARD-FOREIGN, CARD-TORN, CARD-NOT-HERE, CARD-CANCELLED; RefusedError AGENT-CARD.
const CardRecord& requireIssued(const CardLook& look);

/// What its issue put on this card, to the octet, as the job that made it planned it. Throws CardJobError CARD-NOT-HERE where that job
/// was another desk's.
IssuePlan issuedPlan(CardDesk& desk, const CardRecord& card);

/// The batch that this card of ours came with, by name: as its issue planned it; where nobody here knows the plan, the one that names
/// its serial. Empty: its keys were the maker's.
std::string batchOf(CardDesk& desk, const CardLook& look);

/// The card was left as it was, or is good for nothing but another attempt: the job ends with an entry card.abandoned.
void abandon(JobRecorder& recorder, const UserNumber& holder, std::string_view reason, RandomSource& random);

/// Runs the steps; on the way out through a failure, what the card already answered is still put on record.
template <typename Steps>
auto onRecord(JobRecorder& recorder, Steps&& steps)
{
    try {
        return steps();
    } catch (const StoreError&) {
        throw;
    } catch (const FailureError&) {
        recorder.flushQuietly();
        throw;
    }
}

} // namespace cardwright
