#include "ui/pages/PeopleList.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PersonView.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QItemSelectionModel>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int pauseMillis = 120; // a search is recorded: one per pause, not one per key
constexpr std::size_t firstPage = 50;
constexpr std::size_t nextPage = 200;
constexpr int narrowSide = 392; // two buttons with their keys side by side
constexpr int narrowList = 1000;

} // namespace

PeopleList::PeopleList(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    makePage();
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMillis);
    connect(&m_pause, &QTimer::timeout, this, [this] { ask(firstPage); });
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) { open(index.row()); });
    connect(m_table, &QAbstractItemView::clicked, m_table, &TableView::opened);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &PeopleList::moreWanted);
    connect(m_view, &PersonView::said, this, &PeopleList::said);
    connect(m_new, &ActionButton::clicked, this, [this] { Q_EMIT newWanted({}); });
    connect(m_ask, &ActionButton::clicked, this, [this] { Q_EMIT askWanted(typedName()); });
    connect(m_ask, &ActionButton::heldPressed, this, &PeopleList::said);
    connect(m_file, &ActionButton::clicked, this, &PeopleList::fileWanted);
    connect(m_leavers, &ActionButton::clicked, this, &PeopleList::leaversWanted);
    connect(&m_hub, &DeskHub::sessionBegan, this, &PeopleList::showPermits);
    showFound({});
    m_side->hide();
    m_table->setColumnHidden(3, false);
    m_view->present(std::nullopt);
}

void PeopleList::showEvent(QShowEvent*) { showPermits(); }

void PeopleList::showPermits()
{
    const auto hold = [this](ActionButton* button, const char* permit) {
        m_hub.may(permit) ? button->release() : button->hold(words::notPermitted(permit, m_hub.agentRole()));
    };
    hold(m_new, permits::createHolder);
    hold(m_file, m_hub.may(permits::createHolder) ? permits::changeHolder : permits::createHolder);
    hold(m_leavers, permits::findHolder);
    hold(m_ask, permits::raiseRequest);
    showAsk();
}

/// Nobody found, and this role makes no records: others are asked for one.
void PeopleList::showAsk()
{
    const bool nobody = !m_text.isEmpty() && !m_pause.isActive() && !m_found.failure && m_found.rows.empty();
    m_ask->setVisible(nobody && m_hub.signedIn() && !m_hub.may(permits::createHolder));
}

/// What was searched, where it is a name: given names first.
PersonTexts PeopleList::typedName() const
{
    PersonTexts fields;
    const auto parts = m_text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const bool name = std::none_of(m_text.begin(), m_text.end(), [](QChar sign) { return sign.isDigit(); });
    if (!name || parts.isEmpty())
        return fields;
    fields["familyName"] = parts.last().toStdString();
    fields["givenName"] = parts.mid(0, parts.size() - 1).join(QLatin1Char(' ')).toStdString();
    return fields;
}

void PeopleList::search(const QString& text)
{
    m_text = text.simplified();
    if (m_text.isEmpty()) {
        m_pause.stop();
        ++m_asked;
        showFound({});
    } else {
        m_pause.start();
    }
}

void PeopleList::ask(std::size_t most)
{
    const int asked = ++m_asked;
    m_growing = most > firstPage;
    m_most = most;
    auto* people = m_hub.port().people();
    if (!people)
        return;
    people->search(m_text.toStdString(), most, guarded<PeopleFound>(this, [this, asked](PeopleFound found) {
        if (asked == m_asked)
            showFound(std::move(found));
    }));
}

void PeopleList::moreWanted()
{
    const auto* bar = m_table->verticalScrollBar();
    if (m_found.more && !m_growing && bar->value() >= bar->maximum() - bar->pageStep())
        ask(m_most + nextPage);
}

void PeopleList::showFound(PeopleFound found)
{
    const bool grew = m_growing;
    m_growing = false;
    const auto kept = grew ? m_table->currentIndex().row() : -1;
    const int place = grew ? m_table->verticalScrollBar()->value() : 0;
    m_found = std::move(found);
    showRows();
    m_table->setVisible(!m_found.rows.empty() || !m_found.starters.empty());
    m_hint->setText(hint());
    showAsk();
    if (grew) {
        m_table->setCurrentIndex(m_model->index(kept, 0));
        m_table->verticalScrollBar()->setValue(place);
        return;
    }
    if (isVisible() && !m_text.isEmpty())
        announce(m_hint, m_hint->text());
    if (!m_text.isEmpty() && !m_found.failure)
        leaveWhoIsNotFound();
    if (m_found.rows.size() == 1 && m_found.starters.empty())
        showPerson(words::fromUtf8(m_found.rows.front().userNumber));
}

QString PeopleList::hint() const
{
    if (m_found.failure)
        return failureLine(*m_found.failure);
    if (m_text.isEmpty())
        return tr("Type a name, a UUID, a card or a date of birth in the search above. Each search is recorded.");
    const auto count = m_found.rows.size();
    if (count == 0 && m_found.starters.empty())
        return tr("Nobody found for \"%1\". The whole of a name's beginning, or all twelve digits, find more.").arg(m_text);
    auto text = count == 1 ? tr("1 person found. Down, then Enter opens the record.")
                           : tr("%1 people found. Down, then Enter opens a record.").arg(m_found.more ? tr("More than %1").arg(count) : QString::number(count));
    if (!m_found.starters.empty())
        text += m_found.starters.size() == 1 ? tr(" HR expects 1 like this.") : tr(" HR expects %1 like this.").arg(m_found.starters.size());
    return text;
}

void PeopleList::showRows()
{
    const auto people = static_cast<int>(m_found.rows.size());
    m_model->setRows(people + static_cast<int>(m_found.starters.size()), [this, people](int at, int column) {
        TableCell cell;
        if (at >= people) {
            const auto& starter = m_found.starters[static_cast<std::size_t>(at - people)];
            if (column == 0) {
                cell.words = words::fromUtf8(starter.name);
                cell.icon = QStringLiteral("clock");
            } else if (column == 2) {
                cell.words = words::fromUtf8(starter.staffNumber);
            } else if (column == 3) {
                cell.words = starter.startsOn ? tr("Expected %1").arg(words::shortDate(*starter.startsOn)) : tr("Expected by HR");
            }
            return cell;
        }
        const auto& row = m_found.rows[static_cast<std::size_t>(at)];
        const bool closed = std::find(m_found.closed.begin(), m_found.closed.end(), row.userNumber) != m_found.closed.end();
        switch (column) {
        case 0:
            cell.words = words::fromUtf8(row.name);
            cell.icon = QStringLiteral("person");
            cell.strong = true;
            break;
        case 1: cell.words = row.dateOfBirth ? words::shortDate(*row.dateOfBirth) : QString(); break;
        case 2:
            cell.words = words::groupedNumber(row.userNumber);
            cell.digits = true;
            break;
        default: cell.words = closed ? tr("Record closed") : words::cardState(row.cardState); break;
        }
        return cell;
    });
}

void PeopleList::open(int row)
{
    const auto at = static_cast<std::size_t>(std::max(0, row));
    if (at < m_found.rows.size())
        return showPerson(words::fromUtf8(m_found.rows[at].userNumber));
    const auto starter = at - m_found.rows.size();
    if (starter >= m_found.starters.size())
        return;
    if (m_new->isHeld())
        Q_EMIT said(m_new->heldReason());
    else
        Q_EMIT newWanted(m_found.starters[starter].fields);
}

void PeopleList::focusResults()
{
    if (m_model->rowCount() == 0) {
        if (m_ask->isVisible())
            m_ask->setFocus(Qt::TabFocusReason); // walked to by key: Enter means it
        else if (m_view->file() && m_side->isVisible())
            m_view->takeFocus();
        return;
    }
    m_table->setFocus();
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
}

void PeopleList::clear()
{
    m_pause.stop();
    m_text.clear();
    ++m_asked;
    ++m_personAsked;
    m_opening.clear();
    m_shown.clear();
    showFound({});
    m_side->hide();
    m_view->present(std::nullopt);
}

/// Whoever a search does not name is not left beside it, with keys that act on them.
void PeopleList::leaveWhoIsNotFound()
{
    const auto& number = m_opening.empty() ? m_shown : m_opening;
    if (number.empty() || std::any_of(m_found.rows.begin(), m_found.rows.end(), [&](const auto& row) { return row.userNumber == number; }))
        return;
    ++m_personAsked;
    m_opening.clear();
    m_shown.clear();
    m_side->hide();
    m_table->setColumnHidden(3, false);
    m_view->present(std::nullopt);
}

/// Each opening is an entry: a double click, or Enter on who is shown already, opens nobody a second time.
void PeopleList::showPerson(const QString& userNumber, bool goThere)
{
    if (const auto number = userNumber.toStdString(); number == m_opening || (m_opening.empty() && number == m_shown))
        return;
    auto* people = m_hub.port().people();
    if (!people)
        return;
    m_opening = userNumber.toStdString();
    const int asked = ++m_personAsked;
    people->open(m_opening, guarded<std::optional<PersonFile>>(this, [this, asked, goThere](const std::optional<PersonFile>& file) {
        if (asked != m_personAsked)
            return;
        m_opening.clear();
        m_shown = file ? file->card.holder.userNumber : std::string();
        m_side->setVisible(file.has_value());
        m_table->setColumnHidden(3, file && width() < narrowList);
        m_side->verticalScrollBar()->setValue(0);
        m_view->present(file);
        if (file && goThere && isVisible())
            m_view->takeFocus();
    }));
}

void PeopleList::refresh()
{
    if (m_shown.empty())
        return;
    const auto number = words::fromUtf8(m_shown);
    m_shown.clear();
    showPerson(number);
}

void PeopleList::resizeEvent(QResizeEvent*)
{
    const bool narrow = width() < narrowList;
    m_side->setFixedWidth(narrow ? narrowSide : metrics::flowSideMaximum + 12);
    m_table->setColumnHidden(1, narrow); // the date of birth stands at the side
    m_table->setColumnHidden(3, narrow && m_side->isVisibleTo(this)); // and so does the card: names that are cut short tell nobody apart
}

} // namespace cardwright::ui
