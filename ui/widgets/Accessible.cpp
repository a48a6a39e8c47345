#include "ui/widgets/Accessible.h"

#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TextBlock.h"
#include "ui/widgets/Toast.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <cmath>
#include <cstring>

namespace cardwright::ui {

namespace {

constexpr const char* announcedProperty = "announced";

/// What is shared: the last announced sentence is the description where there is one.
class HouseAccessible : public QAccessibleWidget {
public:
    HouseAccessible(QWidget* widget, QAccessible::Role role) : QAccessibleWidget(widget, role) {}

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Description) {
            const QString own = widget()->accessibleDescription();
            const QString announced = widget()->property(announcedProperty).toString();
            return own.isEmpty() ? announced : own;
        }
        return QAccessibleWidget::text(kind);
    }
};

class ButtonAccessible : public HouseAccessible {
public:
    explicit ButtonAccessible(QAbstractButton* button) : HouseAccessible(button, button->isCheckable() ? QAccessible::CheckBox : QAccessible::Button) {}

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Name && button()->accessibleName().isEmpty()) return button()->text();
        return HouseAccessible::text(kind);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = HouseAccessible::state();
        state.checkable = button()->isCheckable();
        state.checked = button()->isChecked();
        state.pressed = button()->isDown();
        if (const auto* action = qobject_cast<const ActionButton*>(button())) state.busy = action->isBusy();
        return state;
    }

    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }

    void doAction(const QString& name) override
    {
        if (name != pressAction()) {
            HouseAccessible::doAction(name);
        } else if (auto* action = qobject_cast<ActionButton*>(object())) {
            action->trigger();
        } else {
            button()->click();
        }
    }

private:
    QAbstractButton* button() const { return static_cast<QAbstractButton*>(object()); }
};

/// Says that it is a passcode and how many digits it has. There is no text interface: nothing could be read, copied or spoken.
class PasscodeAccessible : public HouseAccessible {
public:
    explicit PasscodeAccessible(PasscodeEdit* edit) : HouseAccessible(edit, QAccessible::EditableText) {}

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value) return PasscodeEdit::tr("%n digit(s) typed", nullptr, static_cast<PasscodeEdit*>(object())->count());
        return HouseAccessible::text(kind);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = HouseAccessible::state();
        state.passwordEdit = true;
        state.editable = true;
        return state;
    }
};

class ProgressAccessible : public HouseAccessible {
public:
    explicit ProgressAccessible(ProgressBar* bar) : HouseAccessible(bar, QAccessible::ProgressBar) {}

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value) return ProgressBar::tr("%1 of 100").arg(std::lround(static_cast<ProgressBar*>(object())->value() * 100));
        return HouseAccessible::text(kind);
    }
};

/// Roles of the widgets that only show something.
QAccessible::Role roleOf(QObject* object)
{
    if (qobject_cast<QuestionPanel*>(object) || qobject_cast<ConfirmPanel*>(object) || qobject_cast<ReaderTileView*>(object)) return QAccessible::Grouping;
    if (qobject_cast<Banner*>(object) || qobject_cast<Toast*>(object)) return QAccessible::AlertMessage;
    if (qobject_cast<HolderPasscodeView*>(object)) return QAccessible::Pane;
    if (qobject_cast<CardFace*>(object)) return QAccessible::Graphic;
    if (qobject_cast<JobStepRow*>(object) || qobject_cast<FactRow*>(object) || qobject_cast<VerdictRow*>(object)) return QAccessible::ListItem;
    if (qobject_cast<StatusPill*>(object) || qobject_cast<TextBlock*>(object) || qobject_cast<DigitsLabel*>(object) || qobject_cast<Timeline*>(object) ||
        qobject_cast<RouteSlots*>(object) || qobject_cast<MeterTile*>(object)) {
        return QAccessible::StaticText;
    }
    return QAccessible::NoRole;
}

QAccessibleInterface* make(const QString&, QObject* object)
{
    if (!object || !object->isWidgetType()) return nullptr;
    if (auto* edit = qobject_cast<PasscodeEdit*>(object)) return new PasscodeAccessible(edit);
    if (auto* bar = qobject_cast<ProgressBar*>(object)) return new ProgressAccessible(bar);
    if (auto* button = qobject_cast<QAbstractButton*>(object)) {
        // Ours; Qt's own buttons have their own interfaces.
        const char* name = object->metaObject()->className();
        const bool ours = std::strncmp(name, "cardwright::", 12) == 0 || std::strcmp(name, "QAbstractButton") == 0;
        return ours ? new ButtonAccessible(button) : nullptr;
    }
    const QAccessible::Role role = roleOf(object);
    return role == QAccessible::NoRole ? nullptr : new HouseAccessible(static_cast<QWidget*>(object), role);
}

} // namespace

void installAccessibility()
{
    QAccessible::removeFactory(make);
    QAccessible::installFactory(make);
}

void announce(QWidget* widget, const QString& sentence)
{
    widget->setProperty(announcedProperty, sentence);
    QAccessibleEvent said(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
    QAccessibleEvent described(widget, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&described);
}

} // namespace cardwright::ui
