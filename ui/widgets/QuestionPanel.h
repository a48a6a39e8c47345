#pragma once

#include "ui/widgets/Panel.h"

#include <QVector>

class QComboBox;
class QPropertyAnimation;

namespace cardwright::ui {

class SecondaryButton;
class DangerButton;

/// The likeness question under the card: takes the focus itself, Y and N answer, Enter does nothing until then.
class QuestionPanel : public Panel {
    Q_OBJECT
public:
    enum class Answer { None, Yes, No };
    QuestionPanel(const QString& question, const QString& line, QWidget* parent = nullptr);
    void setQuestion(const QString& question, const QString& line);
    void setAnswerWords(const QString& yes, const QString& no);
    Answer answer() const { return m_answer; }
    void setAnswer(Answer answer); ///< shows it, emits nothing
    SecondaryButton* yesButton() const { return m_yes; }
    SecondaryButton* noButton() const { return m_no; }

Q_SIGNALS:
    void answered(cardwright::ui::QuestionPanel::Answer answer);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(Answer answer);
    Label* m_question;
    TextBlock* m_line;
    SecondaryButton* m_yes;
    SecondaryButton* m_no;
    Answer m_answer = Answer::None;
};

/// A question in place, no dialog: grows downwards (180 ms) with consequence, reason and both answers. Esc closes it, only Ctrl Enter does it.
class ConfirmPanel : public QWidget {
    Q_OBJECT
public:
    ConfirmPanel(const QString& question, const QString& consequence, QWidget* parent = nullptr);
    void setWords(const QString& question, const QString& consequence);
    void setAnswers(const QString& keep, const QString& doIt);
    void setReasons(const QStringList& reasons); ///< empty = no choice is shown
    int reason() const;
    void setFootnote(const QString& words);
    void open();  ///< focus goes to the reasons or to keep, never to the red button
    void close();
    bool isOpen() const { return m_open; }
    SecondaryButton* keepButton() const { return m_keep; }
    DangerButton* doButton() const { return m_do; }

Q_SIGNALS:
    void kept();
    void confirmed(int reason);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Label* m_question;
    TextBlock* m_consequence;
    QComboBox* m_reasons;
    Label* m_footnote;
    SecondaryButton* m_keep;
    DangerButton* m_do;
    QPropertyAnimation* m_growth;
    bool m_open = false;
};

} // namespace cardwright::ui
