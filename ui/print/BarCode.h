#pragma once

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace cardwright::ui {

/// A Code 128 (ISO/IEC 15417) as it is drawn: widths of bars and gaps in modules, a bar first; the quiet zones not among them.
struct BarCode {
    static constexpr int quiet = 10; ///< modules on each side
    static constexpr int symbols = 107;
    std::vector<int> widths;

    /// Runs of digits two by two (set C), the rest letter by letter (set B). Nothing: a letter that is not of ASCII, or nothing at all.
    static std::optional<BarCode> of(const QString& content);
    /// How wide the bars and gaps of a symbol are, as digits: "212222". Set B begins with 104, C with 105; 106 ends.
    static const char* pattern(int symbol);

    int modules() const;
    /// What each module could have at most.
    double roomIn(const QRectF& place) const { return place.width() / (modules() + 2 * quiet); }
    /// Whole dots of a card printer where that is possible, so that no bar is wider than its like.
    double moduleIn(const QRectF& place) const;
    /// In the middle of the place, its quiet zones inside.
    void paint(QPainter& painter, const QRectF& place) const;
};

} // namespace cardwright::ui
