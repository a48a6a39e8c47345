#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Rows.h"

#include <QFontMetrics>

#include <algorithm>

namespace cardwright::ui {

namespace {

struct Look {
    const char* icon;
    Tone tone;
    bool strong;
};

Look lookOf(VerdictRow::Verdict verdict)
{
    switch (verdict) {
    case VerdictRow::Verdict::Passes: return {"check", Tone::Success, false};
    case VerdictRow::Verdict::Warns: return {"warning", Tone::Warning, true};
    case VerdictRow::Verdict::Fails: return {"error", Tone::Danger, true};
    case VerdictRow::Verdict::Measuring: return {"clock", Tone::Plain, false};
    }
    return {"clock", Tone::Plain, false};
}

} // namespace

VerdictRow::VerdictRow(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

VerdictRow::VerdictRow(Verdict verdict, const QString& thing, const QString& value, QWidget* parent) : VerdictRow(parent)
{
    setVerdict(verdict, thing, value);
}

void VerdictRow::setVerdict(Verdict verdict, const QString& thing, const QString& value)
{
    m_verdict = verdict;
    m_thing = thing;
    m_value = value;
    QString said;
    switch (verdict) {
    case Verdict::Passes: said = tr("passes"); break;
    case Verdict::Warns: said = tr("warning"); break;
    case Verdict::Fails: said = tr("does not pass"); break;
    case Verdict::Measuring: said = tr("measuring"); break;
    }
    setAccessibleName(QStringLiteral("%1: %2. %3").arg(thing, said, value));
    updateGeometry();
    update();
}

QSize VerdictRow::sizeHint() const
{
    const int words = paint::widthOf(fontOf(TextStyle::BodyStrong), m_thing) + paint::widthOf(fontOf(TextStyle::SmallStrong), m_value);
    return {metrics::iconVerdict + 10 + words + 16, metrics::verdictRow};
}

QSize VerdictRow::minimumSizeHint() const
{
    constexpr int narrowest = 160; // a thing that wraps
    return m_value.isEmpty() ? QSize(std::min(narrowest, sizeHint().width()), metrics::verdictRow) : sizeHint();
}

/// A thing without a value wraps: it says why, and is read to its end.
int VerdictRow::heightForWidth(int width) const
{
    const TextStyle style = lookOf(m_verdict).strong ? TextStyle::BodyStrong : TextStyle::Body;
    const QRect room(0, 0, width - metrics::iconVerdict - 10, 10000);
    const int lines = QFontMetrics(fontOf(style)).boundingRect(room, Qt::TextWordWrap, m_thing).height() / QFontMetrics(fontOf(style)).height();
    return metrics::verdictRow + std::max(0, lines - 1) * lineHeightOf(style);
}

void VerdictRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    const Look look = lookOf(m_verdict);
    QPainter painter(this);
    theme.icons().draw(painter, QRectF(0, 0, metrics::iconVerdict, height()), QLatin1String(look.icon), metrics::iconVerdict, theme.sign(look.tone));
    const double left = metrics::iconVerdict + 10;
    if (m_value.isEmpty()) {
        painter.setFont(fontOf(look.strong ? TextStyle::BodyStrong : TextStyle::Body));
        painter.setPen(theme.colour(Colour::Text));
        painter.drawText(QRectF(left, 0, width() - left, height()), Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignVCenter, m_thing);
        return;
    }
    const QFont valueFont = fontOf(look.strong ? TextStyle::SmallStrong : TextStyle::Small);
    const int valueWidth = paint::widthOf(valueFont, m_value);
    paint::line(painter, QRectF(left, 0, width() - left - valueWidth - 12, height()), m_thing, fontOf(look.strong ? TextStyle::BodyStrong : TextStyle::Body), theme.colour(Colour::Text));
    paint::line(painter, QRectF(width() - valueWidth - 2, 0, valueWidth + 2, height()), m_value, valueFont,
                look.strong ? theme.words(look.tone) : theme.colour(Colour::TextSecondary), Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace cardwright::ui
