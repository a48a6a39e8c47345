#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QWidget>

namespace cardwright::ui {

class Field;
class Panel;
class PrimaryButton;
class SecondaryButton;
class TableModel;
class TableView;
class TextBlock;

/// Whom the HR file says goodbye to. It proposes to close the record, or to keep the card; the agent decides, one by one.
class LeaversPage final : public QWidget {
    Q_OBJECT

public:
    explicit LeaversPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void open();
    void clear();

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void closeWanted(const QString& userNumber);
    void personWanted(const QString& userNumber);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void ask();
    void showRows(std::vector<LeaverRow> rows);
    void present();
    void keep();
    const LeaverRow* chosen() const;

    DeskHub& m_hub;
    int m_asked = 0;
    std::vector<LeaverRow> m_rows;
    TextBlock* m_hint;
    TableView* m_table;
    TableModel* m_model;
    Panel* m_side;
    TextBlock* m_name;
    TextBlock* m_proposal;
    Field* m_reason;
    SecondaryButton* m_keep;
    SecondaryButton* m_close;
    SecondaryButton* m_look;
    TextBlock* m_trouble;
    SecondaryButton* m_back;
};

} // namespace cardwright::ui
