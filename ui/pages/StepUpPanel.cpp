#include "ui/pages/StepUpPanel.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

StepUpPanel::StepUpPanel(DeskHub& hub, const QString& name, QWidget* parent) : Panel(Tone::Accent, parent), m_hub(hub)
{
    setObjectName(name);
    const auto part = [&name](auto* widget, const char* ending, const QString& spoken = {}) {
        return named(widget, qPrintable(name + QLatin1Char('-') + QLatin1String(ending)), spoken);
    };
    setAccessibleName(tr("Your card signs this"));
    m_title = part(new Label({}, TextStyle::BodyStrong), "title");
    m_title->setWordWrap(true);
    m_consequence = part(new TextBlock({}, TextStyle::Compact), "words");
    m_consequence->setToneInk(Tone::Accent);
    m_passcode = part(new PasscodeEdit, "passcode", tr("Passcode of your own card"));
    m_hint = part(new TextBlock({}, TextStyle::Compact), "hint");
    m_hint->setToneInk(Tone::Accent);
    m_do = part(new PrimaryButton(tr("Sign it")), "do", tr("Sign it"));
    m_do->setKeyCap(tr("Enter"));
    m_leave = part(new SecondaryButton(tr("Leave it")), "leave", tr("Leave it"));
    m_leave->setKeyCap(tr("Esc"));
    m_leave->setSize(ActionButton::Size::Choice);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_leave);
    buttons->addStretch(1);
    buttons->addWidget(m_do);
    setPadding(16);
    body()->setSpacing(8);
    body()->addWidget(m_title);
    body()->addWidget(m_consequence);
    body()->addSpacing(4);
    body()->addWidget(new Label(tr("Passcode of your card, once more"), TextStyle::BodyMedium));
    body()->addWidget(m_passcode);
    body()->addWidget(m_hint);
    body()->addLayout(buttons);
    hide();
    connect(m_passcode, &PasscodeEdit::countChanged, this, [this] {
        if (m_passcode->count() > 0)
            m_wrong = false;
        refresh();
    });
    connect(m_passcode, &PasscodeEdit::entered, this, [this] { m_do->trigger(); });
    connect(m_do, &ActionButton::clicked, this, &StepUpPanel::submit);
    connect(m_do, &ActionButton::heldPressed, this, [this](const QString& why) { announce(m_do, why); });
    connect(m_leave, &ActionButton::clicked, this, [this] {
        close();
        Q_EMIT left();
    });
}

void StepUpPanel::bindKeys() { bindKey(this, QKeySequence(Qt::Key_Escape), m_leave, [this] { return m_open; }); }

void StepUpPanel::open(const QString& title, const QString& consequence, const QString& doWords, std::function<void(CardAgain)> act)
{
    m_act = std::move(act);
    m_doWords = doWords;
    m_open = true;
    m_wrong = false;
    m_trouble.clear();
    m_passcode->clear();
    m_do->clearBusy();
    m_title->setText(title);
    m_consequence->setText(consequence);
    refresh();
    show();
    m_passcode->setFocus();
    bringIntoView(this);
    announce(this, title + QStringLiteral(". ") + consequence);
}

void StepUpPanel::close()
{
    m_open = false;
    m_act = nullptr;
    m_do->clearBusy();
    hide();
}

void StepUpPanel::refresh()
{
    const bool lastTry = m_hub.agentCard().triesLeft == 1;
    m_do->setText(lastTry ? tr("Use the last try") : m_doWords);
    m_do->setAccessibleName(m_do->text());
    if (m_passcode->count() == 0)
        m_do->hold(tr("Type the passcode of your card first."));
    else
        m_do->release();
    m_passcode->setWrong(m_wrong);
    const auto tries = m_hub.agentCard().triesLeft;
    if (!m_trouble.isEmpty() && m_passcode->count() == 0)
        m_hint->setText(m_trouble);
    else if (lastTry)
        m_hint->setText(tr("One try is left. A wrong passcode locks your card."));
    else if (m_wrong)
        m_hint->setText(tries ? tr("Wrong passcode. %1 tries are left.").arg(*tries) : tr("Wrong passcode."));
    else
        m_hint->setText(tr("Nothing is recorded before the card has signed."));
}

void StepUpPanel::submit()
{
    if (!m_act || m_passcode->count() == 0)
        return;
    CardAgain again{m_passcode->take(), m_hub.agentCard().triesLeft == 1};
    m_trouble.clear();
    m_do->release();
    m_do->setBusy(tr("Signing"));
    m_act(std::move(again));
}

bool StepUpPanel::answered(const ActAnswer& answer)
{
    if (answer.triesLeft || answer.done)
        m_hub.noteTries(answer.triesLeft);
    if (answer.done) {
        close();
        return true;
    }
    if (!m_open)
        return false;
    m_do->clearBusy();
    m_wrong = answer.passcodeWrong;
    if (answer.passcodeWrong && answer.triesLeft == 0)
        m_trouble = tr("Your card is locked now: no try is left. Another agent unlocks it. You stay signed in until you leave. (PASSCODE-BLOCKED)");
    else if (!answer.passcodeWrong && answer.failure)
        m_trouble = failureLine(*answer.failure);
    refresh();
    announce(m_passcode, m_hint->text());
    m_passcode->setFocus();
    return false;
}

void StepUpPanel::hideEvent(QHideEvent* event)
{
    m_passcode->clear();
    Panel::hideEvent(event);
}

} // namespace cardwright::ui
