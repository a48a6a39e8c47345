#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Paint.h"

#include <QEnterEvent>

namespace cardwright::ui {

CheckRow::CheckRow(const QString& title, const QString& second, QWidget* parent) : QAbstractButton(parent), m_second(second)
{
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    describe();
}

void CheckRow::setSecond(const QString& second)
{
    m_second = second;
    describe();
    updateGeometry();
    update();
}

void CheckRow::describe()
{
    setAccessibleName(text());
    setAccessibleDescription(m_second);
}

QSize CheckRow::sizeHint() const
{
    const int words = std::max(paint::widthOf(fontOf(TextStyle::BodyMedium), text()), paint::widthOf(fontOf(TextStyle::Small), m_second));
    return {metrics::checkbox + 12 + words, m_second.isEmpty() ? 32 : 42};
}

QSize CheckRow::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

void CheckRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double top = m_second.isEmpty() ? (height() - 22) / 2.0 : 0;
    const QRectF box(0, top + 1, metrics::checkbox, metrics::checkbox);
    if (isChecked()) {
        paint::box(painter, box, 5, theme.colour(underMouse() ? Colour::AccentHover : Colour::Accent), Qt::transparent);
        theme.icons().draw(painter, box, QStringLiteral("check"), metrics::iconInline, theme.colour(Colour::OnAccent));
    } else {
        paint::box(painter, box, 5, theme.colour(underMouse() ? Colour::SurfaceHover : Colour::Surface), theme.colour(Colour::BorderStrong), theme.hairline());
    }
    const double left = metrics::checkbox + 12;
    paint::line(painter, QRectF(left, top, width() - left, 22), text(), fontOf(TextStyle::BodyMedium), theme.colour(Colour::Text));
    if (!m_second.isEmpty()) paint::line(painter, QRectF(left, 22, width() - left, 18), m_second, fontOf(TextStyle::Small), theme.colour(Colour::TextSecondary));
}

void CheckRow::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void CheckRow::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace cardwright::ui
