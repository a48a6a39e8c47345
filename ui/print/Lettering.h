#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QString>
#include <QStringList>

class QPainter;

namespace cardwright::ui {

/// How text is set on plastic and paper: in millimetres, alike on screen, in a PDF and on a printer.
struct Lettering {
    double size = 3.0;
    bool semibold = false;
    bool cells = false; ///< each digit as wide as the other, groups a little apart
};

QFont fontOf(const Lettering& lettering);
double widthOf(const QString& text, const Lettering& lettering);
/// One line; `at` is the left end of its baseline.
void drawLine(QPainter& painter, QPointF at, const QString& text, const Lettering& lettering, const QColor& ink);

/// Breaks after words (and hyphens) so that no line is wider; a word that is wider stays on a line of its own, or is broken between
/// letters with their accents where `letters` says so. Line breaks of the text are kept.
QStringList wrapped(const QString& text, double width, const Lettering& lettering, bool letters);

} // namespace cardwright::ui
