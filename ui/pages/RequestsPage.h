#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class ChoiceField;
class Field;
class ListRow;
class Panel;
class RequestDetail;
class SecondaryButton;
class TextBlock;

/// Requests and positions: open, closed in the last 30 days, mine, and what ends soon. Filters at any length; one opens at the side.
class RequestsPage final : public QWidget {
    Q_OBJECT

public:
    explicit RequestsPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// Another agent's desk: nothing chosen, nothing typed.
    void clear();

Q_SIGNALS:
    void leaving();
    void personWanted(const QString& userNumber);
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeFilters();
    void which(RequestQuery::Which which);
    void ask();
    void showLists(RequestLists lists);
    void addRow(ListRow* row, const Guid& id, int number, bool last);
    ListRow* rowOf(const RequestRow& row);
    ListRow* rowOf(const PositionRow& row);
    void choose(const Guid& id);

    DeskHub& m_hub;
    SecondaryButton* m_back;
    std::vector<SecondaryButton*> m_tabs;
    ChoiceField* m_kind;
    ChoiceField* m_days;
    Field* m_text;
    TextBlock* m_summary;
    Panel* m_rows;
    RequestDetail* m_detail;
    RequestQuery m_query;
    RequestLists m_lists;
    Guid m_chosen;
    int m_asks = 0;
};

} // namespace cardwright::ui
