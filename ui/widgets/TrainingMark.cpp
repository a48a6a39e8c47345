#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/Paint.h"

#include <algorithm>

namespace cardwright::ui {

TrainingMark::TrainingMark(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("training-mark"));
    setAccessibleName(tr("Training"));
    setAccessibleDescription(tr("Made-up people and practice cards. Nothing here reaches a live service."));
    setFixedHeight(metrics::trainingStrip);
}

QSize TrainingMark::sizeHint() const
{
    return {320, metrics::trainingStrip};
}

void TrainingMark::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Colour::WarningSoft));
    painter.fillRect(0, height() - theme.hairline(), width(), theme.hairline(), theme.colour(Colour::WarningBorder));
    const QColor ink = theme.colour(Colour::WarningSoftText);
    QFont strong = fontOf(TextStyle::Key);
    strong.setWeight(QFont::DemiBold);
    const QString name = accessibleName();
    const int nameWide = paint::widthOf(strong, name);
    const int lineWide = paint::widthOf(fontOf(TextStyle::Key), accessibleDescription());
    const double total = metrics::iconInline + 6 + nameWide + 10 + lineWide;
    const double high = height() - theme.hairline();
    double x = std::max(8.0, (width() - total) / 2);
    theme.icons().draw(painter, QRectF(x, 0, metrics::iconInline, high), QStringLiteral("info"), metrics::iconInline, ink);
    x += metrics::iconInline + 6;
    paint::line(painter, QRectF(x, 0, nameWide + 1, high), name, strong, ink);
    x += nameWide + 10;
    paint::line(painter, QRectF(x, 0, width() - x - 8, high), accessibleDescription(), fontOf(TextStyle::Key), ink);
}

} // namespace cardwright::ui
