#include "ui/pages/LoansPage.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

LoansPage::LoansPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("loans-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Temporary cards"));
    m_back = named(new SecondaryButton(tr("Worklists")), "loans-back", tr("Back to the worklists"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_back);
    m_words = named(new TextBlock({}, TextStyle::Body), "loans-words");
    m_model = new TableModel({tr("Card"), tr("Borrower"), tr("Answers for it"), tr("Lent"), tr("Back")}, this);
    m_table = named(new TableView, "loans-table", tr("The custodian's log"));
    m_table->setModel(m_model);
    m_table->setTwoLines(true);
    m_table->setStretchColumn(2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(m_words);
    column->addWidget(m_table, 1);
    column->addStretch(0);
    connect(m_back, &ActionButton::clicked, this, &LoansPage::leaving);
    connect(&m_hub, &DeskHub::jobOver, this, [this](const JobEnd& end) {
        if (isVisible() && (end.kind == JobKind::lend || end.kind == JobKind::takeBack))
            ask();
    });
    showLists({});
}

void LoansPage::bindKeys() { bindKey(this, QKeySequence(Qt::Key_Escape), m_back); }

void LoansPage::clear()
{
    ++m_asks;
    showLists({});
}

void LoansPage::showEvent(QShowEvent*)
{
    ask();
    m_back->setFocus();
}

void LoansPage::ask()
{
    const int asked = ++m_asks;
    m_hub.port().acts().loans(guarded<LoanLists>(this, [this, asked](LoanLists lists) {
        if (asked == m_asks)
            showLists(std::move(lists));
    }));
}

void LoansPage::showLists(LoanLists lists)
{
    m_lists = std::move(lists);
    const auto now = QDateTime::currentMSecsSinceEpoch();
    m_model->setRows(static_cast<int>(m_lists.rows.size()), [this, now](int at, int column) {
        const auto& row = m_lists.rows[static_cast<std::size_t>(at)];
        TableCell cell;
        switch (column) {
        case 0:
            cell.words = words::fromUtf8(row.name);
            cell.icon = QStringLiteral("card");
            cell.strong = true;
            cell.second = words::fromUtf8(row.loan.reason);
            break;
        case 1:
            cell.words = words::fromUtf8(row.loan.borrowerName);
            cell.second = words::fromUtf8(row.loan.identifiedBy);
            break;
        case 2:
            cell.words = words::fromUtf8(row.loan.responsibleName);
            cell.second = tr("%1, %2").arg(words::fromUtf8(row.loan.telephone), words::fromUtf8(row.loan.email));
            break;
        case 3: cell.words = words::localMoment(row.lentAt, now); break;
        default:
            cell.words = row.returnedAt ? words::localMoment(*row.returnedAt, now) : tr("Still out");
            cell.tone = row.returnedAt ? Tone::Plain : Tone::Warning;
            if (!row.returnedAt && !row.loan.until.empty())
                if (const auto until = parseDate(row.loan.until))
                    cell.second = tr("by %1").arg(words::shortDate(*until));
            break;
        }
        return cell;
    });
    m_table->setVisible(!m_lists.rows.empty());
    const auto out = std::count_if(m_lists.rows.begin(), m_lists.rows.end(), [](const LoanRow& row) { return !row.returnedAt; });
    if (m_lists.failure) {
        m_words->setText(failureLine(*m_lists.failure));
    } else if (m_lists.rows.empty()) {
        m_words->setText(tr("No temporary card was lent at this desk. Put one in reader 2 to lend it."));
    } else {
        m_words->setText(out == 0 ? tr("All are back. Reading this list is recorded.") : out == 1 ? tr("1 is out. Reading this list is recorded.")
                                                                                        : tr("%1 are out. Reading this list is recorded.").arg(out));
    }
}

void LoansPage::resizeEvent(QResizeEvent*) { m_table->setColumnHidden(2, width() < 800); }

} // namespace cardwright::ui
