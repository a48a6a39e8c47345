#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Rows.h"

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

namespace {

constexpr int slotHeight = 34;
constexpr int slotGap = 6;

}

RouteSlots::RouteSlots(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void RouteSlots::setRoutes(const QVector<QVector<RouteSlotItem>>& routes)
{
    m_routes = routes;
    QStringList rows;
    for (const auto& route : routes) {
        QStringList words;
        for (const RouteSlotItem& slot : route) words << (slot.filled ? tr("%1 seen").arg(slot.words) : tr("%1 missing").arg(slot.words));
        rows << words.join(QStringLiteral(", "));
    }
    setAccessibleName(tr("Ways to pass"));
    setAccessibleDescription(rows.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

QSize RouteSlots::sizeHint() const
{
    const int rows = static_cast<int>(m_routes.size());
    return {316, rows == 0 ? 0 : rows * slotHeight + (rows - 1) * slotGap};
}

void RouteSlots::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    double top = 0;
    const QFont font = fontOf(TextStyle::SmallStrong);
    for (const auto& route : m_routes) {
        const double count = static_cast<double>(route.size());
        const double wide = (width() - slotGap * (count - 1)) / count;
        double left = 0;
        for (const RouteSlotItem& slot : route) {
            const QRectF place(std::round(left), top, std::floor(wide), slotHeight);
            const QColor ink = slot.filled ? theme.colour(Colour::SuccessSoftText) : theme.colour(Colour::TextSecondary);
            paint::box(painter, place, metrics::radiusControl, slot.filled ? theme.colour(Colour::SuccessSoft) : QColor(Qt::transparent),
                       slot.filled ? theme.colour(Colour::SuccessBorder) : theme.colour(Colour::HeldBorder), theme.hairline(), !slot.filled);
            const QFont words = slot.filled ? font : fontOf(TextStyle::Small);
            // In a narrow side column the sign gives way before the word does.
            const int wordsWide = paint::widthOf(words, slot.words);
            const bool tight = metrics::iconInline + 6 + wordsWide + 14 > place.width();
            const int sign = tight ? 12 : metrics::iconInline;
            const int gap = tight ? 3 : 6;
            const double x = std::max(place.left() + (tight ? 3 : 8), place.center().x() - (sign + gap + wordsWide) / 2.0);
            theme.icons().draw(painter, QRectF(x, top, sign, slotHeight), slot.filled ? QStringLiteral("check") : QStringLiteral("add"), sign, ink);
            paint::line(painter, QRectF(x + sign + gap, top, place.right() - 2 - x - sign - gap, slotHeight), slot.words, words, ink);
            left += wide + slotGap;
        }
        top += slotHeight + slotGap;
    }
}

} // namespace cardwright::ui
