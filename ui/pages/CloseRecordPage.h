#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/pages/CardActPage.h"

namespace cardwright::ui {

class ChoiceField;
class Field;
class Panel;
class StepUpPanel;

/// Closes somebody's record, or opens it again. Closing says first what ends with it, wants a reason and the word CLOSE, and the agent's
/// card signs; reopening wants a reason, and brings nothing back.
class CloseRecordPage final : public CardActPage {
    Q_OBJECT

public:
    explicit CloseRecordPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys() override;
    void open(const PersonFile& file);

Q_SIGNALS:
    void done(const QString& userNumber, const QString& words);

protected:
    void submit() override;
    bool stepBack() override;
    void takeFocus() override;

private:
    void refresh();
    void showEnds();
    QString held() const;
    void sign(CardAgain again);

    PeopleRules m_rules;
    PersonFile m_file;
    bool m_busy = false;
    Panel* m_ends;
    ChoiceField* m_reason;
    Field* m_note;
    Field* m_word;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
