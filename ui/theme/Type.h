#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace cardwright::ui {

/// The one type scale (tokens.json, type.style).
enum class TextStyle {
    Key, Small, SmallStrong, Compact, Body, BodyMedium, BodyStrong, Lead, MainAction, Title2, Title1, Greeting,
    HolderTitle, HolderBody, HolderButton, Keypad, Count
};

QFont fontOf(TextStyle style);
int lineHeightOf(TextStyle style);
/// Name in tokens.json.
QString styleName(TextStyle style);

/// Width that drawDigits() needs. A digit takes a cell of 0.632 em, a space between groups 0.34 em, other characters their own width.
qreal digitsWidth(const QFont& font, const QString& text);
/// Draws user numbers, times and countdowns in cells of one width (Inter's 1 is narrow and Qt 6.4 knows no tabular figures).
void drawDigits(QPainter& painter, const QRectF& place, const QString& text, Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);

/// "555041726093" -> "555 0417 26093"; text that is not twelve digits comes back unchanged.
QString groupedUserNumber(const QString& digits);
/// The text for the clipboard: spaces between digits fall away.
QString withoutSpaces(const QString& grouped);

} // namespace cardwright::ui
