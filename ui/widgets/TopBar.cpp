#include "ui/widgets/TopBar.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/StatusPill.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QResizeEvent>

namespace cardwright::ui {

namespace {

constexpr int searchWide = 372;
constexpr int searchNarrow = 240;

QString initialsOf(const QString& name)
{
    const QStringList parts = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (parts.isEmpty()) return {};
    QString initials = parts.first().left(1);
    if (parts.size() > 1) initials += parts.last().left(1);
    return initials.toUpper();
}

} // namespace

/// The agent: initials in a circle, name, and the way to their menu.
class AgentChip : public QAbstractButton {
public:
    explicit AgentChip(QWidget* parent) : QAbstractButton(parent)
    {
        setObjectName(QStringLiteral("agent"));
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }

    void setName(const QString& name)
    {
        setText(name);
        setAccessibleName(TopBar::tr("Signed in: %1").arg(name));
        setVisible(!name.isEmpty());
        updateGeometry();
    }

    void setNarrow(bool narrow)
    {
        m_narrow = narrow;
        setToolTip(narrow ? text() : QString());
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        const int words = m_narrow ? 0 : 10 + paint::widthOf(fontOf(TextStyle::BodyMedium), text()) + metrics::iconGap + metrics::iconInline;
        return {metrics::avatar + words, metrics::controlDefault};
    }
    QSize minimumSizeHint() const override { return {metrics::avatar, metrics::controlDefault}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const QRectF circle(0, (height() - metrics::avatar) / 2.0, metrics::avatar, metrics::avatar);
        const bool outlined = theme.appearance() == Appearance::HighContrast;
        paint::box(painter, circle, metrics::avatar / 2.0, theme.colour(underMouse() ? Colour::SurfaceHover : Colour::AccentSoft), outlined ? theme.colour(Colour::AccentBorder) : QColor());
        QFont font = fontOf(TextStyle::Key);
        font.setWeight(QFont::DemiBold);
        paint::line(painter, circle, initialsOf(text()), font, theme.colour(Colour::AccentSoftText), Qt::AlignCenter);
        if (m_narrow) return;
        const double left = circle.right() + 10;
        const double room = width() - left - metrics::iconGap - metrics::iconInline;
        paint::line(painter, QRectF(left, 0, room + 1, height()), text(), fontOf(TextStyle::BodyMedium), theme.colour(Colour::Text));
        theme.icons().draw(painter, QRectF(width() - metrics::iconInline, 0, metrics::iconInline, height()), QStringLiteral("expand"), metrics::iconInline,
                           theme.colour(Colour::TextSecondary));
    }

private:
    bool m_narrow = false;
};

TopBar::TopBar(QWidget* parent)
    : QWidget(parent), m_site(new Label({}, TextStyle::BodyStrong, Colour::Text, this)), m_place(new Label({}, TextStyle::Small, Colour::TextSecondary, this)),
      m_search(new SearchField(this)), m_connection(new ConnectionPill(this)), m_agent(new AgentChip(this))
{
    setObjectName(QStringLiteral("top-bar"));
    m_site->setElided(true);
    m_place->setElided(true);
    m_search->setMinimumWidth(searchNarrow);
    m_search->setMaximumWidth(searchWide);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_search->setFixedHeight(metrics::search);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addStretch();
    lines->addWidget(m_site);
    lines->addWidget(m_place);
    lines->addStretch();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pagePadding, 0, 24, 1);
    row->setSpacing(24);
    row->addLayout(lines, 3);
    row->addWidget(m_search, 4);
    row->addWidget(m_connection);
    row->addWidget(m_agent);
    connect(m_agent, &QAbstractButton::clicked, this, &TopBar::agentPressed);
    setFixedHeight(metrics::topBar);
    setAgent({});
}

void TopBar::setSite(const QString& name, const QString& place)
{
    m_site->setText(name);
    m_place->setText(place);
}

void TopBar::setAgent(const QString& name)
{
    m_agent->setName(name);
}

void TopBar::setNarrow(bool narrow)
{
    m_agent->setNarrow(narrow);
    layout()->setContentsMargins(narrow ? metrics::pagePaddingNarrow : metrics::pagePadding, 0, narrow ? 20 : 24, 1);
    layout()->setSpacing(narrow ? 16 : 24);
    m_search->setMaximumWidth(narrow ? 312 : searchWide);
}

void TopBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_search->setMinimumWidth(event->size().width() < 900 ? 160 : searchNarrow);
}

void TopBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Colour::Surface));
    painter.fillRect(0, height() - theme.hairline(), width(), theme.hairline(), theme.colour(Colour::Border));
}

} // namespace cardwright::ui
