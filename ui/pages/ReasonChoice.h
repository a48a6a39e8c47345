#pragma once

#include "ui/widgets/Panel.h"

#include <string>
#include <vector>

class QGridLayout;

namespace cardwright::ui {

class SecondaryButton;
class TextBlock;

/// Why a card is ended: one of a short list, each with its digit, and under it when it is the right one.
class ReasonChoice final : public Panel {
    Q_OBJECT

public:
    /// name: object name; the reasons are NAME-1, NAME-2 ...
    ReasonChoice(const QString& title, const QString& name, QWidget* parent = nullptr);
    /// Digits work while this is seen and no field has the focus.
    void bindKeys(QWidget* page);
    void setReasons(const std::vector<std::string>& reasons, const std::string& chosen);
    /// Empty: none yet.
    const std::string& chosen() const noexcept { return m_chosen; }
    void takeFocus();

Q_SIGNALS:
    void changed();

private:
    void choose(std::size_t at);
    std::vector<std::string> m_reasons;
    std::vector<SecondaryButton*> m_buttons;
    std::string m_chosen;
    QString m_name;
    QGridLayout* m_grid;
    TextBlock* m_more;
};

} // namespace cardwright::ui
