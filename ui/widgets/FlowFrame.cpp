#include "ui/widgets/FlowFrame.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FooterStrip.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Stepper.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cardwright::ui {

PageHead::PageHead(QWidget* parent)
    : QWidget(parent), m_kicker(new Label({}, TextStyle::Small, Colour::TextSecondary, this)), m_title(new Label({}, TextStyle::Title1, Colour::Text, this)),
      m_rest(new Label({}, TextStyle::Body, Colour::TextSecondary, this)), m_noteSign(new IconLabel({}, metrics::iconVerdict, Colour::TextSecondary, this)),
      m_note(new Label({}, TextStyle::Small, Colour::TextSecondary, this)), m_right(new QHBoxLayout)
{
    m_title->setElided(true); // the longest of names does not push the page out of the window
    m_title->setSizePolicy(QSizePolicy::Preferred, m_title->sizePolicy().verticalPolicy());
    m_rest->setElided(true);
    m_rest->setContentsMargins(0, 4, 0, 0);
    auto* line = new QHBoxLayout;
    line->setSpacing(14);
    line->addWidget(m_title);
    line->addWidget(m_rest, 1);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addStretch();
    left->addWidget(m_kicker);
    left->addLayout(line);
    left->addStretch();
    m_right->setSpacing(8);
    m_right->addWidget(m_noteSign);
    m_right->addWidget(m_note);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addLayout(left, 1);
    row->addLayout(m_right);
    m_kicker->hide();
    m_noteSign->hide();
    m_note->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumHeight(metrics::controlDefault);
}

void PageHead::setTitle(const QString& title)
{
    m_kicker->hide();
    m_title->setStyleOf(TextStyle::Title1);
    m_title->setText(title);
    m_rest->setText({});
    setAccessibleName(title);
}

void PageHead::setFlow(const QString& kicker, const QString& name, const QString& rest)
{
    m_kicker->setText(kicker);
    m_kicker->setVisible(!kicker.isEmpty());
    m_title->setStyleOf(TextStyle::Title2);
    m_title->setText(name);
    m_rest->setText(rest);
    setAccessibleName(kicker + QStringLiteral(": ") + name);
    setAccessibleDescription(rest);
}

void PageHead::setNote(const QString& iconName, const QString& words)
{
    m_noteSign->setIconName(iconName);
    m_noteSign->setVisible(!iconName.isEmpty());
    m_note->setText(words);
    m_note->setVisible(!words.isEmpty());
}

void PageHead::addButton(ActionButton* button)
{
    m_right->addWidget(button);
}

FlowFrame::FlowFrame(QWidget* parent)
    : QWidget(parent), m_head(new PageHead(this)), m_stepper(new Stepper(this)), m_narrowStep(new Label({}, TextStyle::BodyMedium, Colour::Text, this)),
      m_columns(new QHBoxLayout), m_footer(new FooterStrip(this)), m_footerLeft(new QHBoxLayout), m_footerRight(new QHBoxLayout),
      m_footerWords(new Label({}, TextStyle::Body, Colour::TextSecondary, m_footer))
{
    m_narrowStep->hide();
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("scrolled"));
    auto* body = new QVBoxLayout(content);
    body->setContentsMargins(metrics::pagePadding, 0, metrics::pagePadding, 20);
    body->setSpacing(0);
    m_head->setFixedHeight(metrics::flowHead);
    body->addWidget(m_head);
    body->addWidget(m_narrowStep);
    m_columns->setSpacing(metrics::flowGap);
    m_columns->addWidget(m_stepper, 0, Qt::AlignTop);
    body->addLayout(m_columns, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_footer->setFixedHeight(metrics::flowFooter);
    m_footerWords->setElided(true);
    m_footerWords->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* foot = new QHBoxLayout(m_footer);
    foot->setContentsMargins(metrics::pagePadding, 1, metrics::pagePadding, 0);
    foot->setSpacing(18);
    m_footerLeft->setSpacing(10);
    m_footerRight->setSpacing(10);
    foot->addLayout(m_footerLeft);
    foot->addWidget(m_footerWords, 1);
    foot->addLayout(m_footerRight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(m_footer);
}

void FlowFrame::setWork(QWidget* work)
{
    if (m_work) m_work->hide();
    if (m_work) m_columns->removeWidget(m_work);
    m_work = work;
    if (!work) return;
    m_columns->insertWidget(1, work, 10);
    work->show();
}

void FlowFrame::setSide(QWidget* side)
{
    if (m_side) m_side->hide();
    if (m_side) m_columns->removeWidget(m_side);
    m_side = side;
    if (!side) return;
    side->setMaximumWidth(metrics::flowSideMaximum);
    m_columns->addWidget(side, 7);
    side->show();
}

void FlowFrame::setFooterWords(const QString& words)
{
    m_footerWords->setText(words);
}

void FlowFrame::setNarrow(bool narrow)
{
    m_stepper->setNarrow(narrow);
    m_narrowStep->setVisible(narrow);
    m_narrowStep->setText(m_stepper->currentWords());
    m_narrowStep->setContentsMargins(0, 0, 0, narrow ? 12 : 0);
    m_head->setFixedHeight(narrow ? 72 : metrics::flowHead);
    m_columns->setSpacing(narrow ? 24 : metrics::flowGap);
    const int side = narrow ? metrics::pagePaddingNarrow : metrics::pagePadding;
    m_head->parentWidget()->layout()->setContentsMargins(side, 0, side, 20);
    m_footer->layout()->setContentsMargins(side, 1, side, 0);
}

void FlowFrame::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setNarrow(event->size().width() < metrics::narrowBelow - metrics::rail);
}

void FlowFrame::paintEvent(QPaintEvent*)
{
    // The stepper may have moved on since the last resize.
    if (m_stepper->isNarrow() && m_narrowStep->text() != m_stepper->currentWords()) m_narrowStep->setText(m_stepper->currentWords());
}

} // namespace cardwright::ui
