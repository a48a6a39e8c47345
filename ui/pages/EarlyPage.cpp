#include "ui/pages/EarlyPage.h"

#include "ui/bridge/Permits.h"
#include "ui/pages/ExceptionAsk.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/DeskOffers.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"

#include <QVBoxLayout>

namespace cardwright::ui {

EarlyPage::EarlyPage(DeskHub& hub, QWidget* parent) : CardActPage(hub, "early", parent)
{
    m_shown = named(new Banner, "early-standing");
    m_reason = named(new Field(tr("Why should it be renewed before its time?")), "early-reason-field");
    named(m_reason->edit(), "early-reason", tr("Why should it be renewed before its time?"));
    m_reason->setHint(tr("A manager or a named deputy reads it, at any desk. Never the one who asks."));
    m_column->addWidget(m_shown);
    m_column->addWidget(m_reason);
    m_column->addStretch(1);
    connect(m_reason, &Field::textChanged, this, &EarlyPage::refresh);
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            look();
    });
}

void EarlyPage::open(const SubjectCard& card)
{
    if (card.cardGuid != m_card.cardGuid)
        m_reason->setText({});
    m_card = card;
    m_standing.reset();
    m_known = false;
    setWarning({}, {});
    refresh();
    look();
}

void EarlyPage::clear()
{
    m_card = {};
    m_standing.reset();
    m_known = false;
    m_reason->setText({});
}

/// Asked anew whenever something changed: the decision comes from another desk.
void EarlyPage::look()
{
    const auto number = m_card.holder.value_or(Holder{}).userNumber;
    m_hub.port().exceptions().earlyRenewal(number, guarded<std::optional<ExceptionStanding>>(this, [this, number](const std::optional<ExceptionStanding>& standing) {
        if (number != m_card.holder.value_or(Holder{}).userNumber)
            return;
        const bool other = !m_known || standing.has_value() != m_standing.has_value() || (standing && standing->state != m_standing->state);
        m_standing = standing;
        m_known = true;
        refresh();
        if (!other || !isVisible())
            return;
        takeFocus();
        if (m_standing)
            announce(m_shown, m_shown->accessibleName());
    }));
}

bool EarlyPage::asks() const { return m_known && !is(ExceptionState::waiting) && !is(ExceptionState::approved); }

QString EarlyPage::held() const
{
    if (!m_known)
        return tr("Looking whether one was asked for.");
    if (is(ExceptionState::waiting))
        return tr("It waits for a decision. The card may be taken out meanwhile.");
    if (!asks())
        return {};
    if (!m_hub.may(permits::askException))
        return words::notPermitted(permits::askException, m_hub.agentRole());
    return ExceptionAsk::enough(m_reason->text()) ? QString() : tr("A sentence that somebody else can judge by.");
}

void EarlyPage::refresh()
{
    const bool allowed = is(ExceptionState::approved);
    setHead(tr("Renew before its time"), m_card.holder.value_or(Holder{}),
            {{tr("Exception"), allowed ? tr("Allowed") : is(ExceptionState::waiting) ? tr("Waits") : QString(), allowed ? StepperState::Done : StepperState::Current, false},
             {tr("Passcode"), tr("Holder types it"), allowed ? StepperState::Current : StepperState::ToCome, false},
             {tr("Card"), {}, StepperState::ToCome, false}, {tr("Done"), {}, StepperState::ToCome, false}});
    setHeadline(tr("This card is not due yet"), m_card.renewableFrom ? notBefore(*m_card.renewableFrom) : QString());
    setClosing(tr("An exception is for this holder, for you, and for one renewal."));
    m_shown->setVisible(m_standing.has_value());
    if (m_standing)
        showStanding(*m_shown, *m_standing, tr("The card stays as it is until then."));
    m_reason->setVisible(asks());
    setNext(allowed ? tr("Go on to the renewal") : tr("Ask for the exception"), allowed ? QStringLiteral("renew") : QStringLiteral("evidence"), held());
}

void EarlyPage::takeFocus()
{
    if (asks())
        m_reason->edit()->setFocus();
    else
        CardActPage::takeFocus();
}

void EarlyPage::submit()
{
    if (is(ExceptionState::approved))
        return Q_EMIT renewalWanted();
    m_next->setBusy(tr("Asking"));
    const auto card = m_card.cardGuid;
    m_hub.port().exceptions().askEarlyRenewal(m_card.holder.value_or(Holder{}).userNumber, m_reason->text().simplified().toStdString(),
                                              guarded<ActAnswer>(this, [this, card](const ActAnswer& answer) {
        m_next->clearBusy();
        if (card != m_card.cardGuid)
            return;
        if (!answer.done)
            return setTrouble(answer.failure.value_or(Failure::of("INTERNAL")));
        setWarning({}, {});
        m_reason->setText({});
        look();
        Q_EMIT said(tr("The exception is asked for"));
    }));
}

} // namespace cardwright::ui
