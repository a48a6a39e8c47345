#include "ui/widgets/KeyRouter.h"

#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/PasscodeEdit.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>
#include <QAbstractSpinBox>

#include <utility>

namespace cardwright::ui {

namespace {

bool isEnter(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

/// A sign that would be written into a field: letters, digits, punctuation.
bool isWritten(int key)
{
    return key > Qt::Key_Space && key < Qt::Key_Escape;
}

/// One spelling for one key: no keypad mark, Enter is Return, and Shift is only kept where it is not part of writing the sign.
QKeyCombination normal(Qt::KeyboardModifiers modifiers, int key)
{
    modifiers &= ~Qt::KeypadModifier;
    if (isEnter(key)) key = Qt::Key_Return;
    if (isWritten(key)) modifiers &= ~Qt::ShiftModifier;
    return QKeyCombination(modifiers, static_cast<Qt::Key>(key));
}

/// Ctrl keys that a text field needs for its own work.
bool belongsToText(const QWidget* focus, QKeyCombination key)
{
    if (!(key.keyboardModifiers() & Qt::ControlModifier)) return false;
    switch (key.key()) {
    case Qt::Key_C:
    case Qt::Key_X:
    case Qt::Key_V:
    case Qt::Key_A:
    case Qt::Key_Z:
    case Qt::Key_Y:
    case Qt::Key_Left:
    case Qt::Key_Backspace:
    case Qt::Key_Delete: return true;
    case Qt::Key_Right: {
        const auto* edit = qobject_cast<const QLineEdit*>(focus);
        return edit ? edit->cursorPosition() < edit->text().size() : qobject_cast<const PasscodeEdit*>(focus) == nullptr;
    }
    default: return false;
    }
}

} // namespace

KeyRouter::KeyRouter(QWidget* window) : QObject(window), m_window(window)
{
    qApp->installEventFilter(this);
}

KeyRouter* KeyRouter::of(const QWidget* widget)
{
    return widget && widget->window() ? widget->window()->findChild<KeyRouter*>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
}

void KeyRouter::bind(const QKeySequence& key, ActionButton* button, Condition condition)
{
    tidy();
    const QKeyCombination first = key[0];
    m_bindings.push_back({normal(first.keyboardModifiers(), first.key()), button, button, {}, std::move(condition), false});
}

void KeyRouter::bind(const QKeySequence& key, QWidget* owner, std::function<void()> action, Condition condition)
{
    tidy();
    const QKeyCombination first = key[0];
    m_bindings.push_back({normal(first.keyboardModifiers(), first.key()), owner, nullptr, std::move(action), std::move(condition), true});
}

void KeyRouter::unbind(QWidget* owner)
{
    m_bindings.removeIf([owner](const Binding& binding) { return binding.owner == owner; });
}

void KeyRouter::tidy()
{
    m_bindings.removeIf([](const Binding& binding) { return binding.owner.isNull(); });
}

bool KeyRouter::takesText(const QWidget* widget)
{
    if (!widget) return false;
    if (const auto* box = qobject_cast<const QComboBox*>(widget)) return box->isEditable();
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget)) return !edit->isReadOnly();
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(widget)) return !edit->isReadOnly();
    if (const auto* edit = qobject_cast<const QTextEdit*>(widget)) return !edit->isReadOnly();
    return qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const PasscodeEdit*>(widget);
}

bool KeyRouter::press(QKeyCombination key)
{
    for (qsizetype at = m_bindings.size() - 1; at >= 0; --at) {
        const Binding& binding = m_bindings.at(at);
        if (binding.key != key || binding.owner.isNull()) continue;
        QWidget* owner = binding.owner;
        if (owner->window() != m_window || !owner->isVisible() || !owner->isEnabled()) continue;
        if (binding.condition && !binding.condition()) continue;
        if (binding.acts) {
            const auto action = binding.action; // a copy: the action may bind or unbind
            action();
        } else {
            binding.button->trigger();
        }
        return true;
    }
    return false;
}

bool KeyRouter::handle(QKeyEvent* event, bool last)
{
    const QKeyCombination key = normal(event->modifiers(), event->key());
    const auto modifiers = key.keyboardModifiers();
    QWidget* focus = m_window->focusWidget();
    if (isWritten(key.key()) && (modifiers == Qt::NoModifier || modifiers == Qt::AltModifier)) {
        const bool wantsAlt = m_lettersOnAlt;
        if (wantsAlt != (modifiers == Qt::AltModifier)) return false;
        if (!wantsAlt && takesText(focus)) return false;
        if (event->isAutoRepeat()) return false;
        return press(QKeyCombination(Qt::NoModifier, key.key()));
    }
    const bool plainEnd = modifiers == Qt::NoModifier && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Escape);
    if (plainEnd && !last) return false;
    if (plainEnd && event->isAutoRepeat()) return true; // a key held down answers one question, not the next as well
    if (plainEnd && key.key() == Qt::Key_Return && m_tabbed) {
        // Who walked to a button with Tab means that button.
        if (auto* action = qobject_cast<ActionButton*>(focus)) {
            if (action->enterPresses()) action->trigger();
            return true;
        }
        // A tick is set with Space; Enter on it means the page's next thing, as in any form.
        if (auto* button = qobject_cast<QAbstractButton*>(focus); button && !qobject_cast<CheckRow*>(focus)) {
            button->click();
            return true;
        }
    }
    if (!plainEnd && takesText(focus) && belongsToText(focus, key)) return false;
    return press(key);
}

bool KeyRouter::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) m_tabbed = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
        return false;
    }
    if (event->type() != QEvent::KeyPress || m_suspended || !watched->isWidgetType()) return false;
    auto* widget = static_cast<QWidget*>(watched);
    if (widget->window() != m_window || QApplication::activePopupWidget()) return false;
    auto* key = static_cast<QKeyEvent*>(event);
    // Before the focus widget: function keys, Ctrl keys, letters. After it, at the window: Enter and Esc nobody wanted.
    QWidget* focus = m_window->focusWidget();
    const bool first = widget == focus || (!focus && widget == m_window);
    if (first && handle(key, false)) return true;
    return widget == m_window && handle(key, true);
}

} // namespace cardwright::ui
