#pragma once

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace cardwright::ui {

/// A QR code as it is drawn: modules in rows, the quiet zone not among them.
struct QrSquare {
    static constexpr int quiet = 4; ///< modules on each side (ISO/IEC 18004)
    int width = 0;
    std::vector<bool> dark;

    /// Nothing: more than a code of this level takes, or nothing at all. level: L, M, Q, H.
    static std::optional<QrSquare> of(const QString& content, char level);
    double moduleIn(const QRectF& place) const { return place.width() / (width + 2 * quiet); }
    /// The quiet zone lies inside the place.
    void paint(QPainter& painter, const QRectF& place) const;
};

} // namespace cardwright::ui
