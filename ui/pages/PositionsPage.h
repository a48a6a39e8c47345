#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

#include <string>

namespace cardwright::ui {

class ListRow;
class Panel;
class PositionsForm;
class PositionsList;
class SecondaryButton;
class TextBlock;

/// The catalogue of positions, and which of them each sponsor gives without asking. Everybody reads what is theirs to see; whose role
/// does not keep it reads why.
class PositionsPage final : public QWidget {
    Q_OBJECT

public:
    explicit PositionsPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void leaving();
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makePage();
    void setLists(bool lists);
    void ask();
    void showView(CatalogueView view);
    void showRows();
    void addRow(ListRow* row, const std::string& id, int number, bool last);
    void choose(const std::string& id);
    QString held() const;

    DeskHub& m_hub;
    CatalogueView m_view;
    bool m_lists = false;   ///< delegated lists, not the catalogue
    bool m_opening = false; ///< a new position is typed
    std::string m_chosen;   ///< id of the catalogue, or a sponsor's number
    int m_asks = 0;
    SecondaryButton* m_catalogueTab;
    SecondaryButton* m_listsTab;
    SecondaryButton* m_new;
    SecondaryButton* m_back;
    TextBlock* m_summary;
    Panel* m_rows;
    PositionsForm* m_form;
    PositionsList* m_list;
};

} // namespace cardwright::ui
