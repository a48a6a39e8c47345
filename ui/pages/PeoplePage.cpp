#include "ui/pages/PeoplePage.h"

#include "ui/pages/CloseRecordPage.h"
#include "ui/pages/HrFilePage.h"
#include "ui/pages/LeaversPage.h"
#include "ui/pages/PeopleList.h"
#include "ui/pages/PersonView.h"
#include "ui/pages/RecordPage.h"
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
    for (QWidget* page : std::initializer_list<QWidget*>{m_list, m_record, m_close, m_file, m_leavers})
        addWidget(page);
    connectList();
    connectActs();
}

void PeoplePage::connectList()
{
    auto* view = m_list->view();
    connect(m_list, &PeopleList::said, this, &PeoplePage::said);
    connect(m_list, &PeopleList::newWanted, this, [this](const PersonTexts& fields) {
        m_record->beginNew(fields);
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
        m_record->beginChange(*view->file());
        showSub(m_record);
    });
    connect(view, &PersonView::closeWanted, this, [this, view] {
        m_close->open(*view->file());
        showSub(m_close);
    });
    connect(view, &PersonView::reopenWanted, view, &PersonView::closeWanted);
    connect(view, &PersonView::issueWanted, this, [this, view] { Q_EMIT issueWanted(applicationOf(*view->file())); });
    connect(view, &PersonView::cancelWanted, this, [this, view] { Q_EMIT cancelWanted(view->file()->card); });
    connect(view, &PersonView::replaceWanted, this, [this, view] { Q_EMIT replaceWanted(view->file()->card); });
}

void PeoplePage::connectActs()
{
    connect(m_record, &RecordPage::left, this, &PeoplePage::showList);
    connect(m_record, &RecordPage::said, this, &PeoplePage::said);
    connect(m_record, &RecordPage::personWanted, this, &PeoplePage::showPerson);
    const auto done = [this](const QString& number, const QString& words) {
        Q_EMIT said(words);
        m_list->clear();
        showPerson(number);
    };
    connect(m_record, &RecordPage::recorded, this, done);
    connect(m_close, &CloseRecordPage::done, this, done);
    connect(m_close, &CloseRecordPage::said, this, &PeoplePage::said);
    connect(m_close, &CloseRecordPage::left, this, &PeoplePage::showList);
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
            m_close->open(*file);
            showSub(m_close);
        }));
    });
}

void PeoplePage::bindKeys()
{
    m_list->bindKeys();
    m_record->bindKeys();
    m_close->bindKeys();
    m_file->bindKeys();
    m_leavers->bindKeys();
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
    setCurrentWidget(m_list);
}

} // namespace cardwright::ui
