#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QWidget>

namespace cardwright::ui {

class Banner;
class Field;
class FlowFrame;
class Label;
class PrimaryButton;
class SecondaryButton;
class TableModel;
class TableView;
class TextBlock;

/// An HR file: chosen, looked at as a whole, and then taken as a whole. With one wrong row nothing of it is taken.
class HrFilePage final : public QWidget {
    Q_OBJECT

public:
    explicit HrFilePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void open();
    void clear();

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void taken();

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Line {
        std::uint64_t line = 0;
        QString effect;
        QString what;
        QString more;
        int tone = 0; ///< 0 plain, 1 a note, 2 a problem
    };
    void choose();
    void look();
    void take();
    void show(HrAnswer answer);
    void typed(const QString& path);
    void refresh();
    void showVerdict();
    QString heldWhy() const;
    std::vector<Line> linesOf(const HrAnswer& answer) const;

    DeskHub& m_hub;
    int m_asked = 0;
    enum class Busy { no, reading, taking };
    Busy m_busy = Busy::no;
    std::optional<HrAnswer> m_seen;
    std::string m_seenPath;
    std::vector<Line> m_lines;
    FlowFrame* m_frame;
    Field* m_path;
    SecondaryButton* m_choose;
    Banner* m_verdict;
    TextBlock* m_counts;
    TableView* m_table;
    TableModel* m_model;
    SecondaryButton* m_back;
    PrimaryButton* m_next;
};

} // namespace cardwright::ui
