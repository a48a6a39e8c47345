#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Rows.h"

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int itemHeight = 72;
constexpr int textLeft = 26;

}

Timeline::Timeline(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("timeline"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("History"));
}

void Timeline::setItems(const QVector<TimelineItem>& items)
{
    m_items = items;
    QStringList lines;
    for (const TimelineItem& item : items) lines << QStringLiteral("%1: %2, %3").arg(item.when, item.what, item.who);
    setAccessibleDescription(lines.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

QSize Timeline::sizeHint() const
{
    return {208, static_cast<int>(m_items.size()) * itemHeight};
}

QSize Timeline::minimumSizeHint() const
{
    return {140, sizeHint().height()};
}

void Timeline::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double room = width() - textLeft;
    for (int index = 0; index < m_items.size(); ++index) {
        const TimelineItem& item = m_items.at(index);
        const double top = index * itemHeight;
        if (index + 1 < m_items.size()) painter.fillRect(QRectF(5, top + 17, 1, itemHeight - 14), theme.colour(Colour::Border));
        const QRectF dot(0, top + 4, 11, 11);
        if (item.tone == Tone::Plain) {
            paint::box(painter, dot, 5.5, theme.colour(Colour::Surface), theme.colour(Colour::BorderStrong), 2);
        } else {
            paint::box(painter, dot, 5.5, theme.sign(item.tone), {});
        }
        paint::line(painter, QRectF(textLeft, top, room, 18), item.when, fontOf(TextStyle::Small), theme.colour(Colour::TextSecondary));
        paint::line(painter, QRectF(textLeft, top + 17, room, 22), item.what, fontOf(TextStyle::BodyMedium), theme.colour(Colour::Text));
        paint::line(painter, QRectF(textLeft, top + 38, room, 18), item.who, fontOf(TextStyle::Small), theme.colour(Colour::TextSecondary));
    }
}

} // namespace cardwright::ui
