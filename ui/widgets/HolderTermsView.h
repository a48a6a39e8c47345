#pragma once

#include <QDateTime>
#include <QString>
#include <QVector>
#include <QWidget>

namespace cardwright::ui {

class Label;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// A heading and the paragraphs under it, as the holder reads them.
struct ReadingSection {
    QString title;
    QVector<QString> paragraphs;
};

/// One page of a text: its sections, and which of the text's they are.
struct HolderPage {
    QVector<ReadingSection> sections;
    int first = 0;
    int last = 0;
};

/// One text: the notice, or the terms. Its sections are kept whole and put on as many pages as the screen needs.
struct ReadingText {
    QString name;   ///< "Privacy notice"
    QString title;
    QString about;  ///< one line under the title; may be empty
    QVector<ReadingSection> sections;
    QString ending; ///< above the button of the last page; may be empty
    QString agree;  ///< the last page's button: "I have read this"
};

/// The screen turned to the holder to read: the notice, then the terms, page by page. Space, Page Down and the arrows turn pages, Enter
/// agrees on the last page of each text and nowhere else, Esc stops. It takes every key: nothing of the agent's is reached from here.
class HolderTermsView : public QWidget {
    Q_OBJECT
public:
    explicit HolderTermsView(QWidget* parent = nullptr);

    void begin(const QString& holderName, const QVector<ReadingText>& texts);
    /// Only to read: nothing is asked and nothing is agreed to. Leaving it anywhere ends in the neutral screen.
    void beginHelp(const ReadingText& text);
    bool helping() const { return m_helping; }

    int text() const { return m_text; } ///< which is read, from 0
    int page() const { return m_page; } ///< of that text, from 0
    int pages() const;                  ///< of that text
    bool reading() const { return m_reading; }
    PrimaryButton* agreeButton() const { return m_agree; }
    SecondaryButton* turnButton() const { return m_turn; }
    SecondaryButton* stopButton() const { return m_stop; }

Q_SIGNALS:
    void turned();                     ///< for the agent's clock: somebody is reading
    void agreed(int text);             ///< each text once, in order
    void finished();                   ///< all of them; the view stays as it is until another screen takes its place
    void stopped();                    ///< they would not (never of help); the view shows a neutral screen until the agent takes the desk back
    void handedBack();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void buildFooter();
    void layOutPages();
    void showPage();
    void turn(int by);
    void agree();
    void stop();
    bool lastPage() const;

    QVector<ReadingText> m_texts;
    QVector<HolderPage> m_pages;   ///< of the text that is read
    int m_text = 0;
    int m_page = 0;
    int m_seen = 0;                ///< the furthest page of this text
    bool m_reading = false;
    bool m_helping = false;

    QWidget* m_work;
    QWidget* m_paper;
    QWidget* m_footer;
    QWidget* m_neutral;
    Label* m_forCard;
    Label* m_holderName;
    Label* m_progress;
    Label* m_title;
    TextBlock* m_about;
    SecondaryButton* m_stop;
    SecondaryButton* m_back;
    SecondaryButton* m_turn;
    PrimaryButton* m_agree;
    SecondaryButton* m_takeBack;
};

} // namespace cardwright::ui
