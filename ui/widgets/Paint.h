#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace cardwright::ui::paint {

/// A rounded ground with an inner outline of whole pixels, so that a hairline is one clean line. Transparent colours draw nothing.
void box(QPainter& painter, const QRectF& place, double radius, const QColor& ground, const QColor& outline, double width = 1.0, bool dashed = false);
/// One line of text, vertically centred on its capitals and ascenders, cut with an ellipsis when it does not fit.
void line(QPainter& painter, const QRectF& place, const QString& words, const QFont& font, const QColor& ink,
          Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);
int widthOf(const QFont& font, const QString& words);

} // namespace cardwright::ui::paint
