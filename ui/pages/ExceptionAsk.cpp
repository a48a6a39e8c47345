#include "ui/pages/ExceptionAsk.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int shortestReason = 10;
}

ExceptionAsk::ExceptionAsk(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : QWidget(parent), m_hub(hub), m_application(application)
{
    m_offer = named(new SecondaryButton(tr("Ask for an exception")), "exception-offer", tr("Ask for an exception"));
    m_offer->setIconName(QStringLiteral("evidence"));
    m_offer->setKeyCap(QStringLiteral("E"));
    m_panel = named(new Panel, "exception-panel", tr("Ask for an exception"));
    m_panel->setPadding(16);
    m_reason = named(new Field(tr("Why should it go on all the same?")), "exception-reason-field");
    named(m_reason->edit(), "exception-reason", tr("Why should it go on all the same?"));
    m_reason->setHint(tr("A manager or a named deputy reads it, at any desk. Never the one who asks."));
    m_trouble = named(new TextBlock({}, TextStyle::Compact, Colour::WarningText), "exception-trouble");
    m_trouble->hide();
    m_ask = named(new PrimaryButton(tr("Ask")), "exception-ask", tr("Ask for the exception"));
    m_ask->setKeyCap(tr("Enter"));
    m_leave = named(new SecondaryButton(tr("Leave it")), "exception-leave", tr("Leave it"));
    m_leave->setSize(ActionButton::Size::Choice);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_leave);
    buttons->addStretch(1);
    buttons->addWidget(m_ask);
    m_panel->body()->setSpacing(10);
    m_panel->body()->addWidget(new Label(tr("Ask for an exception"), TextStyle::BodyStrong));
    m_panel->body()->addWidget(m_reason);
    m_panel->body()->addWidget(m_trouble);
    m_panel->body()->addLayout(buttons);
    m_standing = named(new Banner, "exception-standing");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_standing);
    column->addWidget(m_panel);
    column->addWidget(m_offer, 0, Qt::AlignLeft);
    connect(m_offer, &ActionButton::clicked, this, [this] { setAsking(true); });
    connect(m_offer, &ActionButton::heldPressed, this, &ExceptionAsk::said);
    connect(m_leave, &ActionButton::clicked, this, [this] { setAsking(false); });
    connect(m_ask, &ActionButton::clicked, this, &ExceptionAsk::submit);
    connect(m_ask, &ActionButton::heldPressed, this, &ExceptionAsk::said);
    connect(m_reason, &Field::textChanged, this, &ExceptionAsk::refresh);
    refresh();
}

void ExceptionAsk::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_E), m_offer);
    bindKey(this, QKeySequence(Qt::Key_Return), m_ask); // bound after the page's own: wins while the reason is open
}

bool ExceptionAsk::stepBack()
{
    if (!m_asking)
        return false;
    setAsking(false);
    return true;
}

void ExceptionAsk::setAsking(bool asking)
{
    m_asking = asking;
    m_askingOf = m_application.generation();
    m_trouble->hide();
    refresh();
    if (asking) {
        m_reason->edit()->setFocus();
        bringIntoView(m_panel);
    }
    Q_EMIT askingChanged();
}

void ExceptionAsk::refresh()
{
    if (m_asking && m_askingOf != m_application.generation()) { // another applicant: nothing typed for the one before stays
        m_asking = false;
        m_reason->setText({});
    }
    const auto& report = m_application.evidence();
    const bool failing = !report.passed && !m_application.draft().documents.empty() && !report.title.empty();
    const bool open = report.exception && (report.exception->state == ExceptionState::waiting || report.exception->state == ExceptionState::approved);
    const bool check = m_application.checkOnly(); // an exception is for an application; this is none
    m_offer->setVisible(failing && !open && !m_asking && !check);
    m_panel->setVisible(failing && !open && m_asking && !check);
    if (m_hub.may(permits::askException))
        m_offer->release();
    else
        m_offer->hold(words::notPermitted(permits::askException, m_hub.agentRole()));
    if (!enough(m_reason->text()))
        m_ask->hold(tr("A sentence that somebody else can judge by."));
    else
        m_ask->release();
    showStanding();
}

void ExceptionAsk::showStanding()
{
    const auto& standing = m_application.evidence().exception;
    m_standing->setVisible(standing && !m_application.evidence().passed);
    if (!standing)
        return;
    cardwright::ui::showStanding(*m_standing, *standing, tr("The photo can be done meanwhile; the card waits."));
}

bool ExceptionAsk::enough(const QString& reason) { return reason.simplified().size() >= shortestReason; }

void ExceptionAsk::submit()
{
    m_ask->setBusy(tr("Asking"));
    m_hub.port().exceptions().ask(m_application.draft(), m_reason->text().simplified().toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        m_ask->clearBusy();
        if (!answer.done) {
            m_trouble->setText(failureLine(answer.failure.value_or(Failure::of("INTERNAL"))));
            m_trouble->show();
            return;
        }
        m_reason->setText({});
        setAsking(false);
        m_application.askAgain();
        Q_EMIT said(tr("The exception is asked for"));
    }));
}

void showStanding(Banner& banner, const ExceptionStanding& standing, const QString& meanwhile)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    const auto when = words::momentInline(standing.at, now);
    const auto by = words::fromUtf8(standing.by);
    switch (standing.state) {
    case ExceptionState::waiting:
        banner.setContent(Tone::Accent, QStringLiteral("clock"), ExceptionAsk::tr("An exception waits for a decision"),
                               (standing.atCentre ? ExceptionAsk::tr("Asked for %1.").arg(when)
                                                  : ExceptionAsk::tr("Asked for %1, so far only on this desk: decided here, or elsewhere once the centre answers.").arg(when)) +
                              QLatin1Char(' ') + meanwhile);
        break;
    case ExceptionState::approved:
        banner.setContent(Tone::Success, QStringLiteral("approve"), ExceptionAsk::tr("Approved by %1").arg(by), words::fromUtf8(standing.reason));
        break;
    case ExceptionState::refused:
        banner.setContent(Tone::Warning, QStringLiteral("cancel"), ExceptionAsk::tr("Refused by %1").arg(by), words::fromUtf8(standing.reason));
        break;
    case ExceptionState::lapsed:
        banner.setContent(Tone::Warning, QStringLiteral("clock"), ExceptionAsk::tr("The exception has lapsed"), ExceptionAsk::tr("Nobody decided in time, or it was not used in time. Ask again."));
        break;
    }
}

} // namespace cardwright::ui
