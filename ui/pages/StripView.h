#pragma once

#include "ui/bridge/DeskHub.h"

#include <QString>

namespace cardwright::ui {

class ReaderStrip;

/// What the page above the strip is doing, as far as reader 2's tile has to know.
struct StripSituation {
    bool flowOpen = false;   ///< an application is shown: a card that is not its own waits
    bool serving = false;    ///< the desk page is shown over an open application
    bool jobRunning = false;
    bool cardMissing = false;
    QString jobHolder;
};

void showReaders(ReaderStrip& strip, const DeskHub& hub, const StripSituation& situation);

/// A card that an open application has no use for: it waits in the strip until F8.
bool cardWaits(const SubjectCard& card);

} // namespace cardwright::ui
