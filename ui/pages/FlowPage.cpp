#include "ui/pages/FlowPage.h"

#include "ui/pages/PageTools.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

QVector<StepItem> issueSteps(const ApplicationPresenter& application, FlowStep current, const QString& currentWords, bool warns)
{
    QVector<StepItem> items;
    const auto views = application.steps();
    const int now = static_cast<int>(current);
    for (int at = 0; at < static_cast<int>(views.size()); ++at) {
        const auto& view = views[static_cast<std::size_t>(at)];
        StepItem item{view.title, view.second, view.done ? StepperState::Done : StepperState::ToCome, view.warns};
        if (now >= static_cast<int>(FlowStep::card) && at < now) // the card is being made: what came before is true
            item = {view.title, view.warns ? QString() : view.second, StepperState::Done, false};
        if (at == now) {
            item.state = current == FlowStep::done ? StepperState::Done : StepperState::Current;
            if (!currentWords.isEmpty())
                item.second = currentWords, item.secondWarns = warns;
        }
        items << item;
    }
    return items;
}

FlowPage::FlowPage(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : QWidget(parent), m_hub(hub), m_application(application)
{
    m_frame = new FlowFrame;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);
    m_back = named(new SecondaryButton(tr("Back")), "flow-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_back->setSize(ActionButton::Size::Choice);
    m_park = named(new SecondaryButton(tr("Park")), "flow-park", tr("Park this application"));
    m_park->setIconName(QStringLiteral("park"));
    m_park->setKeyCap(tr("Ctrl P"));
    m_park->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_back);
    m_frame->footerLeft()->addWidget(m_park);
    named(m_frame->stepper(), "flow-stepper", tr("Steps of this application"));
    connect(m_back, &ActionButton::clicked, this, [this] {
        if (!stepBack())
            Q_EMIT backWanted();
    });
    connect(m_park, &ActionButton::clicked, this, &FlowPage::parkWanted);
    connect(m_frame->stepper(), &Stepper::stepClicked, this, &FlowPage::stepWanted);
    connect(&m_application, &ApplicationPresenter::changed, this, [this] {
        if (!isVisible())
            return;
        refreshHead();
        refresh();
    });
}

void FlowPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_P), m_park);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Right), [this] { Q_EMIT nextWanted(); });
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Left), [this] { Q_EMIT backWanted(); });
}

void FlowPage::setNarrow(bool narrow) { m_frame->setNarrow(narrow); }

void FlowPage::showEvent(QShowEvent*)
{
    refreshHead();
    refresh();
    takeFocus();
}

void FlowPage::refreshHead()
{
    m_park->setVisible(!m_application.checkOnly());
    if (m_application.checkOnly()) {
        const auto [kicker, step] = checkHead();
        m_frame->head()->setFlow(kicker, m_application.name(), m_application.headRest());
        m_frame->stepper()->setSteps({{tr("Reason"), {}, StepperState::Done, false}, {step, {}, StepperState::Current, false},
                                      {tr("Your card signs"), {}, StepperState::ToCome, false}, {tr("New card"), {}, StepperState::ToCome, false}});
        return;
    }
    m_frame->head()->setFlow(tr("Issue a card"), m_application.name(), m_application.headRest());
    const auto trouble = m_application.lastKeepFailure();
    m_frame->head()->setNote(trouble.isEmpty() ? QStringLiteral("document") : QStringLiteral("warning"),
                             trouble.isEmpty() ? tr("Draft, only on this desk") : trouble);
    m_frame->stepper()->setSteps(issueSteps(m_application, m_application.step()));
}

PrimaryButton* FlowPage::makePrimary(const char* objectName, const QString& words)
{
    auto* button = named(new PrimaryButton(words), objectName, words);
    button->setKeyCap(tr("Enter"));
    m_frame->footerRight()->addWidget(button);
    connect(button, &ActionButton::heldPressed, this, [this, button](const QString& why) {
        Q_EMIT said(why);
        announce(button, why);
    });
    return button;
}

} // namespace cardwright::ui
