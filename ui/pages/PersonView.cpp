#include "ui/pages/PersonView.h"

#include "ui/pages/BadgeHistory.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RequestWords.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int nameWidth = 100;
constexpr int historyShown = 5;

struct FactName {
    const char* id;
    const char* title;
    const char* objectName;
};
constexpr FactName factNames[] = {
    {"jobTitle", QT_TRANSLATE_NOOP("PersonView", "Position"), "people-job"},       {"team", QT_TRANSLATE_NOOP("PersonView", "Team"), "people-team"},
    {"site", QT_TRANSLATE_NOOP("PersonView", "Site"), "people-site"},              {"staffNumber", QT_TRANSLATE_NOOP("PersonView", "Staff number"), "people-staff"},
    {"odsCode", QT_TRANSLATE_NOOP("PersonView", "Organisation"), "people-ods"},    {"niNumber", QT_TRANSLATE_NOOP("PersonView", "NI number"), "people-ni"},
    {"email", QT_TRANSLATE_NOOP("PersonView", "E-mail"), "people-email"},          {"phone", QT_TRANSLATE_NOOP("PersonView", "Telephone"), "people-phone"},
};

} // namespace

void PersonView::copyNumber()
{
    if (auto* row = findChild<FactRow*>(QStringLiteral("people-number"))) {
        row->copyValue();
        Q_EMIT said(tr("UUID copied without spaces"));
    }
}

void PersonView::takeFocus()
{
    for (auto* button : std::initializer_list<ActionButton*>{m_issue, m_reopen, m_change, m_access})
        if (!button->isHidden() && !button->isHeld())
            return button->setFocus(Qt::TabFocusReason); // the keys were led here: Enter means it
}

void PersonView::present(const std::optional<PersonFile>& file)
{
    m_file = file;
    m_requests.clear();
    ++m_asked;
    setVisible(file.has_value());
    m_badges->present(file ? words::fromUtf8(file->card.holder.userNumber) : QString());
    emptyLayout(m_facts); // nothing of the one before stays, not even unseen
    if (!file) {
        m_name->setText({});
        m_face->setContent(blankFace(m_hub.site()));
        m_timeline->setItems({});
        return;
    }
    m_face->setContent(faceOf(file->card.holder, m_hub.site()));
    m_name->setText(words::fromUtf8(file->card.holder.legalName));
    showState();
    showActs();
    showFacts();
    showHeld();
    askRequests();
    QVector<TimelineItem> items;
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& item : file->card.history) {
        if (items.size() == historyShown)
            break;
        const auto where = words::fromUtf8(item.where);
        const auto agent = words::fromUtf8(item.agent);
        items << TimelineItem{words::localMoment(item.at, now), words::entryKind(item.kind),
                              where.isEmpty() || agent.isEmpty() ? where + agent : tr("%1, %2").arg(where, agent), Tone::Plain};
    }
    m_timeline->setItems(items);
    m_timeline->setVisible(!items.isEmpty());
}

void PersonView::showState()
{
    m_state->setVisible(m_file->closed || m_file->newCardDue || m_file->leavesOn);
    if (m_file->closed)
        m_state->setContent(Tone::Warning, QStringLiteral("lock"), tr("This record is closed"), words::fromUtf8(m_file->closedWords));
    else if (m_file->leavesOn)
        m_state->setContent(Tone::Warning, QStringLiteral("clock"), tr("HR says: leaves on %1").arg(words::date(*m_file->leavesOn)),
                            m_file->leavesWithCard ? tr("They stay in health and keep the card.") : tr("Their card is proposed to be cancelled."));
    else if (m_file->newCardDue)
        m_state->setContent(Tone::Warning, QStringLiteral("renew"), tr("A new card is due"), tr("The card they have names somebody they no longer are."));
}

void PersonView::addHeading(const QString& words)
{
    m_facts->addSpacing(12);
    m_facts->addWidget(new Label(words, TextStyle::BodyStrong));
}

/// A name and a value of any length, the value in as many lines as it needs.
void PersonView::addFact(const QString& name, const QString& value, const char* objectName)
{
    if (value.isEmpty())
        return;
    auto* row = named(new QWidget, objectName, tr("%1: %2").arg(name, value));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 6, 0, 6);
    line->setSpacing(8);
    auto* title = new Label(name, TextStyle::Compact, Colour::TextSecondary);
    title->setFixedWidth(nameWidth);
    line->addWidget(title, 0, Qt::AlignTop);
    auto* text = new TextBlock(value, TextStyle::Body, Colour::Text);
    line->addWidget(text, 1);
    m_facts->addWidget(row);
    m_facts->addWidget(new Divider);
}

void PersonView::showFacts()
{
    const auto& holder = m_file->card.holder;
    auto* number = named(new FactRow(tr("UUID"), words::groupedNumber(holder.userNumber)), "people-number");
    number->setDigits(true);
    number->setAction(tr("Copy"), tr("Ctrl C"));
    connect(number->action(), &ActionButton::clicked, this, &PersonView::copyNumber);
    m_facts->addWidget(number);
    if (holder.dateOfBirth)
        addFact(tr("Born"), words::date(*holder.dateOfBirth), "people-born");
    const auto& fields = m_file->fields;
    if (const auto known = fields.find("preferredName"); known != fields.end())
        addFact(tr("Known as"), words::fromUtf8(known->second), "people-preferred");
    addFact(tr("On the card"), words::fromUtf8(holder.nameOnCard), "people-printed");
    addFact(tr("On the chip"), words::fromUtf8(m_file->onChip), "people-chip");
    for (const auto& [id, title, objectName] : factNames) {
        const auto found = fields.find(id);
        if (found == fields.end())
            continue;
        const bool owned = std::find(m_file->hrOwned.begin(), m_file->hrOwned.end(), id) != m_file->hrOwned.end();
        const auto value = words::fromUtf8(found->second);
        addFact(tr(title), owned ? tr("%1\nKept by HR: the next import overwrites this").arg(value) : value, objectName);
    }
    for (const auto& former : m_file->formerNames) // the port gives them to whom they may be shown, and to nobody else
        addFact(tr("Former name"), words::fromUtf8(former), "people-former");
}

void PersonView::showHeld()
{
    if (m_file->cards.empty())
        addFact(tr("Card"), words::cardState(m_file->card.cardState), "people-card");
    int at = 0;
    for (const auto& card : m_file->cards) {
        ++at;
        const auto state = card.works ? words::cardState(m_file->card.cardState) : tr("Cancelled");
        addFact(at == 1 ? tr("Cards") : QString(), card.works && card.expires ? tr("%1, good until %2").arg(state, words::date(*card.expires)) : state,
                qPrintable(QStringLiteral("people-card-%1").arg(at)));
    }
    showPositions();
    showChecks();
}

/// Positions stand in the record; what else waits is asked for when somebody is shown, as it is scoped to whoever looks.
void PersonView::showPositions()
{
    if (!m_file->positions.empty() || !m_requests.empty())
        addHeading(tr("Positions and requests"));
    int at = 0;
    for (const auto& held : m_file->positions) {
        auto words = words::fromUtf8(held.jobRole);
        if (!held.area.empty())
            words = tr("%1, %2").arg(words, words::fromUtf8(held.area));
        if (!held.systems.empty())
            words = tr("%1. Opens %2").arg(words, words::fromUtf8(held.systems));
        if (held.ends)
            words = tr("%1. Until %2").arg(words, words::date(*held.ends));
        const auto state = held.open ? tr("Asked for") : held.state == "approved" ? tr("Holds") : held.state == "refused" ? tr("Refused") : tr("Ended");
        addFact(state, words, qPrintable(QStringLiteral("people-position-%1").arg(++at)));
    }
    at = 0;
    for (const auto& request : m_requests)
        addFact(tr("Asked for"), tr("%1: %2. By %3").arg(requestKindWords(request.kind), requestTitle(request), words::fromUtf8(request.askedBy)),
                qPrintable(QStringLiteral("people-request-%1").arg(++at)));
}

void PersonView::showChecks()
{
    int at = 0;
    for (const auto& check : m_file->checks) {
        addHeading(tr("Last identity check"));
        QStringList lines;
        for (const auto& document : check.documents)
            lines << words::fromUtf8(document);
        addFact(words::shortDate(dateOf(check.at)), lines.join(QLatin1Char('\n')), qPrintable(QStringLiteral("people-check-%1").arg(++at)));
    }
}

void PersonView::askRequests()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    port->access(m_file->card.holder.userNumber, guarded<PersonAccess>(this, [this, asked = m_asked](const PersonAccess& access) {
        if (asked != m_asked || !m_file)
            return;
        std::copy_if(access.requests.begin(), access.requests.end(), std::back_inserter(m_requests), [](const RequestRow& row) { return row.kind != "position"; });
        if (m_requests.empty())
            return;
        emptyLayout(m_facts);
        showFacts();
        showHeld();
    }));
}

void PersonView::hold(ActionButton* button, const QString& why) { why.isEmpty() ? button->release() : button->hold(why); }

/// The card is not here: lost, stolen, or its holder left. A job that was begun on it is given up the same way.
void PersonView::showActs()
{
    const auto& card = m_file->card;
    const bool begun = card.cardState == "open";
    const bool own = card.holder.userNumber == m_hub.agentNumber();
    const auto permitted = [&](const char* permit) { return m_hub.may(permit) ? QString() : words::notPermitted(permit, m_hub.agentRole()); };
    const auto ofCard = [&](const char* permit) {
        if (card.cardGuid.empty())
            return tr("This person has no card.");
        return own ? tr("Your own card: another agent does it.") : permitted(permit);
    };
    const auto ofRecord = [&](const char* permit) { return own ? tr("Your own record: another agent does it.") : permitted(permit); };
    auto replace = ofCard(permits::replaceCard);
    if (replace.isEmpty() && begun)
        replace = tr("Its card was never finished: give it up, then issue another.");
    const auto cancel = ofCard(permits::cancelCard);
    auto change = m_file->closed ? tr("The record is closed: reopen it first.") : ofRecord(permits::changeHolder);
    hold(m_replace, replace);
    hold(m_cancel, cancel);
    hold(m_change, change);
    hold(m_close, ofRecord(permits::closeHolder));
    hold(m_reopen, ofRecord(permits::closeHolder));
    hold(m_issue, m_file->closed ? tr("The record is closed: reopen it first.") : ofRecord(permits::issueCard));
    m_issue->setVisible(card.cardGuid.empty());
    m_close->setVisible(!m_file->closed);
    m_reopen->setVisible(m_file->closed);
    m_cancel->setText(begun ? tr("Give the card up") : tr("Cancel card"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_actWords->setText(card.cardGuid.empty() ? (m_issue->isHeld() ? m_issue->heldReason() : tr("No card yet: their record is there, the documents come next."))
                        : !cancel.isEmpty()   ? cancel
                        : begun               ? tr("For a card that was begun and is gone.")
                        : !replace.isEmpty()  ? replace
                                              : tr("For a card that is not here. One that is here goes in reader 2."));
}

} // namespace cardwright::ui
