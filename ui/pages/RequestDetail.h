#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class Field;
class Label;
class Panel;
class PrimaryButton;
class SecondaryButton;
class StepUpPanel;
class TextBlock;

QString requestKindWords(const std::string& kind);   ///< Position
QString requestStateWords(const std::string& state); ///< Waits for a decision
QString requestTitle(const RequestRow& row);         ///< the position; "Job title, Team"

/// One request, or one position that ends: what is asked, who may decide, and the decision. Buttons that are not this agent's stay in
/// their place and say why.
class RequestDetail final : public QWidget {
    Q_OBJECT

public:
    explicit RequestDetail(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void present(const RequestRow* request, const PositionRow* position); ///< both nullptr: nothing chosen
    bool stepBack(); ///< Esc: true when the step-up was open

Q_SIGNALS:
    void done();
    void personWanted(const QString& userNumber);
    void said(const QString& words);

private:
    void makeDecision(QVBoxLayout* column);
    void showFacts();
    void showDuties();
    void holdButtons();
    void decide(bool approve);
    void send(bool approve, CardAgain again);
    void takeBack();
    void end();
    void answered(const ActAnswer& answer, const QString& words);

    DeskHub& m_hub;
    std::optional<RequestRow> m_request;
    std::optional<PositionRow> m_position;
    Panel* m_panel;
    Label* m_name;
    TextBlock* m_why;
    QVBoxLayout* m_facts;
    QWidget* m_dutyList;
    QVBoxLayout* m_duties;
    Banner* m_outcome;
    Banner* m_trouble;
    Field* m_words;
    Field* m_typed;
    PrimaryButton* m_approve;
    SecondaryButton* m_refuse;
    SecondaryButton* m_withdraw;
    SecondaryButton* m_end;
    SecondaryButton* m_person;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
