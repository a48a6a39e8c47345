#include "ui/theme/Metrics.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Paint.h"

#include <algorithm>

namespace cardwright::ui {

ProgressBar::ProgressBar(QWidget* parent) : QWidget(parent), m_thickness(metrics::progressBar)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProgressBar::setValue(double share)
{
    m_share = std::clamp(share, 0.0, 1.0);
    update();
}

void ProgressBar::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void ProgressBar::setThickness(int pixels)
{
    m_thickness = pixels;
    updateGeometry();
    update();
}

QSize ProgressBar::sizeHint() const
{
    return {120, m_thickness};
}

void ProgressBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF track(0, (height() - m_thickness) / 2.0, width(), m_thickness);
    const double radius = std::min<double>(metrics::radiusBar, m_thickness / 2.0);
    const bool outlined = theme.appearance() == Appearance::HighContrast;
    paint::box(painter, track, radius, outlined ? theme.colour(Colour::Page) : theme.colour(Colour::Border), outlined ? theme.colour(Colour::Border) : QColor());
    if (m_share <= 0.0) return;
    const QColor ink = m_tone == Tone::Accent || m_tone == Tone::Plain ? theme.colour(Colour::Accent) : theme.sign(m_tone);
    paint::box(painter, QRectF(track.left(), track.top(), std::max(track.width() * m_share, m_thickness * 1.0), track.height()), radius, ink, {});
}

} // namespace cardwright::ui
