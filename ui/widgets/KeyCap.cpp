#include "ui/widgets/KeyCap.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <algorithm>

namespace cardwright::ui {

KeyCap::KeyCap(const QString& words, QWidget* parent) : QWidget(parent), m_words(words)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(words);
}

void KeyCap::setWords(const QString& words)
{
    m_words = words;
    setAccessibleName(words);
    updateGeometry();
    update();
}

int KeyCap::widthOf(const QString& words)
{
    return std::max(metrics::keyHint, paint::widthOf(fontOf(TextStyle::Key), words) + 14);
}

QSize KeyCap::sizeHint() const
{
    return {widthOf(m_words), metrics::keyHint};
}

void KeyCap::paint(QPainter& painter, const QRectF& place, const QString& words, const QColor& ground, const QColor& border, const QColor& ink)
{
    paint::box(painter, place, metrics::radiusKey, ground, border);
    paint::line(painter, place, words, fontOf(TextStyle::Key), ink, Qt::AlignCenter);
}

void KeyCap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter, QRectF(rect()), m_words, colour(Colour::Key), colour(Colour::KeyBorder), colour(Colour::KeyText));
}

} // namespace cardwright::ui
