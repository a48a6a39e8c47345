#include "ui/models/TableModel.h"

#include "ui/widgets/TableView.h"

namespace cardwright::ui {

TableModel::TableModel(const QStringList& heads, QObject* parent) : QAbstractTableModel(parent), m_heads(heads) {}

void TableModel::setRows(int count, Cell cell)
{
    beginResetModel();
    m_count = count;
    m_cell = std::move(cell);
    endResetModel();
}

int TableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : m_count; }
int TableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_heads.size()); }

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_cell || index.row() >= m_count)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return m_cell(index.row(), index.column()).words;
    case IconRole: return m_cell(index.row(), index.column()).icon;
    case SecondLineRole: return m_cell(index.row(), index.column()).second;
    case DigitsRole: return m_cell(index.row(), index.column()).digits;
    case ToneRole: return static_cast<int>(m_cell(index.row(), index.column()).tone);
    case StrongRole: return m_cell(index.row(), index.column()).strong;
    default: return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_heads.value(section);
}

} // namespace cardwright::ui
