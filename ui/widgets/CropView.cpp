#include "ui/widgets/CropView.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

namespace cardwright::ui {

namespace {
constexpr qreal frameShare = 0.86; // of the view's height
constexpr qreal corner = 28;
constexpr int coarse = 10;
constexpr int wheelNotch = 120;
} // namespace

CropView::CropView(QWidget* parent) : QWidget(parent), m_empty(tr("No photo yet"))
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describe();
}

void CropView::setPicture(const QImage& image, const QSize& size)
{
    m_image = image;
    m_size = size;
    setCursor(image.isNull() ? Qt::ArrowCursor : Qt::OpenHandCursor);
    describe();
    update();
}

void CropView::setFrame(const CropFrame& frame)
{
    m_frame = frame;
    describe();
    update();
}

void CropView::setGuides(const CropGuides& guides)
{
    m_guides = guides;
    update();
}

void CropView::setLive(const QImage& image)
{
    m_live = image;
    update();
}

void CropView::setEmptyWords(const QString& words)
{
    m_empty = words;
    describe();
    update();
}

void CropView::describe()
{
    setAccessibleDescription(m_image.isNull() ? m_empty
                                              : tr("Frame %1 pixels from the left, %2 from the top, %3 wide, turned by %4 degrees. Arrows move it, plus and minus "
                                                   "change its size, brackets turn the picture, Home takes it back.")
                                                    .arg(qRound(m_frame.left))
                                                    .arg(qRound(m_frame.top))
                                                    .arg(qRound(m_frame.width))
                                                    .arg(m_frame.degrees, 0, 'f', 1));
}

QRectF CropView::frameRect() const
{
    const qreal tall = std::min(height() * frameShare, width() * frameShare * 771 / 600);
    const QSizeF size(tall * 600 / 771, tall);
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void CropView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath ground;
    ground.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusPanel, metrics::radiusPanel);
    painter.fillPath(ground, colour(Colour::SurfaceSunken));
    const auto frame = frameRect();
    painter.save();
    painter.setClipPath(ground);
    if (!m_live.isNull()) {
        const auto size = QSizeF(m_live.size()).scaled(QSizeF(rect().size()), Qt::KeepAspectRatioByExpanding);
        painter.drawImage(QRectF(QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size), m_live);
    } else if (!m_image.isNull() && m_frame.width > 0) {
        const qreal scale = frame.width() / m_frame.width;
        painter.translate(frame.center());
        painter.rotate(m_frame.degrees);
        const QPointF middle(m_frame.left + m_frame.width / 2, m_frame.top + m_frame.height() / 2);
        painter.drawImage(QRectF(-middle * scale, QSizeF(m_size) * scale), m_image);
    }
    painter.restore();
    if (m_image.isNull() && m_live.isNull()) {
        painter.setPen(QPen(colour(Colour::Border), Theme::current().hairline()));
        painter.drawPath(ground);
        Theme::current().icons().draw(painter, frame.adjusted(0, 0, 0, -40), QStringLiteral("person"), 64, colour(Colour::TextMuted));
        painter.setFont(fontOf(TextStyle::Body));
        painter.setPen(colour(Colour::TextMuted));
        painter.drawText(QRectF(16, frame.center().y() + 24, width() - 32, 48), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_empty);
        return;
    }
    QPainterPath hole;
    hole.addRect(frame);
    painter.fillPath(ground.subtracted(hole), Theme::current().scrim());
    paintGuides(painter, frame);
    paintLabels(painter, frame);
}

void CropView::paintGuides(QPainter& painter, const QRectF& frame) const
{
    const auto down = [&](double share) { return frame.top() + frame.height() * share; };
    const QColor veil(255, 255, 255, 70);
    const QColor edge(255, 255, 255, 170);
    painter.save();
    for (const auto& [from, to] : {std::pair(m_guides.crownLeast, m_guides.crownMost), std::pair(m_guides.chinLeast, m_guides.chinMost)}) {
        const QRectF band(QPointF(frame.left(), down(from)), QPointF(frame.right(), down(to)));
        painter.fillRect(band, veil);
        painter.setPen(QPen(edge, 1));
        painter.drawLine(band.topLeft(), band.topRight());
        painter.drawLine(band.bottomLeft(), band.bottomRight());
    }
    // A dark line under each light one: seen on any picture.
    const qreal crown = down((m_guides.crownLeast + m_guides.crownMost) / 2);
    const qreal chin = down((m_guides.chinLeast + m_guides.chinMost) / 2);
    const qreal half = (chin - crown) * 0.38;
    const QRectF head(frame.center().x() - half, crown, 2 * half, chin - crown);
    for (const auto& [ink, wide] : {std::pair(QColor(0, 0, 0, 90), 3.0), std::pair(QColor(255, 255, 255, 220), 1.5)}) {
        QPen dashes(ink, wide, Qt::CustomDashLine);
        dashes.setDashPattern({6.0 / wide, 5.0 / wide});
        painter.setPen(dashes);
        painter.drawEllipse(head);
        painter.drawLine(QPointF(frame.left(), down(m_guides.eyes)), QPointF(frame.right(), down(m_guides.eyes)));
        painter.setPen(QPen(ink, wide == 3.0 ? 6 : 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        for (const auto& at : {frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight()}) {
            painter.drawLine(at, at + QPointF(at.x() < frame.center().x() ? corner : -corner, 0));
            painter.drawLine(at, at + QPointF(0, at.y() < frame.center().y() ? corner : -corner));
        }
    }
    painter.restore();
}

void CropView::paintLabels(QPainter& painter, const QRectF& frame) const
{
    painter.setFont(fontOf(TextStyle::Compact));
    const QFontMetricsF letters(painter.font());
    const std::pair<QString, double> labels[] = {{tr("top of head"), (m_guides.crownLeast + m_guides.crownMost) / 2},
                                                 {tr("eyes"), m_guides.eyes},
                                                 {tr("chin"), (m_guides.chinLeast + m_guides.chinMost) / 2}};
    for (const auto& [words, share] : labels) {
        const qreal wide = letters.horizontalAdvance(words) + 16;
        const QRectF pill(20, frame.top() + frame.height() * share - 12, wide, 24);
        if (pill.right() > frame.left() - 4)
            continue; // no room beside the frame
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour(Colour::Tooltip));
        painter.drawRoundedRect(pill, metrics::radiusKey, metrics::radiusKey);
        painter.setPen(colour(Colour::OnTooltip));
        painter.drawText(pill, Qt::AlignCenter, words);
    }
}

void CropView::keyPressEvent(QKeyEvent* event)
{
    if (!hasPicture() || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)))
        return QWidget::keyPressEvent(event);
    const int step = event->modifiers() & Qt::ShiftModifier ? coarse : 1;
    switch (event->key()) {
    case Qt::Key_Left: return Q_EMIT moveAsked(-step, 0);
    case Qt::Key_Right: return Q_EMIT moveAsked(step, 0);
    case Qt::Key_Up: return Q_EMIT moveAsked(0, -step);
    case Qt::Key_Down: return Q_EMIT moveAsked(0, step);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return Q_EMIT scaleAsked(event->key() == Qt::Key_Plus && event->modifiers() & Qt::ShiftModifier ? 1 : step);
    case Qt::Key_Minus: return Q_EMIT scaleAsked(-1);
    case Qt::Key_Underscore: return Q_EMIT scaleAsked(-coarse);
    case Qt::Key_PageUp: return Q_EMIT scaleAsked(coarse);
    case Qt::Key_PageDown: return Q_EMIT scaleAsked(-coarse);
    case Qt::Key_BracketLeft: return Q_EMIT turnAsked(-5);
    case Qt::Key_BracketRight: return Q_EMIT turnAsked(5);
    case Qt::Key_BraceLeft: return Q_EMIT turnAsked(-20);
    case Qt::Key_BraceRight: return Q_EMIT turnAsked(20);
    case Qt::Key_Home: return Q_EMIT resetAsked();
    default: QWidget::keyPressEvent(event);
    }
}

void CropView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !hasPicture())
        return;
    m_dragging = true;
    m_last = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void CropView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_dragging || m_frame.width <= 0)
        return;
    // The picture follows the hand, so the frame goes the other way.
    const QPointF by = (event->position() - m_last) * (m_frame.width / frameRect().width());
    m_last = event->position();
    Q_EMIT dragged(-by.x(), -by.y());
}

void CropView::mouseReleaseEvent(QMouseEvent*)
{
    m_dragging = false;
    setCursor(hasPicture() ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void CropView::wheelEvent(QWheelEvent* event)
{
    if (!hasPicture())
        return event->ignore();
    m_wheel += event->angleDelta().y();
    const int notches = m_wheel / wheelNotch;
    m_wheel -= notches * wheelNotch;
    if (notches != 0)
        Q_EMIT scaleAsked(notches * 2);
    event->accept();
}

} // namespace cardwright::ui
