#include "ui/widgets/Panel.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Paint.h"

#include <QVBoxLayout>

namespace cardwright::ui {

Panel::Panel(QWidget* parent) : Panel(Tone::Plain, parent) {}

Panel::Panel(Tone tone, QWidget* parent) : QFrame(parent), m_tone(tone), m_body(new QVBoxLayout(this))
{
    setProperty("focusRadius", metrics::radiusPanel);
    m_body->setSpacing(0);
    setPadding(metrics::paddingPanel);
}

void Panel::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void Panel::setPadding(int pixels)
{
    // The hairline belongs to the panel: what fills it to the edge must not paint over it.
    const int inset = pixels == 0 ? 1 : pixels;
    m_body->setContentsMargins(inset, inset, inset, inset);
}

void Panel::setDashed(bool dashed)
{
    m_dashed = dashed;
    update();
}

void Panel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paint::box(painter, QRectF(rect()), metrics::radiusPanel, theme.tint(m_tone), theme.tintBorder(m_tone), theme.hairline(), m_dashed);
}

Divider::Divider(Qt::Orientation orientation, QWidget* parent) : QWidget(parent), m_orientation(orientation)
{
    const bool across = orientation == Qt::Horizontal;
    setSizePolicy(across ? QSizePolicy::Expanding : QSizePolicy::Fixed, across ? QSizePolicy::Fixed : QSizePolicy::Expanding);
}

QSize Divider::sizeHint() const
{
    return {1, 1};
}

void Divider::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), colour(Colour::Border));
}

} // namespace cardwright::ui
