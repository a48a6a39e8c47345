#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

namespace cardwright::ui {

class Banner;
class ConnectionPill;
class IconLabel;
class Label;
class ListRow;
class PasscodeEdit;
class PrimaryButton;
class QuietButton;
class TextBlock;

/// The first screen, and what remains when the agent's card is taken out: reader 1, its name, a passcode.
class SignInPage : public QWidget {
    Q_OBJECT

public:
    explicit SignInPage(DeskHub& hub, QWidget* parent = nullptr);
    /// Why the desk is locked; empty before the first sign-in.
    void setReason(const QString& sentence);
    void bindKeys();

Q_SIGNALS:
    void helpWanted();
    void diagnosisWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHelpList();
    void showCard();
    void showCentre();
    void submit();
    void answer(const SignInAnswer& answer);
    int leftWidth() const;

    DeskHub& m_hub;
    IconLabel* m_cardSign;
    Label* m_cardLine;
    Label* m_greeting;
    Label* m_fieldLabel;
    PasscodeEdit* m_passcode;
    PrimaryButton* m_go;
    TextBlock* m_hint;
    Banner* m_banner;
    ConnectionPill* m_pill;
    Label* m_site;
    Label* m_place;
    Label* m_footer;
    QWidget* m_left;
    QString m_reason;
    bool m_wrong = false;
    std::optional<int> m_triesLeft;
};

} // namespace cardwright::ui
