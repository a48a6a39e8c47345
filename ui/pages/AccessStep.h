#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/pages/FlowPage.h"

namespace cardwright::ui {

class AccessPanel;
class Banner;

/// What the person will work with: positions asked for, given, approved. Says why it is not finished where the site wants one first.
class AccessStep final : public FlowPage {
    Q_OBJECT

public:
    AccessStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys() override;

protected:
    void refresh() override;
    void takeFocus() override;
    void showEvent(QShowEvent* event) override;

private:
    AccessPanel* m_panel;
    Banner* m_standing;
    PrimaryButton* m_next;
};

} // namespace cardwright::ui
