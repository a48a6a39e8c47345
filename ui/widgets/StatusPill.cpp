#include "ui/widgets/StatusPill.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Paint.h"

namespace cardwright::ui {

namespace {

constexpr int signGap = 6;

}

StatusPill::StatusPill(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

StatusPill::StatusPill(Tone tone, const QString& iconName, const QString& words, QWidget* parent) : StatusPill(parent)
{
    setState(tone, iconName, words);
}

void StatusPill::setState(Tone tone, const QString& iconName, const QString& words)
{
    m_tone = tone;
    m_iconName = iconName;
    m_words = words;
    setAccessibleName(words);
    setToolTip(QString());
    updateGeometry();
    update();
}

QSize StatusPill::sizeHint() const
{
    const int left = m_dot ? metrics::paddingPillRight + 2 : metrics::paddingPillLeft;
    const int sign = m_dot ? 10 + signGap + 2 : (m_iconName.isEmpty() ? 2 : metrics::iconInline + signGap);
    return {left + sign + paint::widthOf(fontOf(TextStyle::SmallStrong), m_words) + metrics::paddingPillRight, metrics::pill};
}

QSize StatusPill::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), 96), metrics::pill};
}

void StatusPill::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF place(0, (height() - metrics::pill) / 2.0, width(), metrics::pill);
    paint::box(painter, place, metrics::radiusPill, theme.tint(m_tone), theme.tintBorder(m_tone), theme.hairline());
    const QColor ink = theme.tintText(m_tone);
    double x = m_dot ? metrics::paddingPillRight + 2 : metrics::paddingPillLeft;
    if (m_dot) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.colour(Colour::Success));
        painter.drawEllipse(QRectF(x - 1, place.center().y() - 5, 10, 10));
        x += 10 + signGap + 2;
    } else if (!m_iconName.isEmpty()) {
        theme.icons().draw(painter, QRectF(x, place.top(), metrics::iconInline, place.height()), m_iconName, metrics::iconInline, ink);
        x += metrics::iconInline + signGap;
    }
    paint::line(painter, QRectF(x, place.top(), place.right() - metrics::paddingPillRight + 1 - x, place.height()), m_words, fontOf(TextStyle::SmallStrong), ink);
}

ConnectionPill::ConnectionPill(QWidget* parent) : StatusPill(parent)
{
    setObjectName(QStringLiteral("connection"));
}

void ConnectionPill::setConnected(const QString& words)
{
    const bool news = words != this->words() || !m_dot;
    m_dot = true;
    setState(Tone::Plain, {}, words);
    setToolTip(words);
    if (news) announce(this, words);
}

void ConnectionPill::setUnreachable(const QString& words)
{
    const bool news = m_dot || this->words().isEmpty();
    m_dot = false;
    setState(Tone::Warning, QStringLiteral("offline"), words);
    setToolTip(words);
    if (news) announce(this, words);
}

} // namespace cardwright::ui
