#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Rows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>

namespace cardwright::ui {

namespace {

constexpr int nameWidth = 96; // with the gap to the value
constexpr int nameGap = 8;
constexpr int wrappedMargin = 6;

}

FactRow::FactRow(const QString& name, const QString& value, QWidget* parent)
    : QWidget(parent), m_name(new Label(name, TextStyle::Compact, Colour::TextMuted, this)), m_text(new Label({}, TextStyle::Compact, Colour::Text, this)),
      m_digits(new DigitsLabel({}, TextStyle::Compact, Colour::Text, this)), m_row(new QHBoxLayout(this))
{
    m_name->setMinimumWidth(nameWidth - nameGap);
    m_text->setElided(true);
    m_digits->hide();
    m_row->setContentsMargins(2, 0, 0, 1);
    m_row->setSpacing(0);
    m_row->addWidget(m_name);
    m_row->addSpacing(nameGap);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_digits, 1);
    setFixedHeight(metrics::factRow + 1);
    setValue(value);
}

void FactRow::setValue(const QString& value)
{
    m_value = value;
    m_text->setText(value);
    m_digits->setText(groupedUserNumber(value));
    setAccessibleName(m_name->text() + QStringLiteral(": ") + value);
}

void FactRow::setDigits(bool digits)
{
    m_digits->setVisible(digits);
    m_text->setVisible(!digits);
}

void FactRow::setNameWidth(int pixels)
{
    m_name->setMinimumWidth(pixels - nameGap);
}

void FactRow::setWraps()
{
    m_text->setElided(false);
    m_text->setWordWrap(true);
    m_row->setContentsMargins(2, wrappedMargin, 0, wrappedMargin + 1);
    m_row->setAlignment(m_name, Qt::AlignTop);
    setMinimumHeight(metrics::factRow + 1);
    setMaximumHeight(QWIDGETSIZE_MAX);
    QSizePolicy tall(QSizePolicy::Preferred, QSizePolicy::Minimum);
    tall.setHeightForWidth(true);
    setSizePolicy(tall);
}

void FactRow::setLast(bool last)
{
    m_last = last;
    update();
}

QuietButton* FactRow::setAction(const QString& words, const QString& key)
{
    if (!m_action) {
        m_action = new QuietButton(words, this);
        m_action->setSize(ActionButton::Size::Compact);
        m_row->addWidget(m_action);
    }
    m_action->setText(words);
    m_action->setKeyCap(key);
    return m_action;
}

void FactRow::copyValue() const
{
    QGuiApplication::clipboard()->setText(m_digits->isVisibleTo(this) ? withoutSpaces(m_value) : m_value);
}

void FactRow::paintEvent(QPaintEvent*)
{
    if (m_last) return;
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, colour(Colour::Border));
}

} // namespace cardwright::ui
