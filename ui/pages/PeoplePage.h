#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/PeoplePort.h"

#include <QStackedWidget>

namespace cardwright::ui {

class AccessPage;
class CloseRecordPage;
class HrFilePage;
class LeaversPage;
class PeopleList;
class RecordPage;
class RequestBadgePage;

/// The register of people: the list with the person at its side, and in its place one page for each act on a record.
class PeoplePage final : public QStackedWidget {
    Q_OBJECT

public:
    explicit PeoplePage(DeskHub& hub, QWidget* parent = nullptr);
    void bindKeys();
    /// What is typed in the top bar; asked a moment after the last key. Brings the list back.
    void search(const QString& text);
    void showPerson(const QString& userNumber);
    void focusResults();
    /// Opens the person again: what was shown is not true any more.
    void refresh();
    void clear(); ///< another agent's desk: nothing searched, nobody shown, nothing typed
    /// As tall as the page that is shown asks for: a stack asks for its tallest, also where text wraps.
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void said(const QString& words);
    /// Of the person shown, without their card: it is cancelled or replaced from their record.
    void cancelWanted(const cardwright::ui::PersonCard& person);
    void replaceWanted(const cardwright::ui::PersonCard& person);
    /// A card for somebody who is on record: the application begins with it.
    void issueWanted(const cardwright::ui::PersonFields& person);
    /// To print it, or to say no.
    void badgesWanted(const cardwright::Guid& badge);

private:
    void connectList();
    void connectActs();
    void connectAsking();
    void openAccess(); ///< of the person shown
    void askedFor(const QString& userNumber, const QString& words);
    void showList();
    void showSub(QWidget* page);

    DeskHub& m_hub;
    PeopleList* m_list;
    RecordPage* m_record;
    CloseRecordPage* m_close;
    HrFilePage* m_file;
    LeaversPage* m_leavers;
    AccessPage* m_access;
    RequestBadgePage* m_badge;
    bool m_fromAccess = false; ///< what is asked for was begun on the page of positions and requests
};

} // namespace cardwright::ui
