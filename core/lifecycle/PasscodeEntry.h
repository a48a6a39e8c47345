#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/PasscodeSource.h"
#include "core/piv/PivApplication.h"

#include <string_view>

namespace cardwright {

/// Brings a passcode to the card from wherever it comes, one command a call. What was typed here is sent; on the reader's keys the holder
/// is asked (JobProgress::onReader says for what, and when that is over). Nothing is sent twice by itself.
///
/// Each throws, where the holder types on the reader: CardJobError PAD-TIMEOUT, PAD-CANCELLED, PAD-DIFFERENT, PAD-LENGTH, PAD-UNFIT (the
/// reader's own words; the card was not asked and no try was spent), PAD-ABSENT; RefusedError PAD-NOT-ALLOWED (policy). Otherwise as the
/// command of PivApplication; StoppedError before anybody is asked.
class PasscodeEntry {
public:
    /// All outlive it. step: of `jobsteps`, under which the entry is told.
    PasscodeEntry(const CardDesk& desk, PivApplication& piv, const PasscodeSource& source, std::string_view step) noexcept
        : m_desk(desk), m_piv(piv), m_source(source), m_step(step)
    {
    }

    /// Says before anything was done what would stop it later: PAD-NOT-ALLOWED, PAD-ABSENT.
    void require(bool verifies, bool modifies);
    bool onReader() const noexcept { return m_source.onReader(); }

    /// VERIFY. again: one that was set just now is typed once more, to prove that it works.
    PasscodeOutcome verify(bool again = false);
    /// RESET RETRY COUNTER with this unlock key.
    PasscodeOutcome reset(const SecureBytes& unlockKey);
    /// CHANGE REFERENCE DATA from `old`. On the reader both are typed in one entry. Throws UsageError where one comes from the reader
    /// and the other does not.
    PasscodeOutcome changeFrom(const PasscodeSource& old);

private:
    template <class Ask>
    PasscodeOutcome onPad(PadAsk what, int entries, Ask&& ask);
    PadLength lengths() const noexcept;
    const CardDesk& m_desk;
    PivApplication& m_piv;
    const PasscodeSource& m_source;
    std::string_view m_step;
};

} // namespace cardwright
