#pragma once

#include "ui/bridge/DeskValues.h"

#include <QString>

#include <vector>

namespace cardwright::ui {

enum class JobLineState { toCome, running, done, waiting, refused };

struct JobLine {
    QString words;
    QString second;
    QString time;
    QString code;
    JobLineState state = JobLineState::toCome;
};

/// A card job in words: every step, where it stands, what the agent may do. Made anew from each JobProgress.
struct JobView {
    std::vector<JobLine> lines;
    QString title;       ///< "About 14 seconds left"
    QString titleMore;   ///< "From the last 40 cards of this type at this desk"
    double share = 0;    ///< of the steps done
    bool cardMissing = false;
    QString place;       ///< "Leave the card in reader 2."
    QString placeMore;
    QString stop;        ///< words of the left button
    QString held;        ///< what the held primary waits for
    QString stepper;     ///< second line of the stepper: "Step 6 of 11"
    bool warns = false;
    bool needsPasscode = false;
    bool padServes = false; ///< and the holder may type it on the reader
    QString announcement; ///< spoken when it changed
};

JobView jobView(const JobProgress& progress);
/// The same job, ended by a failure: the running step is refused, the reason and the next step are said in its place.
JobView jobViewAfter(const JobProgress& progress, const JobEnd& end);

struct DoneView {
    QString headline;
    QString sub;
    std::vector<std::pair<QString, QString>> written; ///< thing, detail
    QString writtenTitle;
    std::vector<QString> findings; ///< of a test: what does not hold
    QString closing;               ///< what is done with the card now
    QString warningTitle; ///< deferred certificates, said plainly
    QString warning;
    QString record;       ///< where the record is
};
DoneView doneView(const JobEnd& end);

} // namespace cardwright::ui
