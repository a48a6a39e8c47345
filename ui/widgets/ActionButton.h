#pragma once

#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QKeySequence>

class QTimer;

namespace cardwright::ui {

/// What all our buttons are: sign, words, key cap, and the states held (readable, says why when pressed), busy and chosen.
/// There is no greyed-out button: hold it or hide it. Wire clicked() as with every QAbstractButton; a held or busy button never emits it.
class ActionButton : public QAbstractButton {
    Q_OBJECT
public:
    enum class Size { Compact = 36, Default = 40, Choice = 44, Primary = 48, MainAction = 72, Holder = 64 };

    void setIconName(const QString& name); ///< empty = no sign
    QString iconName() const { return m_iconName; }
    /// The words on the cap, e.g. "Enter", "Ctrl K", "R". The key itself is bound at the KeyRouter.
    void setKeyCap(const QString& words);
    QString keyCap() const { return m_keyCap; }
    void setSize(Size size);

    /// Held: stays in its place, focusable; pressing it emits heldPressed(reason).
    void hold(const QString& reason);
    void release();
    bool isHeld() const { return m_held; }
    QString heldReason() const { return m_heldReason; }

    /// Busy: turning arc and an "-ing" word; the width does not change.
    void setBusy(const QString& word);
    void clearBusy();
    bool isBusy() const { return m_busy; }

    /// Presses the button as its key does: clicked() or heldPressed(), nothing while busy.
    void trigger();
    /// True when Enter alone may press it (everything but the filled danger button).
    virtual bool enterPresses() const { return true; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void heldPressed(const QString& reason);

protected:
    enum class Look { Primary, Secondary, DangerOpens, DangerDoes, Quiet, MainAction };
    ActionButton(Look look, const QString& words, QWidget* parent);

    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

    struct Colours {
        QColor ground, border, words, second, keyGround, keyBorder, keyWords;
    };
    Colours colours() const;
    bool blocked() const { return m_held || m_busy; }
    int iconSize() const;
    QFont wordsFont() const;
    int padding() const;
    int contentWidth(const QString& words) const;
    void paintGround(QPainter& painter, const Colours& look) const;
    void paintContent(QPainter& painter, const Colours& look) const;
    void describe();
    void turn();

    Look m_look;
    Size m_size;
    QString m_iconName;
    QString m_keyCap;
    QString m_heldReason;
    QString m_busyWord;
    QString m_secondLine;
    bool m_held = false;
    bool m_busy = false;
    bool m_heldDown = false;
    int m_arcTurn = 0;
    QTimer* m_turner = nullptr;
};

/// 48 high, accent: the one next thing of a page.
class PrimaryButton : public ActionButton {
    Q_OBJECT
public:
    explicit PrimaryButton(const QString& words, QWidget* parent = nullptr);
};

/// 40 high (44 in a footer or a choice); checkable = can be chosen (soft ground, outline, tick).
class SecondaryButton : public ActionButton {
    Q_OBJECT
public:
    explicit SecondaryButton(const QString& words, QWidget* parent = nullptr);
};

/// Opens = outlined, red words, opens the question. Does = filled red, does it: never first focus, never on Enter alone.
class DangerButton : public ActionButton {
    Q_OBJECT
public:
    enum class Kind { Opens, Does };
    DangerButton(Kind kind, const QString& words, QWidget* parent = nullptr);
    bool enterPresses() const override { return m_look != Look::DangerDoes; }
};

/// Words only.
class QuietButton : public ActionButton {
    Q_OBJECT
public:
    explicit QuietButton(const QString& words, QWidget* parent = nullptr);
};

/// The desk's large action, 72 high: verb on line one, what happens on line two, icon 28.
class MainAction : public ActionButton {
    Q_OBJECT
public:
    MainAction(const QString& verb, const QString& what, QWidget* parent = nullptr);
    void setWords(const QString& verb, const QString& what);
    QString secondLine() const { return m_secondLine; }
};

} // namespace cardwright::ui
