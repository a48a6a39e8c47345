#pragma once

#include "core/lifecycle/Administration.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/CardSession.h"
#include "core/lifecycle/HolderKeys.h"
#include "core/lifecycle/JobRecorder.h"

namespace cardwright {

/// The steps of clear (design card.md, "Blank, clear, cancel") and of a cancellation with the card present, first run and resume
/// alike. Every step leaves the card the same however often it is done, so a cut step is done again; only the unlock key, whose
/// tries are few, is asked about first.
class EraseRun {
public:
    /// clear: back to blank, to the keys of the batch that the job's data names; CardJobError TRANSPORT-KEY-MISSING, before anything is
    /// changed, where this desk does not hold them. Otherwise only the holder's keys are made useless.
    EraseRun(CardDesk& desk, JobRecorder& recorder, const CardLook& look, bool clear, const std::string& batch = {});

    /// session: the transaction in which the card was recognised; ended here.
    CardReceipt run(CardSession& session);

private:
    void tell(std::string_view step, JobProgress::State state, CardWork work = CardWork::talk, std::string detail = {}) const;
    void byReset(CardSession& session);
    void backToBatch(CardSession& session);
    std::vector<AdministrationCandidate> administrationHeld() const;
    SecureBytes unlockKeyBefore() const;
    SecureBytes unlockKeyAfter() const;
    void administration(CardSession& session);
    void key(CardSession& session, const CardSlotRecord& row);
    void objects(CardSession& session);
    void passcode(CardSession& session);
    void unlockKey(CardSession& session);
    bool changeUnlockKey(CardSession& session, bool confirm);
    void administrationKey(CardSession& session);
    void chuid(CardSession& session);
    void proveBlank();
    void close();
    CardKeyName keyName() const;

    CardDesk& m_desk;
    JobRecorder& m_recorder;
    const CardLook& m_look;
    bool m_clear = false;
    const TransportBatch* m_batch = nullptr; ///< clear: to whose keys the card goes back; none: the maker's
    bool m_factoryHeld = false; ///< the administration key that the card came with is in force
    bool m_wiped = false;       ///< FB has put the maker's keys in the place of all others
    CardReceipt m_receipt;
    std::vector<std::string> m_erased;
};

} // namespace cardwright
