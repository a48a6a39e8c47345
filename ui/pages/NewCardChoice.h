#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/widgets/Panel.h"

namespace cardwright::ui {

class SecondaryButton;
class TextBlock;
class VerdictRow;

/// The blank card in reader 2, and whether its holder chooses the passcode now or it is written locked.
class NewCardChoice final : public Panel {
    Q_OBJECT

public:
    /// name: object name; its parts are NAME-here, NAME-locked.
    NewCardChoice(DeskHub& hub, const QString& name, QWidget* parent = nullptr);
    void bindKeys(QWidget* page);
    bool locked() const;
    bool blankHere() const;
    void refresh();

Q_SIGNALS:
    void changed();

private:
    DeskHub& m_hub;
    VerdictRow* m_blank;
    SecondaryButton* m_here;
    SecondaryButton* m_locked;
    TextBlock* m_words;
};

} // namespace cardwright::ui
