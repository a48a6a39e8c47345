#include "ui/widgets/TextBlock.h"

#include "ui/widgets/Paint.h"

#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

namespace {

constexpr int charactersInALine = 70;
constexpr int narrowest = 120;

/// Breaks the text into lines of the width and hands each to the visitor with its top.
template <typename Visit>
int layOut(const QString& words, const QFont& font, int lineHeight, int width, Visit visit)
{
    int top = 0;
    const QStringList paragraphs = words.split(QLatin1Char('\n'));
    for (const QString& paragraph : paragraphs) {
        QTextLayout layout(paragraph, font);
        layout.beginLayout();
        bool any = false;
        for (QTextLine row = layout.createLine(); row.isValid(); row = layout.createLine()) {
            row.setLineWidth(width);
            visit(row, top);
            top += lineHeight;
            any = true;
        }
        layout.endLayout();
        if (!any) top += lineHeight;
    }
    return top;
}

} // namespace

TextBlock::TextBlock(const QString& words, TextStyle style, Colour ink, QWidget* parent) : QWidget(parent), m_style(style), m_ink(ink)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setText(words);
}

void TextBlock::setText(const QString& words)
{
    if (words == m_words && !accessibleName().isEmpty()) return;
    m_words = words;
    setAccessibleName(words);
    updateGeometry();
    update();
}

void TextBlock::setStyleOf(TextStyle style)
{
    m_style = style;
    updateGeometry();
    update();
}

void TextBlock::setInk(Colour ink)
{
    m_toned = false;
    m_ink = ink;
    update();
}

void TextBlock::setToneInk(Tone tone)
{
    m_toned = true;
    m_tone = tone;
    update();
}

void TextBlock::setMaximumLineWidth(int pixels)
{
    m_maximumLine = pixels;
    updateGeometry();
    update();
}

int TextBlock::measure(int width) const
{
    const QFontMetrics metrics(fontOf(m_style));
    const int readable = m_maximumLine > 0 ? m_maximumLine : metrics.averageCharWidth() * charactersInALine * 11 / 10;
    return std::max(1, std::min(width, readable));
}

int TextBlock::heightForWidth(int width) const
{
    if (m_words.isEmpty()) return 0;
    return layOut(m_words, fontOf(m_style), lineHeightOf(m_style), measure(width), [](QTextLine&, int) {});
}

QSize TextBlock::sizeHint() const
{
    if (m_words.isEmpty()) return {0, 0};
    const int whole = paint::widthOf(fontOf(m_style), m_words) + 1;
    const int width = std::min(whole, measure(whole));
    return {width, heightForWidth(width)};
}

QSize TextBlock::minimumSizeHint() const
{
    if (m_words.isEmpty()) return {0, 0};
    return {std::min(sizeHint().width(), narrowest), lineHeightOf(m_style)};
}

void TextBlock::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QFont font = fontOf(m_style);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(m_toned ? Theme::current().words(m_tone) : colour(m_ink));
    const int lineHeight = lineHeightOf(m_style);
    const double lead = (lineHeight - metrics.height()) / 2;
    layOut(m_words, font, lineHeight, measure(width()), [&painter, lead](QTextLine& row, int top) { row.draw(&painter, QPointF(0, top + lead)); });
}

} // namespace cardwright::ui
