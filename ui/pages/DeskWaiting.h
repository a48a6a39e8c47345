#pragma once

#include "ui/bridge/DeskValues.h"
#include "ui/widgets/Panel.h"

namespace cardwright::ui {

/// Who waits at this desk while reader 2 is empty: parked applications, then the way to the worklists.
class DeskWaiting final : public Panel {
    Q_OBJECT

public:
    explicit DeskWaiting(QWidget* parent = nullptr);
    void present(const Worklist& worklist);

Q_SIGNALS:
    void draftWanted(const cardwright::Guid& id);
    void replacementWanted(const cardwright::ui::ReplacementRow& row);
    void worklistWanted();
};

} // namespace cardwright::ui
