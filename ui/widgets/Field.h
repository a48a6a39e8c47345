#pragma once

#include "ui/widgets/Label.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>

class QHBoxLayout;

namespace cardwright::ui {

/// Label above, a 40 px control, hint below; wrong = red outline, octagon and a sentence with the distance to right.
/// Check when edited() comes (the field was left), not while typing; typing takes the wrong state back to the hint.
class FieldFrame : public QWidget {
    Q_OBJECT
public:
    void setLabel(const QString& words);
    void setHint(const QString& words);
    void setWrong(const QString& sentence);
    void clearWrong();
    bool isWrong() const { return m_wrong; }
    QString message() const { return m_message->text(); }

protected:
    FieldFrame(const QString& label, QWidget* control, QWidget* parent);
    void describe();
    void focusInEvent(QFocusEvent* event) override;
    QWidget* m_control;

private:
    void showMessage();
    Label* m_label;
    IconLabel* m_sign;
    Label* m_message;
    QString m_hint;
    QString m_sentence;
    bool m_wrong = false;
};

class Field : public FieldFrame {
    Q_OBJECT
public:
    explicit Field(const QString& label, QWidget* parent = nullptr);
    QLineEdit* edit() const { return m_edit; }
    QString text() const { return m_edit->text(); }
    /// Filled by program: a text too long for the field shows its beginning until somebody types in it.
    void setText(const QString& text);
    /// A path: its end names the file, and is what is shown.
    void setPath() { m_path = true; }
    void setPlaceholder(const QString& text) { m_edit->setPlaceholderText(text); }

Q_SIGNALS:
    void edited();                       ///< left or Enter: time to check
    void textChanged(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool isTypedIn() const;
    void showFromStart();
    QLineEdit* m_edit;
    bool m_path = false;
};

/// The same with a choice instead of a line.
class ChoiceField : public FieldFrame {
    Q_OBJECT
public:
    explicit ChoiceField(const QString& label, QWidget* parent = nullptr);
    QComboBox* box() const { return m_box; }

Q_SIGNALS:
    void chosen(int index);

private:
    QComboBox* m_box;
};

/// The search in the top bar: sign left, key cap right.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(QWidget* parent = nullptr);
    void setKeyCap(const QString& words);

Q_SIGNALS:
    void searchChanged(const QString& text);
    void movedDown();   ///< Down or Enter: into the results
    void left();        ///< Esc: empties it, then goes back

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_keyCap;
};

/// 20 px box, title and a quiet second line.
class CheckRow : public QAbstractButton {
    Q_OBJECT
public:
    explicit CheckRow(const QString& title, const QString& second = {}, QWidget* parent = nullptr);
    void setSecond(const QString& second);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void describe();
    QString m_second;
};

} // namespace cardwright::ui
