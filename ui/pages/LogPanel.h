#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/pages/RecordsAct.h"

#include <QWidget>

namespace cardwright::ui {

class Banner;
class FactRow;
class Panel;
class SecondaryButton;
class StatusPill;

/// How the log stands: its size, the last checkpoints of this desk and of the centre, and what is done with it.
class LogPanel final : public QWidget {
    Q_OBJECT

public:
    explicit LogPanel(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    void ask();
    /// The entry chosen in the table below.
    void setChosen(const std::optional<JournalRow>& row);
    void clear();

Q_SIGNALS:
    void changed();
    void said(const QString& words);

private:
    QWidget* makeButtons();
    void showStatus(const LogStatus& status);
    void showVerdict(const VerifyReport& report);
    void verify();
    void openAct(RecordsAct::Kind kind);
    void permit();

    DeskHub& m_hub;
    Panel* m_panel;
    StatusPill* m_pill;
    FactRow* m_entries;
    FactRow* m_mine;
    FactRow* m_centre;
    FactRow* m_closed;
    Banner* m_banner;
    Banner* m_verdict;
    SecondaryButton* m_verify;
    SecondaryButton* m_export;
    SecondaryButton* m_proof;
    SecondaryButton* m_erase;
    RecordsAct* m_act;
    std::optional<JournalRow> m_chosen;
    int m_asks = 0;
};

} // namespace cardwright::ui
