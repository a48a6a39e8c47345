#include "ui/pages/RequestDetail.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RecordPapers.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int shortestReason = 2;
constexpr int nameWidth = 92;

void hold(ActionButton* button, const QString& why)
{
    if (why.isEmpty())
        button->release();
    else
        button->hold(why);
}

} // namespace

RequestDetail::RequestDetail(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    makePage();
    connectDecision();
    present(nullptr, nullptr);
}

void RequestDetail::hidePerson()
{
    m_personHidden = true;
    m_person->hide();
}

bool RequestDetail::stepBack()
{
    if (m_comparing) {
        setComparing(false);
        return true;
    }
    if (!m_stepUp->isOpen())
        return false;
    m_stepUp->close();
    holdButtons();
    return true;
}

void RequestDetail::present(const RequestRow* request, const PositionRow* position)
{
    const auto before = m_request ? m_request->id : m_position ? m_position->id : Guid();
    m_request = request ? std::optional(*request) : std::nullopt;
    m_position = position ? std::optional(*position) : std::nullopt;
    const auto now = m_request ? m_request->id : m_position ? m_position->id : Guid();
    if (now != before) {
        ++m_asked;
        m_words->setText({});
        m_typed->setText({});
        m_papers->clear();
        m_compare->setPeople({});
        m_compared = false;
        m_approve->clearBusy();
        m_trouble->hide();
        m_stepUp->close();
        setComparing(false);
    }
    setVisible(m_request || m_position);
    if (!m_request && !m_position) {
        m_name->setText({}); // nothing of the one before stays, not even unseen
        m_why->setText({});
        emptyLayout(m_facts);
        emptyLayout(m_duties);
        m_outcome->hide();
        return;
    }
    m_name->setText(words::fromUtf8(m_request ? (m_request->holderName.empty() ? m_request->title : m_request->holderName) : m_position->holderName));
    const auto reason = m_request ? m_request->reason : std::string();
    m_why->setText(reason.empty() ? QString() : tr("\u201C%1\u201D").arg(words::fromUtf8(reason)));
    m_why->setVisible(!reason.empty());
    m_words->setHint(m_position ? tr("Needed to end it; it stands in the record.") : tr("Needed for a refusal; whoever asked reads it."));
    showFacts();
    showDuties();
    showOutcome();
    if (m_request)
        m_papers->setNeeds(changesIdentity(*m_request), changesNumber(*m_request));
    holdButtons();
}

void RequestDetail::addFact(const QString& title, const QString& words)
{
    if (!words.isEmpty())
        m_facts->addWidget(factLine(title, words, nameWidth));
}

void RequestDetail::showPositionFacts()
{
    addFact(tr("What"), words::fromUtf8(m_position->title));
    addFact(tr("First day"), shownDate(m_position->begins));
    addFact(tr("Last day"), shownDate(m_position->ends));
    QStringList systems;
    for (const auto& system : m_position->systems)
        systems << words::fromUtf8(system);
    addFact(tr("Opens"), systems.join(QStringLiteral(", ")));
    addFact(tr("Asked by"), words::fromUtf8(m_position->sponsor));
}

void RequestDetail::showFacts()
{
    emptyLayout(m_facts);
    const auto number = m_request ? m_request->userNumber : m_position->userNumber;
    if (!number.empty())
        addFact(tr("UUID"), words::groupedNumber(number));
    if (m_position)
        return showPositionFacts();
    const bool titled = isKind("position") || isKind("badge");
    addFact(tr("What"), requestKindWords(m_request->kind) + (titled ? QStringLiteral(": ") + words::fromUtf8(m_request->title) : QString()));
    for (const auto& [field, text] : m_request->lines) {
        const bool day = field == "begins" || field == "ends" || field == "dateOfBirth";
        const bool closing = isKind("close") && field == "reason";
        addFact(requestFieldWords(field), closing ? words::fromUtf8(m_request->title) : text.empty() ? tr("emptied") : day ? shownDate(text) : words::fromUtf8(text));
    }
    addFact(tr("Asked by"), tr("%1, %2").arg(words::fromUtf8(m_request->askedBy), words::momentInline(m_request->askedAt, QDateTime::currentMSecsSinceEpoch())));
}

void RequestDetail::showDuties()
{
    emptyLayout(m_duties);
    m_dutyList->setVisible(isOpen());
    if (!isOpen())
        return;
    m_duties->addWidget(new Label(tr("Who may decide"), TextStyle::BodyStrong));
    int number = 0;
    for (const auto& duty : m_request->duties) {
        auto* row = new VerdictRow(duty.holds ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Fails, words::dutyWords(duty), {});
        row->setObjectName(QStringLiteral("request-duty-%1").arg(++number));
        m_duties->addWidget(row);
    }
}

void RequestDetail::showOutcome()
{
    const bool over = m_request && !isOpen();
    m_outcome->setVisible(over);
    if (!over)
        return;
    const auto by = m_request->decidedBy.empty() ? QString() : tr(" by %1").arg(words::fromUtf8(m_request->decidedBy));
    auto why = words::fromUtf8(m_request->decisionReason);
    if (!m_request->overruled.empty())
        why = tr("Another desk was first: \u201C%1\u201D here did not count. ").arg(requestStateWords(m_request->overruled)) + why;
    const bool yes = (m_request->state == "approved" || m_request->state == "printed") && m_request->overruled.empty();
    m_outcome->setContent(yes ? Tone::Success : Tone::Warning, yes ? QStringLiteral("approve") : QStringLiteral("info"), requestStateWords(m_request->state) + by, why);
}

/// Why it cannot be approved yet; empty: it can.
QString RequestDetail::heldApproval() const
{
    if (isKind("badge")) // it is decided by its print
        return m_hub.may(permits::issueCard) ? QString() : words::notPermitted(permits::issueCard, m_hub.agentRole());
    if (const auto why = heldWords(m_hub, m_request->decideHeld, permits::decideRequest); !why.isEmpty())
        return why;
    if (isKind("close") && m_typed->text() != QLatin1String("CLOSE"))
        return tr("Type CLOSE first.");
    if (wantsPapers())
        return m_papers->held();
    return m_comparing ? m_compare->held() : QString();
}

void RequestDetail::holdButtons()
{
    const bool asking = m_stepUp->isOpen();
    const bool badge = isOpen() && isKind("badge");
    m_approve->setVisible(isOpen() && !asking);
    m_refuse->setVisible(isOpen() && !asking);
    m_withdraw->setVisible(isOpen() && !badge && !asking);
    m_end->setVisible(m_position.has_value() && !asking);
    m_person->setVisible(!m_personHidden && !(m_request ? m_request->userNumber : m_position ? m_position->userNumber : std::string()).empty());
    m_words->setVisible((isOpen() || m_position) && !asking);
    m_typed->setVisible(isOpen() && isKind("close") && m_request->decideHeld.empty() && !asking);
    m_papers->setVisible(wantsPapers() && !asking);
    m_decision->setVisible(!asking && (isOpen() || m_position || m_person->isVisibleTo(this)));
    const auto approve = badge ? tr("Print it") : m_comparing ? tr("Make the record") : tr("Approve");
    m_approve->setText(approve);
    m_approve->setAccessibleName(approve);
    const bool reason = m_words->text().simplified().size() >= shortestReason;
    const auto write = tr("Write your reason first.");
    if (isOpen()) {
        hold(m_approve, heldApproval());
        const auto why = heldWords(m_hub, m_request->decideHeld, permits::decideRequest);
        hold(m_refuse, !why.isEmpty() ? why : reason ? QString() : write);
        auto back = heldWords(m_hub, m_request->withdrawHeld, permits::raiseRequest);
        if (back.isEmpty() && isKind("position") && !reason)
            back = write;
        hold(m_withdraw, back);
    }
    if (m_position) {
        const auto why = heldWords(m_hub, m_position->endHeld, permits::assignPosition);
        hold(m_end, !why.isEmpty() ? why : reason ? QString() : write);
    }
}

void RequestDetail::decide(bool approve)
{
    if (!m_request)
        return;
    if (approve && isKind("badge"))
        return Q_EMIT badgesWanted(m_request->id);
    if (approve && isKind("create") && !m_compared)
        return compare();
    if (!approve || !isKind("close"))
        return send(approve, {});
    // Each card that ends with the record is ended by the agent's own card.
    m_stepUp->open(tr("Close the record of %1?").arg(words::fromUtf8(m_request->holderName)),
                   tr("Their cards, positions and requests end with it. Your card signs for each card."), tr("Close it"), [this](CardAgain again) { send(true, std::move(again)); });
    holdButtons();
}

/// Who is known already, before anybody is recorded. Nobody alike: it is done at once.
void RequestDetail::compare()
{
    auto* people = m_hub.port().people();
    if (!people)
        return;
    PersonTexts fields;
    for (const auto& [field, text] : m_request->lines)
        fields[field] = text;
    m_approve->setBusy(tr("Looking"));
    const int asked = ++m_asked;
    people->compare(fields, guarded<DuplicatesAnswer>(this, [this, asked](DuplicatesAnswer answer) {
        if (asked != m_asked)
            return;
        m_approve->clearBusy();
        if (answer.failure)
            return showTrouble(*answer.failure);
        m_compared = true;
        const bool nobody = answer.people.empty();
        m_compare->setPeople(std::move(answer.people));
        if (nobody)
            return send(true, {});
        setComparing(true);
        m_compare->takeFocus();
    }));
}

void RequestDetail::setComparing(bool on)
{
    if (m_comparing == on)
        return;
    m_comparing = on;
    m_compared = m_compared && on; // looked at anew the next time
    m_compare->setVisible(on);
    Q_EMIT comparing(on);
    holdButtons();
}

void RequestDetail::send(bool approve, CardAgain again)
{
    auto* port = m_hub.port().access();
    if (!m_request || !port)
        return;
    RequestAnswerOrder order;
    order.approve = approve;
    order.reason = m_words->text().trimmed().toStdString();
    order.typed = m_typed->text().toStdString();
    if (approve && wantsPapers())
        order.papers.push_back(m_papers->paper());
    if (approve && m_comparing) {
        order.comparedWith = m_compare->comparedWith();
        order.whyOther = order.comparedWith.empty() ? std::string() : m_compare->reason().toStdString();
    }
    const auto words = approve ? tr("Approved.") : tr("Refused.");
    port->decide(m_request->id, order, std::move(again), guarded<ActAnswer>(this, [this, words](const ActAnswer& answer) {
        if (m_stepUp->isOpen() && !m_stepUp->answered(answer))
            return;
        answered(answer, words);
    }));
}

void RequestDetail::takeBack()
{
    auto* port = m_hub.port().access();
    if (m_request && port)
        port->withdraw(m_request->id, m_words->text().trimmed().toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("Taken back.")); }));
}

void RequestDetail::end()
{
    auto* port = m_hub.port().access();
    if (m_position && port)
        port->endPosition(m_position->id, m_words->text().trimmed().toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("Ended.")); }));
}

void RequestDetail::answered(const ActAnswer& answer, const QString& words)
{
    if (answer.done) {
        m_trouble->hide();
        setComparing(false);
        Q_EMIT said(words);
    } else if (answer.failure) {
        showTrouble(*answer.failure);
    }
    Q_EMIT done();
}

void RequestDetail::showTrouble(const Failure& failure)
{
    const auto lines = words::failure(failure);
    m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next);
    m_trouble->show();
    announce(m_trouble, lines.cause + QLatin1Char(' ') + lines.next);
}

} // namespace cardwright::ui
