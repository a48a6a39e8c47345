#pragma once

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

/// One exception: what it is about, what was seen, who may decide, and the decision. Buttons that are not this agent's stay in
/// their place and say why.
class ExceptionDetail final : public QWidget {
    Q_OBJECT

public:
    explicit ExceptionDetail(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void present(const ExceptionRow* row); ///< nullptr: nothing chosen
    /// Esc: true when the step-up was open.
    bool stepBack();

Q_SIGNALS:
    void decided();
    void draftWanted(const cardwright::Guid& id);
    void said(const QString& words);

private:
    void makeDecision(QVBoxLayout* column);
    void showFacts();
    void showDuties();
    void showDecision();
    void holdButtons();
    void begin(bool approve);

    DeskHub& m_hub;
    std::optional<ExceptionRow> m_row;
    Panel* m_panel;
    Label* m_name;
    TextBlock* m_reason;
    QVBoxLayout* m_facts;
    QWidget* m_dutyList;
    QVBoxLayout* m_duties;
    Banner* m_outcome;
    QWidget* m_decide;
    Field* m_words;
    PrimaryButton* m_approve;
    SecondaryButton* m_refuse;
    SecondaryButton* m_open;
    StepUpPanel* m_stepUp;
};

} // namespace cardwright::ui
