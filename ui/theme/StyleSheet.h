#pragma once

#include <QString>

namespace cardwright::ui {

class Theme;

/// The one style sheet: grounds, borders and paddings of Qt's own controls, filled with the theme's colours.
QString styleSheetOf(const Theme& theme);

} // namespace cardwright::ui
