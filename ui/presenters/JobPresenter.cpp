#include "ui/presenters/JobPresenter.h"

#include "ui/presenters/Words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(JobPresenter)
};

int currentStep(const JobProgress& progress)
{
    for (std::size_t at = 0; at < progress.steps.size(); ++at)
        if (progress.steps[at].state == StepState::running || progress.steps[at].state == StepState::failed)
            return static_cast<int>(at);
    for (std::size_t at = 0; at < progress.steps.size(); ++at)
        if (progress.steps[at].state == StepState::waiting)
            return static_cast<int>(at);
    return static_cast<int>(progress.steps.size()) - 1;
}

QString pulledSentence(const JobProgress& progress, int current)
{
    const auto doing = current >= 0 ? words::stepDoing(progress.steps[static_cast<std::size_t>(current)].key) : QString();
    auto text = doing.isEmpty() ? Texts::tr("The card was removed.") : Texts::tr("The card was removed while %1.").arg(doing);
    if (current == 1)
        text += Texts::tr(" Step 1 holds; this step starts again by itself.");
    else if (current > 1)
        text += Texts::tr(" Steps 1 to %1 hold; this step starts again by itself.").arg(current);
    return text;
}

QString codeOf(const JobProgress& progress, int current)
{
    if (!progress.failure)
        return {};
    auto code = words::fromUtf8(progress.failure->code);
    if (current >= 0)
        code += Texts::tr(", step %1").arg(words::fromUtf8(progress.steps[static_cast<std::size_t>(current)].key));
    return code;
}

/// Steps that belong together are one line, so that a whole job is seen at once. The parts keep their own keys for codes.
struct Fold {
    std::initializer_list<const char*> keys;
    const char* words;
};

const Fold folds[] = {
    {{"recognise", "preflight"}, QT_TRANSLATE_NOOP("JobPresenter", "Card recognised, space and key types checked")},
    {{"administration", "chuid"}, QT_TRANSLATE_NOOP("JobPresenter", "Card identity written")},
    {{"administration-key", "unlock-key"}, QT_TRANSLATE_NOOP("JobPresenter", "Administration and unlock key set")},
};

const Fold* foldOf(const std::string& key)
{
    for (const auto& fold : folds)
        if (std::any_of(fold.keys.begin(), fold.keys.end(), [&](const char* one) { return key == one; }))
            return &fold;
    return nullptr;
}

/// Two parts of one line: failed before running before half done; done only when both are.
StepState together(StepState one, StepState other)
{
    if (one == StepState::failed || other == StepState::failed)
        return StepState::failed;
    if (one == other)
        return one;
    return StepState::running;
}

JobProgress folded(const JobProgress& progress)
{
    JobProgress shown = progress;
    shown.steps.clear();
    for (const auto& step : progress.steps) {
        const auto* fold = foldOf(step.key);
        if (!fold || shown.steps.empty() || foldOf(shown.steps.back().key) != fold) {
            shown.steps.push_back(step);
            continue;
        }
        auto& line = shown.steps.back();
        const bool here = step.state == StepState::running || step.state == StepState::failed || line.state == StepState::done;
        line.words = fold->words;
        line.state = together(line.state, step.state);
        line.seconds += step.seconds;
        if (here) // the part that is under way names the code and the sentence; the line keeps the fold's words
            line.key = step.key;
        if (!step.more.empty())
            line.more = step.more;
    }
    return shown;
}

QString lineWords(const JobStep& step)
{
    if (step.state == StepState::running)
        if (const auto running = words::stepRunning(step.key); !running.isEmpty())
            return running;
    for (const auto& fold : folds)
        if (step.words == fold.words)
            return Texts::tr(fold.words);
    return words::stepWords(step);
}

std::vector<JobLine> linesOf(const JobProgress& progress)
{
    std::vector<JobLine> lines;
    for (const auto& step : progress.steps) {
        JobLine line{lineWords(step), {}, {}, {}, JobLineState::toCome};
        switch (step.state) {
        case StepState::waiting: break;
        case StepState::running:
            line.state = JobLineState::running;
            line.second = step.more.empty() ? words::stepMore(step.key) : words::fromUtf8(step.more);
            break;
        case StepState::done:
            line.state = JobLineState::done;
            line.time = words::seconds(step.seconds);
            break;
        case StepState::failed: line.state = JobLineState::refused; break;
        }
        lines.push_back(line);
    }
    return lines;
}

void setWaiting(JobView& view, const JobProgress& progress, int current)
{
    auto& line = view.lines[static_cast<std::size_t>(std::max(current, 0))];
    line.state = JobLineState::waiting;
    line.time.clear();
    line.code = codeOf(progress, current);
    view.cardMissing = true;
    view.warns = true;
    view.stepper = Texts::tr("Waiting for the card");
    view.stop = Texts::tr("Stop, repair later");
    view.held = Texts::tr("It goes on as soon as the card is back");
    view.title = Texts::tr("Waiting for the card");
    view.titleMore = Texts::tr("No hurry. The job stays open, at every desk of this site.");
    if (progress.state == JobState::wrongCard) {
        line.words = Texts::tr("That is another card");
        line.second = progress.failure && !progress.failure->detail.empty()
                          ? Texts::tr("It is %1's. Put the card back that this job began with.").arg(words::fromUtf8(progress.failure->detail))
                          : Texts::tr("Put the card back that this job began with.");
        view.place = Texts::tr("Reader 2 has another card");
    } else {
        line.words = Texts::tr("Put the same card back to go on");
        line.second = pulledSentence(progress, current);
        view.place = Texts::tr("Reader 2 is empty");
    }
    view.placeMore = Texts::tr("Any other card is refused, by name.");
    view.announcement = line.words + QStringLiteral(". ") + line.second;
}

} // namespace

JobView jobView(const JobProgress& whole)
{
    const auto progress = folded(whole);
    JobView view;
    view.lines = linesOf(progress);
    if (view.lines.empty()) // begun, and nothing told yet
        view.lines.push_back({Texts::tr("Looking at the card"), {}, {}, {}, JobLineState::running});
    const int current = progress.steps.empty() ? -1 : currentStep(progress);
    const auto done = std::count_if(progress.steps.begin(), progress.steps.end(), [](const JobStep& step) { return step.state == StepState::done; });
    view.share = progress.steps.empty() ? 0.0 : static_cast<double>(done) / static_cast<double>(progress.steps.size());
    view.stepper = progress.steps.empty() ? QString() : Texts::tr("Step %1 of %2").arg(current + 1).arg(progress.steps.size());
    view.stop = Texts::tr("Stop after this step");
    view.held = Texts::tr("Ready when the card is proven");
    view.place = Texts::tr("Leave the card in reader 2.");
    switch (progress.state) {
    case JobState::cardGone:
    case JobState::wrongCard: setWaiting(view, progress, current); return view;
    case JobState::needsPasscode:
        view.needsPasscode = true;
        view.padServes = progress.padServes;
        view.warns = true;
        view.title = Texts::tr("The holder types the passcode again");
        view.titleMore = Texts::tr("No passcode is ever kept here, so it is asked for again.");
        if (progress.failure && progress.failure->code != "PASSCODE-NEEDED") { // the reader's own word, or a slip of the finger
            const auto lines = words::failure(*progress.failure);
            view.title = lines.cause;
            view.titleMore = lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')');
        }
        view.announcement = view.title;
        return view;
    case JobState::stopping:
        view.title = Texts::tr("Stopping after this step");
        view.titleMore = Texts::tr("The job is kept; repair goes on with it.");
        view.announcement = view.title;
        return view;
    case JobState::running: break;
    }
    if (progress.busy) {
        view.warns = true;
        view.title = progress.busy->empty() ? Texts::tr("Another program is using the reader") : Texts::tr("Another program is using the reader: %1").arg(words::fromUtf8(*progress.busy));
        view.titleMore = Texts::tr("It usually frees it within seconds; trying again.");
        view.announcement = view.title + QStringLiteral(". ") + view.titleMore;
        return view;
    }
    if (progress.onReader != PadAsk::none) {
        view.title = Texts::tr("The holder types on the reader");
        view.titleMore = Texts::tr("The red key on the reader stops it; no button here can.");
        view.announcement = view.title;
        return view;
    }
    if (progress.secondsLeft) {
        const auto left = std::max(1L, std::lround(*progress.secondsLeft));
        view.title = left == 1 ? Texts::tr("About a second left") : Texts::tr("About %1 seconds left").arg(left);
        if (progress.basedOn > 0)
            view.titleMore = Texts::tr("From the last %1 cards of this type at this desk").arg(progress.basedOn);
    } else {
        view.title = progress.steps.empty() ? Texts::tr("Beginning") : Texts::tr("Step %1 of %2").arg(current + 1).arg(progress.steps.size());
    }
    if (current >= 0)
        view.announcement = view.lines[static_cast<std::size_t>(current)].words;
    return view;
}

JobView jobViewAfter(const JobProgress& whole, const JobEnd& end)
{
    auto view = jobView(whole);
    const auto progress = folded(whole);
    const int current = progress.steps.empty() ? 0 : currentStep(progress);
    auto& line = view.lines[static_cast<std::size_t>(std::max(current, 0))];
    const auto lines = end.failure ? words::failure(*end.failure) : words::FailureLines{};
    line.state = end.outcome == JobOutcome::stopped ? JobLineState::waiting : JobLineState::refused;
    line.time.clear();
    line.words = lines.cause;
    line.second = lines.next;
    line.code = lines.code;
    if (!progress.steps.empty() && end.failure && end.failure->detail.find("step") == std::string::npos)
        line.code += Texts::tr(", step %1").arg(words::fromUtf8(progress.steps[static_cast<std::size_t>(current)].key));
    view.warns = true;
    view.cardMissing = false;
    view.needsPasscode = false;
    view.title = end.outcome == JobOutcome::stopped ? Texts::tr("Stopped") : Texts::tr("Not finished");
    view.titleMore = end.repairable ? Texts::tr("The job is kept. The card is repaired at this desk or another of this site.")
                                    : Texts::tr("Nothing was written that has to be undone.");
    view.stepper = view.title;
    view.place.clear();
    view.placeMore.clear();
    view.stop = Texts::tr("Back to the desk");
    view.held.clear();
    view.announcement = line.words + QLatin1Char(' ') + line.second;
    return view;
}

} // namespace cardwright::ui
