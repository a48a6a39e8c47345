#include "ui/widgets/Paint.h"

#include <QFontMetricsF>

#include <cmath>

namespace cardwright::ui::paint {

void box(QPainter& painter, const QRectF& place, double radius, const QColor& ground, const QColor& outline, double width, bool dashed)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lined = outline.isValid() && outline.alpha() > 0 && width > 0;
    const double inset = lined ? width / 2 : 0.0;
    if (lined) {
        QPen pen(outline, width);
        if (dashed) {
            const double dash = width > 1.0 ? 6.0 : 3.0; // in pixels; Qt counts in pen widths
            pen.setDashPattern({dash / width, (dash - (width > 1.0 ? 2.0 : 0.0)) / width});
            pen.setCapStyle(Qt::FlatCap);
        }
        painter.setPen(pen);
    } else {
        painter.setPen(Qt::NoPen);
    }
    if (ground.isValid() && ground.alpha() > 0) {
        painter.setBrush(ground);
    } else {
        painter.setBrush(Qt::NoBrush);
    }
    const double curve = std::max(0.0, radius - inset);
    painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), curve, curve);
    painter.restore();
}

void line(QPainter& painter, const QRectF& place, const QString& words, const QFont& font, const QColor& ink, Qt::Alignment alignment)
{
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(ink);
    const bool fits = metrics.horizontalAdvance(words) <= place.width() + 0.5;
    painter.drawText(place, static_cast<int>(alignment | Qt::TextSingleLine), fits ? words : metrics.elidedText(words, Qt::ElideRight, place.width()));
}

int widthOf(const QFont& font, const QString& words)
{
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(words)));
}

} // namespace cardwright::ui::paint
