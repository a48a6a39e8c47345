#pragma once

#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A card job: what starts it, how it goes, how it ended.

namespace cardwright::ui {

/// Where the passcode of a card job comes from. All empty: nobody said yet.
struct PasscodeChoice {
    SecureBytes passcode;  ///< ASCII digits, typed here
    bool locked = false;   ///< nobody types one: the card ends locked
    bool onReader = false; ///< the holder types on the keys of reader 2, when the job asks
};

enum class StepState { waiting, running, done, failed };

struct JobStep {
    std::string key;   ///< "recognise", "preflight", "open", "administration", "keys" ...
    std::string words; ///< English words, for keys the presenter does not know
    std::string more;  ///< second line while it runs; may be empty
    StepState state = StepState::waiting;
    double seconds = 0;
};

enum class JobKind { issue, unlock, touch, repair, passcode, verify, renew, cancel, clear, lend, takeBack, terms };

enum class JobState {
    running,
    cardGone,      ///< put the same card back; goes on by itself
    wrongCard,     ///< another card is in; refused by name in `failure.detail`
    needsPasscode, ///< continueJob() with what the holder types
    stopping,      ///< ends between two commands
};

/// What the holder types on the keys of reader 2 at this moment.
enum class PadAsk { none, known, knownThenNew, newTwice, again };

/// A full picture of the job each time something changes: nothing to merge.
struct JobProgress {
    Guid job;
    JobKind kind = JobKind::issue;
    JobState state = JobState::running;
    std::string holderName;
    std::string userNumber;
    std::vector<JobStep> steps;
    std::optional<double> secondsLeft; ///< from this card type's own history
    int basedOn = 0;                   ///< of how many cards
    std::optional<Failure> failure;    ///< cardGone, wrongCard, needsPasscode
    PadAsk onReader = PadAsk::none;    ///< the reader asks: no button of this window ends that
    bool padServes = false;            ///< needsPasscode: the holder may type on the reader
    std::optional<std::string> busy;   ///< another program has the reader, and the job waits for it: its name, or empty
};

struct ReceiptLine {
    std::string key;    ///< "chuid", "9A", "passcode" ...
    std::string words;  ///< English words
    std::string detail; ///< fingerprint or size
};

/// Of what was due: what was not done, and why.
struct LeftWork {
    JobKind act = JobKind::touch;
    Failure why;
};

struct Receipt {
    JobKind kind = JobKind::issue;
    std::string holderName;
    std::string userNumber;
    std::string cardGuid;
    std::vector<ReceiptLine> written;
    std::vector<std::string> deferredSlots; ///< certificates that follow: the card cannot yet sign in
    bool locked = false;
    std::optional<int> triesLeft;
    std::vector<std::string> limitations; ///< English words: what this card cannot do
    std::vector<JobKind> parts;           ///< of a visit: what was done of what was due, in this order
    std::vector<LeftWork> left;
    std::vector<std::string> findings;    ///< of a test, English words: what does not hold; none: all is well
    std::int64_t at = 0;
    double cardSeconds = 0;
    int commands = 0;
    bool atCentre = false; ///< false: only on this desk
};

enum class JobOutcome { done, stopped, failed };

struct JobEnd {
    Guid job;
    JobKind kind = JobKind::issue;
    JobOutcome outcome = JobOutcome::done;
    std::optional<Receipt> receipt; ///< done
    std::optional<Failure> failure; ///< stopped, failed
    bool repairable = false;        ///< the job is kept: repair goes on
    bool abandoned = false;         ///< done, repair only: nothing was on the card yet, it is blank again
};

/// Begins with the holder's own passcode: whether they may spend its last try.
struct HolderPasscode {
    PasscodeChoice passcode;    ///< as it is now
    bool lastTryAgreed = false;
};

/// Whether a job was begun. A rule that says no, or a card that changed, is a failure and nothing was written.
struct JobStart {
    bool started = false;
    Guid job;
    std::optional<Failure> failure;
};

} // namespace cardwright::ui
