#include "ui/pages/PeoplePage.h"

#include "ui/pages/AccessPage.h"
#include "ui/pages/CloseRecordPage.h"
#include "ui/pages/HrFilePage.h"
#include "ui/pages/LeaversPage.h"
#include "ui/pages/PeopleList.h"
#include "ui/pages/PersonView.h"
#include "ui/pages/RecordPage.h"
#include "ui/pages/RequestBadgePage.h"
#include "ui/presenters/Words.h"

namespace cardwright::ui {

namespace {

/// The application's fields, as the record has them.
PersonFields applicationOf(const PersonFile& file)
{
    const auto text = [&](const char* field) {
        const auto found = file.fields.find(field);
        return found == file.fields.end() ? std::string() : found->second;
    };
    PersonFields person;
    person.givenName = text("givenName");
    person.familyName = text("familyName");
    person.preferredName = text("preferredName");
    person.dateOfBirth = text("dateOfBirth");
    person.nameOnCard = text("nameOnCard");
    person.nameOnChip = text("nameOnChip");
    person.jobTitle = text("jobTitle");
    person.staffNumber = text("staffNumber");
    return person;
}

} // namespace

PeoplePage::PeoplePage(DeskHub& hub, QWidget* parent) : QStackedWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("people-page"));
    m_list = new PeopleList(hub);
    m_record = new RecordPage(hub);
    m_close = new CloseRecordPage(hub);
    m_file = new HrFilePage(hub);
    m_leavers = new LeaversPage(hub);
    m_access = new AccessPage(hub);
    m_badge = new RequestBadgePage(hub);
    for (QWidget* page : std::initializer_list<QWidget*>{m_list, m_record, m_close, m_file, m_leavers, m_access, m_badge})
        addWidget(page);
    // A page that is not shown asks for no room: the list is no taller than it is because another page is.
    const auto giveRoom = [this] {
        for (int at = 0; at < count(); ++at)
            widget(at)->setSizePolicy(QSizePolicy::Preferred, at == currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
        updateGeometry();
    };
    connect(this, &QStackedWidget::currentChanged, this, giveRoom);
    giveRoom();
    connectList();
    connectActs();
    connectAsking();
}

int PeoplePage::heightForWidth(int width) const { return currentWidget() ? currentWidget()->heightForWidth(width) : -1; }

void PeoplePage::connectList()
{
    auto* view = m_list->view();
    connect(m_list, &PeopleList::said, this, &PeoplePage::said);
    connect(m_list, &PeopleList::newWanted, this, [this](const PersonTexts& fields) {
        m_fromAccess = false;
        m_record->beginNew(fields);
        showSub(m_record);
    });
    connect(m_list, &PeopleList::askWanted, this, [this](const PersonTexts& fields) {
        m_fromAccess = false;
        m_record->askNew(fields);
        showSub(m_record);
    });
    connect(m_list, &PeopleList::fileWanted, this, [this] {
        m_file->open();
        showSub(m_file);
    });
    connect(m_list, &PeopleList::leaversWanted, this, [this] {
        m_leavers->open();
        showSub(m_leavers);
    });
    connect(view, &PersonView::changeWanted, this, [this, view] {
        m_fromAccess = false;
        m_record->beginChange(*view->file());
        showSub(m_record);
    });
    connect(view, &PersonView::closeWanted, this, [this, view] {
        m_fromAccess = false;
        m_close->open(*view->file());
        showSub(m_close);
    });
    connect(view, &PersonView::accessWanted, this, &PeoplePage::openAccess);
    connect(view, &PersonView::reopenWanted, view, &PersonView::closeWanted);
    connect(view, &PersonView::issueWanted, this, [this, view] { Q_EMIT issueWanted(applicationOf(*view->file())); });
    connect(view, &PersonView::cancelWanted, this, [this, view] { Q_EMIT cancelWanted(view->file()->card); });
    connect(view, &PersonView::replaceWanted, this, [this, view] { Q_EMIT replaceWanted(view->file()->card); });
}

void PeoplePage::connectActs()
{
    // What was begun on the page of positions and requests steps back to it.
    const auto back = [this] { m_fromAccess ? openAccess() : showList(); };
    connect(m_record, &RecordPage::left, this, back);
    connect(m_record, &RecordPage::asked, this, &PeoplePage::askedFor);
    connect(m_record, &RecordPage::said, this, &PeoplePage::said);
    connect(m_record, &RecordPage::personWanted, this, &PeoplePage::showPerson);
    const auto done = [this](const QString& number, const QString& words) {
        if (m_fromAccess)
            return askedFor(number, words);
        Q_EMIT said(words);
        m_list->clear();
        setCurrentWidget(m_list);
        m_list->showPerson(number, true);
    };
    connect(m_record, &RecordPage::recorded, this, done);
    connect(m_close, &CloseRecordPage::done, this, done);
    connect(m_close, &CloseRecordPage::said, this, &PeoplePage::said);
    connect(m_close, &CloseRecordPage::left, this, back);
    connect(m_file, &HrFilePage::left, this, &PeoplePage::showList);
    connect(m_file, &HrFilePage::said, this, &PeoplePage::said);
    connect(m_leavers, &LeaversPage::left, this, &PeoplePage::showList);
    connect(m_leavers, &LeaversPage::said, this, &PeoplePage::said);
    connect(m_leavers, &LeaversPage::personWanted, this, &PeoplePage::showPerson);
    connect(m_leavers, &LeaversPage::closeWanted, this, [this](const QString& number) {
        // What ends with the record is read as the record is now; that is an entry, as every look is.
        m_hub.port().people()->open(number.toStdString(), guarded<std::optional<PersonFile>>(this, [this](const std::optional<PersonFile>& file) {
            if (!file || currentWidget() != m_leavers)
                return;
            m_fromAccess = false;
            m_close->open(*file);
            showSub(m_close);
        }));
    });
}

/// What this agent's role does not do is asked of others, on the same pages.
void PeoplePage::connectAsking()
{
    connect(m_access, &AccessPage::left, this, [this] {
        m_fromAccess = false;
        showList();
        m_list->refresh();
    });
    connect(m_access, &AccessPage::said, this, &PeoplePage::said);
    connect(m_access, &AccessPage::badgesWanted, this, &PeoplePage::badgesWanted);
    connect(m_access, &AccessPage::changeWanted, this, [this] {
        m_record->askChange(m_access->file());
        showSub(m_record);
    });
    connect(m_access, &AccessPage::closeWanted, this, [this] {
        m_close->ask(m_access->file());
        showSub(m_close);
    });
    connect(m_access, &AccessPage::badgeWanted, this, [this] {
        m_badge->open(m_access->file());
        showSub(m_badge);
    });
    connect(m_badge, &RequestBadgePage::left, this, &PeoplePage::openAccess);
    connect(m_badge, &RequestBadgePage::said, this, &PeoplePage::said);
    connect(m_badge, &RequestBadgePage::asked, this, &PeoplePage::askedFor);
}

void PeoplePage::openAccess()
{
    const auto& file = m_list->view()->file();
    if (!file)
        return showList();
    m_fromAccess = true;
    m_access->open(*file);
    showSub(m_access);
}

void PeoplePage::askedFor(const QString& userNumber, const QString& words)
{
    Q_EMIT said(words);
    if (m_fromAccess && !userNumber.isEmpty())
        return openAccess(); // where it stands now
    showList();
}

void PeoplePage::bindKeys()
{
    m_list->bindKeys();
    m_record->bindKeys();
    m_close->bindKeys();
    m_file->bindKeys();
    m_leavers->bindKeys();
    m_access->bindKeys();
    m_badge->bindKeys();
}

void PeoplePage::showSub(QWidget* page) { setCurrentWidget(page); }

void PeoplePage::showList()
{
    setCurrentWidget(m_list);
    m_list->focusResults();
}

void PeoplePage::search(const QString& text)
{
    if (!text.isEmpty())
        setCurrentWidget(m_list);
    m_list->search(text);
}

void PeoplePage::showPerson(const QString& userNumber)
{
    setCurrentWidget(m_list);
    m_list->showPerson(userNumber);
}

void PeoplePage::focusResults() { m_list->focusResults(); }

void PeoplePage::refresh() { m_list->refresh(); }

void PeoplePage::clear()
{
    m_list->clear();
    m_record->clear();
    m_file->clear();
    m_leavers->clear();
    m_close->open({});
    m_access->clear();
    m_badge->clear();
    m_fromAccess = false;
    setCurrentWidget(m_list);
}

} // namespace cardwright::ui
