#pragma once

#include "core/base/Bytes.h"
#include "core/base/SecureBytes.h"
#include "ui/widgets/HolderAsk.h"

#include <QString>
#include <QVector>
#include <QWidget>

#include <functional>

namespace cardwright::ui {

class Label;
class PrimaryButton;
class SecondaryButton;
class PasscodeCells;
class PasscodeKeypad;
class PasscodeRuleList;

/// A rule shown live to the holder; it ticks as it becomes true.
struct HolderRule {
    QString words; ///< "Not your date of birth"
    QString rest;  ///< what is still to do: "one more to go"
    bool holds = false;
};

/// Sees the ASCII digits typed so far (and the passcode they replace, where it was typed before them), must keep nothing of them, and is
/// asked after every key. All rules have to hold.
using HolderJudge = std::function<QVector<HolderRule>(ByteView digits, ByteView old)>;

/// The screen turned to the holder: large cells with dots, keypad, live rules, two typings. Nothing of the agent's is on it; it takes every key.
/// Without a judge the one rule is the length. Both typings must be the same; if not, the holder starts again.
/// Secrets never leave SecureBytes; hiding the view clears them.
class HolderPasscodeView : public QWidget {
    Q_OBJECT
public:
    enum class Phase { Known, First, Second, Finished };
    explicit HolderPasscodeView(QWidget* parent = nullptr);
    ~HolderPasscodeView() override;

    /// Empty and ready for the holder of this name. `warning`: said above the cells as long as the known passcode is typed.
    void begin(const QString& holderName, HolderAsk ask = HolderAsk::NewTwice, const QString& warning = {});
    void setLength(int minimum, int maximum);
    void setJudge(HolderJudge judge);

    Phase phase() const { return m_phase; }
    int count() const;
    /// The passcode both typings agree on; once, after finished().
    SecureBytes takePasscode();
    /// Likewise the one that the holder had.
    SecureBytes takeKnown();
    PrimaryButton* nextButton() const { return m_next; }
    SecondaryButton* stopButton() const { return m_stop; }

Q_SIGNALS:
    void typing();                     ///< for the agent: "the holder is typing"; nothing else is told
    void finished();                   ///< take it with takePasscode(); the view shows a neutral screen until the agent takes the desk back
    void stopped();
    void handedBack();                 ///< the agent pressed "Take the desk back" on the neutral screen

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildWork();
    void buildNeutral();
    void buildFooter();
    void showNeutral(const QString& title, const QString& line);
    void digit(int value);
    void backspace();
    void clearTyped();
    void advance();
    void finish(const QString& title);
    void stop();
    void refresh();
    void showPhase();
    QVector<HolderRule> judged() const;
    void forget();

    SecureBytes m_typed;
    SecureBytes m_known;
    SecureBytes m_first;
    SecureBytes m_agreed;
    HolderJudge m_judge;
    int m_minimum = 6;
    int m_maximum = 8;
    Phase m_phase = Phase::First;
    bool m_differed = false;
    HolderAsk m_ask = HolderAsk::NewTwice;
    QString m_warning;
    QString m_holder;

    Label* m_forCard;
    Label* m_holderName;
    Label* m_step;
    Label* m_title;
    Label* m_difference;
    Label* m_privacy;
    PasscodeCells* m_cells;
    PasscodeRuleList* m_ruleList;
    PasscodeKeypad* m_keypad;
    QWidget* m_work;
    QWidget* m_neutral;
    QWidget* m_footer;
    Label* m_neutralTitle;
    Label* m_neutralLine;
    SecondaryButton* m_stop;
    PrimaryButton* m_next;
    SecondaryButton* m_takeBack;
};

} // namespace cardwright::ui
