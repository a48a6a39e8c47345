#pragma once

#include "ui/widgets/HolderPasscodeView.h"

#include <functional>

namespace cardwright::ui {

/// Eight cells of 60 x 76: six solid, two dashed, dots for what is typed, the ring on the next one. Shrinks where there is less room.
class PasscodeCells : public QWidget {
    Q_OBJECT
public:
    explicit PasscodeCells(QWidget* parent);
    void setState(int count, int minimum, int maximum);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_count = 0;
    int m_minimum = 6;
    int m_maximum = 8;
};

/// The rules, each with a circle that ticks.
class PasscodeRuleList : public QWidget {
    Q_OBJECT
public:
    explicit PasscodeRuleList(QWidget* parent);
    /// anyTyped: with nothing typed no rule is ticked, however true.
    void setRules(const QVector<HolderRule>& rules, bool anyTyped);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<HolderRule> m_rules;
    bool m_anyTyped = false;
};

/// Ten digits, Clear and backspace for touch. Its keys never take the focus.
class PasscodeKeypad : public QWidget {
    Q_OBJECT
public:
    explicit PasscodeKeypad(QWidget* parent);
    std::function<void(int)> onDigit;
    std::function<void()> onClear;
    std::function<void()> onBackspace;
};

} // namespace cardwright::ui
