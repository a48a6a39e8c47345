#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/widgets/Panel.h"

#include <functional>

namespace cardwright::ui {

class Label;
class PasscodeEdit;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// The agent's card is asked once more, in place: what it will sign in one sentence, its passcode, and both answers. Esc leaves it.
/// The passcode goes from the field into the act and nowhere else; hiding the panel clears it.
class StepUpPanel final : public Panel {
    Q_OBJECT

public:
    /// `name`: object name; its parts are NAME-passcode, NAME-do, NAME-leave ...
    StepUpPanel(DeskHub& hub, const QString& name, QWidget* parent = nullptr);
    void bindKeys();
    /// `act` begins the deed with what was typed; its answer comes back through answered().
    void open(const QString& title, const QString& consequence, const QString& doWords, std::function<void(CardAgain)> act);
    void close();
    bool isOpen() const noexcept { return m_open; }
    /// Wrong passcode: asked again with the tries left. Anything else that failed: said, and the panel stays. True: done and closed.
    bool answered(const ActAnswer& answer);

Q_SIGNALS:
    void left();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void submit();
    void refresh();

    DeskHub& m_hub;
    std::function<void(CardAgain)> m_act;
    QString m_doWords;
    bool m_open = false;
    bool m_wrong = false;
    QString m_trouble;
    Label* m_title;
    TextBlock* m_consequence;
    PasscodeEdit* m_passcode;
    TextBlock* m_hint;
    PrimaryButton* m_do;
    SecondaryButton* m_leave;
};

} // namespace cardwright::ui
