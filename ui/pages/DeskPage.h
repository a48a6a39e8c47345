#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/presenters/DeskPresenter.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class CardFace;
class CheckRow;
class DeskActs;
class DeskWaiting;
class Label;
class MainAction;
class Panel;
class QuestionPanel;
class QuietButton;
class SecondaryButton;
class StatusPill;
class TextBlock;
class Timeline;

/// The card decides: whose it is, what state it is in, the one thing most likely wanted. Without a card: issue, the
/// waiting applicants and the worklists.
class DeskPage : public QWidget {
    Q_OBJECT

public:
    explicit DeskPage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// A flow waits behind this page; empty: none.
    void setWaitingFlow(const QString& name);
    void setWorklist(const Worklist& worklist);
    /// What the agent said about this card: only Yes lets a job begin.
    std::optional<Likeness> likeness() const noexcept { return m_likeness; }
    /// What the page knows beside the card: the answer, and what the agent may do.
    DeskAnswers answers() const;
    /// A renewal that is due is done with the rest, unless the agent left it for another day.
    bool renews() const noexcept { return m_renews; }

Q_SIGNALS:
    void actWanted(cardwright::ui::DeskAct act);
    void draftWanted(const cardwright::Guid& id);
    void worklistWanted();
    void replacementWanted(const cardwright::ui::ReplacementRow& row);
    void flowWanted();
    void historyWanted(const QString& userNumber);
    void said(const QString& words); ///< for the toast

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void makeLeft(QVBoxLayout* column);
    void makeMiddle(QVBoxLayout* column);
    void cardChanged();
    void answered(bool yes);
    void rebuild();
    void showQuestion();
    void showMain();
    void showDue();
    void showActs();
    void showFacts();
    void showHistory();
    void showWaiting();
    void placeFocus();
    void arrange();
    void copyNumber();

    DeskHub& m_hub;
    DeskView m_view;
    std::optional<Likeness> m_likeness;
    std::uint64_t m_sight = 0;
    CardKind m_kind = CardKind::none;
    QString m_flow;
    bool m_narrow = false;
    bool m_renews = true;

    QWidget* m_left;
    QWidget* m_middle;
    QWidget* m_right;
    QHBoxLayout* m_columns;
    Banner* m_flowBanner;
    SecondaryButton* m_return;
    CardFace* m_face;
    Panel* m_empty;
    QuestionPanel* m_question;
    QWidget* m_facts;
    QVBoxLayout* m_factRows;
    DeskWaiting* m_waiting;
    StatusPill* m_pill;
    Label* m_headline;
    TextBlock* m_sub;
    MainAction* m_main;
    TextBlock* m_below;
    Panel* m_due;
    DeskActs* m_acts;
    QWidget* m_codeRow;
    Label* m_code;
    QuietButton* m_copyCode;
    Timeline* m_timeline;
    Label* m_historyTitle;
};

} // namespace cardwright::ui
