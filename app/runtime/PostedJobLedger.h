#pragma once

#include "app/runtime/StoreThread.h"
#include "core/journal/JournalEntry.h"
#include "core/lifecycle/JobLedger.h"

namespace cardwright::runtime {

/// The ledger of a card job that runs on another thread than the store: each call is posted there and waited for.
class PostedJobLedger final : public JobLedger {
public:
    PostedJobLedger(StoreThread& store, EntryAuthor author, const Clock& clock, RandomSource& random);

    CardFile cardFile(const std::optional<Guid>& card, const std::string& serial) override;
    std::vector<CardFile> openIssuesWithoutSerial(ByteView atr) override;
    std::optional<CardRecord> activeCardOf(const UserNumber& holder, const Guid& but) override;
    AgentRoster roster() override;
    std::vector<CertificateRequestRecord> requests(const std::vector<Guid>& ids) override;
    void commit(const Guid& job, const Guid& card, const JobWrite& write) override;
    void recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted) override;

private:
    template <class Task>
    auto onStore(Task&& task);
    StoreThread& m_store;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
};

} // namespace cardwright::runtime
