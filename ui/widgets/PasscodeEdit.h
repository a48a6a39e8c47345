#pragma once

#include "core/base/SecureBytes.h"

#include <QWidget>

namespace cardwright::ui {

/// A passcode field: keys go straight into SecureBytes, dots are painted. No QString of digits ever exists, no input method, no clipboard,
/// no undo; assistive technology hears how many digits there are and nothing else. Hiding it clears it.
class PasscodeEdit : public QWidget {
    Q_OBJECT
public:
    explicit PasscodeEdit(QWidget* parent = nullptr);
    ~PasscodeEdit() override;

    void setMaximumLength(int digits); ///< 8 unless told
    int maximumLength() const { return m_maximum; }
    int count() const { return static_cast<int>(m_typed.size()); }
    /// Gives the digits (ASCII) away and is empty afterwards.
    SecureBytes take();
    void clear();
    void setWrong(bool wrong); ///< red outline; typing takes it back

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void countChanged(int count);
    void entered();  ///< Enter was pressed

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    bool event(QEvent* event) override;

private:
    void changed();
    SecureBytes m_typed;
    int m_maximum = 8;
    int m_caretTimer = 0;
    bool m_caret = true;
    bool m_wrong = false;
};

} // namespace cardwright::ui
