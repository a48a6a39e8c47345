#include "ui/widgets/ActionButton.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/KeyCap.h"
#include "ui/widgets/Paint.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QTimer>

namespace cardwright::ui {

namespace {

constexpr int turnStep = 40; // milliseconds between two pictures of the arc

bool pressesButtons(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Space || event.key() == Qt::Key_Select;
}

} // namespace

ActionButton::ActionButton(Look look, const QString& words, QWidget* parent) : QAbstractButton(parent), m_look(look), m_size(Size::Default)
{
    setText(words);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setProperty("focusRadius", look == Look::MainAction ? metrics::radiusMainAction : metrics::radiusControl);
    if (look == Look::Primary || look == Look::DangerDoes) m_size = Size::Primary;
    if (look == Look::MainAction) m_size = Size::MainAction;
    if (look == Look::DangerDoes) m_size = Size::Default;
    connect(this, &QAbstractButton::toggled, this, [this] { updateGeometry(); });
    connect(&Theme::current(), &Theme::changed, this, [this] { updateGeometry(); });
    describe();
}

void ActionButton::setIconName(const QString& name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

void ActionButton::setKeyCap(const QString& words)
{
    m_keyCap = words;
    describe();
    updateGeometry();
    update();
}

void ActionButton::setSize(Size size)
{
    m_size = size;
    updateGeometry();
    update();
}

void ActionButton::hold(const QString& reason)
{
    if (m_held && m_heldReason == reason) return;
    m_held = true;
    m_heldReason = reason;
    setCursor(Qt::ArrowCursor);
    describe();
    update();
}

void ActionButton::release()
{
    if (!m_held) return;
    m_held = false;
    m_heldReason.clear();
    setCursor(Qt::PointingHandCursor);
    describe();
    update();
}

void ActionButton::setBusy(const QString& word)
{
    m_busy = true;
    m_busyWord = word;
    if (!m_turner) {
        m_turner = new QTimer(this);
        m_turner->setInterval(turnStep);
        connect(m_turner, &QTimer::timeout, this, &ActionButton::turn);
    }
    if (isVisible() && Theme::current().motion()) m_turner->start();
    setCursor(Qt::ArrowCursor);
    describe();
    announce(this, word);
    update();
}

void ActionButton::clearBusy()
{
    if (!m_busy) return;
    m_busy = false;
    m_busyWord.clear();
    m_turner->stop();
    setCursor(m_held ? Qt::ArrowCursor : Qt::PointingHandCursor);
    describe();
    update();
}

void ActionButton::turn()
{
    m_arcTurn = (m_arcTurn + 360 * turnStep / metrics::spinnerTurn) % 360;
    update();
}

void ActionButton::trigger()
{
    if (m_busy || !isEnabled()) return;
    if (m_held) {
        announce(this, m_heldReason);
        Q_EMIT heldPressed(m_heldReason);
        return;
    }
    click();
}

void ActionButton::describe()
{
    const QString words = m_busy ? m_busyWord : text();
    setAccessibleName(m_secondLine.isEmpty() ? words : words + QStringLiteral(". ") + m_secondLine);
    QString description = m_heldReason;
    if (!m_keyCap.isEmpty()) {
        if (!description.isEmpty()) description += QStringLiteral(". ");
        description += tr("Key: %1").arg(m_keyCap);
    }
    setAccessibleDescription(description);
    setToolTip(m_held ? m_heldReason : QString());
}

void ActionButton::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::EnabledChange) update();
}

void ActionButton::mousePressEvent(QMouseEvent* event)
{
    if (blocked()) {
        m_heldDown = event->button() == Qt::LeftButton;
        event->accept();
        return;
    }
    QAbstractButton::mousePressEvent(event);
}

void ActionButton::mouseReleaseEvent(QMouseEvent* event)
{
    if (blocked()) {
        const bool pressed = m_heldDown && rect().contains(event->position().toPoint());
        m_heldDown = false;
        event->accept();
        if (pressed) trigger();
        return;
    }
    QAbstractButton::mouseReleaseEvent(event);
}

void ActionButton::keyPressEvent(QKeyEvent* event)
{
    if (blocked() && pressesButtons(*event)) {
        if (!event->isAutoRepeat()) trigger();
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Escape) {
        event->ignore(); // the router decides
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void ActionButton::keyReleaseEvent(QKeyEvent* event)
{
    if (blocked() && pressesButtons(*event)) {
        event->accept();
        return;
    }
    QAbstractButton::keyReleaseEvent(event);
}

void ActionButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ActionButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void ActionButton::hideEvent(QHideEvent* event)
{
    if (m_turner) m_turner->stop();
    QAbstractButton::hideEvent(event);
}

void ActionButton::showEvent(QShowEvent* event)
{
    if (m_busy && m_turner && Theme::current().motion()) m_turner->start();
    QAbstractButton::showEvent(event);
}

PrimaryButton::PrimaryButton(const QString& words, QWidget* parent) : ActionButton(Look::Primary, words, parent) {}

SecondaryButton::SecondaryButton(const QString& words, QWidget* parent) : ActionButton(Look::Secondary, words, parent) {}

DangerButton::DangerButton(Kind kind, const QString& words, QWidget* parent)
    : ActionButton(kind == Kind::Opens ? Look::DangerOpens : Look::DangerDoes, words, parent)
{
    if (kind == Kind::Opens) setIconName(QStringLiteral("cancel"));
}

QuietButton::QuietButton(const QString& words, QWidget* parent) : ActionButton(Look::Quiet, words, parent)
{
    setSize(Size::Compact);
}

MainAction::MainAction(const QString& verb, const QString& what, QWidget* parent) : ActionButton(Look::MainAction, verb, parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setWords(verb, what);
}

void MainAction::setWords(const QString& verb, const QString& what)
{
    m_secondLine = what;
    setText(verb);
    describe();
    updateGeometry();
    update();
}

} // namespace cardwright::ui
