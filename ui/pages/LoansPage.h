#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

namespace cardwright::ui {

class SecondaryButton;
class TableModel;
class TableView;
class TextBlock;

/// The custodian's log of this desk's temporary cards. Reading it is an entry: asked for when it is shown.
class LoansPage final : public QWidget {
    Q_OBJECT

public:
    explicit LoansPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void leaving();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void ask();
    void showLists(LoanLists lists);

    DeskHub& m_hub;
    LoanLists m_lists;
    int m_asks = 0;
    TextBlock* m_words;
    TableView* m_table;
    TableModel* m_model;
    SecondaryButton* m_back;
};

} // namespace cardwright::ui
