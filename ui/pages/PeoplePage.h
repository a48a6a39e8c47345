#pragma once

#include "ui/bridge/DeskHub.h"

#include <QTimer>
#include <QWidget>

class QVBoxLayout;

namespace cardwright::ui {

class CardFace;
class DangerButton;
class SecondaryButton;
class Label;
class Panel;
class QuietButton;
class TableModel;
class TableView;
class TextBlock;
class Timeline;

/// Search by name, UUID or card; the person at the right: card, state, history.
class PeoplePage final : public QWidget {
    Q_OBJECT

public:
    explicit PeoplePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// What is typed in the top bar; asked a moment after the last key.
    void search(const QString& text);
    void showPerson(const QString& userNumber);
    void focusResults();
    /// Opens the person again: what was shown is not true any more.
    void refresh();
    void clear(); ///< another agent's desk: nothing searched, nobody shown

Q_SIGNALS:
    void said(const QString& words);
    /// Of the person shown, without their card: it is cancelled or replaced from their record.
    void cancelWanted(const cardwright::ui::PersonCard& person);
    void replaceWanted(const cardwright::ui::PersonCard& person);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeSide();
    void ask();
    void showRows(std::vector<PersonRow> rows);
    void showCard(const std::optional<PersonCard>& person);
    void showActs();

    DeskHub& m_hub;
    QTimer m_pause;
    QString m_text;
    int m_asked = 0;
    int m_personAsked = 0;
    std::vector<PersonRow> m_rows;
    std::string m_shown;
    std::string m_opening; ///< asked for and not answered
    TextBlock* m_hint;
    TableView* m_table;
    TableModel* m_model;
    QWidget* m_side;
    CardFace* m_face;
    QVBoxLayout* m_facts;
    Timeline* m_timeline;
    Label* m_name;
    std::optional<PersonCard> m_person;
    SecondaryButton* m_replace;
    DangerButton* m_cancel;
    TextBlock* m_actWords;
};

} // namespace cardwright::ui
