#include "ui/pages/RecordPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TextBlock.h"

#include <QLineEdit>

#include <algorithm>

// What is shown of what is typed: the steps, the card as it would be printed, what is not right yet.

namespace cardwright::ui {

void RecordPage::showSteps(bool byPaper)
{
    const auto state = [this](Step step) { return step < m_step ? StepperState::Done : step == m_step ? StepperState::Current : StepperState::ToCome; };
    const bool papers = byPaper && !m_asking;
    QVector<StepItem> steps{{tr("Who they are"), papers ? tr("Papers needed") : QString(), state(Step::who), papers && !heldByPapers().isEmpty()},
                            {tr("Work and contact"), {}, state(Step::work), false}};
    if (m_new && !m_asking)
        steps << StepItem{tr("Known already?"), m_comparison->summary(), state(Step::compare), m_comparison->mustCompare()};
    if (m_asking)
        steps << StepItem{tr("Asked for"), tr("Another decides"), StepperState::ToCome, false};
    m_frame->stepper()->setSteps(steps);
}

void RecordPage::showFace()
{
    const auto texts = typed();
    const bool nobody = m_check.firstLine.empty() && m_check.secondLine.empty();
    Holder holder = m_file.card.holder;
    holder.givenName = m_check.firstLine;
    holder.familyName = m_check.secondLine;
    holder.legalName = m_check.firstLine + ' ' + m_check.secondLine;
    holder.nameOnCard = holder.legalName;
    m_face->setContent(nobody ? blankFace(m_hub.site()) : faceOf(holder, m_hub.site()));
    const auto words = !m_check.trouble.empty() ? words::fromUtf8(m_check.trouble)
                       : nobody                 ? tr("The card, as the name is typed.")
                                                : tr("So it will be printed. On the chip: %1").arg(words::fromUtf8(m_check.onChip));
    m_faceWords->setText(words);
}

void RecordPage::showProblems()
{
    for (const auto& entry : m_entries) {
        if (entry.field->edit()->hasFocus() || entry.field->text().isEmpty())
            continue; // checked on leaving the field, not while typing
        const auto found = std::find_if(m_check.problems.begin(), m_check.problems.end(), [&](const FieldProblem& problem) { return problem.field == entry.id; });
        if (found == m_check.problems.end())
            entry.field->clearWrong();
        else
            entry.field->setWrong(words::fromUtf8(found->sentence));
    }
}

} // namespace cardwright::ui
