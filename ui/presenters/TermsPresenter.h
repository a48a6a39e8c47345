#pragma once

#include "ui/bridge/TermsPort.h"
#include "ui/widgets/HolderTermsView.h"

#include <QString>
#include <QVector>

namespace cardwright::ui {

/// What the holder reads, in this order: the notice, then the terms.
QVector<ReadingText> readingOf(const HolderTexts& texts);
/// The help page for holders: its sections, and whom they call.
QVector<ReadingSection> holderHelpOf(const HolderTexts& texts);

} // namespace cardwright::ui
