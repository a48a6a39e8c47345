#include "ui/pages/PrintStep.h"

#include "ui/pages/PageTools.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

PrintStep::PrintStep(DeskHub& hub, PrintWork::Printers printers, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("print-step"));
    m_frame = new FlowFrame;
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_frame);
    named(m_frame->stepper(), "print-step-stepper", tr("Steps"));
    m_work = new PrintWork(hub, QStringLiteral("issue-print"), std::move(printers), this);
    auto* work = new QWidget;
    auto* column = plainColumn(work);
    column->setSpacing(12);
    column->addWidget(m_work->trouble());
    column->addWidget(m_work->faces());
    column->addStretch(1);
    m_frame->setWork(work);
    m_frame->setSide(m_work->controls());
    for (auto* button : {m_work->laterButton(), m_work->neverButton()}) button->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_work->laterButton());
    m_frame->footerRight()->addWidget(m_work->neverButton());
    m_frame->footerRight()->addWidget(m_work->printButton());
    connect(m_work, &PrintWork::said, this, &PrintStep::said);
    connect(m_work, &PrintWork::replacementWanted, this, &PrintStep::replacementWanted);
    connect(m_work, &PrintWork::settled, this, &PrintStep::finished);
}

void PrintStep::bindKeys()
{
    m_work->bindKeys();
    // It is on the list already: one step back is "later".
    bindKey(this, QKeySequence(Qt::Key_Escape), [this] {
        if (!m_work->stepBack()) m_work->leave();
    });
}

void PrintStep::setNarrow(bool narrow) { m_frame->setNarrow(narrow); }

void PrintStep::present(const QString& card, const QString& kicker, const QString& name, const QVector<StepItem>& steps)
{
    clear();
    m_card = card;
    m_frame->head()->setFlow(kicker, name, {});
    m_frame->stepper()->setSteps(steps);
    if (isVisible()) showEvent(nullptr);
}

void PrintStep::clear()
{
    m_card.clear();
    m_opened = false;
    m_work->clear();
}

void PrintStep::showEvent(QShowEvent*)
{
    m_work->refill();
    if (m_card.isEmpty() || std::exchange(m_opened, true)) return;
    m_work->open(m_card);
    m_work->keepOnList();
}

} // namespace cardwright::ui
