#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QTimer>
#include <QWidget>

class QScrollArea;

namespace cardwright::ui {

class PersonView;
class SecondaryButton;
class TableModel;
class TableView;
class TextBlock;

/// Search by name, UUID, card or date of birth, people and whom HR expects; the person at the right. Rows are drawn as they are seen, and
/// more of them are asked for when the last is near.
class PeopleList final : public QWidget {
    Q_OBJECT

public:
    explicit PeopleList(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// What is typed in the top bar; asked a moment after the last key.
    void search(const QString& text);
    /// @param goThere the keys go to what is likeliest done for them
    void showPerson(const QString& userNumber, bool goThere = false);
    void focusResults();
    /// Opens the person again: what was shown is not true any more.
    void refresh();
    void clear(); ///< another agent's desk: nothing searched, nobody shown
    PersonView* view() const { return m_view; }

Q_SIGNALS:
    void said(const QString& words);
    void newWanted(const cardwright::ui::PersonTexts& fields); ///< from nothing, or from whom HR expects
    void askWanted(const cardwright::ui::PersonTexts& fields); ///< nobody was found, and this role asks others to make the record
    void fileWanted();
    void leaversWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    // PeopleListLayout.cpp
    void makePage();
    QWidget* makeHead();
    void makeSide();

    void leaveWhoIsNotFound();
    void ask(std::size_t most);
    void showFound(PeopleFound found);
    void showRows();
    void open(int row);
    void moreWanted();
    PersonTexts typedName() const;
    void showPermits();
    void showAsk();
    QString hint() const;

    DeskHub& m_hub;
    QTimer m_pause;
    QString m_text;
    int m_asked = 0;
    int m_personAsked = 0;
    std::size_t m_most = 0;
    bool m_growing = false; ///< a further page is asked for
    PeopleFound m_found;
    std::string m_shown;
    std::string m_opening; ///< asked for and not answered
    TextBlock* m_hint;
    TableView* m_table;
    TableModel* m_model;
    QScrollArea* m_side;
    PersonView* m_view;
    SecondaryButton* m_new;
    SecondaryButton* m_ask;
    SecondaryButton* m_file;
    SecondaryButton* m_leavers;
};

} // namespace cardwright::ui
