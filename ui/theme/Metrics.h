#pragma once

/// Lengths of tokens.json in device-independent pixels (a test holds both together). Everything else is a multiple of 4.
namespace cardwright::ui::metrics {

inline constexpr int radiusKey = 5, radiusControl = 8, radiusPanel = 10, radiusMainAction = 10, radiusPill = 13, radiusBar = 4;
inline constexpr int controlMinimum = 32, controlCompact = 36, controlDefault = 40, controlChoice = 44, controlPrimary = 48;
inline constexpr int mainAction = 72, keyHint = 22, pill = 26, tableRow = 43, tableHead = 38, jobRow = 36, verdictRow = 30;
inline constexpr int factRow = 34, search = 38, holderButton = 64, keypadWidth = 108, keypadHeight = 84;
inline constexpr int passcodeCellWidth = 60, passcodeCellHeight = 76, passcodeDot = 20, checkbox = 20, stepCircle = 28;
inline constexpr int avatar = 32, progressBar = 8, meterBar = 6;
inline constexpr int paddingButton = 12, paddingPrimary = 18, paddingPillLeft = 8, paddingPillRight = 10, paddingPanel = 20;
inline constexpr int paddingRow = 16, iconGap = 8;
inline constexpr int focusRing = 2, focusGap = 2, focusRadiusAdd = 4;
inline constexpr int iconInline = 16, iconVerdict = 18, iconButton = 20, iconTile = 24, iconMainAction = 28;
inline constexpr int motionHover = 80, motionAppear = 120, motionExpand = 180, spinnerTurn = 900, toastStay = 4000;
inline constexpr int windowWidth = 1280, windowHeight = 800, windowMinimumWidth = 1024, windowMinimumHeight = 700, narrowBelow = 1152;
inline constexpr int rail = 88, railNarrow = 72, topBar = 60, readerStrip = 60, trainingStrip = 24;
inline constexpr int pagePadding = 32, pagePaddingNarrow = 24, flowHead = 84, flowFooter = 76;
inline constexpr int deskCard = 400, deskCardNarrow = 388, deskMiddle = 456, deskGap = 32, deskGapNarrow = 28, historyMinimum = 208;
inline constexpr int stepper = 168, stepperNarrow = 28, flowGap = 28, flowWorkMinimum = 520, flowWorkMaximum = 548;
inline constexpr int flowSideMinimum = 356, flowSideMaximum = 384, conflictList = 232, signInLeft = 520, holderPadding = 64;

} // namespace cardwright::ui::metrics
