#include "ui/pages/PeoplePage.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int pauseMillis = 120; // a search is recorded: one per pause, not one per key
}

PeoplePage::PeoplePage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("people-page"));
    auto* head = new PageHead;
    head->setTitle(tr("People"));
    m_hint = named(new TextBlock(tr("Type a name, a UUID or a card in the search above. Each search is recorded."), TextStyle::Body), "people-hint");
    m_model = new TableModel({tr("Name"), tr("Born"), tr("UUID"), tr("Card")}, this);
    m_table = named(new TableView, "people-table", tr("People found"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(0);
    m_side = makeSide();

    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    auto* left = new QVBoxLayout;
    left->setSpacing(12);
    left->addWidget(m_hint);
    left->addWidget(m_table, 1);
    row->addLayout(left, 1);
    row->addWidget(m_side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(row, 1);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMillis);
    connect(&m_pause, &QTimer::timeout, this, &PeoplePage::ask);
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) {
        if (index.row() < static_cast<int>(m_rows.size()))
            showPerson(words::fromUtf8(m_rows[static_cast<std::size_t>(index.row())].userNumber));
    });
    connect(m_table, &QAbstractItemView::clicked, m_table, &TableView::opened);
    showRows({});
    showCard(std::nullopt);
}

QWidget* PeoplePage::makeSide()
{
    auto* side = new QWidget;
    side->setFixedWidth(metrics::flowSideMaximum);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_face = named(new CardFace, "people-face", tr("The person's card"));
    m_name = named(new Label({}, TextStyle::Title2), "people-name");
    auto* facts = new QWidget;
    m_facts = new QVBoxLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setSpacing(0);
    m_timeline = named(new Timeline, "people-history", tr("History"));
    column->addWidget(m_face);
    column->addWidget(m_name);
    column->addWidget(facts);
    m_replace = named(new SecondaryButton(tr("Replace")), "people-replace", tr("Replace the card"));
    m_replace->setIconName(QStringLiteral("replace"));
    m_replace->setKeyCap(QStringLiteral("R"));
    m_cancel = named(new DangerButton(DangerButton::Kind::Opens, tr("Cancel card")), "people-cancel", tr("Cancel the card"));
    m_cancel->setIconName(QStringLiteral("cancel"));
    m_cancel->setKeyCap(QStringLiteral("X"));
    m_actWords = named(new TextBlock({}, TextStyle::Compact), "people-act-words");
    auto* acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addWidget(m_replace);
    acts->addWidget(m_cancel);
    acts->addStretch(1);
    column->addLayout(acts);
    column->addWidget(m_actWords);
    column->addSpacing(8);
    connect(m_replace, &ActionButton::clicked, this, [this] { Q_EMIT replaceWanted(*m_person); });
    connect(m_cancel, &ActionButton::clicked, this, [this] { Q_EMIT cancelWanted(*m_person); });
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_replace, m_cancel})
        connect(button, &ActionButton::heldPressed, this, [this](const QString& why) {
            Q_EMIT said(why);
            announce(m_actWords, why);
        });
    column->addWidget(m_timeline);
    column->addStretch(1);
    return side;
}

void PeoplePage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_C), [this] {
        if (auto* row = findChild<FactRow*>(QStringLiteral("people-number"))) {
            row->copyValue();
            Q_EMIT said(tr("UUID copied without spaces"));
        }
    }, [this] { return !m_shown.empty(); });
    bindKey(this, QKeySequence(Qt::Key_R), m_replace);
    bindKey(this, QKeySequence(Qt::Key_X), m_cancel);
}

void PeoplePage::search(const QString& text)
{
    m_text = text.simplified();
    if (m_text.isEmpty()) {
        m_pause.stop();
        ++m_asked;
        showRows({});
    } else {
        m_pause.start();
    }
}

void PeoplePage::ask()
{
    const int asked = ++m_asked;
    m_hub.port().records().searchPeople(m_text.toStdString(), guarded<std::vector<PersonRow>>(this, [this, asked](std::vector<PersonRow> rows) {
        if (asked == m_asked)
            showRows(std::move(rows));
    }));
}

void PeoplePage::showRows(std::vector<PersonRow> rows)
{
    m_rows = std::move(rows);
    m_model->setRows(static_cast<int>(m_rows.size()), [this](int at, int column) {
        const auto& row = m_rows[static_cast<std::size_t>(at)];
        TableCell cell;
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
        default: cell.words = words::cardState(row.cardState); break;
        }
        return cell;
    });
    m_table->setVisible(!m_rows.empty());
    if (m_text.isEmpty())
        m_hint->setText(tr("Type a name, a UUID or a card in the search above. Each search is recorded."));
    else if (m_rows.empty())
        m_hint->setText(tr("Nobody found for \"%1\". The whole of a name's beginning, or all twelve digits, find more.").arg(m_text));
    else
        m_hint->setText(m_rows.size() == 1 ? tr("1 person found. Down, then Enter opens the record.")
                                           : tr("%1 people found. Down, then Enter opens a record.").arg(m_rows.size()));
    if (isVisible() && !m_text.isEmpty())
        announce(m_hint, m_hint->text());
    if (m_rows.size() == 1)
        showPerson(words::fromUtf8(m_rows.front().userNumber));
}

void PeoplePage::focusResults()
{
    if (m_rows.empty())
        return;
    m_table->setFocus();
    if (!m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
}

void PeoplePage::clear()
{
    m_pause.stop();
    m_text.clear();
    ++m_asked;
    ++m_personAsked;
    m_opening.clear();
    showRows({});
    showCard(std::nullopt);
}

/// Each opening is an entry: a double click, or Enter on who is shown already, opens nobody a second time.
void PeoplePage::showPerson(const QString& userNumber)
{
    if (const auto number = userNumber.toStdString(); number == m_opening || (m_opening.empty() && number == m_shown))
        return;
    m_opening = userNumber.toStdString();
    const int asked = ++m_personAsked;
    m_hub.port().records().person(userNumber.toStdString(), guarded<std::optional<PersonCard>>(this, [this, asked](const std::optional<PersonCard>& person) {
        if (asked != m_personAsked)
            return;
        m_opening.clear();
        showCard(person);
    }));
}

void PeoplePage::showCard(const std::optional<PersonCard>& person)
{
    m_side->setVisible(person.has_value());
    m_shown = person ? person->holder.userNumber : std::string();
    m_person = person;
    if (!person)
        return;
    showActs();
    emptyLayout(m_facts);
    m_face->setContent(faceOf(person->holder, m_hub.site()));
    m_name->setText(words::fromUtf8(person->holder.legalName));
    const auto add = [&](const QString& name, const QString& value, const char* objectName) {
        auto* row = named(new FactRow(name, value), objectName);
        m_facts->addWidget(row);
        return row;
    };
    auto* number = add(tr("UUID"), words::groupedNumber(person->holder.userNumber), "people-number");
    number->setDigits(true);
    number->setAction(tr("Copy"), tr("Ctrl C"));
    connect(number->action(), &ActionButton::clicked, this, [this, number] {
        number->copyValue();
        Q_EMIT said(tr("UUID copied without spaces"));
    });
    if (person->holder.dateOfBirth)
        add(tr("Born"), words::date(*person->holder.dateOfBirth), "people-born");
    if (!person->holder.jobTitle.empty())
        add(tr("Position"), words::fromUtf8(person->holder.jobTitle), "people-job");
    add(tr("Card"), words::cardState(person->cardState), "people-card");
    if (person->expires)
        add(tr("Good until"), words::date(*person->expires), "people-expires");
    QVector<TimelineItem> items;
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& item : person->history) {
        if (items.size() == 5)
            break;
        const auto where = words::fromUtf8(item.where);
        const auto agent = words::fromUtf8(item.agent);
        items << TimelineItem{words::localMoment(item.at, now), words::entryKind(item.kind),
                              where.isEmpty() || agent.isEmpty() ? where + agent : tr("%1, %2").arg(where, agent), Tone::Plain};
    }
    m_timeline->setItems(items);
    m_timeline->setVisible(!items.isEmpty());
}

/// The card is not here: lost, stolen, or its holder left. A job that was begun on it is given up the same way.
void PeoplePage::showActs()
{
    const bool begun = m_person->cardState == "open";
    const bool own = m_person->holder.userNumber == m_hub.agentNumber();
    const auto held = [&](const char* permit) {
        if (m_person->cardGuid.empty())
            return tr("This person has no card.");
        if (own)
            return tr("Your own card: another agent does it.");
        return m_hub.may(permit) ? QString() : words::notPermitted(permit, m_hub.agentRole());
    };
    auto replace = held(permits::replaceCard);
    if (replace.isEmpty() && begun)
        replace = tr("Its card was never finished: give it up, then issue another.");
    const auto cancel = held(permits::cancelCard);
    replace.isEmpty() ? m_replace->release() : m_replace->hold(replace);
    cancel.isEmpty() ? m_cancel->release() : m_cancel->hold(cancel);
    m_cancel->setText(begun ? tr("Give the card up") : tr("Cancel card"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_actWords->setText(!cancel.isEmpty() ? cancel : begun ? tr("For a card that was begun and is gone.") : !replace.isEmpty() ? replace : tr("For a card that is not here. One that is here goes in reader 2."));
}

void PeoplePage::refresh()
{
    if (m_shown.empty())
        return;
    const auto number = words::fromUtf8(m_shown);
    m_shown.clear();
    showPerson(number);
}

void PeoplePage::resizeEvent(QResizeEvent*)
{
    const bool narrow = width() < 1000;
    m_side->setFixedWidth(narrow ? 320 : metrics::flowSideMaximum);
    m_table->setColumnHidden(1, narrow); // the date of birth stands at the side
}

} // namespace cardwright::ui
