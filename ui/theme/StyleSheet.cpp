#include "ui/theme/StyleSheet.h"

#include "ui/theme/Theme.h"

namespace cardwright::ui {

namespace {

// No "color" for fields: Qt would thin the placeholder to half of it; the palette has both.
// @name is a colour of tokens.json; @hairline the width of a line. What is drawn by ourselves is not named here.
constexpr const char* sheet = R"(
QToolTip { background: @tooltip; color: @onTooltip; border: 0; padding: 6px 8px; }
QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox {
    background: @surface; border: @hairline solid @borderStrong; border-radius: 8px; padding: 0 11px;
    selection-background-color: @accent; selection-color: @onAccent; min-height: 38px;
}
QPlainTextEdit, QTextEdit { padding: 8px 7px; }
QLineEdit:hover, QPlainTextEdit:hover { background: @surfaceHover; }
QLineEdit:focus, QPlainTextEdit:focus { background: @surface; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border-color: @danger; }
QLineEdit[search="true"] { padding-left: 38px; min-height: 36px; }
QLineEdit[bare="true"] { border: 0; background: transparent; padding: 0; min-height: 20px; }
QMenu { background: @surface; color: @text; border: @hairline solid @borderStrong; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 8px 28px 8px 12px; border-radius: 6px; }
QMenu::item:selected { background: @accentSoft; color: @accentSoftText; }
QMenu::item:disabled { color: @textMuted; }
QMenu::separator { height: 1px; background: @border; margin: 6px 8px; }
QListView#comboList { background: @surface; color: @text; border: @hairline solid @borderStrong; padding: 4px; outline: 0; }
QListView#comboList::item { min-height: 34px; padding: 0 8px; border-radius: 6px; }
QListView#comboList::item:selected, QListView#comboList::item:hover { background: @accentSoft; color: @accentSoftText; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @borderStrong; border: 3px solid @page; border-radius: 6px; min-height: 32px; }
QScrollBar::handle:horizontal { background: @borderStrong; border: 3px solid @page; border-radius: 6px; min-width: 32px; }
QScrollBar::handle:hover { background: @textMuted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView { background: @surface; color: @text; border: @hairline solid @border; border-radius: 10px; gridline-color: @border; outline: 0; }
QTableView QScrollBar::handle:vertical { border-color: @surface; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QTableCornerButton::section { background: @surface; border: 0; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: @surface; color: @textMuted; border: 0; border-bottom: @hairline solid @border; padding: 0 12px; font-size: 13px; }
QHeaderView::section:first { padding-left: 20px; border-top-left-radius: 9px; }
QHeaderView::section:last { border-top-right-radius: 9px; }
)";

} // namespace

QString styleSheetOf(const Theme& theme)
{
    QString text = QString::fromLatin1(sheet);
    text.replace(QStringLiteral("@hairline"), QStringLiteral("%1px").arg(theme.hairline()));
    // Longest names first, so that @surface does not eat the head of @surfaceHover.
    for (int length = 24; length > 0; --length) {
        for (int index = 0; index < static_cast<int>(Colour::Count); ++index) {
            const QString name = tokenName(static_cast<Colour>(index));
            if (name.size() == length) text.replace(QLatin1Char('@') + name, theme.colour(static_cast<Colour>(index)).name());
        }
    }
    Q_ASSERT(!text.contains(QLatin1Char('@')));
    return text;
}

} // namespace cardwright::ui
