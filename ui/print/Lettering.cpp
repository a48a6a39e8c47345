#include "ui/print/Lettering.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextBoundaryFinder>

#include <cmath>

namespace cardwright::ui {

namespace {

// Fonts are laid out large and the painter scaled back: below a few pixels Qt would round advances.
constexpr int layoutPixels = 200;
constexpr double digitCell = 0.632;
constexpr double groupGap = 0.34;

bool isCell(QChar character) { return character.isDigit() || character.isSpace(); }

double cellOf(QChar character, const QFontMetricsF& metrics)
{
    if (character.isDigit()) return digitCell * layoutPixels;
    if (character.isSpace()) return groupGap * layoutPixels;
    return metrics.horizontalAdvance(character);
}

bool allCells(const QString& text) { return std::all_of(text.begin(), text.end(), isCell); }

/// The longest beginning that is not wider, in whole letters: at least one.
qsizetype fittingLetters(const QString& text, double width, const Lettering& lettering)
{
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    auto fitting = letters.toNextBoundary();
    for (auto next = fitting; next > 0 && next <= text.size(); next = letters.toNextBoundary()) {
        if (widthOf(text.left(next), lettering) > width) break;
        fitting = next;
    }
    return fitting > 0 ? fitting : text.size();
}

QStringList wordsOf(const QString& paragraph)
{
    QStringList words;
    for (const auto& word : paragraph.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        // A hyphen ends a line as a blank does, and stays on it.
        qsizetype from = 0;
        for (auto hyphen = word.indexOf(QLatin1Char('-')); hyphen >= 0 && hyphen + 1 < word.size(); hyphen = word.indexOf(QLatin1Char('-'), hyphen + 1)) {
            words << word.mid(from, hyphen + 1 - from);
            from = hyphen + 1;
        }
        words << word.mid(from) + QLatin1Char(' ');
    }
    return words;
}

void addWord(QStringList& lines, QString& line, QString word, double width, const Lettering& lettering, bool letters)
{
    if (!line.isEmpty() && widthOf((line + word).trimmed(), lettering) > width) {
        lines << line.trimmed();
        line.clear();
    }
    while (letters && line.isEmpty() && widthOf(word.trimmed(), lettering) > width) {
        const auto fitting = fittingLetters(word, width, lettering);
        if (fitting >= word.size()) break;
        lines << word.left(fitting);
        word = word.mid(fitting);
    }
    line += word;
}

} // namespace

QFont fontOf(const Lettering& lettering)
{
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")});
    font.setPixelSize(layoutPixels);
    font.setWeight(lettering.semibold ? QFont::DemiBold : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

double widthOf(const QString& text, const Lettering& lettering)
{
    const QFontMetricsF metrics(fontOf(lettering));
    double width = 0;
    if (lettering.cells && allCells(text)) {
        for (const QChar character : text) width += cellOf(character, metrics);
    } else {
        width = metrics.horizontalAdvance(text);
    }
    return width * lettering.size / layoutPixels;
}

void drawLine(QPainter& painter, QPointF at, const QString& text, const Lettering& lettering, const QColor& ink)
{
    const double scale = lettering.size / layoutPixels;
    painter.save();
    painter.translate(at);
    painter.scale(scale, scale);
    painter.setFont(fontOf(lettering));
    painter.setPen(ink);
    if (!lettering.cells || !allCells(text)) {
        painter.drawText(QPointF(0, 0), text);
    } else {
        const QFontMetricsF metrics(painter.font());
        double left = 0;
        for (const QChar character : text) {
            const double cell = cellOf(character, metrics);
            if (!character.isSpace()) painter.drawText(QPointF(left + (cell - metrics.horizontalAdvance(character)) / 2, 0), QString(character));
            left += cell;
        }
    }
    painter.restore();
}

QStringList wrapped(const QString& text, double width, const Lettering& lettering, bool letters)
{
    QStringList lines;
    for (const auto& paragraph : text.split(QLatin1Char('\n'))) {
        QString line;
        for (auto& word : wordsOf(paragraph)) addWord(lines, line, word, width, lettering, letters);
        if (!line.trimmed().isEmpty()) lines << line.trimmed();
    }
    return lines;
}

} // namespace cardwright::ui
