#include "ui/pages/EvidenceVerdict.h"

#include "ui/pages/ExceptionAsk.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

EvidenceVerdict::EvidenceVerdict(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : QWidget(parent), m_application(application)
{
    setMinimumWidth(300); // three route slots with whole words
    m_exception = new ExceptionAsk(hub, application);
    connect(m_exception, &ExceptionAsk::askingChanged, this, &EvidenceVerdict::refresh);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->setContentsMargins(0, 0, 0, 0);
    m_verdict = named(new Panel, "evidence-verdict", tr("Verdict"));
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    m_verdictSign = new IconLabel(QStringLiteral("warning"), 22, Colour::WarningText);
    m_verdictTitle = named(new Label({}, TextStyle::Lead), "evidence-title");
    m_verdictTitle->setWordWrap(true);
    head->addWidget(m_verdictSign, 0, Qt::AlignTop);
    head->addWidget(m_verdictTitle, 1);
    m_routesHint = new Label(tr("Either row, complete, is enough"), TextStyle::Compact, Colour::TextSecondary);
    m_routes = named(new RouteSlots, "evidence-routes", tr("Ways to pass"));
    m_wants = named(new TextBlock({}, TextStyle::Compact, Colour::WarningText), "evidence-wants");
    m_cautions = named(new TextBlock({}, TextStyle::Compact, Colour::TextSecondary), "evidence-cautions");
    m_advice = new QVBoxLayout;
    m_advice->setSpacing(0);
    m_verdict->body()->setSpacing(8);
    m_verdict->body()->addLayout(head);
    m_verdict->body()->addWidget(m_routesHint);
    m_verdict->body()->addWidget(m_routes);
    m_verdict->body()->addWidget(m_wants);
    m_verdict->body()->addWidget(m_cautions);
    m_verdict->body()->addLayout(m_advice);
    column->addWidget(m_verdict);
    column->addWidget(m_exception);
    column->addStretch(1);
}

void EvidenceVerdict::bindKeys() { m_exception->bindKeys(); }

void EvidenceVerdict::refresh()
{
    showVerdict();
    showWants();
    showAdvice();
    m_exception->refresh();
}

void EvidenceVerdict::showVerdict()
{
    const auto& report = m_application.evidence();
    m_verdictSign->setIconName(m_application.evidenceDone() ? QStringLiteral("approve") : QStringLiteral("warning"));
    m_verdictSign->setInk(m_application.evidenceDone() ? Colour::SuccessText : Colour::WarningText);
    const auto title = report.title.empty() ? tr("No document seen yet") : words::fromUtf8(report.title);
    if (title != m_verdictTitle->text()) {
        m_verdictTitle->setText(title);
        announce(m_verdictTitle, title);
    }
    QVector<QVector<RouteSlotItem>> routes;
    for (const auto& route : report.routes) {
        if (report.passed && !route.complete)
            continue;
        QVector<RouteSlotItem> row;
        for (const auto& place : route.places)
            row << RouteSlotItem{words::fromUtf8(place.word), place.filled};
        routes << row;
    }
    if (routes.size() > 2)
        routes.resize(2);
    m_routes->setRoutes(routes);
    m_routes->setVisible(!routes.isEmpty());
    m_routesHint->setText(report.passed ? (routes.size() > 1 ? tr("Each of these rows is complete") : tr("This row is complete")) : tr("Either row, complete, is enough"));
    m_routesHint->setVisible(!routes.isEmpty());
}

/// What a way that has all its documents still wants: the referee's answers, the employer's check; or whose approval is all that lacks.
void EvidenceVerdict::showWants()
{
    const auto& report = m_application.evidence();
    QStringList wants;
    for (const auto& route : report.routes) {
        const bool full = std::all_of(route.places.begin(), route.places.end(), [](const RoutePlace& place) { return place.filled; });
        if (route.complete || !full || route.wants.empty())
            continue;
        for (const auto& want : route.wants)
            wants << words::fromUtf8(want);
        break;
    }
    if (report.passed)
        wants.clear();
    auto text = wants.isEmpty() ? QString() : tr("Still wanted: %1.").arg(wants.join(QStringLiteral("; ")));
    if (!report.awaits.empty())
        text = tr("All is there but the RA manager's approval: ask for it as an exception.");
    m_wants->setText(text);
    m_wants->setVisible(!text.isEmpty());
    QStringList cautions;
    for (const auto& caution : report.cautions)
        cautions << words::fromUtf8(caution);
    m_cautions->setText(cautions.join(QLatin1Char(' ')));
    m_cautions->setVisible(!cautions.isEmpty());
}

void EvidenceVerdict::showAdvice()
{
    emptyLayout(m_advice);
    if (m_exception->asking() || m_application.evidenceDone())
        return;
    const auto& advice = m_application.evidence().advice;
    // With an exception standing the quickest way is enough: what became of it is seen without scrolling.
    const auto most = std::min(advice.size(), m_application.exceptionWaits() ? std::size_t{1} : m_roomForAll ? adviceShown : adviceShown - 1);
    for (std::size_t at = 0; at < most; ++at) {
        auto* row = new ListRow(words::fromUtf8(advice[at].title), words::fromUtf8(advice[at].words));
        row->setObjectName(QStringLiteral("evidence-advice-%1").arg(at + 1));
        row->setKeyCap(QString::number(at + 1));
        row->setClickable(true);
        row->setLast(at + 1 == most || at == 0);
        connect(row, &QAbstractButton::clicked, this, [this, at] { Q_EMIT adviceTaken(at); });
        if (at == 0) {
            auto* first = new Panel(Tone::Accent);
            first->setPadding(0);
            auto* words = new Label(tr("Quickest way to pass"), TextStyle::Compact, Colour::AccentText);
            words->setContentsMargins(16, 10, 16, 0);
            first->body()->addWidget(words);
            first->body()->addWidget(row);
            m_advice->addSpacing(6);
            m_advice->addWidget(first);
            if (most > 1) {
                m_advice->addSpacing(12);
                const auto postcode = QString::fromStdString(m_application.draft().person.postcode);
                m_advice->addWidget(new Label(postcode.isEmpty() ? tr("Or one of these") : tr("Or one of these, for %1").arg(postcode),
                                              TextStyle::Compact, Colour::TextMuted));
                m_advice->addSpacing(4);
            }
        } else {
            m_advice->addWidget(row);
        }
    }
}

} // namespace cardwright::ui
