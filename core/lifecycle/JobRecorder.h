#pragma once

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/JobLedger.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// The steps as the record names them; their order there is their number.
namespace steprecord {
inline constexpr std::string_view tries = "tries";
inline constexpr std::string_view chuid = "chuid";
inline constexpr std::string_view administrationKey = "administration-key";
inline constexpr std::string_view unlockKey = "unlock-key";
inline constexpr std::string_view passcode = "passcode";
inline constexpr std::string_view requests = "requests";
inline constexpr std::string_view terms = "terms"; ///< what the holder accepted, signed
inline constexpr std::string_view objects = "objects";
inline constexpr std::string_view proof = "proof";
inline constexpr std::string_view lock = "lock";
inline constexpr std::string_view readersPasscode = "passcode.reader"; ///< after the proof: the holder types on the reader
// Clear and cancel
inline constexpr std::string_view eraseReset = "erase.reset";
inline constexpr std::string_view eraseObjects = "erase.objects";
inline constexpr std::string_view erasePasscode = "erase.passcode";
inline constexpr std::string_view eraseUnlockKey = "erase.unlock-key";
inline constexpr std::string_view eraseAdministrationKey = "erase.administration-key";
inline constexpr std::string_view eraseChuid = "erase.chuid";
std::string eraseKey(Slot slot); ///< "erase.9A"
std::string keys(Slot slot);         ///< "keys.9A"
std::string certificates(Slot slot); ///< "certificates.9A"
} // namespace steprecord

/// The steps of a job that another desk began or went on with. Of the keys that the card opens by, and of its CHUID, what is on record
/// as done stays done; whatever else may have been done, or done over, and is probed: begun, no outcome. attempts is 0 where this desk
/// never began the step.
std::vector<StepRecord> stepsElsewhere(std::vector<StepRecord> steps);

/// The step record of one job while it runs: intent committed -> card command -> outcome committed. An outcome travels in the
/// same commit as the next intent, for no command stands between them; so a step costs one commit, and the last one more.
class JobRecorder {
public:
    JobRecorder(JobLedger& ledger, const Guid& job, const Guid& card, std::vector<StepRecord> steps = {});

    bool begun(std::string_view step) const noexcept { return find(step) != nullptr; }
    bool finished(std::string_view step) const noexcept;
    std::string data(std::string_view step) const; ///< JSON; "{}" when not begun

    /// Begun for all this desk knows, by another one.
    bool presumed(std::string_view step) const noexcept;
    /// The card itself showed that this presumed step was never begun.
    void neverBegun(std::string_view step);

    /// Commits what is pending and this intent. From here the step's command may have reached the card.
    void begin(std::string_view step, std::string data = "{}");
    /// The step's command was answered: goes out with the next commit. Of a presumed step nothing is recorded here.
    void done(std::string_view step, std::string data = "{}");
    /// What else goes out with the next commit.
    JobWrite& pending() noexcept
    {
        m_dirty = true;
        return m_pending;
    }
    void flush();
    /// For a way out through an exception: what is known of the card is kept if the store lets it; never throws.
    void flushQuietly() noexcept;
    /// The last commit.
    void close(JobState state);

    const Guid& job() const noexcept { return m_job; }
    const Guid& card() const noexcept { return m_card; }
    JobLedger& ledger() const noexcept { return m_ledger; }
    int commits() const noexcept { return m_commits; }

private:
    const StepRecord* find(std::string_view step) const noexcept;
    StepRecord& row(std::string_view step);
    JobLedger& m_ledger;
    Guid m_job;
    Guid m_card;
    std::vector<StepRecord> m_steps;
    JobWrite m_pending;
    bool m_dirty = false;
    int m_commits = 0;
};

} // namespace cardwright
