#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QStackedWidget;

namespace cardwright::ui {

class Banner;
class CardFace;
class ComparePanel;
class Field;
class FlowFrame;
class PrimaryButton;
class RecordPapers;
class SecondaryButton;
class TextBlock;

/// Makes somebody's record, or changes it: who they are, work and contact, and before a new one is made, who is known already. What was
/// typed stays while one goes back and forth. Legal name and date of birth of somebody on record change by papers, in place. Whose role
/// does neither asks for it here: another decides, compares and holds the papers.
class RecordPage final : public QWidget {
    Q_OBJECT

public:
    explicit RecordPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void beginNew(const PersonTexts& fields);
    void beginChange(const PersonFile& file);
    /// A request in place of the deed.
    void askNew(const PersonTexts& fields);
    void askChange(const PersonFile& file);
    void clear(); ///< another agent's desk: nothing typed stays

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void recorded(const QString& userNumber, const QString& words);
    void asked(const QString& userNumber, const QString& words); ///< userNumber: empty for somebody new
    void personWanted(const QString& userNumber); ///< it is the same person

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum class Step { who, work, compare };
    struct Entry {
        std::string id;
        Field* field;
        QString hint;
        Step step;
    };
    // RecordPageLayout.cpp
    void makePage();
    QWidget* makeWho();
    QWidget* makeWork();
    QWidget* makeSide();
    Field* addField(QGridLayout* grid, int row, int column, const char* id, const QString& label, const QString& hint, Step step, int span = 1);
    void makePapers(QGridLayout* grid, int row);

    void begin(const PersonTexts& fields);
    PersonTexts typed() const;
    PersonTexts changes() const;
    bool identityChanged() const;
    bool numberChanged() const;
    QString held() const;
    QString heldByPapers() const;
    void goTo(Step step);
    void back();
    void next();
    QString nextWords() const;
    void refresh();
    // RecordPageShow.cpp
    void showSteps(bool byPaper);
    void showProblems();
    void showFace();
    // RecordPageActs.cpp
    void compare();
    void create();
    void change();
    void raise();
    void answered(const RecordAnswer& answer);
    void showTrouble(const Failure& failure);
    void takeFocus();

    DeskHub& m_hub;
    PeopleRules m_rules;
    bool m_new = true;
    bool m_asking = false;
    PersonFile m_file; ///< of the one who is changed
    Step m_step = Step::who;
    RecordCheck m_check;
    bool m_compared = false; ///< who is known already was asked for what is typed now
    bool m_filling = false;
    int m_asked = 0;
    std::vector<Entry> m_entries;
    FlowFrame* m_frame;
    QStackedWidget* m_steps;
    ComparePanel* m_comparison;
    CardFace* m_face;
    TextBlock* m_faceWords;
    Banner* m_trouble;
    RecordPapers* m_papers;
    Field* m_reason;
    TextBlock* m_askWords;
    Field* m_askReason;
    SecondaryButton* m_back;
    PrimaryButton* m_next;
};

} // namespace cardwright::ui
