#pragma once

#include "ui/bridge/DeskHub.h"

#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class ExceptionDetail;
class ListRow;
class Panel;
class SecondaryButton;
class TextBlock;

/// Exceptions: to decide, asked here, decided. One opens at the side, with who may decide it and why.
class ExceptionsPage final : public QWidget {
    Q_OBJECT

public:
    explicit ExceptionsPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// Another agent's desk: nothing chosen, nothing typed.
    void clear();

Q_SIGNALS:
    void leaving();
    void draftWanted(const cardwright::Guid& id);
    void said(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Block {
        QWidget* title;
        Panel* panel;
    };
    Block addBlock(QVBoxLayout* column, const QString& title, const char* objectName);
    void ask();
    void showLists(ExceptionLists lists);
    void fill(const Block& block, const std::vector<const ExceptionRow*>& rows, const QString& nothing, const QString& more);
    ListRow* rowOf(const ExceptionRow& row);
    void choose(const Guid& id);

    DeskHub& m_hub;
    SecondaryButton* m_back;
    TextBlock* m_who;
    Block m_toDecide;
    Block m_asked;
    Block m_decided;
    ExceptionDetail* m_detail;
    ExceptionLists m_lists;
    Guid m_chosen;
    int m_asks = 0;
};

/// May this agent decide it: it waits, the role allows it and every duty holds.
bool mayDecide(const DeskHub& hub, const ExceptionRow& row);

} // namespace cardwright::ui
