#include "ui/print/FaceParts.h"

#include <QPainter>
#include <QPainterPath>
#include <QTransform>

namespace cardwright::ui::parts {

namespace {

const QColor chipGround(0xDE, 0xC9, 0x8E);
const QColor chipLine(0x9C, 0x82, 0x47);
const QColor portraitGround(0xDD, 0xE6, 0xE9);
const QColor portraitShape(0xB4, 0xC4, 0xCA);

/// The accepted crop is 35:45 already; anything else is filled from its middle, never stretched.
QRectF filling(const QImage& picture, const QRectF& place)
{
    const double wanted = place.width() / place.height();
    QRectF source(picture.rect());
    if (source.width() / source.height() > wanted) {
        const double wide = source.height() * wanted;
        return {source.center().x() - wide / 2, 0, wide, source.height()};
    }
    const double high = source.width() / wanted;
    return {0, source.center().y() - high / 2, source.width(), high};
}

} // namespace

void waves(QPainter& painter, const QColor& upper, const QColor& lower)
{
    constexpr double right = PrintPolicy::width + bleed;
    constexpr double foot = PrintPolicy::height + bleed;
    QPainterPath first(QPointF(-bleed, 48.25));
    first.lineTo(0, 48.0);
    first.cubicTo(12, 45.1, 22, 46.1, 32, 47.9);
    first.cubicTo(43, 49.8, 50, 49.8, 58, 48.2);
    first.cubicTo(68, 46.2, 77, 46.4, 85.6, 48.0);
    first.lineTo(right, 48.25);
    first.lineTo(right, foot);
    first.lineTo(-bleed, foot);
    first.closeSubpath();
    painter.fillPath(first, upper);
    QPainterPath second(QPointF(-bleed, 51.4));
    second.lineTo(0, 51.2);
    second.cubicTo(10, 49.0, 20, 49.4, 30, 50.8);
    second.cubicTo(42, 52.5, 52, 52.2, 62, 51.1);
    second.cubicTo(71, 50.2, 79, 50.5, 85.6, 51.5);
    second.lineTo(right, 51.6);
    second.lineTo(right, foot);
    second.lineTo(-bleed, foot);
    second.closeSubpath();
    painter.fillPath(second, lower);
}

/// Drawn in a square of 5.5.
void mark(QPainter& painter, const PrintBox& box, const QColor& disc, const QColor& line)
{
    constexpr double drawn = 5.5;
    painter.save();
    painter.translate(box.x, box.y);
    painter.scale(box.width / drawn, box.height / drawn);
    painter.translate(-5.15, -2.55);
    painter.setPen(Qt::NoPen);
    painter.setBrush(disc);
    painter.drawEllipse(QPointF(7.9, 5.3), 2.75, 2.75);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 0.55, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{5.55, 5.9}, {7.3, 3.9}, {8.5, 5.1}, {9.2, 4.4}, {10.25, 5.9}});
    QPainterPath water(QPointF(5.75, 6.75));
    water.quadTo(6.3, 6.25, 6.85, 6.75);
    water.quadTo(7.4, 7.25, 7.95, 6.75);
    water.quadTo(8.5, 6.25, 9.05, 6.75);
    water.quadTo(9.6, 7.25, 10.1, 6.75);
    painter.setPen(QPen(line, 0.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(water);
    painter.restore();
}

/// Drawn for a chip of 13.0 x 11.8 at 8.56, 17.99.
void chip(QPainter& painter, const PrintBox& place)
{
    painter.save();
    painter.translate(place.x, place.y);
    painter.scale(place.width / 13.0, place.height / 11.8);
    painter.translate(-8.56, -17.99);
    painter.setPen(QPen(chipLine, 0.25));
    painter.setBrush(chipGround);
    painter.drawRoundedRect(QRectF(8.56, 17.99, 13.0, 11.8), 1.7, 1.7);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(chipLine, 0.28, Qt::SolidLine, Qt::RoundCap));
    QPainterPath left(QPointF(12.86, 17.99));
    left.lineTo(12.86, 20.19);
    left.quadTo(12.86, 20.99, 12.06, 20.99);
    left.lineTo(8.56, 20.99);
    left.moveTo(8.56, 23.89);
    left.lineTo(12.46, 23.89);
    left.moveTo(8.56, 26.79);
    left.lineTo(12.06, 26.79);
    left.quadTo(12.86, 26.79, 12.86, 27.59);
    left.lineTo(12.86, 29.79);
    painter.drawPath(left);
    painter.drawPath(QTransform(-1, 0, 0, 1, 2 * 15.06, 0).map(left)); // the other half is its mirror image
    painter.drawRoundedRect(QRectF(12.46, 21.59, 5.2, 4.6), 1.1, 1.1);
    painter.restore();
}

void photo(QPainter& painter, const QRectF& place, double corner, const QImage& picture)
{
    painter.save();
    QPainterPath frame;
    frame.addRoundedRect(place, corner, corner);
    painter.setClipPath(frame, Qt::IntersectClip);
    if (!picture.isNull()) {
        painter.drawImage(place, picture, filling(picture, place));
    } else {
        painter.fillRect(place, portraitGround);
        painter.setPen(Qt::NoPen);
        painter.setBrush(portraitShape);
        const double unit = place.width() / 24.0;
        painter.drawEllipse(QPointF(place.center().x(), place.top() + 12.0 * unit), 5.2 * unit, 6.2 * unit);
        painter.drawEllipse(QPointF(place.center().x(), place.top() + 32.2 * unit), 10.4 * unit, 11.0 * unit);
    }
    painter.restore();
}

} // namespace cardwright::ui::parts
