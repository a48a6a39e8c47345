#pragma once

class QWidget;
class QString;

namespace cardwright::ui {

/// Tells assistive technology about our own widgets: buttons with their held reason and busy state, rows, the passcode field that says only
/// how many digits it has. Installed once with the theme's first window.
void installAccessibility();

/// Says a sentence to assistive technology on behalf of a widget (QAccessible::updateAccessibility).
void announce(QWidget* widget, const QString& sentence);

} // namespace cardwright::ui
