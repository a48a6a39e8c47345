#include "ui/print/TextFit.h"

#include "ui/print/Lettering.h"

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr double step = 0.1;
constexpr double slack = 1e-6;
constexpr double above = 0.95; // as core/policy/PrintPolicy.cpp

Lettering letteringOf(const PrintElement& element, double size) { return {size, element.semibold, element.cells}; }

bool roomFor(const PrintElement& element, qsizetype lines, double size)
{
    if (lines > element.lines) return false;
    return size * (above + (static_cast<double>(lines) - 1) * element.leading) <= element.box.height + slack;
}

bool wideEnough(const PrintElement& element, const QStringList& lines, double size)
{
    return std::all_of(lines.begin(), lines.end(), [&](const QString& line) { return widthOf(line, letteringOf(element, size)) <= element.box.width + slack; });
}

QStringList paragraphsOf(const QString& content)
{
    QStringList lines;
    for (const auto& line : content.split(QLatin1Char('\n'))) {
        if (const auto plain = line.simplified(); !plain.isEmpty()) lines << plain;
    }
    return lines;
}

bool tryWrapped(const PrintElement& element, const QString& content, bool letters, FittedText& fitted)
{
    for (double size = element.shrinkTo; size > element.smallest - slack; size -= step) {
        const auto lines = wrapped(content, element.box.width, letteringOf(element, size), letters);
        if (!roomFor(element, lines.size(), size) || !wideEnough(element, lines, size)) continue;
        fitted = {lines, size, true, true};
        return true;
    }
    return false;
}

} // namespace

FittedText fitByShrinking(const PrintElement& element, const QString& content)
{
    FittedText fitted{paragraphsOf(content), element.size, true, false};
    for (double size = element.size; size > element.shrinkTo - slack; size -= step) {
        fitted.size = size;
        if (roomFor(element, fitted.lines.size(), size) && wideEnough(element, fitted.lines, size)) return fitted;
    }
    fitted.size = element.shrinkTo;
    fitted.whole = false;
    return fitted;
}

FittedText fitText(const PrintElement& element, const QString& content)
{
    auto fitted = fitByShrinking(element, content);
    if (fitted.whole || tryWrapped(element, content, false, fitted) || tryWrapped(element, content, true, fitted)) return fitted;
    const double size = element.smallest;
    auto lines = wrapped(content, element.box.width, letteringOf(element, size), false);
    while (!lines.isEmpty() && !roomFor(element, lines.size(), size)) lines.removeLast();
    if (!wideEnough(element, lines, size)) {
        lines = wrapped(content, element.box.width, letteringOf(element, size), true);
        while (!lines.isEmpty() && !roomFor(element, lines.size(), size)) lines.removeLast();
    }
    return {lines, size, false, true};
}

} // namespace cardwright::ui
