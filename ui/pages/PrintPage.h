#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PrintPort.h"
#include "ui/pages/PrintWork.h"

#include <QWidget>

namespace cardwright::ui {

class Panel;
class SecondaryButton;

/// Cards to print: one chosen from the list, and its printing beside it. Without a printer a PDF and "later" stay, and the page says why.
class PrintPage final : public QWidget {
    Q_OBJECT

public:
    explicit PrintPage(DeskHub& hub, PrintWork::Printers printers = {}, QWidget* parent = nullptr);
    void bindKeys();
    /// This card, before the list is asked; empty: the first of the list.
    void choose(const QString& card);
    void clear(); ///< another agent's desk

Q_SIGNALS:
    void leaving();
    void said(const QString& words);
    void replacementWanted(const Holder& holder, const QString& card); ///< spoiled: the person's next card

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void showList(const PrintList& list);
    void open(const QString& card);

    DeskHub& m_hub;
    QString m_wanted; ///< to be opened when the page is shown
    PrintList m_rows;
    int m_asks = 0;
    Panel* m_list;
    PrintWork* m_work;
    SecondaryButton* m_leave;
};

} // namespace cardwright::ui
