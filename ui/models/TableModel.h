#pragma once

#include "ui/theme/Theme.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>

namespace cardwright::ui {

/// One cell as TableDelegate draws it.
struct TableCell {
    QString words;
    QString icon;
    QString second;
    Tone tone = Tone::Plain;
    bool digits = false;
    bool strong = false;
};

/// Rows that somebody else keeps: a cell is made when it is drawn, so that ten thousand rows open at once.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    using Cell = std::function<TableCell(int row, int column)>;

    explicit TableModel(const QStringList& heads, QObject* parent = nullptr);
    void setRows(int count, Cell cell);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_heads;
    int m_count = 0;
    Cell m_cell;
};

} // namespace cardwright::ui
