#include "ui/pages/DeskWaiting.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Rows.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

DeskWaiting::DeskWaiting(QWidget* parent) : Panel(parent)
{
    named(this, "desk-waiting", tr("Waiting applicants"));
    setPadding(0);
    present({});
}

void DeskWaiting::present(const Worklist& worklist)
{
    emptyLayout(this->body());
    auto* rows = this->body();
    const auto addRow = [&](ListRow* row, const QString& name, bool last) {
        row->setObjectName(name);
        row->setLast(last);
        rows->addWidget(row);
    };
    const int due = static_cast<int>(worklist.deferred.size());
    const int open = static_cast<int>(worklist.openJobs.size());
    const auto exceptions = std::count_if(worklist.exceptions.begin(), worklist.exceptions.end(), [](const auto& row) { return row.state == ExceptionState::waiting; });
    if (worklist.drafts.empty() && worklist.replacements.empty() && due + open == 0 && exceptions == 0)
        return addRow(new ListRow(tr("Nobody waits"), tr("Parked applicants and cards to finish are shown here.")), QStringLiteral("desk-nobody"), true);
    int shownReplacements = 0;
    for (const auto& waiting : worklist.replacements) {
        if (++shownReplacements > 3)
            break;
        auto* row = new ListRow(words::fromUtf8(waiting.holder.legalName), tr("Replacement waiting for its card: the old one has ended"));
        row->setIconName(QStringLiteral("replace"));
        row->setClickable(true);
        connect(row, &QAbstractButton::clicked, this, [this, waiting] { Q_EMIT replacementWanted(waiting); });
        addRow(row, QStringLiteral("desk-replacement-%1").arg(shownReplacements), false);
    }
    int shownDrafts = 0;
    for (const auto& draft : worklist.drafts) {
        if (++shownDrafts > 3)
            break;
        auto* row = new ListRow(draft.name.empty() ? tr("Application without a name") : words::fromUtf8(draft.name),
                                draft.missing.empty() ? tr("Application, only on this desk") : words::fromUtf8(draft.missing.front()));
        if (!draft.ours && !draft.agent.empty())
            row->setNote(Tone::Plain, tr("Begun by %1").arg(words::fromUtf8(draft.agent)));
        row->setIconName(QStringLiteral("park"));
        row->setClickable(true);
        connect(row, &QAbstractButton::clicked, this, [this, id = draft.id] { Q_EMIT draftWanted(id); });
        addRow(row, QStringLiteral("desk-draft-%1").arg(shownDrafts), false);
    }
    auto more = due + open == 0 ? tr("No card to finish") : tr("%1 to repair, %2 with certificates to follow").arg(open).arg(due);
    if (exceptions > 0)
        more += exceptions == 1 ? tr(", 1 exception waits") : tr(", %1 exceptions wait").arg(exceptions);
    auto* lists = new ListRow(tr("Worklists"), more);
    lists->setIconName(QStringLiteral("worklist"));
    lists->setClickable(true);
    connect(lists, &QAbstractButton::clicked, this, &DeskWaiting::worklistWanted);
    addRow(lists, QStringLiteral("desk-worklists"), true);
}

} // namespace cardwright::ui
