#include "ui/pages/ExceptionDetail.h"

#include "ui/pages/ExceptionsPage.h"
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
constexpr int shortestReason = 5;
constexpr int nameWidth = 78;
}

bool mayDecide(const DeskHub& hub, const ExceptionRow& row)
{
    return row.state == ExceptionState::waiting && hub.may(permits::decideException) &&
           std::all_of(row.duties.begin(), row.duties.end(), [](const DutyLine& duty) { return duty.holds; });
}

ExceptionDetail::ExceptionDetail(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    m_panel = named(new Panel, "exception-detail", tr("The chosen exception"));
    m_name = named(new Label({}, TextStyle::Title2), "exception-name");
    m_name->setWordWrap(true);
    m_reason = named(new TextBlock({}, TextStyle::Body, Colour::Text), "exception-why");
    auto* facts = new QWidget;
    m_facts = new QVBoxLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setSpacing(0);
    m_dutyList = named(new QWidget, "exception-duties", tr("Who may decide"));
    m_duties = new QVBoxLayout(m_dutyList);
    m_duties->setContentsMargins(0, 0, 0, 0);
    m_duties->setSpacing(0);
    m_outcome = named(new Banner, "exception-outcome");
    auto* column = m_panel->body();
    column->setSpacing(10);
    column->addWidget(m_name);
    column->addWidget(m_reason);
    column->addWidget(facts);
    column->addWidget(m_dutyList);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    outer->addWidget(m_panel);
    outer->addWidget(m_outcome);
    makeDecision(column);
    m_stepUp = new StepUpPanel(hub, QStringLiteral("exception-step-up"));
    outer->addWidget(m_stepUp);
    outer->addStretch(1);
    connect(m_stepUp, &StepUpPanel::left, this, &ExceptionDetail::showDecision);
    present(nullptr);
}

void ExceptionDetail::makeDecision(QVBoxLayout* column)
{
    m_decide = new QWidget;
    auto* rows = new QVBoxLayout(m_decide);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    m_words = named(new Field(tr("Your reason")), "exception-decision-field");
    named(m_words->edit(), "exception-decision", tr("Your reason"));
    m_words->setHint(tr("It is recorded with your name and signed by your card."));
    m_approve = named(new PrimaryButton(tr("Approve")), "exception-approve", tr("Approve"));
    m_approve->setKeyCap(QStringLiteral("A"));
    m_refuse = named(new SecondaryButton(tr("Refuse")), "exception-refuse", tr("Refuse"));
    m_refuse->setKeyCap(QStringLiteral("R"));
    m_refuse->setSize(ActionButton::Size::Choice);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_refuse);
    buttons->addStretch(1);
    buttons->addWidget(m_approve);
    rows->addWidget(m_words);
    rows->addLayout(buttons);
    column->addWidget(m_decide);
    m_open = named(new SecondaryButton(tr("Open the application")), "exception-open", tr("Open the application"));
    m_open->setKeyCap(QStringLiteral("O"));
    column->addWidget(m_open, 0, Qt::AlignLeft);
    connect(m_words, &Field::textChanged, this, &ExceptionDetail::holdButtons);
    connect(m_approve, &ActionButton::clicked, this, [this] { begin(true); });
    connect(m_refuse, &ActionButton::clicked, this, [this] { begin(false); });
    connect(m_approve, &ActionButton::heldPressed, this, &ExceptionDetail::said);
    connect(m_refuse, &ActionButton::heldPressed, this, &ExceptionDetail::said);
    connect(m_open, &ActionButton::clicked, this, [this] {
        if (m_row)
            Q_EMIT draftWanted(m_row->draft);
    });
}

void ExceptionDetail::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_A), m_approve);
    bindKey(this, QKeySequence(Qt::Key_R), m_refuse);
    bindKey(this, QKeySequence(Qt::Key_O), m_open);
    m_stepUp->bindKeys();
}

bool ExceptionDetail::stepBack()
{
    if (!m_stepUp->isOpen())
        return false;
    m_stepUp->close();
    showDecision();
    return true;
}

void ExceptionDetail::present(const ExceptionRow* row)
{
    const bool another = !row || !m_row || row->id != m_row->id;
    m_row = row ? std::optional(*row) : std::nullopt;
    if (another) {
        m_words->setText({});
        m_stepUp->close();
    }
    setVisible(row != nullptr);
    if (!row)
        return;
    m_name->setText(words::fromUtf8(row->holderName));
    m_reason->setText(tr("\u201C%1\u201D").arg(words::fromUtf8(row->reason)));
    showFacts();
    showDuties();
    showDecision();
}

void ExceptionDetail::showFacts()
{
    emptyLayout(m_facts);
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const auto add = [this](const QString& title, const QString& words) {
        if (words.isEmpty())
            return;
        m_facts->addWidget(factLine(title, words, nameWidth));
    };
    add(tr("What"), words::exceptionAct(m_row->act) + (m_row->verdict.empty() ? QString() : QStringLiteral(". ") + words::fromUtf8(m_row->verdict)));
    add(tr("Born"), shownDate(m_row->dateOfBirth));
    QStringList seen;
    for (const auto& document : m_row->documents)
        seen << words::fromUtf8(document);
    add(tr("Seen"), seen.join(QStringLiteral("; ")));
    auto asked = tr("%1, %2").arg(words::fromUtf8(m_row->askedBy), words::momentInline(m_row->askedAt, now));
    if (!m_row->askedAtDesk.empty())
        asked += QStringLiteral(", ") + words::fromUtf8(m_row->askedAtDesk);
    add(tr("Asked by"), asked);
}

void ExceptionDetail::showDuties()
{
    emptyLayout(m_duties);
    if (m_row->state != ExceptionState::waiting)
        return;
    m_duties->addWidget(new Label(tr("Who may decide"), TextStyle::BodyStrong));
    auto duties = m_row->duties;
    std::stable_sort(duties.begin(), duties.end(), [](const DutyLine& one, const DutyLine& other) { return one.holds < other.holds; });
    int number = 0;
    for (const auto& duty : duties) {
        auto* row = new VerdictRow(duty.holds ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Fails, words::dutyWords(duty), {});
        row->setObjectName(QStringLiteral("exception-duty-%1").arg(++number));
        m_duties->addWidget(row);
    }
}

void ExceptionDetail::showDecision()
{
    const bool waiting = m_row && m_row->state == ExceptionState::waiting;
    m_decide->setVisible(waiting && !m_stepUp->isOpen());
    m_dutyList->setVisible(waiting && !m_stepUp->isOpen());
    m_open->setVisible(m_row && !m_row->draft.isNone() && m_row->state != ExceptionState::waiting && m_row->askedHere);
    m_outcome->setVisible(m_row && !waiting);
    if (!m_row)
        return;
    if (!waiting) {
        const auto by = m_row->decidedBy.empty() ? QString() : tr(" by %1").arg(words::fromUtf8(m_row->decidedBy));
        const bool yes = m_row->state == ExceptionState::approved;
        m_outcome->setContent(yes ? Tone::Success : Tone::Warning, yes ? QStringLiteral("approve") : QStringLiteral("cancel"),
                              words::exceptionState(m_row->state) + by, words::fromUtf8(m_row->decisionReason));
    }
    holdButtons();
}

void ExceptionDetail::holdButtons()
{
    QString why;
    if (m_row && !m_hub.may(permits::decideException))
        why = words::notPermitted(permits::decideException, m_hub.agentRole());
    else if (m_row)
        for (const auto& duty : m_row->duties)
            if (!duty.holds)
                why = words::dutyWords(duty) + QLatin1Char('.');
    const bool notMine = !why.isEmpty();
    m_words->setVisible(!notMine);
    if (why.isEmpty() && m_words->text().simplified().size() < shortestReason)
        why = tr("Write your reason first.");
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_approve, m_refuse}) {
        if (why.isEmpty())
            button->release();
        else
            button->hold(why);
    }
}

void ExceptionDetail::begin(bool approve)
{
    if (!m_row)
        return;
    const auto name = words::fromUtf8(m_row->holderName);
    m_decide->hide();
    m_dutyList->hide(); // they hold; the card's question is seen whole
    m_stepUp->open(approve ? tr("Approve this exception for %1?").arg(name) : tr("Refuse this exception for %1?").arg(name),
                   approve ? tr("Their application goes on without the missing proof. The record carries your name and reason.")
                           : tr("Their application stays where it is. The agent who asked reads your reason."),
                   approve ? tr("Approve") : tr("Refuse"), [this, id = m_row->id, approve](CardAgain again) {
                       m_hub.port().exceptions().decide(id, approve, m_words->text().simplified().toStdString(), std::move(again),
                                                        guarded<ActAnswer>(this, [this, approve](const ActAnswer& answer) {
                                                            if (!m_stepUp->answered(answer))
                                                                return;
                                                            Q_EMIT said(approve ? tr("Approved") : tr("Refused"));
                                                            Q_EMIT decided();
                                                        }));
                   });
}

} // namespace cardwright::ui
