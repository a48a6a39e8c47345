#include "ui/widgets/HolderPasscodeView.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FooterStrip.h"
#include "ui/widgets/HolderParts.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>

namespace cardwright::ui {

namespace {

constexpr int footerHeight = 112;
constexpr int ringRoom = 4;
constexpr int lowScreen = 640; // below it the view gives up air, not size

} // namespace

HolderPasscodeView::HolderPasscodeView(QWidget* parent)
    : QWidget(parent), m_forCard(new Label(tr("For the card of"), TextStyle::HolderBody, Colour::TextSecondary)), m_holderName(new Label({}, TextStyle::HolderBody)),
      m_step(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_title(new Label({}, TextStyle::HolderTitle)),
      m_difference(new Label({}, TextStyle::HolderBody, Colour::WarningText)), m_privacy(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_cells(new PasscodeCells(this)),
      m_ruleList(new PasscodeRuleList(this)), m_keypad(new PasscodeKeypad(this)), m_work(new QWidget(this)), m_neutral(new QWidget(this)), m_footer(new FooterStrip(this)),
      m_neutralTitle(new Label({}, TextStyle::HolderTitle)), m_neutralLine(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)),
      m_stop(new SecondaryButton(tr("Stop, change nothing"), this)), m_next(new PrimaryButton(tr("Next: type it again"), this)),
      m_takeBack(new SecondaryButton(tr("Take the desk back"), this))
{
    setObjectName(QStringLiteral("holder-view"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setAttribute(Qt::WA_KeyCompression, false);
    setProperty("focusRing", false); // the next cell wears it
    buildWork();
    buildNeutral();
    buildFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_work, 1);
    column->addWidget(m_neutral, 1);
    column->addWidget(m_footer);
    m_keypad->onDigit = [this](int value) { digit(value); };
    m_keypad->onClear = [this] { clearTyped(); };
    m_keypad->onBackspace = [this] { backspace(); };
    connect(m_stop, &QAbstractButton::clicked, this, &HolderPasscodeView::stop);
    connect(m_next, &QAbstractButton::clicked, this, &HolderPasscodeView::advance);
    connect(m_takeBack, &QAbstractButton::clicked, this, &HolderPasscodeView::handedBack);
    begin({});
}

void HolderPasscodeView::buildWork()
{
    m_holderName->setWeight(QFont::DemiBold);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(ringRoom, 0, 0, 0);
    head->setSpacing(8);
    head->addWidget(m_forCard);
    head->addWidget(m_holderName, 1);
    // The ring of the first cell needs four pixels at its left; everything else starts that much further in, so that all stands in one line.
    auto* words = new QVBoxLayout;
    words->setContentsMargins(ringRoom, 0, 0, 20);
    words->setSpacing(0);
    words->addWidget(m_step);
    words->addWidget(m_title);
    words->addWidget(m_difference);
    auto* rules = new QVBoxLayout;
    rules->setContentsMargins(ringRoom, 24, 0, 0);
    rules->addWidget(m_ruleList);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addLayout(words);
    left->addWidget(m_cells);
    left->addLayout(rules);
    left->addStretch();
    auto* middle = new QHBoxLayout;
    middle->setSpacing(32);
    middle->addLayout(left, 1);
    middle->addWidget(m_keypad, 0, Qt::AlignTop);
    auto* privacy = new QHBoxLayout;
    privacy->setContentsMargins(ringRoom, 0, 0, 0);
    privacy->setSpacing(12);
    privacy->addWidget(new IconLabel(QStringLiteral("privacy"), metrics::iconTile, Colour::TextSecondary, m_work));
    privacy->addWidget(m_privacy, 1);
    m_privacy->setText(tr("Nobody else should see this screen. The person at the desk is told only that you are typing."));
    m_privacy->setWordWrap(true);
    m_title->setWordWrap(true);
    m_difference->setWordWrap(true);
    auto* column = new QVBoxLayout(m_work);
    column->setSpacing(0);
    column->addLayout(head);
    column->addStretch(2);
    column->addLayout(middle);
    column->addStretch(2);
    column->addLayout(privacy);
}

void HolderPasscodeView::buildNeutral()
{
    auto* column = new QVBoxLayout(m_neutral);
    column->setContentsMargins(metrics::holderPadding, metrics::holderPadding, metrics::holderPadding, metrics::holderPadding);
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(m_neutralTitle);
    column->addWidget(m_neutralLine);
    column->addStretch(2);
    m_neutralTitle->setWordWrap(true);
    m_neutralLine->setWordWrap(true);
}

void HolderPasscodeView::buildFooter()
{
    m_footer->setFixedHeight(footerHeight);
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_stop, m_next, m_takeBack}) button->setSize(ActionButton::Size::Holder);
    m_stop->setObjectName(QStringLiteral("holder-stop"));
    m_stop->setKeyCap(tr("Esc"));
    m_next->setObjectName(QStringLiteral("holder-next"));
    m_next->setKeyCap(tr("Enter"));
    m_takeBack->setObjectName(QStringLiteral("holder-take-back"));
    m_takeBack->setKeyCap(tr("Ctrl Enter"));
    auto* row = new QHBoxLayout(m_footer);
    row->setContentsMargins(metrics::holderPadding, 0, metrics::holderPadding, 0);
    row->addWidget(m_stop);
    row->addStretch();
    row->addWidget(m_takeBack);
    row->addWidget(m_next);
}

void HolderPasscodeView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = event->size().width() < metrics::narrowBelow ? 32 : metrics::holderPadding;
    const int air = event->size().height() < lowScreen ? 12 : 24;
    m_work->layout()->setContentsMargins(side - ringRoom, air, side, air);
    m_footer->layout()->setContentsMargins(side, 0, side, 0);
}

} // namespace cardwright::ui
