#include "ui/pages/RequestDetail.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
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

constexpr int shortestReason = 2;
constexpr int nameWidth = 92;

QString fieldWords(const std::string& field)
{
    static const std::pair<const char*, const char*> names[] = {
        {"givenName", QT_TRANSLATE_NOOP("RequestDetail", "Given name")},   {"familyName", QT_TRANSLATE_NOOP("RequestDetail", "Family name")},
        {"dateOfBirth", QT_TRANSLATE_NOOP("RequestDetail", "Born")},       {"jobTitle", QT_TRANSLATE_NOOP("RequestDetail", "Job title")},
        {"preferredName", QT_TRANSLATE_NOOP("RequestDetail", "Known as")}, {"email", QT_TRANSLATE_NOOP("RequestDetail", "E-mail")},
        {"phone", QT_TRANSLATE_NOOP("RequestDetail", "Telephone")},        {"team", QT_TRANSLATE_NOOP("RequestDetail", "Team")},
        {"site", QT_TRANSLATE_NOOP("RequestDetail", "Site")},              {"odsCode", QT_TRANSLATE_NOOP("RequestDetail", "Organisation")},
        {"staffNumber", QT_TRANSLATE_NOOP("RequestDetail", "Staff number")}, {"begins", QT_TRANSLATE_NOOP("RequestDetail", "First day")},
        {"ends", QT_TRANSLATE_NOOP("RequestDetail", "Last day")},          {"system", QT_TRANSLATE_NOOP("RequestDetail", "Opens")},
        {"reason", QT_TRANSLATE_NOOP("RequestDetail", "Because")},
    };
    for (const auto& [id, words] : names)
        if (field == id)
            return RequestDetail::tr(words);
    return words::fromUtf8(field);
}

} // namespace

QString requestKindWords(const std::string& kind)
{
    if (kind == "position")
        return RequestDetail::tr("Position");
    if (kind == "create")
        return RequestDetail::tr("Record somebody");
    if (kind == "change")
        return RequestDetail::tr("Change a record");
    return kind == "close" ? RequestDetail::tr("Close a record") : RequestDetail::tr("Badge");
}

QString requestStateWords(const std::string& state)
{
    if (state == "open")
        return RequestDetail::tr("Waits for a decision");
    if (state == "approved")
        return RequestDetail::tr("Approved");
    if (state == "refused")
        return RequestDetail::tr("Refused");
    return state == "withdrawn" ? RequestDetail::tr("Taken back") : RequestDetail::tr("Ended");
}

QString requestTitle(const RequestRow& row)
{
    if (row.kind != "change")
        return words::fromUtf8(row.title);
    QStringList fields;
    for (const auto& [field, text] : row.lines)
        fields << fieldWords(field);
    return fields.join(QStringLiteral(", "));
}

RequestDetail::RequestDetail(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    m_panel = named(new Panel, "request-detail", tr("The chosen request"));
    m_name = named(new Label({}, TextStyle::Title2), "request-name");
    m_name->setWordWrap(true);
    m_why = named(new TextBlock({}, TextStyle::Body, Colour::Text), "request-why");
    auto* facts = new QWidget;
    m_facts = new QVBoxLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setSpacing(0);
    m_dutyList = named(new QWidget, "request-duties", tr("Who may decide"));
    m_duties = new QVBoxLayout(m_dutyList);
    m_duties->setContentsMargins(0, 0, 0, 0);
    m_duties->setSpacing(0);
    m_outcome = named(new Banner, "request-outcome");
    m_trouble = named(new Banner, "request-trouble");
    m_trouble->hide();
    auto* column = m_panel->body();
    column->setSpacing(10);
    for (QWidget* part : std::initializer_list<QWidget*>{m_name, m_why, facts, m_dutyList})
        column->addWidget(part);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    outer->addWidget(m_trouble);
    outer->addWidget(m_panel);
    outer->addWidget(m_outcome);
    makeDecision(column);
    m_stepUp = new StepUpPanel(hub, QStringLiteral("request-step-up"));
    outer->addWidget(m_stepUp);
    outer->addStretch(1);
    connect(m_stepUp, &StepUpPanel::left, this, &RequestDetail::holdButtons);
    present(nullptr, nullptr);
}

void RequestDetail::makeDecision(QVBoxLayout* column)
{
    m_words = named(new Field(tr("Your reason")), "request-decision-field");
    named(m_words->edit(), "request-decision", tr("Your reason"));
    m_typed = named(new Field(tr("Type CLOSE to end the record")), "request-typed-field");
    named(m_typed->edit(), "request-typed", tr("Type CLOSE to end the record"));
    m_approve = named(new PrimaryButton(tr("Approve")), "request-approve", tr("Approve"));
    m_approve->setKeyCap(QStringLiteral("A"));
    const auto second = [](const QString& words, const char* name, const QString& key) {
        auto* button = named(new SecondaryButton(words), name, words);
        button->setKeyCap(key);
        button->setSize(ActionButton::Size::Choice);
        return button;
    };
    m_refuse = second(tr("Refuse"), "request-refuse", QStringLiteral("R"));
    m_withdraw = second(tr("Take back"), "request-withdraw", QStringLiteral("W"));
    m_end = second(tr("End position"), "request-end", QStringLiteral("X"));
    m_person = second(tr("The person"), "request-person", QStringLiteral("P"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_refuse);
    buttons->addStretch(1);
    buttons->addWidget(m_approve);
    auto* more = new QHBoxLayout;
    more->setSpacing(8);
    for (auto* button : {m_withdraw, m_end, m_person})
        more->addWidget(button);
    more->addStretch(1);
    column->addWidget(m_words);
    column->addWidget(m_typed);
    column->addLayout(buttons);
    column->addLayout(more);
    for (auto* field : {m_words, m_typed})
        connect(field, &Field::textChanged, this, &RequestDetail::holdButtons);
    connect(m_approve, &ActionButton::clicked, this, [this] { decide(true); });
    connect(m_refuse, &ActionButton::clicked, this, [this] { decide(false); });
    connect(m_withdraw, &ActionButton::clicked, this, &RequestDetail::takeBack);
    connect(m_end, &ActionButton::clicked, this, &RequestDetail::end);
    connect(m_person, &ActionButton::clicked, this, [this] {
        const auto& number = m_request ? m_request->userNumber : m_position ? m_position->userNumber : std::string();
        if (!number.empty())
            Q_EMIT personWanted(words::fromUtf8(number));
    });
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_approve, m_refuse, m_withdraw, m_end})
        connect(button, &ActionButton::heldPressed, this, &RequestDetail::said);
}

void RequestDetail::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_A), m_approve);
    bindKey(this, QKeySequence(Qt::Key_R), m_refuse);
    bindKey(this, QKeySequence(Qt::Key_W), m_withdraw);
    bindKey(this, QKeySequence(Qt::Key_X), m_end);
    bindKey(this, QKeySequence(Qt::Key_P), m_person);
    m_stepUp->bindKeys();
}

bool RequestDetail::stepBack()
{
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
        m_words->setText({});
        m_typed->setText({});
        m_trouble->hide();
        m_stepUp->close();
    }
    setVisible(m_request || m_position);
    if (!m_request && !m_position)
        return;
    m_name->setText(words::fromUtf8(m_request ? (m_request->holderName.empty() ? m_request->title : m_request->holderName) : m_position->holderName));
    const auto reason = m_request ? m_request->reason : std::string();
    m_why->setText(reason.empty() ? QString() : tr("\u201C%1\u201D").arg(words::fromUtf8(reason)));
    m_why->setVisible(!reason.empty());
    m_words->setHint(m_position ? tr("Needed to end it; it stands in the record.") : tr("Needed for a refusal; whoever asked reads it."));
    showFacts();
    showDuties();
    holdButtons();
}

void RequestDetail::showFacts()
{
    emptyLayout(m_facts);
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const auto add = [this](const QString& title, const QString& words) {
        if (words.isEmpty())
            return;
        m_facts->addWidget(factLine(title, words, nameWidth));
    };
    const auto number = m_request ? m_request->userNumber : m_position->userNumber;
    if (!number.empty())
        add(tr("UUID"), words::groupedNumber(number));
    if (m_position) {
        add(tr("What"), words::fromUtf8(m_position->title));
        add(tr("First day"), shownDate(m_position->begins));
        add(tr("Last day"), shownDate(m_position->ends));
        QStringList systems;
        for (const auto& system : m_position->systems)
            systems << words::fromUtf8(system);
        add(tr("Opens"), systems.join(QStringLiteral(", ")));
        add(tr("Asked by"), words::fromUtf8(m_position->sponsor));
        return;
    }
    add(tr("What"), requestKindWords(m_request->kind) + (m_request->kind == "position" ? QStringLiteral(": ") + words::fromUtf8(m_request->title) : QString()));
    for (const auto& [field, text] : m_request->lines) {
        const bool day = field == "begins" || field == "ends" || field == "dateOfBirth";
        const bool closing = m_request->kind == "close" && field == "reason";
        add(fieldWords(field), closing ? words::fromUtf8(m_request->title) : day ? shownDate(text) : words::fromUtf8(text));
    }
    add(tr("Asked by"), tr("%1, %2").arg(words::fromUtf8(m_request->askedBy), words::momentInline(m_request->askedAt, now)));
}

void RequestDetail::showDuties()
{
    emptyLayout(m_duties);
    const bool open = m_request && m_request->state == "open";
    m_dutyList->setVisible(open);
    m_outcome->setVisible(m_request && !open);
    if (m_request && !open) {
        const auto by = m_request->decidedBy.empty() ? QString() : tr(" by %1").arg(words::fromUtf8(m_request->decidedBy));
        auto why = words::fromUtf8(m_request->decisionReason);
        if (!m_request->overruled.empty())
            why = tr("Another desk was first: \u201C%1\u201D here did not count. ").arg(requestStateWords(m_request->overruled)) + why;
        const bool yes = m_request->state == "approved" && m_request->overruled.empty();
        m_outcome->setContent(yes ? Tone::Success : Tone::Warning, yes ? QStringLiteral("approve") : QStringLiteral("info"), requestStateWords(m_request->state) + by, why);
    }
    if (!open)
        return;
    m_duties->addWidget(new Label(tr("Who may decide"), TextStyle::BodyStrong));
    int number = 0;
    for (const auto& duty : m_request->duties) {
        auto* row = new VerdictRow(duty.holds ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Fails, words::dutyWords(duty), {});
        row->setObjectName(QStringLiteral("request-duty-%1").arg(++number));
        m_duties->addWidget(row);
    }
}

void RequestDetail::holdButtons()
{
    const bool open = m_request && m_request->state == "open";
    const bool asking = m_stepUp->isOpen();
    const bool closing = open && m_request->kind == "close";
    m_approve->setVisible(open && !asking);
    m_refuse->setVisible(open && !asking);
    m_withdraw->setVisible(open && !asking);
    m_end->setVisible(m_position.has_value() && !asking);
    m_words->setVisible((open || m_position) && !asking);
    m_typed->setVisible(closing && m_request->decideHeld.empty() && !asking);
    const auto hold = [](ActionButton* button, const QString& why) {
        if (why.isEmpty())
            button->release();
        else
            button->hold(why);
    };
    const bool reason = m_words->text().simplified().size() >= shortestReason;
    const auto write = tr("Write your reason first.");
    if (open) {
        const auto why = heldWords(m_hub, m_request->decideHeld, permits::decideRequest);
        const auto typed = closing && m_typed->text() != QLatin1String("CLOSE") ? tr("Type CLOSE first.") : QString();
        hold(m_approve, !why.isEmpty() ? why : typed);
        hold(m_refuse, !why.isEmpty() ? why : reason ? QString() : write);
        auto back = heldWords(m_hub, m_request->withdrawHeld, permits::raiseRequest);
        if (back.isEmpty() && m_request->kind == "position" && !reason)
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
    if (!approve || m_request->kind != "close")
        return send(approve, {});
    // Each card that ends with the record is ended by the agent's own card.
    m_stepUp->open(tr("Close the record of %1?").arg(words::fromUtf8(m_request->holderName)),
                   tr("Their cards, positions and requests end with it. Your card signs for each card."), tr("Close it"), [this](CardAgain again) { send(true, std::move(again)); });
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
        Q_EMIT said(words);
    } else if (answer.failure) {
        const auto lines = words::failure(*answer.failure);
        m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next);
        m_trouble->show();
    }
    Q_EMIT done();
}

} // namespace cardwright::ui
