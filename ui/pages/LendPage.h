#pragma once

#include "ui/pages/CardActPage.h"

class QGridLayout;

namespace cardwright::ui {

class CheckRow;
class Field;

/// A temporary card goes out: who answers for it, who takes it and how they were identified. The borrower then types a passcode.
class LendPage final : public CardActPage {
    Q_OBJECT

public:
    explicit LendPage(DeskHub& hub, QWidget* parent = nullptr);
    /// What was typed for the same card stays.
    void open(const SubjectCard& card);
    void clear(); ///< another agent's desk
    LoanOrder order() const;
    const SubjectCard& card() const noexcept { return m_card; }

Q_SIGNALS:
    void holderTurnWanted();

protected:
    void submit() override { Q_EMIT holderTurnWanted(); }
    void takeFocus() override;

private:
    Field* addField(QGridLayout* grid, int row, int column, const QString& label, const char* name);
    void refresh();
    void emptyFields();
    QString missing() const;

    SubjectCard m_card;
    Field* m_responsible;
    Field* m_telephone;
    Field* m_email;
    Field* m_borrower;
    Field* m_number;
    Field* m_identified;
    Field* m_reason;
    Field* m_until;
    CheckRow* m_present;
};

} // namespace cardwright::ui
