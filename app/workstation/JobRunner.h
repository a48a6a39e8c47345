#pragma once

#include "app/workstation/Context.h"
#include "app/workstation/ReaderDesk.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

namespace cardwright::workstation {

/// What a run of a job's steps gave on the card thread; monostate: done, with nothing to prove of the card.
using RunResult = std::variant<CardReceipt, RepairResult, VerifyReport, VisitResult, std::monostate, Failure>;

/// One card job as the window sees it: runs it on the card thread, follows its card, goes on by itself when the same card comes
/// back, and gives up a thread that hangs. GUI thread.
class JobRunner {
public:
    /// May be run again from its beginning as long as the job was not opened on the card. Card thread; may throw.
    using Run = std::function<RunResult(const std::string& reader, runtime::Watch watch)>;
    struct Order {
        ui::JobKind kind = ui::JobKind::issue;
        std::string holderName;
        std::string userNumber;
        std::string cardType;
        std::shared_ptr<ui::PasscodeChoice> passcode; ///< kept until the job ends, so that a pulled card needs no second typing
        Run run;
        /// An act that something else must allow first (the agent's card): until its first step is told the window shows no job. Called
        /// once: with nothing when the job runs, with the reason when it never began.
        std::function<void(const std::optional<Failure>&)> begun;
    };

    JobRunner(Context& context, ReaderDesk& readers);

    bool running() const noexcept { return m_job.has_value(); }
    Guid start(Order order);
    void continueWith(ui::PasscodeChoice passcode);
    void stop();
    /// The agent signed out or the desk locked.
    void sessionEnded();
    /// Called a few times a second while a job runs: notices a card thread that hangs.
    void tick();

    /// Called after the window was told of a job's end.
    std::function<void()> afterJob;

    static std::vector<ui::JobStep> plannedSteps(ui::JobKind kind);
    /// A thread was given up and may still hang: the program must not wait for it at its end.
    bool hungThread() const noexcept { return m_hungThread; }

private:
    using Steady = std::chrono::steady_clock;
    struct Running {
        Order order;
        ui::JobProgress progress;
        std::stop_source stop;
        Steady::time_point began;
        Steady::time_point stepBegan;
        std::optional<Steady::time_point> deadline; ///< of the command under way
        std::optional<double> usualSeconds;         ///< of this kind of job on this kind of card
        std::uint64_t round = 0;                    ///< told from late answers of an earlier run
        bool onCard = false;                        ///< the card thread works on it
        bool opened = false;                        ///< from here on the card is repaired, not begun again
        bool recorded = false;                      ///< the record is made: a blank card is another card
        bool repairing = false;
        bool askAgain = false;                      ///< the reader gave no passcode: goes on, or begins again, with what is said next
        PadAsk lastAsk = PadAsk::none;              ///< on the reader's keys, in this run
        int asks = 0;                               ///< how often; from the second on the card holds a begun job
    };

    static bool mendsByReturn(const std::string& code);
    void launch(Run run);
    void step(std::uint64_t round, const JobProgress& progress);
    void finished(std::uint64_t round, RunResult result);
    void failed(const Failure& failure);
    void cardGone();
    void cardBack();
    void lookAndResume();
    void resume(const ui::SubjectCard& card);
    void busy(const std::optional<std::string>& holder);
    bool padFailed(const Failure& failure);
    void markUnknown();
    /// What a job left behind for the window to show, besides the receipt of its card.
    struct Extras {
        std::vector<ui::JobKind> parts;
        std::vector<ui::LeftWork> left;
        std::vector<std::string> findings;
    };
    void end(ui::JobEnd end);
    void endDone(const CardReceipt& receipt, Extras extras);
    void endVisit(const VisitResult& visit);
    void endBare(bool locked);
    void nowBegun(const std::optional<Failure>& why);
    void tell();
    void expectTime();
    Run repairRun() const;

    Context& m_context;
    ReaderDesk& m_readers;
    std::optional<Running> m_job;
    std::uint64_t m_rounds = 0;
    bool m_hungThread = false;
};

} // namespace cardwright::workstation
