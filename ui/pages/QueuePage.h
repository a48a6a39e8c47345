#pragma once

#include "ui/bridge/DeskHub.h"

#include <QTimer>
#include <QWidget>

namespace cardwright::ui {

class Banner;
class Label;
class MeterTile;
class PageHead;
class SecondaryButton;
class TableModel;
class TableView;

/// What is only on this desk, and how long the desk may go on alone.
class QueuePage final : public QWidget {
    Q_OBJECT

public:
    explicit QueuePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void ask();
    void showRows(std::vector<QueueRow> rows);
    void showCentre();
    void showMeters();
    void tick();

    DeskHub& m_hub;
    PageHead* m_head;
    Banner* m_standing; ///< closed, rolled back, forked
    Banner* m_banner;
    SecondaryButton* m_try;
    MeterTile* m_days;
    MeterTile* m_issues;
    MeterTile* m_unlocks;
    MeterTile* m_numbers;
    TableView* m_table;
    TableModel* m_model;
    std::vector<QueueRow> m_rows;
    QTimer m_tick;
};

} // namespace cardwright::ui
