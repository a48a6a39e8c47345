#pragma once

#include "ui/bridge/AccessPort.h"
#include "ui/bridge/DeskHub.h"

#include <QWidget>

namespace cardwright::ui {

class AccessPanel;
class PageHead;
class Panel;
class RequestDetail;
class SecondaryButton;
class TextBlock;

/// One person's positions and what waits about them: a position is asked for, given or ended, and what this agent's role does not do is
/// asked of others: a change, a closing, a badge.
class AccessPage final : public QWidget {
    Q_OBJECT

public:
    explicit AccessPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void open(const PersonFile& file);
    void clear(); ///< another agent's desk
    const PersonFile& file() const noexcept { return m_file; }

Q_SIGNALS:
    void left();
    void said(const QString& words);
    void changeWanted();
    void closeWanted();
    void badgeWanted();
    void badgesWanted(const cardwright::Guid& badge);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makePage();
    QWidget* makeSide();
    void ask();
    void showAccess(PersonAccess access);
    void showRequests();
    void holdButtons();
    void choose(const Guid& id);

    DeskHub& m_hub;
    PersonFile m_file;
    PersonAccess m_access;
    Guid m_chosen;
    int m_asks = 0;
    PageHead* m_head;
    SecondaryButton* m_back;
    AccessPanel* m_panel;
    QWidget* m_side;
    TextBlock* m_words;
    SecondaryButton* m_change;
    SecondaryButton* m_close;
    SecondaryButton* m_badge;
    Panel* m_requests;
    RequestDetail* m_detail;
};

} // namespace cardwright::ui
