#pragma once

#include "core/crypto/PublicKey.h"
#include "core/lifecycle/Administration.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/lifecycle/JobRecorder.h"

#include <map>
#include <optional>
#include <set>

namespace cardwright {

/// The steps of an issue, first run and resume alike: each looks at the step record and does, probes or passes over. What the
/// record does not settle is asked of the card, by the rules of design card.md ("When the outcome of a step is unknown").
class IssueRun {
public:
    /// passcode: the holder's; for a card that ends locked a random one is made here and forgotten.
    IssueRun(CardDesk& desk, JobRecorder& recorder, const IssuePlan& plan, CardIdentity identity, CardProfile profile,
             std::optional<SecureBytes> passcode);

    /// session: the transaction in which the card was recognised; ended here.
    CardReceipt run(CardSession& session);

private:
    // First transaction: IssueRun.cpp, IssueKeys.cpp
    void personalise(CardSession& session);
    void administration(CardSession& session);
    void tries(CardSession& session);
    void chuid(CardSession& session);
    void administrationKey(CardSession& session);
    void unlockKey(CardSession& session);
    bool unlockKeyByMetadata(CardSession& session);
    void unlockKeyByAttempts(CardSession& session);
    bool changeUnlockKey(CardSession& session, bool confirm, bool mayTryAgain);
    void passcode(CardSession& session);
    SecureBytes unlockKeyInForce() const;
    void keys(CardSession& session);
    void generate(CardSession& session, const PlannedKey& key);
    void requests(CardSession& session);
    bool requestStands(HolderKeys& holder, CardSession& session, Slot slot, const Guid& asked);
    JobWrite::Request askFor(HolderKeys& holder, CardSession& session, const PlannedKey& key);
    CertificateRequest signedRequest(HolderKeys& holder, CardSession& session, const PlannedKey& key, const RequestSubject& subject);

    // Second transaction: IssueFinish.cpp
    void awaitAnswers();
    void finish();
    void objects(CardSession& session);
    void certificates(CardSession& session);
    void certificate(CardSession& session, Slot slot, const Bytes& content);
    void proof(CardSession& session);
    void proveTries(CardSession& session);
    void proveNoFactorySecret(CardSession& session);
    void lock(CardSession& session);
    std::string proofData() const;
    void restoreProof();
    void close();

    void tell(std::string_view step, JobProgress::State state, CardWork work = CardWork::talk, std::string detail = {});
    const PlannedKey& planned(Slot slot) const;
    std::vector<Slot> slots() const;

    CardDesk& m_desk;
    JobRecorder& m_recorder;
    const IssuePlan& m_plan;
    CardIdentity m_identity;
    CardProfile m_profile;
    SecureBytes m_passcode;
    std::optional<AdministrationHeld> m_held;
    std::map<Slot, PublicKey> m_keys;
    std::map<Slot, Guid> m_requests;
    std::map<Slot, Bytes> m_answers; ///< certificates that came and fit
    std::set<Slot> m_renewed;        ///< slots whose key was made anew in this run
    CardReceipt m_receipt;
};

} // namespace cardwright
