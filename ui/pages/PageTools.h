#pragma once

#include "ui/bridge/DeskValues.h"
#include "ui/widgets/CardFacePainter.h"
#include "ui/widgets/KeyRouter.h"

#include <QLayout>
#include <QString>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace cardwright::ui {

class ActionButton;

/// Names a widget for tests and for people who do not see it.
template <typename Widget>
Widget* named(Widget* widget, const char* objectName, const QString& accessibleName = {})
{
    widget->setObjectName(QLatin1String(objectName));
    if (!accessibleName.isEmpty())
        widget->setAccessibleName(accessibleName);
    return widget;
}

/// Removes and deletes everything in a layout, so that it can be filled anew.
void emptyLayout(QLayout* layout);

/// "Cause. Next step. (CODE)": what went wrong, where there is one line for it.
QString failureLine(const Failure& failure);

/// A fact of a side panel: its name, so wide, and what it is.
QWidget* factLine(const QString& name, const QString& words, int nameWidth);

/// A column inside something that has margins of its own.
QVBoxLayout* plainColumn(QWidget* widget);

/// Scrolls the page until all of this widget is seen, once the layout has settled.
void bringIntoView(QWidget* widget);

/// Binds once the widget is inside a window; pages shown alone in a test have no router and no keys.
void bindKey(QWidget* owner, const QKeySequence& key, std::function<void()> action, KeyRouter::Condition condition = {});
void bindKey(QWidget* owner, const QKeySequence& key, ActionButton* button, KeyRouter::Condition condition = {});

/// Whose passcode is chosen, as the rules look at it.
PasscodeSubject subjectOf(const SubjectCard& card);
PasscodeSubject subjectOf(const Holder& holder, const std::string& serial);

/// The card of this person as it is printed.
CardFaceContent faceOf(const Holder& holder, const SiteInfo& site);
CardFaceContent blankFace(const SiteInfo& site);
CardFaceContent unknownFace();

/// "HVC00, Quayside House, desk 2"
QString placeLine(const SiteInfo& site);

} // namespace cardwright::ui
