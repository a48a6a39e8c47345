#include "ui/theme/Metrics.h"
#include "ui/widgets/JobStepList.h"

#include <QPainter>
#include <QTimer>

namespace cardwright::ui {

namespace {

constexpr int turnStep = 40;

}

BusyArc::BusyArc(int size, QWidget* parent) : QWidget(parent), m_size(size), m_turner(new QTimer(this))
{
    setFixedSize(size, size);
    m_turner->setInterval(turnStep);
    connect(m_turner, &QTimer::timeout, this, [this] {
        m_turn = (m_turn + 360 * turnStep / metrics::spinnerTurn) % 360;
        update();
    });
}

void BusyArc::paint(QPainter& painter, const QRectF& place, int turn, const QColor& ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double thick = place.width() / 8;
    const QRectF ring = place.adjusted(thick, thick, -thick, -thick);
    QColor track = ink;
    track.setAlphaF(0.3F);
    painter.setPen(QPen(track, thick));
    painter.drawEllipse(ring);
    painter.setPen(QPen(ink, thick, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, (90 - turn) * 16, -110 * 16);
    painter.restore();
}

void BusyArc::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter, QRectF(rect()), m_turn, colour(Colour::AccentText));
}

void BusyArc::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (Theme::current().motion()) m_turner->start();
}

void BusyArc::hideEvent(QHideEvent* event)
{
    m_turner->stop();
    QWidget::hideEvent(event);
}

} // namespace cardwright::ui
