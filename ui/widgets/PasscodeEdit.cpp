#include "ui/widgets/PasscodeEdit.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QAccessible>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace cardwright::ui {

namespace {

constexpr int dot = 13;
constexpr int dotStep = 23;
constexpr int caretBlink = 530;

/// The digit a key stands for, without ever asking the event for its text.
int digitOf(const QKeyEvent& event)
{
    const auto foreign = event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (foreign || event.key() < Qt::Key_0 || event.key() > Qt::Key_9) return -1;
    return event.key() - Qt::Key_0;
}

} // namespace

PasscodeEdit::PasscodeEdit(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setAttribute(Qt::WA_KeyCompression, false);
    setAcceptDrops(false);
    setContextMenuPolicy(Qt::NoContextMenu);
    setCursor(Qt::IBeamCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("passcode"));
    setAccessibleName(tr("Passcode"));
}

PasscodeEdit::~PasscodeEdit() = default;

void PasscodeEdit::setMaximumLength(int digits)
{
    m_maximum = digits;
    while (count() > m_maximum) m_typed.removeLast();
    changed();
}

SecureBytes PasscodeEdit::take()
{
    SecureBytes taken = std::exchange(m_typed, SecureBytes());
    changed();
    return taken;
}

void PasscodeEdit::clear()
{
    m_typed.clear();
    changed();
}

void PasscodeEdit::setWrong(bool wrong)
{
    m_wrong = wrong;
    update();
}

void PasscodeEdit::changed()
{
    update();
    QAccessibleValueChangeEvent said(this, count());
    QAccessible::updateAccessibility(&said);
    Q_EMIT countChanged(count());
}

QSize PasscodeEdit::sizeHint() const
{
    return {std::max(220, 2 * 16 + m_maximum * dotStep + 8), metrics::controlPrimary};
}

QSize PasscodeEdit::minimumSizeHint() const
{
    return {160, metrics::controlPrimary};
}

bool PasscodeEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && digitOf(*static_cast<QKeyEvent*>(event)) >= 0) {
        event->accept(); // a digit is never anybody's shortcut here
        return true;
    }
    return QWidget::event(event);
}

void PasscodeEdit::keyPressEvent(QKeyEvent* event)
{
    if (const int digit = digitOf(*event); digit >= 0) {
        if (count() < m_maximum && !event->isAutoRepeat()) {
            m_wrong = false;
            m_typed.append(static_cast<std::uint8_t>('0' + digit));
            changed();
        }
        return;
    }
    switch (event->key()) {
    case Qt::Key_Backspace:
        m_wrong = false;
        m_typed.removeLast();
        changed();
        return;
    case Qt::Key_Delete: clear(); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & ~Qt::KeypadModifier) break;
        if (!event->isAutoRepeat()) Q_EMIT entered();
        return;
    default: break;
    }
    event->ignore();
}

void PasscodeEdit::hideEvent(QHideEvent* event)
{
    clear();
    QWidget::hideEvent(event);
}

void PasscodeEdit::focusInEvent(QFocusEvent* event)
{
    m_caret = true;
    m_caretTimer = startTimer(caretBlink);
    QWidget::focusInEvent(event);
}

void PasscodeEdit::focusOutEvent(QFocusEvent* event)
{
    if (m_caretTimer) killTimer(m_caretTimer);
    m_caretTimer = 0;
    QWidget::focusOutEvent(event);
}

void PasscodeEdit::mousePressEvent(QMouseEvent*)
{
    setFocus(Qt::MouseFocusReason);
}

void PasscodeEdit::timerEvent(QTimerEvent*)
{
    m_caret = !Theme::current().motion() || !m_caret;
    update();
}

void PasscodeEdit::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paint::box(painter, QRectF(rect()), metrics::radiusControl, theme.colour(Colour::Surface), theme.colour(m_wrong ? Colour::Danger : Colour::BorderStrong), theme.hairline());
    double x = 17;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.colour(Colour::Text));
    for (int index = 0; index < count(); ++index) {
        painter.drawEllipse(QRectF(x, (height() - dot) / 2.0, dot, dot));
        x += dotStep;
    }
    if (hasFocus() && m_caret) painter.fillRect(QRectF(x - 1, height() / 2.0 - 12, 2, 24), theme.colour(Colour::Accent));
}

} // namespace cardwright::ui
