#pragma once

#include "app/runtime/StoreThread.h"
#include "core/access/AgentSession.h"
#include "core/lifecycle/JobLedger.h"

namespace cardwright::runtime {

/// The ledger of a card job that runs on another thread than the store: each call is posted there and waited for.
///
/// A job outlives its agent's session up to the next commit that says something in the agent's name: it cannot be signed any more
/// (SESSION-ENDED: the card left, the desk was locked). The job stops there as if it had been cut, is marked as waiting for the same
/// agent or a manager, and goes on from its step record. Anybody else who goes on with it is refused (JOB-OF-ANOTHER).
class PostedJobLedger final : public JobLedger {
public:
    /// session: whose job it is; nothing for a look.
    PostedJobLedger(StoreThread& store, const std::optional<AgentSession>& session, const Clock& clock, RandomSource& random);

    CardFile cardFile(const std::optional<Guid>& card, const std::string& serial) override;
    std::vector<CardFile> openIssuesWithoutSerial(ByteView atr) override;
    std::optional<CardRecord> activeCardOf(const UserNumber& holder, const Guid& but) override;
    std::optional<TermsRecord> acceptedTerms(const UserNumber& holder) override;
    AgentRoster roster() override;
    std::optional<JobRecord> job(const Guid& id) override;
    std::vector<CertificateRequestRecord> requests(const std::vector<Guid>& ids) override;
    void commit(const Guid& job, const Guid& card, const JobWrite& write) override;
    void recordRefusal(const DutyVerdict& verdict, const UserNumber& subject, std::string_view attempted) override;

private:
    template <class Task>
    auto onStore(Task&& task);
    void requireOurs(Store& store, const Guid& job) const;
    void leaveWaiting(Store& store, const Guid& job) const;
    StoreThread& m_store;
    std::optional<AgentSession> m_session;
    EntryAuthor m_author;
    const Clock& m_clock;
    RandomSource& m_random;
};

} // namespace cardwright::runtime
