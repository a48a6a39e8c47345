#include "ui/pages/CardStep.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

CardStep::CardStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : FlowPage(hub, application, parent)
{
    setObjectName(QStringLiteral("card-step"));
    m_frame->setWork(makeWork());
    m_frame->setSide(makeSide());
    m_primary = makePrimary("card-go", tr("Turn the screen to the holder"));
    m_primary->setIconName(QStringLiteral("privacy"));
    connect(m_primary, &ActionButton::clicked, this, [this] {
        m_failure.reset();
        if (m_locked->isChecked())
            Q_EMIT lockedIssueWanted();
        else
            Q_EMIT holderTurnWanted();
    });
    connect(&m_hub, &DeskHub::subjectCardUpdated, this, [this] {
        m_failure.reset();
        if (isVisible())
            refresh();
    });
}

QWidget* CardStep::makeWork()
{
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    m_trouble = named(new Banner, "card-trouble");
    m_trouble->hide();
    m_conditions = named(new Panel, "card-conditions", tr("What must be true before the card is written"));
    m_conditions->body()->setSpacing(0);
    auto* choice = named(new Panel, "card-choice", tr("Passcode"));
    choice->body()->setSpacing(10);
    choice->body()->addWidget(new Label(tr("The passcode"), TextStyle::BodyStrong));
    m_here = named(new SecondaryButton(tr("The holder chooses it now")), "card-here");
    m_here->setKeyCap(QStringLiteral("1"));
    m_here->setCheckable(true);
    m_here->setChecked(true);
    m_locked = named(new SecondaryButton(tr("Issue it locked")), "card-locked");
    m_locked->setKeyCap(QStringLiteral("2"));
    m_locked->setCheckable(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    for (auto* button : {m_here, m_locked}) {
        button->setSize(ActionButton::Size::Choice);
        button->setAutoExclusive(true);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_choiceWords = named(new TextBlock, "card-choice-words");
    choice->body()->addLayout(row);
    choice->body()->addWidget(m_choiceWords);
    column->addWidget(m_trouble);
    column->addWidget(m_conditions);
    column->addWidget(choice);
    column->addStretch(1);
    connect(m_here, &QAbstractButton::toggled, this, [this] { refresh(); });
    return work;
}

QWidget* CardStep::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    m_face = named(new CardFace, "card-face", tr("The card as it will be printed"));
    column->addWidget(m_face);
    column->addWidget(new TextBlock(tr("Their UUID is printed too. Who has none yet is given one of this desk's block when the card is begun, and keeps it."),
                                    TextStyle::Compact, Colour::TextMuted));
    column->addStretch(1);
    return side;
}

void CardStep::bindKeys()
{
    FlowPage::bindKeys();
    bindKey(this, QKeySequence(Qt::Key_Return), m_primary);
    bindKey(this, QKeySequence(Qt::Key_1), [this] { m_here->setChecked(true); });
    bindKey(this, QKeySequence(Qt::Key_2), [this] { m_locked->setChecked(true); });
}

void CardStep::showFailure(const Failure& failure)
{
    m_failure = failure;
    refresh();
}

void CardStep::showConditions()
{
    emptyLayout(m_conditions->body());
    const auto add = [&](bool holds, const QString& thing, const QString& value) {
        m_conditions->body()->addWidget(new VerdictRow(holds ? VerdictRow::Verdict::Passes : VerdictRow::Verdict::Warns, thing, value));
    };
    m_conditions->body()->addWidget(new Label(m_application.readyForCard() ? tr("Ready to be written") : tr("Not ready yet"), TextStyle::Lead));
    const auto kind = m_hub.subjectCard().kind;
    const bool blank = kind == CardKind::blank;
    add(m_application.personDone(), tr("Person"), m_application.personDone() ? m_application.name() : tr("to be finished"));
    add(m_application.evidenceDone(), tr("Evidence"), m_application.evidenceDone() ? tr("passed") : tr("not enough yet"));
    add(m_application.photoDone(), tr("Photo"), m_application.photoDone() ? tr("taken over") : tr("none yet"));
    add(blank, tr("Blank card in reader 2"),
        blank                        ? tr("ready")
        : kind == CardKind::none     ? tr("reader 2 is empty")
        : kind == CardKind::reading  ? tr("being read")
                                     : tr("another card is in it"));
    const auto& authority = m_hub.centre().authority;
    if (authority.numbersOf > 0)
        add(authority.numbersLeft > 0, tr("New UUIDs in hand"), QString::number(authority.numbersLeft));
}

void CardStep::refresh()
{
    m_face->setContent(faceOf(m_application.holder(), m_hub.site()));
    showConditions();
    const bool locked = m_locked->isChecked();
    const bool onReader = m_hub.subjectCard().padModifies;
    m_choiceWords->setText(onReader && !locked ? tr("The holder types on the keys of reader 2, when all else is written: the new passcode two times, and once more to prove it. The reader checks only how long it is.") : locked ? tr("Nobody knows a passcode. The holder unlocks the card at a desk later and chooses one then.")
                                  : tr("You will see only that the holder is typing. Every key of yours is dead until they are finished."));
    m_primary->setText(locked ? tr("Write the card, locked") : onReader ? tr("Write the card") : tr("Turn the screen to the holder"));
    m_primary->setIconName(locked ? QStringLiteral("card-locked") : onReader ? QStringLiteral("reader") : QStringLiteral("privacy"));
    m_primary->setAccessibleName(m_primary->text());
    const auto missing = m_application.missing();
    const auto sponsored = heldWords(m_hub, m_application.access().issueHeld, permits::issueCard);
    if (!sponsored.isEmpty())
        m_primary->hold(sponsored);
    else if (!missing.empty())
        m_primary->hold(missing.front());
    else if (m_hub.subjectCard().kind != CardKind::blank)
        m_primary->hold(tr("Put a blank card in reader 2."));
    else
        m_primary->release();
    m_frame->setFooterWords(m_primary->isHeld() ? m_primary->heldReason() : QString());
    m_trouble->setVisible(m_failure.has_value());
    if (m_failure) {
        const auto lines = words::failure(*m_failure);
        m_trouble->setContent(Tone::Danger, QStringLiteral("error"), lines.cause, lines.next + QStringLiteral(" (") + lines.code + QLatin1Char(')'));
    }
}

void CardStep::takeFocus() { m_primary->setFocus(); }

} // namespace cardwright::ui
