#include "ui/pages/CloseRecordPage.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/RequestWords.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {
constexpr int longestNote = 400;
constexpr auto closeWord = "CLOSE"; // typed as it is in every language: the core holds it against the same letters
}

CloseRecordPage::CloseRecordPage(DeskHub& hub, QWidget* parent) : CardActPage(hub, "close-record", parent)
{
    if (const auto* people = hub.port().people())
        m_rules = people->rules();
    m_ends = named(new Panel, "close-ends", tr("What ends with it"));
    m_ends->setPadding(0);
    m_reason = new ChoiceField(tr("Why is it closed?"));
    named(m_reason->box(), "close-reason", tr("Why is it closed?"));
    m_reason->box()->addItem(tr("Not chosen"));
    for (const auto& reason : m_rules.closeReasons)
        m_reason->box()->addItem(words::fromUtf8(reason.words));
    m_note = named(new Field({}), "close-note-field");
    named(m_note->edit(), "close-note", tr("Note"));
    m_note->edit()->setMaxLength(longestNote);
    m_word = named(new Field(tr("Type CLOSE")), "close-word-field");
    named(m_word->edit(), "close-word", tr("Type CLOSE"));
    m_word->setHint(tr("In capitals. The record can be opened again; its cards cannot."));
    m_stepUp = new StepUpPanel(hub, QStringLiteral("close-step-up"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_ends, m_reason, m_note, m_word, m_stepUp})
        m_column->addWidget(part);
    m_column->addStretch(1);
    connect(m_reason, &ChoiceField::chosen, this, &CloseRecordPage::refresh);
    for (auto* field : {m_note, m_word})
        connect(field, &Field::textChanged, this, &CloseRecordPage::refresh);
    connect(m_stepUp, &StepUpPanel::left, this, [this] {
        refresh();
        takeFocus();
    });
}

void CloseRecordPage::bindKeys()
{
    CardActPage::bindKeys();
    m_stepUp->bindKeys(); // later bindings win: an open step-up has Esc first
}

void CloseRecordPage::open(const PersonFile& file) { begin(file, false); }

void CloseRecordPage::ask(const PersonFile& file) { begin(file, true); }

void CloseRecordPage::begin(const PersonFile& file, bool asking)
{
    m_file = file;
    m_asking = asking;
    m_requests.clear();
    m_next->clearBusy();
    m_stepUp->close();
    m_reason->box()->setCurrentIndex(0);
    m_note->setText({});
    m_word->setText({});
    setWarning({}, {});
    showEnds();
    refresh();
    askRequests();
}

/// What waits about them ends with the record: badges and changes as well as positions.
void CloseRecordPage::askRequests()
{
    auto* port = m_hub.port().access();
    if (!port || m_file.closed || m_file.card.holder.userNumber.empty())
        return;
    const int asked = ++m_asked;
    port->access(m_file.card.holder.userNumber, guarded<PersonAccess>(this, [this, asked](const PersonAccess& access) {
        if (asked != m_asked)
            return;
        m_requests = access.requests;
        showEnds();
    }));
}

void CloseRecordPage::addEnd(const QString& icon, const QString& title, const QString& second)
{
    auto* row = new ListRow(title, second);
    row->setObjectName(QStringLiteral("close-end-%1").arg(m_ends->body()->count() + 1));
    row->setIconName(icon);
    m_ends->body()->addWidget(row);
}

void CloseRecordPage::showEnds()
{
    emptyLayout(m_ends->body());
    const auto signer = m_asking ? tr("It cannot be brought back.") : tr("Your card signs it; it cannot be brought back.");
    for (const auto& card : m_file.cards)
        if (card.works)
            addEnd(QStringLiteral("card"), tr("A card is cancelled"), card.expires ? tr("Good until %1. %2").arg(words::date(*card.expires), signer) : signer);
    for (const auto& held : m_file.positions) {
        if (held.state != "approved" && !held.open)
            continue;
        const auto words = held.area.empty() ? words::fromUtf8(held.jobRole) : tr("%1, %2").arg(words::fromUtf8(held.jobRole), words::fromUtf8(held.area));
        addEnd(QStringLiteral("badge"), held.open ? tr("A request ends undecided") : tr("A position ends"), words);
    }
    for (const auto& request : m_requests)
        if (request.kind != "position") // those stand among the positions
            addEnd(requestIcon(request.kind), tr("A request ends undecided"), tr("%1: %2").arg(requestKindWords(request.kind), requestTitle(request)));
    if (m_ends->body()->count() == 0)
        addEnd(QStringLiteral("check"), tr("Nothing else ends"), tr("No card works, no position is held, no request waits."));
    if (auto* last = qobject_cast<ListRow*>(m_ends->body()->itemAt(m_ends->body()->count() - 1)->widget()))
        last->setLast(true);
}

QString CloseRecordPage::held() const
{
    if (m_file.closed)
        return m_note->text().simplified().isEmpty() ? tr("A reason, for the record.") : QString();
    if (m_reason->box()->currentIndex() <= 0)
        return tr("Choose the reason first.");
    if (m_asking)
        return m_note->text().simplified().isEmpty() ? tr("Say why: whoever decides reads it.") : QString();
    return m_word->text() == QLatin1String(closeWord) ? QString() : tr("Type CLOSE, in capitals.");
}

void CloseRecordPage::refresh()
{
    const bool signing = m_stepUp->isOpen();
    const bool closing = !m_file.closed;
    m_ends->setVisible(closing && !signing);
    m_reason->setVisible(closing && !signing);
    m_note->setVisible(!signing);
    m_note->setLabel(m_asking ? tr("Why you ask") : closing ? tr("Note, if there is more to say") : tr("Why is it opened again?"));
    m_word->setVisible(closing && !m_asking && !signing);
    m_next->setVisible(!signing);
    QVector<StepItem> steps{{tr("Reason"), {}, signing ? StepperState::Done : StepperState::Current, false}};
    if (closing && !m_asking)
        steps << StepItem{tr("Your card signs"), {}, signing ? StepperState::Current : StepperState::ToCome, false};
    steps << StepItem{m_asking ? tr("Asked for") : tr("Done"), m_asking ? tr("Another decides") : QString(), StepperState::ToCome, false};
    setHead(m_asking ? tr("Ask for a closing") : closing ? tr("Close a record") : tr("Reopen a record"), m_file.card.holder, steps);
    setHeadline(headline(), m_asking   ? tr("You ask, and another decides and does it, at any desk.")
                            : closing ? tr("The record stays, closed, with all that is written in it.")
                                      : tr("It can be worked with again. Its cards stay cancelled, its positions ended."));
    setClosing(closing ? tr("Somebody who comes back gets the same UUID, and a new card.") : words::fromUtf8(m_file.closedWords));
    setNext(m_asking ? tr("Ask for it") : closing ? tr("Close the record") : tr("Open it again"), closing && !m_asking ? QStringLiteral("cancel") : QString(), held());
}

QString CloseRecordPage::headline() const
{
    const auto name = words::fromUtf8(m_file.card.holder.legalName);
    return m_file.closed ? tr("Open %1's record again").arg(name) : m_asking ? tr("What would end with %1's record").arg(name) : tr("What ends with %1's record").arg(name);
}

void CloseRecordPage::takeFocus()
{
    if (m_stepUp->isOpen())
        return;
    if (m_file.closed)
        m_note->edit()->setFocus();
    else
        m_reason->box()->setFocus();
}

void CloseRecordPage::submit()
{
    setWarning({}, {});
    if (m_file.closed)
        return reopen();
    if (m_asking)
        return raise();
    m_stepUp->open(tr("Close %1's record?").arg(words::fromUtf8(m_file.card.holder.legalName)),
                   tr("Reason: %1. Cards, positions and requests end with it.").arg(m_reason->box()->currentText()), tr("Close it"), [this](CardAgain again) { sign(std::move(again)); });
    refresh();
}

std::string CloseRecordPage::reason() const
{
    const int at = m_reason->box()->currentIndex();
    return at <= 0 ? std::string() : m_rules.closeReasons[static_cast<std::size_t>(at - 1)].id;
}

void CloseRecordPage::reopen()
{
    const auto number = m_file.card.holder.userNumber;
    const auto name = words::fromUtf8(m_file.card.holder.legalName);
    m_next->setBusy(tr("Recording"));
    m_hub.port().people()->reopen(number, m_note->text().simplified().toStdString(), guarded<ActAnswer>(this, [this, number, name](const ActAnswer& answer) {
        m_next->clearBusy();
        if (!answer.done)
            return setTrouble(answer.failure.value_or(Failure::of("INTERNAL")));
        Q_EMIT done(words::fromUtf8(number), tr("%1's record is open again").arg(name));
    }));
}

void CloseRecordPage::raise()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    const RequestAsk ask{"close", m_file.card.holder.userNumber, {{"reason", reason()}}, m_note->text().simplified().toStdString()};
    m_next->setBusy(tr("Sending"));
    port->raise(ask, guarded<ActAnswer>(this, [this, number = ask.userNumber](const ActAnswer& answer) {
        m_next->clearBusy();
        if (!answer.done)
            return setTrouble(answer.failure.value_or(Failure::of("INTERNAL")));
        Q_EMIT done(words::fromUtf8(number), tr("Asked for. Somebody else decides it, at any desk."));
    }));
}

void CloseRecordPage::sign(CardAgain again)
{
    const CloseRecord order{m_file.card.holder.userNumber, reason(), m_note->text().simplified().toStdString(), m_word->text().toStdString()};
    m_hub.port().people()->close(order, std::move(again), guarded<ActAnswer>(this, [this, order](const ActAnswer& answer) {
        if (!m_stepUp->answered(answer))
            return;
        Q_EMIT done(words::fromUtf8(order.userNumber), tr("%1's record is closed").arg(words::fromUtf8(m_file.card.holder.legalName)));
    }));
}

bool CloseRecordPage::stepBack()
{
    if (!m_stepUp->isOpen())
        return false;
    m_stepUp->close();
    refresh();
    takeFocus();
    return true;
}

} // namespace cardwright::ui
