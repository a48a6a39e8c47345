#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

DiagnosisPage::DiagnosisPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("diagnosis-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Diagnosis"));
    m_again = named(new SecondaryButton(tr("Look again")), "diagnosis-again", tr("Look again"));
    m_again->setIconName(QStringLiteral("sync"));
    m_again->setKeyCap(QStringLiteral("F5"));
    m_back = named(new SecondaryButton(tr("Back")), "diagnosis-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_again);
    head->addButton(m_back);
    m_summary = named(new TextBlock({}, TextStyle::Body), "diagnosis-summary");
    m_rows = named(new Panel, "diagnosis-rows", tr("Findings"));
    m_rows->setPadding(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(16);
    column->addWidget(head);
    column->addWidget(m_summary);
    column->addWidget(m_rows);
    column->addStretch(1);
    connect(m_back, &ActionButton::clicked, this, &DiagnosisPage::left);
    connect(m_again, &ActionButton::clicked, this, &DiagnosisPage::ask);
}

void DiagnosisPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_F5), m_again);
}

void DiagnosisPage::showEvent(QShowEvent*)
{
    ask();
    m_back->setFocus();
}

void DiagnosisPage::ask()
{
    const int asked = ++m_asked;
    m_summary->setText(tr("Looking at readers, card service, centre and store"));
    m_hub.port().records().diagnose(guarded<std::vector<DiagnosisRow>>(this, [this, asked](const std::vector<DiagnosisRow>& rows) {
        if (asked == m_asked)
            showRows(rows);
    }));
}

void DiagnosisPage::showRows(const std::vector<DiagnosisRow>& found)
{
    emptyLayout(m_rows->body());
    auto rows = found;
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.state > other.state; });
    const auto trouble = std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.state != DiagnosisState::good; });
    m_summary->setText(trouble == 0   ? tr("Everything this desk needs is there.")
                       : trouble == 1 ? tr("One thing needs somebody.")
                                      : tr("%1 things need somebody.").arg(trouble));
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& finding = rows[at];
        auto* row = new ListRow(words::fromUtf8(finding.title), words::fromUtf8(finding.words));
        row->setObjectName(QStringLiteral("diagnosis-%1").arg(at + 1));
        const auto area = words::fromUtf8(finding.area);
        row->setIconName(area == QLatin1String("readers") ? QStringLiteral("reader")
                         : area == QLatin1String("centre") ? QStringLiteral("centre")
                         : area == QLatin1String("store")  ? QStringLiteral("records")
                         : area == QLatin1String("site")   ? QStringLiteral("desk")
                                                           : QStringLiteral("set-up"));
        const bool good = finding.state == DiagnosisState::good;
        row->setPill(good                                         ? Tone::Success
                     : finding.state == DiagnosisState::warning ? Tone::Warning
                                                                  : Tone::Danger,
                     good ? QStringLiteral("check") : QStringLiteral("warning"), good ? tr("Right") : (finding.code.empty() ? tr("Look here") : words::fromUtf8(finding.code)));
        row->setLast(at + 1 == rows.size());
        m_rows->body()->addWidget(row);
    }
    announce(m_summary, m_summary->text());
}

} // namespace cardwright::ui
