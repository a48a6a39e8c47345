#include "app/runtime/PostedJobLedger.h"

#include "core/lifecycle/StoreJobLedger.h"

namespace cardwright::runtime {

PostedJobLedger::PostedJobLedger(StoreThread& store, EntryAuthor author, const Clock& clock, RandomSource& random)
    : m_store(store), m_author(author), m_clock(clock), m_random(random)
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

AgentRoster PostedJobLedger::roster()
{
    return onStore([](JobLedger& ledger) { return ledger.roster(); });
}

std::vector<CertificateRequestRecord> PostedJobLedger::requests(const std::vector<Guid>& ids)
{
    return onStore([&](JobLedger& ledger) { return ledger.requests(ids); });
}

void PostedJobLedger::commit(const Guid& job, const Guid& card, const JobWrite& write)
{
    onStore([&](JobLedger& ledger) { ledger.commit(job, card, write); });
}

void PostedJobLedger::recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted)
{
    onStore([&](JobLedger& ledger) { ledger.recordRefusal(verdict, subject, attempted); });
}

} // namespace cardwright::runtime
