#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/HolderParts.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/Label.h"

#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace cardwright::ui {

HolderPasscodeView::~HolderPasscodeView() = default;

void HolderPasscodeView::begin(const QString& holderName, HolderAsk ask, const QString& warning)
{
    forget();
    m_holder = holderName;
    m_ask = ask;
    m_warning = warning;
    m_holderName->setText(holderName);
    m_forCard->setVisible(!holderName.isEmpty());
    m_differed = false;
    m_phase = ask == HolderAsk::NewTwice ? Phase::First : Phase::Known;
    m_work->show();
    m_neutral->hide();
    m_stop->show();
    m_next->show();
    m_takeBack->hide();
    showPhase();
    setFocus(Qt::OtherFocusReason);
}

void HolderPasscodeView::setLength(int minimum, int maximum)
{
    m_minimum = minimum;
    m_maximum = maximum;
    refresh();
}

void HolderPasscodeView::setJudge(HolderJudge judge)
{
    m_judge = std::move(judge);
    refresh();
}

int HolderPasscodeView::count() const
{
    return static_cast<int>(m_typed.size());
}

SecureBytes HolderPasscodeView::takePasscode()
{
    return std::exchange(m_agreed, SecureBytes());
}

SecureBytes HolderPasscodeView::takeKnown()
{
    return std::exchange(m_known, SecureBytes());
}

void HolderPasscodeView::forget()
{
    m_typed.clear();
    m_known.clear();
    m_first.clear();
    m_agreed.clear();
}

QVector<HolderRule> HolderPasscodeView::judged() const
{
    if (m_phase == Phase::Second) return {{tr("The same as the first time"), {}, count() >= m_minimum && m_typed.sameAs(m_first.view())}};
    if (m_judge && m_phase == Phase::First) return m_judge(m_typed.view(), m_known.view());
    HolderRule length{tr("%1 to %2 digits").arg(m_minimum).arg(m_maximum), {}, count() >= m_minimum && count() <= m_maximum};
    const int missing = m_minimum - count();
    if (count() > 0 && missing > 0) length.rest = missing == 1 ? tr("one more to go") : tr("%1 more to go").arg(missing);
    return {length};
}

void HolderPasscodeView::digit(int value)
{
    if (m_phase == Phase::Finished || count() >= m_maximum) return;
    m_typed.append(static_cast<std::uint8_t>('0' + value));
    m_differed = false;
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::backspace()
{
    if (m_phase == Phase::Finished) return;
    m_typed.removeLast();
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::clearTyped()
{
    if (m_phase == Phase::Finished) return;
    m_typed.clear();
    refresh();
    Q_EMIT typing();
}

void HolderPasscodeView::refresh()
{
    if (m_phase == Phase::Finished) return;
    const QVector<HolderRule> rules = judged();
    m_cells->setState(count(), m_minimum, m_maximum);
    m_ruleList->setRules(rules, count() > 0);
    m_difference->setVisible(m_differed || (m_phase == Phase::Known && !m_warning.isEmpty()));
    const auto firstOpen = std::find_if(rules.begin(), rules.end(), [](const HolderRule& rule) { return !rule.holds; });
    // The passcode they have may be of another time's rules: only its length is asked of it.
    // The second typing may be sent as soon as it is long enough: whether it is the same is said when it is finished, not guessed at by trying.
    const bool ready = m_phase != Phase::Second ? firstOpen == rules.end() && count() > 0 : count() >= m_minimum;
    if (ready) {
        m_next->release();
    } else {
        m_next->hold(firstOpen != rules.end() ? firstOpen->words : tr("Type your passcode first"));
    }
}

void HolderPasscodeView::showPhase()
{
    const bool three = m_ask == HolderAsk::KnownThenNew;
    switch (m_phase) {
    case Phase::Known:
        m_step->setText(three ? tr("First of three times") : QString());
        m_title->setText(three ? tr("Type the passcode you have now") : tr("Type your passcode"));
        m_next->setText(three ? tr("Next: the new one") : tr("Finished"));
        break;
    case Phase::First:
        m_step->setText(three ? tr("Second of three times") : tr("First of two times"));
        m_title->setText(tr("Choose your new passcode"));
        m_next->setText(tr("Next: type it again"));
        break;
    case Phase::Second:
    case Phase::Finished:
        m_step->setText(three ? tr("Third of three times") : tr("Second of two times"));
        m_title->setText(tr("Type it once more"));
        m_next->setText(tr("Finished"));
        break;
    }
    m_step->setVisible(!m_step->text().isEmpty());
    m_difference->setText(m_phase == Phase::Known ? m_warning : tr("The two were not the same. Choose again."));
    m_next->setAccessibleName(m_next->text());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_step->text());
    announce(this, m_differed ? m_difference->text() : m_phase == Phase::Known && !m_warning.isEmpty() ? m_title->text() + QStringLiteral(". ") + m_warning : m_title->text());
    refresh();
}

void HolderPasscodeView::advance()
{
    if (m_phase == Phase::Finished || m_next->isHeld()) return;
    if (m_phase == Phase::Known) {
        m_known = std::exchange(m_typed, SecureBytes());
        if (m_ask == HolderAsk::Known) return finish(tr("Thank you"));
        m_phase = Phase::First;
        return showPhase();
    }
    if (m_phase == Phase::First) {
        m_first = std::exchange(m_typed, SecureBytes());
        m_phase = Phase::Second;
        showPhase();
        return;
    }
    const bool same = m_typed.sameAs(m_first.view());
    m_first.clear();
    if (!same) {
        m_typed.clear();
        m_differed = true;
        m_phase = Phase::First;
        showPhase();
        return;
    }
    m_agreed = std::exchange(m_typed, SecureBytes());
    finish(tr("Your passcode is chosen"));
}

void HolderPasscodeView::finish(const QString& title)
{
    showNeutral(title, tr("Give the screen back to the person at the desk."));
    Q_EMIT finished();
}

void HolderPasscodeView::stop()
{
    if (m_phase == Phase::Finished) return;
    forget();
    showNeutral(tr("Nothing was changed"), tr("Give the screen back to the person at the desk."));
    Q_EMIT stopped();
}

void HolderPasscodeView::showNeutral(const QString& title, const QString& line)
{
    m_phase = Phase::Finished;
    m_cells->setState(0, m_minimum, m_maximum);
    m_neutralTitle->setText(title);
    m_neutralLine->setText(line);
    m_work->hide();
    m_neutral->show();
    m_stop->hide();
    m_next->hide();
    m_takeBack->show();
    setFocus(Qt::OtherFocusReason);
    setAccessibleName(title);
    announce(this, title + QStringLiteral(". ") + line);
}

void HolderPasscodeView::keyPressEvent(QKeyEvent* event)
{
    event->accept(); // every key ends here: nothing of the agent's is reached from this screen
    const auto modifiers = event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_phase == Phase::Finished) {
        if (enter && modifiers == Qt::ControlModifier && !event->isAutoRepeat()) m_takeBack->trigger();
        return;
    }
    if (modifiers != Qt::NoModifier || event->isAutoRepeat()) return;
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_9) {
        digit(event->key() - Qt::Key_0);
    } else if (event->key() == Qt::Key_Backspace) {
        backspace();
    } else if (event->key() == Qt::Key_Delete) {
        clearTyped();
    } else if (event->key() == Qt::Key_Escape) {
        m_stop->trigger();
    } else if (enter) {
        (m_stop->hasFocus() ? static_cast<ActionButton*>(m_stop) : m_next)->trigger();
    }
}

void HolderPasscodeView::hideEvent(QHideEvent* event)
{
    forget();
    QWidget::hideEvent(event);
}

void HolderPasscodeView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    setFocus(Qt::OtherFocusReason);
    refresh();
}

} // namespace cardwright::ui
