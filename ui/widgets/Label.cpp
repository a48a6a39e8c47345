#include "ui/widgets/Label.h"

#include "ui/theme/Icons.h"
#include "ui/widgets/Paint.h"

#include <QClipboard>
#include <QGuiApplication>

#include <cmath>

namespace cardwright::ui {

Label::Label(const QString& words, TextStyle style, Colour ink, QWidget* parent) : QLabel(words, parent), m_style(style), m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    connect(&Theme::current(), &Theme::changed, this, &Label::apply);
    apply();
}

void Label::setInk(Colour ink)
{
    m_ink = ink;
    apply();
}

void Label::setStyleOf(TextStyle style)
{
    m_style = style;
    apply();
}

void Label::setElided(bool on)
{
    m_elided = on;
    setSizePolicy(on ? QSizePolicy::Ignored : QSizePolicy::Preferred, sizePolicy().verticalPolicy());
    updateGeometry();
    update();
}

QSize Label::minimumSizeHint() const
{
    if (m_elided) return {24, lineHeightOf(m_style)};
    return QLabel::minimumSizeHint();
}

void Label::apply()
{
    setFont(fontOf(m_style));
    QPalette own = palette();
    own.setColor(QPalette::WindowText, colour(m_ink));
    setPalette(own);
    setMinimumHeight(lineHeightOf(m_style));
    update();
}

void Label::paintEvent(QPaintEvent* event)
{
    if (!m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    paint::line(painter, QRectF(contentsRect()), text(), font(), colour(m_ink), alignment() | Qt::AlignVCenter);
    const bool cut = paint::widthOf(font(), text()) > contentsRect().width();
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
