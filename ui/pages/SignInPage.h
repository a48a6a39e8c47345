#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/presenters/SignInPresenter.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class ConnectionPill;
class IconLabel;
class Label;
class PasscodeEdit;
class PrimaryButton;
class TextBlock;

/// The first screen, and the lock over a kept work state: reader 1, a passcode, what is wrong and who may help. Nothing on it says
/// whose card or record anything is.
class SignInPage : public QWidget {
    Q_OBJECT

public:
    explicit SignInPage(DeskHub& hub, QWidget* parent = nullptr);
    /// Why the page is shown, and whether the agent's work lies under it.
    void setClosed(DeskClosed closed, bool workKept);
    void setJob(LeftJob job);
    void bindKeys();

Q_SIGNALS:
    void helpWanted();
    void diagnosisWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeLeft();
    void makeEntry(QVBoxLayout* column);
    QWidget* makeFoot();
    void cardChanged();
    void refresh();
    void showView(const SignInView& view);
    void showHelp(const SignInView& view);
    void submit();
    void answer(const SignInAnswer& answer);
    int leftWidth() const;

    DeskHub& m_hub;
    QWidget* m_left;
    ConnectionPill* m_pill;
    Banner* m_job;
    IconLabel* m_cardSign;
    Label* m_cardLine;
    Label* m_title;
    Label* m_fieldLabel;
    PasscodeEdit* m_passcode;
    PrimaryButton* m_go;
    TextBlock* m_hint;
    Banner* m_notice;
    Label* m_helpTitle;
    QVBoxLayout* m_help;
    Label* m_footer;
    DeskClosed m_closed = DeskClosed::firstSignIn;
    bool m_workKept = false;
    LeftJob m_leftJob = LeftJob::none;
    std::optional<SignInAnswer> m_answer;
    QString m_shownHelp; ///< rows are made anew only when their words changed
};

} // namespace cardwright::ui
