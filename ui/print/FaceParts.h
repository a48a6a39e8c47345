#pragma once

#include "core/policy/PrintPolicy.h"

#include <QColor>
#include <QImage>
#include <QRectF>

class QPainter;

// The parts of a face that are drawn and not written, in millimetres: FaceRenderer puts them together.

namespace cardwright::ui::parts {

constexpr double bleed = 1.0; ///< beyond the edge, so that no white line is left where page or plastic end a little later

void waves(QPainter& painter, const QColor& upper, const QColor& lower);
/// The organisation's sign.
void mark(QPainter& painter, const PrintBox& box, const QColor& disc, const QColor& line);
/// On screen only.
void chip(QPainter& painter, const PrintBox& place);
/// Filled from the picture's middle, never stretched; without one the quiet outline of a person.
void photo(QPainter& painter, const QRectF& place, double corner, const QImage& picture);

} // namespace cardwright::ui::parts
