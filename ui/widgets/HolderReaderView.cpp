#include "ui/widgets/HolderReaderView.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FooterStrip.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QResizeEvent>

namespace cardwright::ui {

namespace {

constexpr int footerHeight = 112;
constexpr int signSize = 56;

} // namespace

HolderReaderView::HolderReaderView(QWidget* parent)
    : QWidget(parent), m_forCard(new Label(tr("For the card of"), TextStyle::HolderBody, Colour::TextSecondary)), m_holderName(new Label({}, TextStyle::HolderBody)),
      m_sign(new IconLabel(QStringLiteral("reader"), signSize, Colour::AccentText, this)), m_title(new Label({}, TextStyle::HolderTitle)),
      m_line(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_howToStop(new Label({}, TextStyle::HolderBody, Colour::TextSecondary)), m_work(new QWidget(this)),
      m_footer(new FooterStrip(this)), m_stop(new SecondaryButton(tr("Stop"), this)), m_takeBack(new SecondaryButton(tr("Take the desk back"), this))
{
    setObjectName(QStringLiteral("holder-reader"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setProperty("focusRing", false);
    buildWork();
    buildFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_work, 1);
    column->addWidget(m_footer);
    connect(m_stop, &QAbstractButton::clicked, this, &HolderReaderView::stop);
    connect(m_takeBack, &QAbstractButton::clicked, this, &HolderReaderView::handedBack);
}

void HolderReaderView::buildWork()
{
    m_holderName->setWeight(QFont::DemiBold);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_forCard);
    head->addWidget(m_holderName, 1);
    auto* column = new QVBoxLayout(m_work);
    column->setSpacing(12);
    column->addLayout(head);
    column->addStretch(2);
    column->addWidget(m_sign, 0, Qt::AlignLeft);
    column->addWidget(m_title);
    column->addWidget(m_line);
    column->addStretch(3);
    column->addWidget(m_howToStop);
    m_title->setObjectName(QStringLiteral("holder-reader-title"));
    m_line->setObjectName(QStringLiteral("holder-reader-line"));
    for (auto* label : {m_title, m_line, m_howToStop}) label->setWordWrap(true);
}

void HolderReaderView::buildFooter()
{
    m_footer->setFixedHeight(footerHeight);
    for (auto* button : {m_stop, m_takeBack}) button->setSize(ActionButton::Size::Holder);
    m_stop->setObjectName(QStringLiteral("holder-reader-stop"));
    m_stop->setKeyCap(tr("Esc"));
    m_takeBack->setObjectName(QStringLiteral("holder-reader-take-back"));
    m_takeBack->setKeyCap(tr("Ctrl Enter"));
    auto* row = new QHBoxLayout(m_footer);
    row->addWidget(m_stop);
    row->addStretch();
    row->addWidget(m_takeBack);
}

void HolderReaderView::say(const QString& title, const QString& line, const QString& sign)
{
    m_title->setText(title);
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
    m_sign->setIconName(sign);
    setAccessibleName(title);
    setAccessibleDescription(line);
    announce(this, title + QStringLiteral(". ") + line);
}

void HolderReaderView::ask(const QString& holderName, const QString& title, const QString& line)
{
    m_asks = true;
    m_holderName->setText(holderName);
    m_forCard->setVisible(!holderName.isEmpty());
    m_howToStop->setText(tr("The red key on the reader stops it. Nobody else sees what you type: it does not come into this computer."));
    m_howToStop->show();
    m_stop->release();
    m_stop->show();
    m_takeBack->hide();
    say(title, line, QStringLiteral("reader"));
    setFocus(Qt::OtherFocusReason);
}

void HolderReaderView::rest(const QString& title, const QString& line)
{
    m_asks = false;
    m_howToStop->hide();
    m_stop->hide();
    m_takeBack->show();
    say(title, line, QStringLiteral("check"));
    setFocus(Qt::OtherFocusReason);
}

/// No program ends what a reader has begun to ask: the screen says who can, and the job stops there.
void HolderReaderView::stop()
{
    if (!m_asks || m_stop->isHeld()) return;
    m_stop->hold(tr("It stops when the reader lets go"));
    m_howToStop->setText(tr("Press the red key on the reader now, or take the card out: only that ends the question. It ends by itself in half a minute."));
    announce(this, m_howToStop->text());
    Q_EMIT stopWanted();
}

void HolderReaderView::keyPressEvent(QKeyEvent* event)
{
    event->accept(); // every key ends here
    if (event->isAutoRepeat()) return;
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_asks && event->key() == Qt::Key_Escape && modifiers == Qt::NoModifier) m_stop->trigger();
    if (!m_asks && enter && modifiers == Qt::ControlModifier) m_takeBack->trigger();
}

void HolderReaderView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int side = event->size().width() < metrics::narrowBelow ? 32 : metrics::holderPadding;
    m_work->layout()->setContentsMargins(side, 24, side, 24);
    m_footer->layout()->setContentsMargins(side, 0, side, 0);
}

void HolderReaderView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setFocus(Qt::OtherFocusReason);
}

} // namespace cardwright::ui
