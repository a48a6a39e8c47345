#pragma once

#include <QWidget>

namespace cardwright::ui {

class ConnectionPill;
class Label;
class SearchField;
class AgentChip;

/// Site, search, what is true of the centre, the agent.
class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);
    void setSite(const QString& name, const QString& place); ///< "HVC-00, Quayside House, desk 2"
    void setAgent(const QString& name);                      ///< empty = nobody is signed in
    void setNarrow(bool narrow);                             ///< name shrinks to initials
    SearchField* search() const { return m_search; }
    ConnectionPill* connection() const { return m_connection; }

Q_SIGNALS:
    void agentPressed(); ///< opens the agent's menu

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    Label* m_site;
    Label* m_place;
    SearchField* m_search;
    ConnectionPill* m_connection;
    AgentChip* m_agent;
};

} // namespace cardwright::ui
