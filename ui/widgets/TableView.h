#pragma once

#include "ui/theme/Theme.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace cardwright::ui {

/// Roles the delegate understands besides DisplayRole.
enum TableRole {
    IconRole = Qt::UserRole + 100, ///< QString icon name, drawn left of the words
    SecondLineRole,                ///< QString quiet second line (row grows)
    DigitsRole,                    ///< bool: cells of one width, copied without spaces
    ToneRole,                      ///< int(Tone): colour of icon and words; on column 0 Danger and Warning tint the row
    StrongRole                     ///< bool: medium weight
};

class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit TableDelegate(QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Rows of 43 px with hairlines, head of 38, whole rows chosen, letters left to the page's keys, Ctrl C copies the current cell (digits without
/// spaces), Enter and double click open. At most six columns. Rows have one height so that ten thousand open at once; setTwoLines(true) for 68.
class TableView : public QTableView {
    Q_OBJECT
public:
    explicit TableView(QWidget* parent = nullptr);
    void setTwoLines(bool on);
    /// Column that takes what is left; others fit their contents.
    void setStretchColumn(int column);
    QSize sizeHint() const override;

Q_SIGNALS:
    void opened(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    friend class TableDelegate;
    void paintCorners();
    int m_hovered = -1;
    bool m_twoLines = false;
};

} // namespace cardwright::ui
