#pragma once

#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QVector>

#include <functional>

class QKeyEvent;
class QWidget;

namespace cardwright::ui {

class ActionButton;

/// The keys of one window. Pages bind a key to a button (pressed as if clicked: a held button says why) or to an action; a binding counts while its
/// button or owner is visible, enabled and its condition holds, and dies with it. Later bindings win over earlier ones.
/// - Single letters, digits and signs work only while no text field has the focus (or with Alt, where Set-up moved them there).
/// - Enter and Esc come last: a field, list or question that uses them itself has them first. Tab to a button and Enter presses that button.
/// - Function keys and Ctrl combinations come before the focus widget, except Ctrl C and the word jumps inside a text field.
/// - While suspended (holder view) every key is dead but what the widget on top handles itself.
class KeyRouter : public QObject {
    Q_OBJECT
public:
    using Condition = std::function<bool()>;
    explicit KeyRouter(QWidget* window);
    /// The router of the widget's window; nullptr where there is none (a page shown alone in a test).
    static KeyRouter* of(const QWidget* widget);

    void bind(const QKeySequence& key, ActionButton* button, Condition condition = {});
    void bind(const QKeySequence& key, QWidget* owner, std::function<void()> action, Condition condition = {});
    void unbind(QWidget* owner);

    void setSuspended(bool suspended) { m_suspended = suspended; }
    bool isSuspended() const { return m_suspended; }
    void setLettersOnAlt(bool on) { m_lettersOnAlt = on; }
    bool lettersOnAlt() const { return m_lettersOnAlt; }
    /// Is this widget a place where letters are typed?
    static bool takesText(const QWidget* widget);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Binding {
        QKeyCombination key;
        QPointer<QWidget> owner;
        QPointer<ActionButton> button;
        std::function<void()> action;
        Condition condition;
        bool acts = false;
    };
    bool handle(QKeyEvent* event, bool last);
    bool press(QKeyCombination key);
    void tidy();

    QWidget* m_window;
    QVector<Binding> m_bindings;
    bool m_suspended = false;
    bool m_lettersOnAlt = false;
    bool m_tabbed = false;
};

} // namespace cardwright::ui
