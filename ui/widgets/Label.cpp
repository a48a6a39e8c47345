#include "ui/widgets/Label.h"

#include "ui/theme/Icons.h"
#include "ui/widgets/Paint.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

Label::Label(const QString& words, TextStyle style, Colour ink, QWidget* parent) : QLabel(words, parent), m_style(style), m_ink(ink)
{
    setTextFormat(Qt::PlainText);
}

void Label::setInk(Colour ink)
{
    m_ink = ink;
    update();
}

void Label::setStyleOf(TextStyle style)
{
    m_style = style;
    updateGeometry();
    update();
}

void Label::setWeight(QFont::Weight weight)
{
    m_weight = weight;
    updateGeometry();
    update();
}

void Label::setElided(bool on)
{
    m_elided = on;
    setSizePolicy(on ? QSizePolicy::Ignored : QSizePolicy::Preferred, sizePolicy().verticalPolicy());
    updateGeometry();
    update();
}

QFont Label::ownFont() const
{
    QFont font = fontOf(m_style);
    if (m_weight > 0) font.setWeight(static_cast<QFont::Weight>(m_weight));
    return font;
}

QSize Label::margins() const
{
    const QMargins around = contentsMargins();
    return {around.left() + around.right(), around.top() + around.bottom()};
}

QSize Label::sizeHint() const
{
    const QSize whole(paint::widthOf(ownFont(), text()) + 1, lineHeightOf(m_style));
    return whole + margins();
}

QSize Label::minimumSizeHint() const
{
    if (m_elided || wordWrap()) return QSize(24, lineHeightOf(m_style)) + margins();
    return sizeHint();
}

int Label::heightForWidth(int width) const
{
    if (!wordWrap()) return -1;
    const QRect needed = QFontMetrics(ownFont()).boundingRect(QRect(0, 0, width - margins().width(), 10000), Qt::TextWordWrap, text());
    return std::max(needed.height(), lineHeightOf(m_style)) + margins().height();
}

void Label::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QFont font = ownFont();
    const QRectF place(contentsRect());
    if (!wordWrap()) {
        paint::line(painter, place, text(), font, colour(m_ink), alignment());
    } else {
        painter.setFont(font);
        painter.setPen(colour(m_ink));
        painter.drawText(place, static_cast<int>(alignment() | Qt::TextWordWrap), text());
    }
    if (!m_elided) return;
    const bool cut = paint::widthOf(font, text()) > place.width();
    if (cut != !toolTip().isEmpty()) setToolTip(cut ? text() : QString());
}

DigitsLabel::DigitsLabel(const QString& text, TextStyle style, Colour ink, QWidget* parent) : QWidget(parent), m_style(style), m_ink(ink)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(fontOf(style));
    setText(text);
}

void DigitsLabel::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QString DigitsLabel::textToCopy() const
{
    return withoutSpaces(m_text);
}

void DigitsLabel::copy() const
{
    QGuiApplication::clipboard()->setText(textToCopy());
}

void DigitsLabel::setInk(Colour ink)
{
    m_ink = ink;
    update();
}

void DigitsLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize DigitsLabel::sizeHint() const
{
    return {static_cast<int>(std::ceil(digitsWidth(fontOf(m_style), m_text))), lineHeightOf(m_style)};
}

void DigitsLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(fontOf(m_style));
    painter.setPen(colour(m_ink));
    drawDigits(painter, QRectF(rect()), m_text, m_alignment);
}

IconLabel::IconLabel(const QString& iconName, int size, Colour ink, QWidget* parent) : QWidget(parent), m_iconName(iconName), m_size(size), m_ink(ink)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIconName(const QString& name)
{
    m_iconName = name;
    update();
}

void IconLabel::setInk(Colour ink)
{
    m_ink = ink;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    Theme::current().icons().draw(painter, QRectF(rect()), m_iconName, m_size, colour(m_ink));
}

} // namespace cardwright::ui
