#include "ui/widgets/NavigationRail.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QAbstractButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

/// A destination: sign over word, with a count.
class RailItem : public QAbstractButton {
public:
    RailItem(const QString& iconName, const QString& words, QWidget* parent) : QAbstractButton(parent), m_iconName(iconName)
    {
        setText(words);
        setCheckable(true);
        setAutoExclusive(false);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setProperty("focusInside", true);
        setProperty("focusOnRail", true);
        setAccessibleName(words);
        setNarrow(false);
    }

    void setNarrow(bool narrow)
    {
        setFixedSize(narrow ? QSize(64, 54) : QSize(72, 60));
        update();
    }

    void setCount(int count)
    {
        m_count = count;
        setAccessibleDescription(count > 0 ? NavigationRail::tr("%n waiting", nullptr, count) : QString());
        update();
    }

protected:
    void nextCheckState() override {} // the window says where it is

    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const bool here = isChecked();
        if (here || underMouse() || isDown()) {
            paint::box(painter, QRectF(rect()), metrics::radiusControl, theme.colour(here ? Colour::RailSelected : Colour::RailHover), {});
        }
        const QColor ink = theme.colour(here ? Colour::RailSelectedText : Colour::RailText);
        const int top = (height() - metrics::iconTile - 4 - 16) / 2;
        theme.icons().draw(painter, QRectF(0, top, width(), metrics::iconTile), m_iconName, metrics::iconTile, ink);
        paint::line(painter, QRectF(2, top + metrics::iconTile + 4, width() - 4, 16), text(), fontOf(TextStyle::Key), ink, Qt::AlignCenter);
        if (m_count > 0) paintCount(painter, theme, top);
    }

private:
    void paintCount(QPainter& painter, const Theme& theme, int top) const
    {
        const QString words = m_count > 99 ? QStringLiteral("99+") : QString::number(m_count);
        QFont font = fontOf(TextStyle::Key);
        font.setWeight(QFont::DemiBold);
        const double wide = std::max(20, paint::widthOf(font, words) + 10);
        const QRectF badge(width() / 2.0 + 4, top - 7, wide, 18);
        paint::box(painter, badge, 9, theme.colour(Colour::RailBadge), {});
        paint::line(painter, badge, words, font, theme.colour(Colour::OnRailBadge), Qt::AlignCenter);
    }

    QString m_iconName;
    int m_count = 0;
};

NavigationRail::NavigationRail(QWidget* parent)
    : QWidget(parent), m_help(new RailItem(QStringLiteral("help"), tr("Help F1"), this)), m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Places"));
    m_help->setObjectName(QStringLiteral("rail-help"));
    m_help->setAccessibleName(tr("Help"));
    m_help->setAccessibleDescription(tr("Key: %1").arg(QStringLiteral("F1")));
    connect(m_help, &QAbstractButton::clicked, this, &NavigationRail::helpPressed);
    m_column->setSpacing(4);
    m_column->addStretch();
    m_column->addWidget(m_help, 0, Qt::AlignHCenter);
    m_narrow = true;
    setNarrow(false);
}

int NavigationRail::addDestination(const QString& name, const QString& iconName, const QString& words)
{
    auto* item = new RailItem(iconName, words, this);
    item->setObjectName(QStringLiteral("rail-") + name);
    item->setNarrow(m_narrow);
    const int index = static_cast<int>(m_items.size());
    connect(item, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    m_column->insertWidget(index, item, 0, Qt::AlignHCenter);
    m_items << item;
    // A new widget stands last in the window's tab order: it is brought next to help, then help behind it.
    setTabOrder(index > 0 ? m_items.at(index - 1) : m_help, item);
    setTabOrder(item, m_help);
    return index;
}

void NavigationRail::setCurrent(int index)
{
    m_current = index;
    for (int at = 0; at < m_items.size(); ++at) m_items.at(at)->setChecked(at == index);
}

void NavigationRail::setCount(int index, int count)
{
    if (index >= 0 && index < m_items.size()) m_items.at(index)->setCount(count);
}

void NavigationRail::setNarrow(bool narrow)
{
    if (narrow == m_narrow) return;
    m_narrow = narrow;
    setFixedWidth(narrow ? metrics::railNarrow : metrics::rail);
    m_column->setContentsMargins(0, narrow ? 66 : 72, 0, 10);
    for (RailItem* item : m_items) item->setNarrow(narrow);
    m_help->setNarrow(narrow);
    update();
}

void NavigationRail::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Colour::Rail));
    painter.fillRect(width() - theme.hairline(), 0, theme.hairline(), height(), theme.colour(Colour::RailBorder));
    // The application's mark (art/app-mark.svg) without its ground: the rail is the ground.
    const double scale = 34.0 / 84.0;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(width() / 2.0 - 17, 17.5);
    painter.scale(scale, scale);
    painter.translate(-22, -34);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0xF2, 0xF7, 0xF8));
    painter.drawRoundedRect(QRectF(22, 34, 84, 60), 11, 11);
    painter.setBrush(QColor(0xD9, 0xBF, 0x78));
    painter.drawRoundedRect(QRectF(34, 50, 23, 27), 7, 7);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x0A, 0x61, 0x75), 7.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{66, 63.5}, {75, 73}, {93, 54}});
}

} // namespace cardwright::ui
