#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PhotoPort.h"
#include "ui/widgets/Panel.h"

class QVBoxLayout;

namespace cardwright::ui {

class TextBlock;

/// How often a photo was used with a reason, by reason and by check. Counted when it is opened; nobody is named.
class PhotoReport final : public Panel {
    Q_OBJECT

public:
    explicit PhotoReport(DeskHub& hub, QWidget* parent = nullptr);
    /// Counts anew and shows it; a second time puts it away.
    void toggle();
    void clear();

private:
    void show(const PhotoFigures& figures);
    DeskHub& m_hub;
    TextBlock* m_words;
    QVBoxLayout* m_rows;
    int m_asks = 0;
};

} // namespace cardwright::ui
