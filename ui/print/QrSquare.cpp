#include "ui/print/QrSquare.h"

#include <QPainter>
#include <QPainterPath>

#include <memory>

#include <qrencode.h>

namespace cardwright::ui {

namespace {

QRecLevel levelOf(char level)
{
    switch (level) {
    case 'L': return QR_ECLEVEL_L;
    case 'Q': return QR_ECLEVEL_Q;
    case 'H': return QR_ECLEVEL_H;
    default: return QR_ECLEVEL_M;
    }
}

} // namespace

std::optional<QrSquare> QrSquare::of(const QString& content, char level)
{
    const auto octets = content.toUtf8();
    if (octets.isEmpty() || octets.contains('\0')) return std::nullopt;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString(octets.constData(), 0, levelOf(level), QR_MODE_8, 1), &QRcode_free);
    if (!code) return std::nullopt;
    QrSquare square{code->width, {}};
    square.dark.reserve(static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width));
    for (int at = 0; at < code->width * code->width; ++at) square.dark.push_back((code->data[at] & 1U) != 0);
    return square;
}

void QrSquare::paint(QPainter& painter, const QRectF& place) const
{
    const double module = moduleIn(place);
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (int row = 0; row < width; ++row) {
        for (int column = 0; column < width;) {
            const auto at = [&](int where) { return dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(where)]; };
            int end = column;
            while (end < width && at(end)) ++end;
            // A run is one rectangle: no light seams between modules.
            if (end > column) path.addRect(place.x() + (quiet + column) * module, place.y() + (quiet + row) * module, (end - column) * module, module);
            column = end > column ? end : column + 1;
        }
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(place, Qt::white);
    painter.fillPath(path, Qt::black);
    painter.restore();
}

} // namespace cardwright::ui
