#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/lifecycle/PasscodeEntry.h"
#include "core/lifecycle/PasscodeRules.h"
#include "core/lifecycle/UnlockJob.h"

#include <string>

// The steps that give a card a passcode, shared by unlock, passcode change and temporary cards, first run and resume alike.

namespace cardwright {

/// As what a passcode is set, and what the closing entry says of it.
struct PasscodeTerms {
    JobKind act = JobKind::unlock; ///< unlock, passcode, lend, takeBack
    UnlockJob::Options options{};
    std::string about = "{}"; ///< JSON: further members of the closing entry; never a secret

    std::string json(const CardIdentity& identity) const; ///< JobRecord::data
    /// Throws StoreError STORE-DAMAGED.
    static PasscodeTerms of(const JobRecord& job);
};

std::string_view nameOf(LikenessAnswer answer) noexcept; ///< "yes", "printed-face"

/// For the passcode rules: whose card it is, and its printed serial.
PasscodeSubject passcodeSubjectOf(const CardLook& look);
/// The card's own word: throws CardJobError UNLOCK-KEY-BLOCKED, UNLOCK-KEY-LAST-TRY.
void guardUnlockTries(std::optional<int> left, bool spendLastTry);
/// Throws CardJobError PASSCODE-BLOCKED, PASSCODE-LAST-TRY.
void guardPasscodeTries(std::optional<int> left, bool spendLastTry);
/// VERIFY, once. Throws CardJobError PASSCODE-WRONG, PASSCODE-BLOCKED, PASSCODE-FORM with the tries left; PAD-*.
void requirePasscode(PasscodeEntry& entry);
/// What can be said of a passcode before the card is asked: typed here, by all rules. Throws RefusedError PASSCODE-RULE, PASSCODE-NEEDED.
void requireRules(const CardDesk& desk, const PasscodeSubject& subject, const PasscodeSource& passcode, ByteView old = {});

/// RESET RETRY COUNTER with the unlock key (the newest generation on record, then one further), then the proof and the closing
/// entry of the act: card.unlocked, card.passcodeChanged, temporaryCard.lent. At most five commands and four commits.
/// Errors: as UnlockJob::run. A card that refused the unlock key is unchanged, and one that was asked nothing (PAD-*) likewise: the job
/// is then closed, where it was not cut before.
CardReceipt runUnlock(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeSource& passcode,
                      const PasscodeTerms& terms);

/// A random passcode that nobody gets to know, and its tries spent: the card says "locked". As the act itself (takeBack:
/// temporaryCard.returned), or as the end of one that was cut and that nobody is there to finish (card.touched, "locked": true).
void runLocking(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeTerms& terms);

/// CHANGE REFERENCE DATA from the old passcode to the new one, then the proof and card.passcodeChanged.
CardReceipt runChange(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const PasscodeSource& old, const PasscodeSource& chosen,
                      const PasscodeTerms& terms);

} // namespace cardwright
