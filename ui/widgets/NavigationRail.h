#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class RailItem;

/// Down the left, 88 wide (72 narrow): application mark, destinations with their count, help at the bottom.
class NavigationRail : public QWidget {
    Q_OBJECT
public:
    explicit NavigationRail(QWidget* parent = nullptr);
    /// Adds a destination; its index is the order of adding. The object name becomes "rail-NAME".
    int addDestination(const QString& name, const QString& iconName, const QString& words);
    void setCurrent(int index);
    int current() const { return m_current; }
    void setCount(int index, int count); ///< badge; 0 takes it away
    void setNarrow(bool narrow);

Q_SIGNALS:
    void chosen(int index);
    void helpPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<RailItem*> m_items;
    RailItem* m_help;
    QVBoxLayout* m_column;
    int m_current = -1;
    bool m_narrow = false;
};

} // namespace cardwright::ui
