#pragma once

#include "ui/pages/CardActPage.h"
#include "ui/presenters/ActPresenter.h"

namespace cardwright::ui {

class Field;
class Panel;

/// One screen says what will be done: passcode change, test, all that is due, clearing, a temporary card's return.
class ActPage final : public CardActPage {
    Q_OBJECT

public:
    explicit ActPage(DeskHub& hub, QWidget* parent = nullptr);
    void open(DeskAct act, const SubjectCard& card, const DeskAnswers& answers);
    DeskAct act() const noexcept { return m_act; }
    const ActView& view() const noexcept { return m_view; }
    /// The card as it was when the page opened: another one put in meanwhile is refused by its sight.
    const SubjectCard& card() const noexcept { return m_card; }
    QString note() const;

Q_SIGNALS:
    void begins();

protected:
    void submit() override { Q_EMIT begins(); }

private:
    DeskAct m_act = DeskAct::test;
    SubjectCard m_card;
    ActView m_view;
    Panel* m_lines;
    Field* m_note;
};

} // namespace cardwright::ui
