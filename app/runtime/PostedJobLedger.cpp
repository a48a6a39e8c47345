#include "app/runtime/PostedJobLedger.h"

#include "core/access/DutyRules.h"
#include "core/lifecycle/StoreJobLedger.h"

#include <utility>

namespace cardwright::runtime {

namespace {

std::string waitingKey(const Guid& job) { return "job-waits/" + job.text(); }

} // namespace

PostedJobLedger::PostedJobLedger(StoreThread& store, const std::optional<AgentSession>& session, const Clock& clock, RandomSource& random)
    : m_store(store), m_session(session), m_author(session ? session->author() : EntryAuthor{}), m_clock(clock), m_random(random)
{
}

template <class Task>
auto PostedJobLedger::onStore(Task&& task)
{
    return m_store.call([&](Store& store) {
        StoreJobLedger ledger(store, m_author, m_clock, m_random);
        return task(ledger);
    });
}

CardFile PostedJobLedger::cardFile(const std::optional<Guid>& card, const std::string& serial)
{
    return onStore([&](JobLedger& ledger) { return ledger.cardFile(card, serial); });
}

std::vector<CardFile> PostedJobLedger::openIssuesWithoutSerial(ByteView atr)
{
    return onStore([&](JobLedger& ledger) { return ledger.openIssuesWithoutSerial(atr); });
}

std::optional<CardRecord> PostedJobLedger::activeCardOf(const UserNumber& holder, const Guid& but)
{
    return onStore([&](JobLedger& ledger) { return ledger.activeCardOf(holder, but); });
}

std::optional<TermsRecord> PostedJobLedger::acceptedTerms(const UserNumber& holder)
{
    return onStore([&](JobLedger& ledger) { return ledger.acceptedTerms(holder); });
}

AgentRoster PostedJobLedger::roster()
{
    return onStore([](JobLedger& ledger) { return ledger.roster(); });
}

std::optional<JobRecord> PostedJobLedger::job(const Guid& id)
{
    return onStore([&](JobLedger& ledger) { return ledger.job(id); });
}

std::vector<CertificateRequestRecord> PostedJobLedger::requests(const std::vector<Guid>& ids)
{
    return onStore([&](JobLedger& ledger) { return ledger.requests(ids); });
}

void PostedJobLedger::commit(const Guid& job, const Guid& card, const JobWrite& write)
{
    m_store.call([&](Store& store) {
        requireOurs(store, job);
        StoreJobLedger ledger(store, m_author, m_clock, m_random);
        try {
            ledger.commit(job, card, write);
        } catch (const RefusedError& error) {
            if (error.failure().code == "SESSION-ENDED") leaveWaiting(store, job);
            throw;
        }
        if (!write.jobState || !store.settings.value(waitingKey(job))) return;
        Transaction transaction(store.database());
        store.settings.remove(transaction, waitingKey(job));
        transaction.commit();
    });
}

void PostedJobLedger::requireOurs(Store& store, const Guid& job) const
{
    const auto whose = store.settings.value(waitingKey(job));
    if (!whose) return;
    const bool ours = m_session && (*whose == toHex(m_session->certificate) || approverIsManagerOrDeputy(*m_session).allowed);
    if (!ours) throw RefusedError(Failure::of("JOB-OF-ANOTHER"));
}

void PostedJobLedger::leaveWaiting(Store& store, const Guid& job) const
{
    Transaction transaction(store.database());
    store.settings.set(transaction, waitingKey(job), toHex(m_author.agent));
    transaction.commit();
}

void PostedJobLedger::recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted)
{
    onStore([&](JobLedger& ledger) { ledger.recordRefusal(verdict, subject, attempted); });
}

} // namespace cardwright::runtime
