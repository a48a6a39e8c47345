#include "ui/pages/CancelPage.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/ReasonChoice.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/ActPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"

#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr int longestNote = 400; // characters; the entry takes 500 octets
}

CancelPage::CancelPage(DeskHub& hub, QWidget* parent) : CardActPage(hub, "cancel", parent)
{
    m_reasons = new ReasonChoice(tr("Why does it end?"), QStringLiteral("cancel-reason"));
    m_note = named(new Field(tr("Note, if there is more to say")), "cancel-note-field");
    named(m_note->edit(), "cancel-note", tr("Note, if there is more to say"));
    m_note->edit()->setMaxLength(longestNote);
    m_stepUp = new StepUpPanel(hub, QStringLiteral("cancel-step-up"));
    m_column->addWidget(m_reasons);
    m_column->addWidget(m_note);
    m_column->addWidget(m_stepUp);
    m_column->addStretch(1);
    connect(m_reasons, &ReasonChoice::changed, this, &CancelPage::refresh);
    connect(m_stepUp, &StepUpPanel::left, this, [this] {
        refresh();
        takeFocus();
    });
}

void CancelPage::bindKeys()
{
    CardActPage::bindKeys();
    m_reasons->bindKeys(this);
    m_stepUp->bindKeys(); // later bindings win: an open step-up has Esc first
}

void CancelPage::open(CancelTarget target)
{
    m_target = std::move(target);
    m_stepUp->close();
    m_note->setText({});
    m_reasons->setReasons(cancelReasons(m_target.present, m_target.begun), m_target.begun ? "not-finished" : std::string());
    refresh();
}

QVector<StepItem> CancelPage::steps(bool signing) const
{
    QVector<StepItem> items{{tr("Reason"), signing ? words::cancelReason(m_reasons->chosen()) : QString(), signing ? StepperState::Done : StepperState::Current, false},
                            {tr("Your card signs"), {}, signing ? StepperState::Current : StepperState::ToCome, false}};
    if (m_target.present)
        items << StepItem{tr("Card"), tr("Keys end"), StepperState::ToCome, false};
    items << StepItem{tr("Done"), {}, StepperState::ToCome, false};
    return items;
}

void CancelPage::refresh()
{
    const bool signing = m_stepUp->isOpen();
    m_reasons->setVisible(!signing);
    m_note->setVisible(!signing);
    m_next->setVisible(!signing);
    setHead(words::jobTitle(JobKind::cancel), m_target.holder, steps(signing));
    setHeadline(m_target.begun ? tr("Give up the card that was begun") : m_target.present ? tr("End this card for good") : tr("End a card that is not here"),
                cancelConsequence(words::fromUtf8(m_target.holder.legalName), m_target.present, m_hub.centre()));
    setClosing(m_target.present ? tr("Leave the card in reader 2. It cannot be taken back once your card has signed.")
                                : tr("It cannot be taken back once your card has signed. Should the card turn up, cut it through the chip."));
    setWarning({}, {});
    setNext(tr("Cancel the card"), QStringLiteral("cancel"), m_reasons->chosen().empty() ? tr("Choose the reason first.") : QString());
}

void CancelPage::takeFocus()
{
    if (!m_stepUp->isOpen())
        m_reasons->takeFocus();
}

void CancelPage::submit()
{
    const auto name = words::fromUtf8(m_target.holder.legalName);
    m_stepUp->open(tr("Cancel %1's card for good?").arg(name),
                   tr("Reason: %1. It cannot be brought back; another card is a new one.").arg(words::cancelReason(m_reasons->chosen())), tr("Cancel for good"),
                   [this](CardAgain again) { sign(std::move(again)); });
    refresh();
}

void CancelPage::sign(CardAgain again)
{
    const CancelOrder order{m_target.card, m_reasons->chosen(), m_note->text().simplified().toStdString()};
    auto then = guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        if (!m_stepUp->answered(answer))
            return;
        if (m_target.present)
            Q_EMIT jobBegan();
        else
            Q_EMIT cancelled();
    });
    auto& acts = m_hub.port().acts();
    if (m_target.present)
        acts.startCancel(m_target.sight, order, std::move(again), std::move(then));
    else
        acts.cancelWithoutCard(order, std::move(again), std::move(then));
}

bool CancelPage::stepBack()
{
    if (!m_stepUp->isOpen())
        return false;
    m_stepUp->close();
    refresh();
    takeFocus();
    return true;
}

} // namespace cardwright::ui
