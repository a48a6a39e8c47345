#include "ui/pages/ActPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QVBoxLayout>

namespace cardwright::ui {

ActPage::ActPage(DeskHub& hub, QWidget* parent) : CardActPage(hub, "act", parent)
{
    m_lines = named(new Panel, "act-lines", tr("What will be done"));
    m_lines->setPadding(0);
    m_note = named(new Field(tr("Note")), "act-note-field");
    named(m_note->edit(), "act-note", tr("Note"));
    m_column->addWidget(m_lines);
    m_column->addWidget(m_note);
    m_column->addStretch(1);
}

void ActPage::open(DeskAct act, const SubjectCard& card, const DeskAnswers& answers)
{
    m_act = act;
    m_card = card;
    m_view = actView(act, card, answers);
    QVector<StepItem> steps;
    if (m_view.turns)
        steps << StepItem{tr("Person"), answers.likeness == Likeness::printedFace ? tr("Printed face compared") : tr("Same person"), StepperState::Done, false}
              << StepItem{tr("Passcode"), tr("Holder types it"), StepperState::Current, false};
    else
        steps << StepItem{tr("Before it begins"), {}, StepperState::Current, false};
    steps << StepItem{tr("Card"), {}, StepperState::ToCome, false} << StepItem{tr("Done"), {}, StepperState::ToCome, false};
    setHead(words::jobTitle(m_view.kind), card.holder.value_or(Holder{}), steps);
    setHeadline(m_view.headline, m_view.sub);
    setWarning(m_view.warningTitle, m_view.warning);
    setClosing(m_view.onReader ? tr("The holder types on the keys of reader 2. Nothing of it comes into this computer; the red key on the reader stops it.") : m_view.turns ? tr("You will see only that the holder is typing. Every key of yours is dead until they are finished.") : tr("Leave the card in reader 2."));
    setNext(m_view.primary, m_view.primaryIcon, m_view.held);
    emptyLayout(m_lines->body());
    for (std::size_t at = 0; at < m_view.lines.size(); ++at) {
        auto* row = new ListRow(m_view.lines[at].title, m_view.lines[at].words);
        row->setObjectName(QStringLiteral("act-line-%1").arg(at + 1));
        row->setIconName(QStringLiteral("check"), false);
        row->setLast(at + 1 == m_view.lines.size());
        m_lines->body()->addWidget(row);
    }
    m_note->setLabel(m_view.noteLabel);
    m_note->edit()->setAccessibleName(m_view.noteLabel);
    m_note->setText({});
    m_note->setVisible(!m_view.noteLabel.isEmpty());
}

QString ActPage::note() const { return m_note->text().simplified(); }

} // namespace cardwright::ui
