#include "ui/pages/RecordPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RecordPapers.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"

// What is sent, and what came of it.

namespace cardwright::ui {

void RecordPage::compare()
{
    if (m_compared)
        return goTo(Step::compare);
    m_next->setBusy(tr("Looking"));
    const int asked = ++m_asked;
    m_hub.port().people()->compare(typed(), guarded<DuplicatesAnswer>(this, [this, asked](DuplicatesAnswer answer) {
        m_next->clearBusy();
        if (asked != m_asked)
            return;
        if (answer.failure)
            return showTrouble(*answer.failure);
        m_compared = true;
        m_comparison->setPeople(std::move(answer.people));
        goTo(Step::compare);
    }));
}

void RecordPage::create()
{
    NewRecord record{typed(), m_comparison->comparedWith(), m_comparison->reason().toStdString()};
    m_next->setBusy(tr("Recording"));
    m_hub.port().people()->create(record, guarded<RecordAnswer>(this, [this](const RecordAnswer& answer) { answered(answer); }));
}

void RecordPage::change()
{
    RecordChange order{m_file.card.holder.userNumber, changes(), m_reason->text().simplified().toStdString(), {}};
    if (identityChanged() || numberChanged()) {
        order.papers.push_back(m_papers->paper());
    } else {
        order.reason.clear();
    }
    m_next->setBusy(tr("Recording"));
    m_hub.port().people()->change(order, guarded<RecordAnswer>(this, [this](const RecordAnswer& answer) { answered(answer); }));
}

void RecordPage::raise()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    RequestAsk ask;
    ask.kind = m_new ? "create" : "change";
    ask.userNumber = m_new ? std::string() : m_file.card.holder.userNumber;
    for (const auto& [field, text] : m_new ? typed() : changes())
        if (!m_new || !text.empty())
            ask.fields.emplace_back(field, text);
    ask.reason = m_askReason->text().simplified().toStdString();
    m_next->setBusy(tr("Sending"));
    port->raise(ask, guarded<ActAnswer>(this, [this, number = words::fromUtf8(ask.userNumber)](const ActAnswer& answer) {
        m_next->clearBusy();
        if (!answer.done)
            return showTrouble(answer.failure.value_or(Failure::of("INTERNAL")));
        clear();
        Q_EMIT asked(number, tr("Asked for. Somebody else decides it, at any desk."));
    }));
}

void RecordPage::answered(const RecordAnswer& answer)
{
    m_next->clearBusy();
    if (answer.failure)
        return showTrouble(*answer.failure);
    auto words = m_new ? tr("The record is made: UUID %1").arg(words::groupedNumber(answer.userNumber)) : tr("The change is recorded");
    if (!answer.overwritten.empty())
        words += tr("; HR's next import overwrites part of it");
    if (answer.newCardDue)
        words += tr("; a new card is due");
    const auto number = words::fromUtf8(answer.userNumber);
    clear();
    Q_EMIT recorded(number, words);
}

void RecordPage::showTrouble(const Failure& failure)
{
    const auto lines = words::failure(failure);
    const auto text = tr("%1 (%2)").arg(lines.next, lines.code);
    m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, text);
    m_trouble->show();
    announce(m_trouble, lines.cause + QLatin1Char(' ') + text);
    for (const auto& entry : m_entries)
        if ((failure.code == "PERSON-DETAILS" || failure.code == "REQUEST-DETAILS") && failure.detail == entry.id) {
            goTo(entry.step);
            entry.field->setWrong(lines.cause);
            entry.field->edit()->setFocus();
        }
    refresh();
}

} // namespace cardwright::ui
