#pragma once

#include "core/journal/JournalEntry.h"
#include "core/lifecycle/JobLedger.h"

namespace cardwright {

class Store;

/// The ledger straight over the desk's store, for the thread that owns it. Entries name `author`.
class StoreJobLedger final : public JobLedger {
public:
    StoreJobLedger(Store& store, EntryAuthor author, const Clock& clock, RandomSource& random);

    CardFile cardFile(const std::optional<Guid>& card, const std::string& serial) override;
    std::vector<CardFile> openIssuesWithoutSerial(ByteView atr) override;
    std::optional<CardRecord> activeCardOf(const UserNumber& holder, const Guid& but) override;
    std::optional<TermsRecord> acceptedTerms(const UserNumber& holder) override;
    AgentRoster roster() override;
    std::optional<JobRecord> job(const Guid& id) override;
    std::vector<CertificateRequestRecord> requests(const std::vector<Guid>& ids) override;
    void commit(const Guid& job, const Guid& card, const JobWrite& write) override;
    void recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted) override;

    /// Commits made so far.
    int commits() const noexcept { return m_commits; }

private:
    CardFile withJob(CardFile file, const JobRecord& job);
    std::optional<int> triesAtLastRefusal(const Guid& card);
    void requireStillOurs(const Guid& job, const JobWrite& write);
    void useException(Transaction& act, const Guid& id);
    void settleReplacement(Transaction& act, const Guid& card);
    Store& m_store;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
    int m_commits = 0;
};

} // namespace cardwright
