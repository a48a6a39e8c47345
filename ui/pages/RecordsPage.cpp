#include "ui/bridge/Permits.h"
#include "ui/models/TableModel.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/LogPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PhotoReport.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/TableView.h"

#include <QDateTime>
#include <QItemSelectionModel>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {
constexpr std::size_t newestShown = 500;
}

RecordsPage::RecordsPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("records-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Records"));
    m_photoReport = named(new SecondaryButton(tr("Photo report")), "records-photos", tr("Photos used with a reason, counted"));
    m_photoReport->setIconName(QStringLiteral("photo"));
    m_photoReport->setKeyCap(QStringLiteral("F"));
    head->addButton(m_photoReport);
    m_photos = new PhotoReport(hub);
    connect(m_photoReport, &ActionButton::clicked, m_photos, &PhotoReport::toggle);
    connect(m_photoReport, &ActionButton::heldPressed, this, &RecordsPage::said);
    m_log = new LogPanel(hub);
    m_model = new TableModel({tr("No."), tr("When"), tr("What was done"), tr("Holder"), tr("Agent"), tr("Where it is")}, this);
    m_table = named(new TableView, "records-table", tr("Journal"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(16);
    column->addWidget(head);
    column->addWidget(m_photos);
    column->addWidget(m_log);
    column->addWidget(m_table, 1);
    m_table->setMinimumHeight(180);
    connect(m_log, &LogPanel::said, this, &RecordsPage::said);
    connect(m_log, &LogPanel::changed, this, &RecordsPage::ask);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        const bool known = now.isValid() && now.row() < static_cast<int>(m_rows.size());
        m_log->setChosen(known ? std::optional(m_rows[static_cast<std::size_t>(now.row())]) : std::nullopt);
    });
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
}

void RecordsPage::showEvent(QShowEvent*)
{
    if (m_hub.may(permits::readReports))
        m_photoReport->release();
    else
        m_photoReport->hold(words::notPermitted(permits::readReports, m_hub.agentRole()));
    ask();
    m_table->setFocus();
}

void RecordsPage::bindKeys()
{
    m_log->bindKeys();
    bindKey(this, QKeySequence(Qt::Key_F), m_photoReport);
}

void RecordsPage::clear()
{
    ++m_asks;
    m_rows.clear();
    showRows();
    m_log->clear();
    m_photos->clear();
}

void RecordsPage::ask()
{
    const int asked = ++m_asks;
    m_log->ask();
    m_hub.port().records().journal(newestShown, guarded<std::vector<JournalRow>>(this, [this, asked](std::vector<JournalRow> rows) {
        if (asked != m_asks)
            return;
        m_rows = std::move(rows);
        showRows();
    }));
}

void RecordsPage::showRows()
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    m_model->setRows(static_cast<int>(m_rows.size()), [this, now](int at, int column) {
        const auto& row = m_rows[static_cast<std::size_t>(at)];
        TableCell cell;
        switch (column) {
        case 0:
            cell.words = QString::number(row.seq);
            cell.digits = true;
            break;
        case 1: cell.words = words::localMoment(row.at, now); break;
        case 2:
            cell.words = words::entryKind(row.kind);
            cell.icon = row.erased ? QStringLiteral("privacy") : words::entryIcon(row.kind);
            cell.strong = true;
            break;
        case 3: cell.words = row.erased ? tr("Erased") : words::fromUtf8(row.holderName); break;
        case 4: cell.words = words::fromUtf8(row.agent); break;
        default:
            cell.words = words::queueState(row.state);
            cell.tone = row.state == QueueState::refused ? Tone::Danger : Tone::Plain;
            break;
        }
        return cell;
    });
}

} // namespace cardwright::ui
