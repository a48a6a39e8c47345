#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <set>
#include <string>

class QVBoxLayout;

namespace cardwright::ui {

class ChoiceField;
class Field;
class Label;
class ListRow;
class PageHead;
class Panel;
class PositionsBulk;
class RequestDetail;
class SecondaryButton;
class TextBlock;

/// Requests and positions: open, closed in the last 30 days, mine, and what ends soon. Filters at any length; one opens at the side, and
/// of the endings several at once.
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
    void badgesWanted(const cardwright::Guid& badge);
    void positionsWanted();
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // RequestsPageLayout.cpp
    void makePage();
    QWidget* makeList();
    QWidget* makeFilters();
    void makeTabs(QVBoxLayout* column);
    void connectParts();

    void stepBack();
    void which(RequestQuery::Which which);
    bool ending() const { return m_query.which == RequestQuery::Which::ending; }
    void ask();
    void showLists(RequestLists lists);
    void showFilters();
    void addRow(ListRow* row, const Guid& id, int number, bool last);
    void showNothing();
    void choose(const Guid& id);
    void pressed(const Guid& id);
    void setSeveral(bool on);
    void showSeveral();

    DeskHub& m_hub;
    SecondaryButton* m_back;
    SecondaryButton* m_catalogue;
    std::vector<SecondaryButton*> m_tabs;
    ChoiceField* m_kind;
    ChoiceField* m_days;
    SecondaryButton* m_several;
    SecondaryButton* m_all;
    Field* m_text;
    TextBlock* m_summary;
    Panel* m_rows;
    QWidget* m_list;
    RequestDetail* m_detail;
    PositionsBulk* m_bulk;
    RequestQuery m_query;
    RequestLists m_lists;
    Guid m_chosen;
    bool m_severalOn = false;
    std::set<std::string> m_together; ///< ids of positions chosen to be changed together
    int m_asks = 0;
};

} // namespace cardwright::ui
