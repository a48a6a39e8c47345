#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"
#include "ui/pages/RequestWords.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class ActionButton;
class Banner;
class ComparePanel;
class Field;
class Label;
class Panel;
class PrimaryButton;
class RecordPapers;
class SecondaryButton;
class StepUpPanel;
class TextBlock;

/// One request, or one position: what is asked, who may decide, and the decision. Recording somebody is decided beside whoever is known
/// already, a change of who somebody is with the paper in the hand, a badge by printing it. Buttons that are not this agent's stay in
/// their place and say why.
class RequestDetail final : public QWidget {
    Q_OBJECT

public:
    explicit RequestDetail(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void present(const RequestRow* request, const PositionRow* position); ///< both nullptr: nothing chosen
    bool stepBack(); ///< Esc: true when the step-up or the comparison was open
    /// Who is known already, side by side with whom the request asks to record. The page gives it room: see comparing().
    ComparePanel* comparison() const { return m_compare; }
    bool isComparing() const noexcept { return m_comparing; }
    void hidePerson(); ///< on that person's own page

Q_SIGNALS:
    void done();
    void personWanted(const QString& userNumber);
    void badgesWanted(const cardwright::Guid& badge);
    void comparing(bool on);
    void said(const QString& words);

private:
    // RequestDetailLayout.cpp
    void makePage();
    void makeDecision(QVBoxLayout* column);
    void connectDecision();

    void showFacts();
    void showPositionFacts();
    void addFact(const QString& title, const QString& words);
    void showDuties();
    void showOutcome();
    void holdButtons();
    QString heldApproval() const;
    bool isOpen() const { return m_request && m_request->state == "open"; }
    bool isKind(const char* kind) const { return m_request && m_request->kind == kind; }
    bool wantsPapers() const { return isOpen() && m_request->decideHeld.empty() && (changesIdentity(*m_request) || changesNumber(*m_request)); }
    void decide(bool approve);
    void compare();
    void setComparing(bool on);
    void send(bool approve, CardAgain again);
    void takeBack();
    void end();
    void answered(const ActAnswer& answer, const QString& words);
    void showTrouble(const Failure& failure);

    DeskHub& m_hub;
    std::optional<RequestRow> m_request;
    std::optional<PositionRow> m_position;
    bool m_compared = false; ///< who is known already was asked for this request
    bool m_comparing = false;
    bool m_personHidden = false;
    int m_asked = 0;
    Panel* m_panel;
    Label* m_name;
    TextBlock* m_why;
    QVBoxLayout* m_facts;
    QWidget* m_dutyList;
    QVBoxLayout* m_duties;
    Banner* m_outcome;
    Banner* m_trouble;
    ComparePanel* m_compare;
    RecordPapers* m_papers;
    Panel* m_decision;
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
