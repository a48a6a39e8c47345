#pragma once

#include <QWidget>

namespace cardwright::ui {

class IconLabel;
class Label;
class PrimaryButton;
class SecondaryButton;

/// The screen turned to the holder while a reader with keys of its own asks for the passcode: what to type there, and how to stop it. It
/// takes no digits and shows none; every key of the agent's ends here until the reader was answered.
class HolderReaderView : public QWidget {
    Q_OBJECT
public:
    explicit HolderReaderView(QWidget* parent = nullptr);

    /// The reader asks now.
    void ask(const QString& holderName, const QString& title, const QString& line);
    /// It does not any more: neutral, until the agent takes the desk back.
    void rest(const QString& title, const QString& line);
    bool asks() const { return m_asks; }
    SecondaryButton* stopButton() const { return m_stop; }

Q_SIGNALS:
    void stopWanted(); ///< the job ends as soon as the reader lets go
    void handedBack();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildWork();
    void buildFooter();
    void stop();
    void say(const QString& title, const QString& line, const QString& sign);

    bool m_asks = false;
    Label* m_forCard;
    Label* m_holderName;
    IconLabel* m_sign;
    Label* m_title;
    Label* m_line;
    Label* m_howToStop;
    QWidget* m_work;
    QWidget* m_footer;
    SecondaryButton* m_stop;
    SecondaryButton* m_takeBack;
};

} // namespace cardwright::ui
