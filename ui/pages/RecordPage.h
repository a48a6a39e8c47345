#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <vector>

class QGridLayout;
class QStackedWidget;

namespace cardwright::ui {

class Banner;
class CardFace;
class CheckRow;
class ChoiceField;
class ComparePanel;
class Field;
class FlowFrame;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TextBlock;

/// Makes somebody's record, or changes it: who they are, work and contact, and before a new one is made, who is known already. What was
/// typed stays while one goes back and forth. Legal name and date of birth of somebody on record change by papers, in place.
class RecordPage final : public QWidget {
    Q_OBJECT

public:
    explicit RecordPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void beginNew(const PersonTexts& fields);
    void beginChange(const PersonFile& file);
    void clear(); ///< another agent's desk: nothing typed stays

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void recorded(const QString& userNumber, const QString& words);
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
    QWidget* makeWho();
    QWidget* makeWork();
    QWidget* makeSide();
    Field* addField(QGridLayout* grid, int row, int column, const char* id, const QString& label, const QString& hint, Step step, int span = 1);
    void makePapers(QGridLayout* grid, int row);
    void begin(const PersonTexts& fields);
    PersonTexts typed() const;
    PersonTexts changes() const;
    bool identityChanged() const;
    QString held() const;
    void goTo(Step step);
    void back();
    void next();
    void refresh();
    void showProblems();
    void showFace();
    void compare();
    void create();
    void change();
    void answered(const RecordAnswer& answer);
    void showTrouble(const Failure& failure);
    void takeFocus();

    DeskHub& m_hub;
    PeopleRules m_rules;
    bool m_new = true;
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
    Panel* m_papers;
    ChoiceField* m_paperKind;
    Field* m_paperNumber;
    Field* m_paperDated;
    CheckRow* m_paperOriginal;
    Field* m_reason;
    SecondaryButton* m_back;
    PrimaryButton* m_next;
};

} // namespace cardwright::ui
