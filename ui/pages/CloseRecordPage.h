#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/pages/CardActPage.h"

namespace cardwright::ui {

class ChoiceField;
class Field;
class Panel;
class StepUpPanel;

/// Closes somebody's record, or opens it again. Closing says first what ends with it, wants a reason and the word CLOSE, and the agent's
/// card signs; reopening wants a reason, and brings nothing back. Whose role only asks raises the request here.
class CloseRecordPage final : public CardActPage {
    Q_OBJECT

public:
    explicit CloseRecordPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys() override;
    void open(const PersonFile& file);
    void ask(const PersonFile& file); ///< a request in place of the deed

Q_SIGNALS:
    void done(const QString& userNumber, const QString& words);

protected:
    void submit() override;
    bool stepBack() override;
    void takeFocus() override;

private:
    void begin(const PersonFile& file, bool asking);
    void refresh();
    void askRequests();
    void showEnds();
    void addEnd(const QString& icon, const QString& title, const QString& second);
    QString headline() const;
    QString held() const;
    void sign(CardAgain again);
    void raise();
    void reopen();
    std::string reason() const;

    PeopleRules m_rules;
    PersonFile m_file;
    std::vector<RequestRow> m_requests; ///< open ones about them
    bool m_asking = false;
    int m_asked = 0;
    Panel* m_ends;
    ChoiceField* m_reason;
    Field* m_note;
    Field* m_word;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
