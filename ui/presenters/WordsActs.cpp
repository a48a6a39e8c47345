#include "ui/presenters/Words.h"

#include "ui/presenters/WordTable.h"

namespace cardwright::ui::words {

namespace {

constexpr Pair reasons[] = {
    {"lost", QT_TRANSLATE_NOOP("Words", "Lost")},
    {"stolen", QT_TRANSLATE_NOOP("Words", "Stolen")},
    {"damaged", QT_TRANSLATE_NOOP("Words", "Damaged")},
    {"name-changed", QT_TRANSLATE_NOOP("Words", "Name changed")},
    {"expired", QT_TRANSLATE_NOOP("Words", "Expired")},
    {"left", QT_TRANSLATE_NOOP("Words", "Left the organisation")},
    {"misused", QT_TRANSLATE_NOOP("Words", "Misused")},
    {"made-in-error", QT_TRANSLATE_NOOP("Words", "Made in error")},
    {"not-finished", QT_TRANSLATE_NOOP("Words", "Begun, and the card is gone")},
    {"replaced", QT_TRANSLATE_NOOP("Words", "Replaced")},
};

constexpr Pair reasonsMore[] = {
    {"lost", QT_TRANSLATE_NOOP("Words", "Whoever finds it must not be able to use it.")},
    {"stolen", QT_TRANSLATE_NOOP("Words", "Somebody else may have it in their hands now.")},
    {"damaged", QT_TRANSLATE_NOOP("Words", "The chip or the plastic cannot be used any more.")},
    {"name-changed", QT_TRANSLATE_NOOP("Words", "What is printed and written on it is not true any more.")},
    {"expired", QT_TRANSLATE_NOOP("Words", "The card itself has ended; its certificates cannot be renewed.")},
    {"left", QT_TRANSLATE_NOOP("Words", "Its holder works here no more.")},
    {"misused", QT_TRANSLATE_NOOP("Words", "It was lent, or used against the terms. Tell the RA manager as well.")},
    {"made-in-error", QT_TRANSLATE_NOOP("Words", "The wrong person, the wrong name, or one too many.")},
    {"not-finished", QT_TRANSLATE_NOOP("Words", "Its job is given up, and the person may have another card.")},
};

} // namespace

QString cancelReason(const std::string& reason)
{
    const auto* text = lookUp(reasons, reason);
    return text ? Texts::tr(text) : fromUtf8(reason);
}

QString cancelReasonMore(const std::string& reason)
{
    const auto* text = lookUp(reasonsMore, reason);
    return text ? Texts::tr(text) : QString();
}

} // namespace cardwright::ui::words
