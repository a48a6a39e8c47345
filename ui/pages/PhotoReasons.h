#pragma once

#include "ui/bridge/PhotoPort.h"
#include "ui/widgets/Panel.h"

#include <string>
#include <vector>

class QVBoxLayout;

namespace cardwright::ui {

class SecondaryButton;

/// Why a photo is used although something is advised: the policy's list, each with its digit.
class PhotoReasons final : public Panel {
    Q_OBJECT

public:
    explicit PhotoReasons(QWidget* parent = nullptr);
    /// Digits work while this is seen and no field has the focus.
    void bindKeys(QWidget* page);
    void setReasons(const std::vector<PhotoReasonChoice>& reasons);
    void takeFocus();

Q_SIGNALS:
    void chosen(const std::string& reason);

private:
    void choose(std::size_t at);
    std::vector<PhotoReasonChoice> m_reasons;
    std::vector<SecondaryButton*> m_buttons;
    QVBoxLayout* m_rows;
};

} // namespace cardwright::ui
