#include "ui/pages/ReplacePage.h"

#include "ui/pages/NewCardChoice.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/ReasonChoice.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/ActPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

ReplacePage::ReplacePage(DeskHub& hub, ApplicationPresenter& check, QWidget* parent) : CardActPage(hub, "replace", parent), m_check(check)
{
    makeTerms();
    m_stepUp = new StepUpPanel(hub, QStringLiteral("replace-step-up"));
    m_newCard = new NewCardChoice(hub, QStringLiteral("replace-new"));
    m_column->addWidget(m_stepUp);
    m_column->addWidget(m_newCard);
    m_column->addStretch(1);
    connect(m_incident, &Field::textChanged, this, &ReplacePage::refresh);
    for (auto* tick : {m_returned, m_cut, m_likeness})
        connect(tick, &QAbstractButton::toggled, this, &ReplacePage::refresh);
    connect(m_reasons, &ReasonChoice::changed, this, &ReplacePage::refresh);
    connect(m_documents, &QAbstractButton::clicked, this, &ReplacePage::evidenceWanted);
    connect(m_newCard, &NewCardChoice::changed, this, &ReplacePage::refresh);
    connect(&m_check, &ApplicationPresenter::changed, this, [this] {
        if (m_stage != Stage::terms)
            return;
        if (m_shownPhoto != m_check.draft().photoReference)
            return refresh(); // the face at the right is another
        showTerms();
    });
    connect(&m_hub, &DeskHub::subjectCardUpdated, this, [this] {
        if (m_stage == Stage::newCard)
            refresh();
    });
    connect(m_stepUp, &StepUpPanel::left, this, [this] {
        m_stage = Stage::terms;
        refresh();
        takeFocus();
    });
}

void ReplacePage::open(ReplaceTarget target)
{
    const bool same = target.card == m_prefilled && m_stage == Stage::terms; // back from elsewhere: nothing typed is lost
    m_target = std::move(target);
    m_stepUp->close();
    m_stage = Stage::terms;
    if (!same) {
        m_prefilled = m_target.card;
        m_incident->setText({});
        m_likeness->setChecked(false);
        m_returned->setChecked(m_target.present);
        m_cut->setChecked(false);
        m_reasons->setReasons(replaceReasons(m_target.present), m_target.expired ? "expired" : std::string());
        PersonFields person;
        person.givenName = m_target.holder.givenName;
        person.familyName = m_target.holder.familyName;
        if (m_target.holder.dateOfBirth)
            person.dateOfBirth = formatDate(*m_target.holder.dateOfBirth);
        m_check.beginCheck(person, m_target.holder);
    }
    refresh();
}

void ReplacePage::openWaiting(ReplaceTarget target)
{
    clear();
    m_target = std::move(target);
    m_stage = Stage::newCard;
    refresh();
}

void ReplacePage::clear()
{
    m_prefilled.clear();
    m_target = {};
    m_stage = Stage::terms;
    m_stepUp->close();
    m_incident->setText({});
    m_check.leave();
}

bool ReplacePage::loss() const { return m_reasons->chosen() == "lost" || m_reasons->chosen() == "stolen"; }

QString ReplacePage::missing() const
{
    const auto& reason = m_reasons->chosen();
    if (reason.empty())
        return tr("Choose the reason first.");
    if (loss() && !m_check.evidence().passed)
        return tr("Check who the person is: the documents.");
    if (auto photo = photoMissing(); !photo.isEmpty())
        return photo;
    const bool here = !loss() && m_returned->isChecked();
    if (here && !m_cut->isChecked())
        return tr("Cut the old card through its chip.");
    if (!here && m_incident->text().simplified().isEmpty())
        return tr("Write the incident's reference.");
    return {};
}

QString ReplacePage::photoMissing() const
{
    if (m_check.portraitLoading())
        return tr("The new photo is being looked at.");
    if (newPhoto())
        return m_check.photoDone() ? QString() : tr("Take the new photo again, or say why it is used.");
    if (m_reasons->chosen() != "name-changed")
        return {};
    if (m_target.holder.portrait.empty())
        return tr("No photo is on record: take a new one.");
    return m_likeness->isChecked() ? QString() : tr("Look at the photo on record: is it still a likeness?");
}

ReplaceOrder ReplacePage::order() const
{
    ReplaceOrder order;
    order.card = m_target.card;
    order.userNumber = m_target.holder.userNumber;
    order.reason = m_reasons->chosen();
    order.returned = !loss() && m_returned->isChecked();
    order.cutThrough = order.returned && m_cut->isChecked();
    if (!order.returned)
        order.incident = m_incident->text().simplified().toStdString();
    if (loss()) {
        order.documents = m_check.draft().documents;
        order.answers = m_check.draft().answers;
    }
    if (newPhoto()) {
        order.portrait = m_check.draft().portrait;
        order.photoMarks = m_check.draft().photoMarks;
        order.photoReason = m_check.draft().photoReason;
    }
    order.likeness = order.reason == "name-changed" && !newPhoto() && m_likeness->isChecked();
    return order;
}

Holder ReplacePage::newHolder() const
{
    auto holder = m_target.holder;
    if (newPhoto())
        holder.portrait = m_check.draft().portrait;
    return holder;
}

QVector<StepItem> ReplacePage::steps(const QString& second, bool warns) const
{
    const bool ended = m_stage == Stage::newCard;
    const auto state = [this](Stage stage) { return m_stage == stage ? StepperState::Current : m_stage > stage ? StepperState::Done : StepperState::ToCome; };
    return {{tr("Reason"), words::cancelReason(m_reasons->chosen()), state(Stage::terms), false},
            {tr("Your card signs"), ended ? tr("Old card ended") : QString(), state(Stage::signing), false},
            {tr("New card"), second, state(Stage::newCard), warns},
            {tr("Done"), {}, StepperState::ToCome, false}};
}

void ReplacePage::refresh()
{
    const bool terms = m_stage == Stage::terms;
    for (QWidget* part : std::initializer_list<QWidget*>{m_reasons, m_identity, m_names, m_plastic, m_incident})
        part->setVisible(terms);
    m_shownPhoto = m_check.draft().photoReference;
    m_newCard->setVisible(m_stage == Stage::newCard);
    m_next->setVisible(m_stage != Stage::signing);
    m_back->setText(m_stage == Stage::newCard ? tr("Later") : tr("Back"));
    m_back->setAccessibleName(m_back->text());
    setHead(tr("Replace a card"), newHolder(), steps());
    setWarning({}, {});
    if (m_stage == Stage::newCard)
        return showNewCard();
    setHeadline(tr("Another card in place of this one"), cancelConsequence(words::fromUtf8(m_target.holder.legalName), false, m_hub.centre()));
    setClosing(tr("The new card keeps the UUID. A blank card is asked for when the old one has ended."));
    if (terms)
        showTerms();
}

void ReplacePage::showTerms()
{
    const bool here = !loss() && m_returned->isChecked();
    const bool chosen = !m_reasons->chosen().empty();
    m_identity->setVisible(loss());
    m_names->setVisible(chosen);
    showPhoto();
    m_name->setVisible(m_reasons->chosen() == "name-changed");
    m_name->setSecond(tr("%1. Changed on the person's page, with its papers.").arg(words::fromUtf8(m_target.holder.legalName)));
    m_plastic->setVisible(chosen && !loss());
    m_cut->setVisible(here);
    m_incident->setVisible(chosen && !here);
    const auto& evidence = m_check.evidence();
    const auto seen = m_check.draft().documents.size();
    m_documents->setSecond(seen == 0 ? tr("Nothing seen yet. The same rules as for a first card.") : words::fromUtf8(evidence.title));
    m_documents->setPill(evidence.passed ? Tone::Success : Tone::Warning, evidence.passed ? QStringLiteral("check") : QStringLiteral("clock"),
                         evidence.passed ? tr("Checked") : tr("Documents, D"));
    setNext(tr("Replace the card"), QStringLiteral("replace"), missing());
}

void ReplacePage::showNewCard()
{
    m_newCard->refresh();
    setHeadline(tr("The old card has ended"), tr("Now the new one: put a blank card in reader 2."));
    setClosing(tr("Left for later, it waits on the desk's list; the person has no card until then."));
    const bool locked = m_newCard->locked();
    const bool onReader = m_hub.subjectCard().padModifies;
    setNext(locked ? tr("Write the card, locked") : onReader ? tr("Write the card") : tr("Turn the screen to the holder"),
            locked ? QStringLiteral("card-locked") : onReader ? QStringLiteral("reader") : QStringLiteral("privacy"),
            m_newCard->blankHere() ? QString() : tr("Put a blank card in reader 2."));
}

void ReplacePage::showFailure(const Failure& failure)
{
    refresh();
    setTrouble(failure);
}

void ReplacePage::takeFocus()
{
    if (m_stage == Stage::newCard)
        m_next->setFocus();
    else if (m_stage == Stage::terms)
        m_reasons->takeFocus();
}

void ReplacePage::submit()
{
    if (m_stage == Stage::newCard)
        return m_newCard->locked() ? Q_EMIT lockedIssueWanted() : Q_EMIT holderTurnWanted();
    m_next->setBusy(tr("Checking"));
    m_hub.port().acts().checkReplace(order(), guarded<std::optional<Failure>>(this, [this](const std::optional<Failure>& refusal) {
        m_next->clearBusy();
        if (refusal)
            return setTrouble(*refusal);
        askAndSign();
    }));
}

void ReplacePage::askAndSign()
{
    m_stage = Stage::signing;
    m_stepUp->open(tr("Replace %1's card?").arg(words::fromUtf8(m_target.holder.legalName)),
                   tr("Reason: %1. The old card ends with your signature and cannot be brought back.").arg(words::cancelReason(m_reasons->chosen())), tr("End the old card"),
                   [this](CardAgain again) { sign(std::move(again)); });
    refresh();
}

void ReplacePage::sign(CardAgain again)
{
    m_hub.port().acts().replace(order(), std::move(again), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        if (!m_stepUp->answered(answer))
            return;
        m_stage = Stage::newCard;
        refresh();
        takeFocus();
    }));
}

bool ReplacePage::stepBack()
{
    if (m_stage != Stage::signing)
        return false;
    m_stepUp->close();
    m_stage = Stage::terms;
    refresh();
    takeFocus();
    return true;
}

} // namespace cardwright::ui
