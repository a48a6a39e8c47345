#include "ui/pages/ExceptionsPage.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QDateTime>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

void addNothing(Panel* panel, const QString& words, const QString& more)
{
    auto* row = new ListRow(words, more);
    row->setIconName(QStringLiteral("check"));
    row->setLast(true);
    panel->body()->addWidget(row);
}

} // namespace

WorklistPage::WorklistPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("worklist-page"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    m_column->setSpacing(10);
    auto* head = new PageHead;
    head->setTitle(tr("Worklists"));
    m_column->addWidget(head);
    m_exceptions = addBlock(tr("Exceptions"), "worklist-exceptions");
    m_requests = addBlock(tr("Requests and positions"), "worklist-requests");
    auto* requests = new ListRow(tr("Open, closed, mine, ending"), tr("Positions, records to make, change or close: one asks, another decides."));
    requests->setObjectName(QStringLiteral("worklist-requests-open"));
    requests->setIconName(QStringLiteral("badge"));
    requests->setKeyCap(QStringLiteral("R"));
    requests->setClickable(true);
    connect(requests, &QAbstractButton::clicked, this, &WorklistPage::requestsWanted);
    m_requests->body()->addWidget(requests);
    auto* catalogue = new ListRow(tr("Catalogue of positions"), tr("What can be asked for, what it opens, and which of it each sponsor gives without asking."));
    catalogue->setObjectName(QStringLiteral("worklist-positions-open"));
    catalogue->setIconName(QStringLiteral("stock"));
    catalogue->setKeyCap(QStringLiteral("C"));
    catalogue->setClickable(true);
    catalogue->setLast(true);
    connect(catalogue, &QAbstractButton::clicked, this, &WorklistPage::positionsWanted);
    m_requests->body()->addWidget(catalogue);
    m_open = addBlock(tr("Cards to repair"), "worklist-open");
    m_deferred = addBlock(tr("Certificates to follow"), "worklist-deferred");
    m_drafts = addBlock(tr("Applications on this desk"), "worklist-drafts");
    m_loans = addBlock(tr("Temporary cards"), "worklist-loans");
    m_printing = addBlock(tr("Printing"), "worklist-printing");
    connect(&m_hub, &DeskHub::sessionBegan, this, &WorklistPage::showPrinting);
    showPrinting();
    connect(&m_hub, &DeskHub::sessionBegan, this, &WorklistPage::showLoans);
    showLoans();
    m_column->addStretch(1);
    setWorklist({});
}

Panel* WorklistPage::addBlock(const QString& title, const char* objectName)
{
    m_column->addSpacing(8);
    m_column->addWidget(new Label(title, TextStyle::BodyStrong));
    auto* panel = named(new Panel, objectName, title);
    panel->setPadding(0);
    m_column->addWidget(panel);
    return panel;
}

void WorklistPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_E), [this] { Q_EMIT exceptionsWanted(); });
    bindKey(this, QKeySequence(Qt::Key_R), [this] { Q_EMIT requestsWanted(); });
    bindKey(this, QKeySequence(Qt::Key_C), [this] { Q_EMIT positionsWanted(); });
    bindKey(this, QKeySequence(Qt::Key_P), [this] {
        if (m_hub.may(permits::issueCard))
            Q_EMIT printsWanted();
    });
    bindKey(this, QKeySequence(Qt::Key_B), [this] {
        if (m_hub.may(permits::raiseRequest))
            Q_EMIT badgesWanted();
    });
    bindKey(this, QKeySequence(Qt::Key_T), [this] {
        if (m_hub.may(permits::lendCard))
            Q_EMIT loansWanted();
    });
}

void WorklistPage::showExceptions(const Worklist& worklist)
{
    emptyLayout(m_exceptions->body());
    int decide = 0;
    int asked = 0;
    int decided = 0;
    for (const auto& row : worklist.exceptions)
        ++(row.state != ExceptionState::waiting ? decided : mayDecide(m_hub, row) ? decide : asked);
    auto* row = new ListRow(decide > 0 ? tr("%1 for you to decide").arg(decide) : asked > 0 ? tr("%1 waiting for somebody else").arg(asked) : tr("No exception waits"),
                            decided > 0 ? tr("%1 decided, their applications are still here").arg(decided) : tr("An application whose evidence did not pass goes on when a second person says so."));
    row->setObjectName(QStringLiteral("worklist-exceptions-open"));
    row->setIconName(QStringLiteral("evidence"));
    row->setKeyCap(QStringLiteral("E"));
    row->setClickable(true);
    row->setLast(true);
    connect(row, &QAbstractButton::clicked, this, &WorklistPage::exceptionsWanted);
    m_exceptions->body()->addWidget(row);
}

void WorklistPage::showLoans()
{
    emptyLayout(m_loans->body());
    const bool may = m_hub.may(permits::lendCard);
    auto* row = new ListRow(tr("The custodian's log"), may ? tr("Who has a temporary card, who answers for it, what came back.")
                                                           : words::notPermitted(permits::lendCard, m_hub.agentRole()));
    row->setObjectName(QStringLiteral("worklist-loans-open"));
    row->setIconName(QStringLiteral("card"));
    row->setClickable(may);
    row->setLast(true);
    if (may)
        row->setKeyCap(QStringLiteral("T"));
    connect(row, &QAbstractButton::clicked, this, &WorklistPage::loansWanted);
    m_loans->body()->addWidget(row);
}

void WorklistPage::showPrinting()
{
    emptyLayout(m_printing->body());
    const auto add = [this](const char* name, const char* icon, const QString& title, const QString& words, const char* permit, const QString& key, bool last) {
        const bool may = m_hub.may(permit);
        auto* row = new ListRow(title, may ? words : words::notPermitted(permit, m_hub.agentRole()));
        row->setObjectName(QLatin1String(name));
        row->setIconName(QLatin1String(icon));
        row->setClickable(may);
        row->setLast(last);
        if (may)
            row->setKeyCap(key);
        m_printing->body()->addWidget(row);
        return row;
    };
    connect(add("worklist-prints-open", "print", tr("Cards to print"), tr("Put off with \"later\", or printed and not yet good."), permits::issueCard, QStringLiteral("P"), false),
            &QAbstractButton::clicked, this, &WorklistPage::printsWanted);
    connect(add("worklist-badges-open", "badge", tr("ID badges"), tr("Requests, e-mails, induction days, and the batch to print."), permits::raiseRequest, QStringLiteral("B"), true),
            &QAbstractButton::clicked, this, &WorklistPage::badgesWanted);
}

void WorklistPage::setWorklist(const Worklist& worklist)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    showExceptions(worklist);
    for (auto* panel : {m_open, m_deferred, m_drafts})
        emptyLayout(panel->body());
    for (std::size_t at = 0; at < worklist.openJobs.size(); ++at) {
        const auto& job = worklist.openJobs[at];
        auto* row = new ListRow(words::fromUtf8(job.holderName),
                                tr("%1 begun %2 by %3. Put that card in reader 2; is it gone, give it up from the record.")
                                    .arg(words::jobNoun(job.kind), words::momentInline(job.startedAt, now), words::fromUtf8(job.agent)));
        row->setObjectName(QStringLiteral("worklist-open-%1").arg(at + 1));
        row->setIconName(QStringLiteral("repair"));
        row->setPill(Tone::Warning, QStringLiteral("repair"), tr("Not finished"));
        row->setLast(at + 1 == worklist.openJobs.size());
        if (!job.userNumber.empty()) {
            row->setClickable(true);
            connect(row, &QAbstractButton::clicked, this, [this, number = job.userNumber] { Q_EMIT personWanted(words::fromUtf8(number)); });
        }
        m_open->body()->addWidget(row);
    }
    for (std::size_t at = 0; at < worklist.deferred.size(); ++at) {
        const auto& due = worklist.deferred[at];
        auto* row = new ListRow(words::fromUtf8(due.name), tr("UUID %1, %2, since %3")
                                                               .arg(words::groupedNumber(due.userNumber), words::slotList(due.certificateSlots),
                                                                    words::momentInline(due.since, now)));
        row->setObjectName(QStringLiteral("worklist-deferred-%1").arg(at + 1));
        row->setIconName(QStringLiteral("renew"));
        row->setPill(due.ready ? Tone::Accent : Tone::Plain, due.ready ? QStringLiteral("approve") : QStringLiteral("clock"),
                     due.ready ? tr("Call the holder back") : tr("The centre has not answered"));
        row->setLast(at + 1 == worklist.deferred.size());
        row->setClickable(true);
        connect(row, &QAbstractButton::clicked, this, [this, number = due.userNumber] { Q_EMIT personWanted(words::fromUtf8(number)); });
        m_deferred->body()->addWidget(row);
    }
    for (std::size_t at = 0; at < worklist.drafts.size(); ++at) {
        const auto& draft = worklist.drafts[at];
        auto* row = new ListRow(draft.name.empty() ? tr("Application without a name") : words::fromUtf8(draft.name),
                                draft.missing.empty() ? tr("Last changed %1").arg(words::momentInline(draft.changedAt, now))
                                                      : words::fromUtf8(draft.missing.front()));
        if (!draft.ours && !draft.agent.empty())
            row->setNote(Tone::Plain, tr("Begun by %1. Whoever opens it goes on with it.").arg(words::fromUtf8(draft.agent)));
        row->setObjectName(QStringLiteral("worklist-draft-%1").arg(at + 1));
        row->setIconName(QStringLiteral("park"));
        row->setPill(Tone::Plain, QStringLiteral("document"), tr("Only on this desk"));
        row->setClickable(true);
        row->setLast(at + 1 == worklist.drafts.size());
        connect(row, &QAbstractButton::clicked, this, [this, id = draft.id] { Q_EMIT draftWanted(id); });
        m_drafts->body()->addWidget(row);
    }
    if (worklist.cardsToRekey > 0) {
        auto* row = new ListRow(worklist.cardsToRekey == 1 ? tr("1 card gets this site's new key") : tr("%1 cards get this site's new key").arg(worklist.cardsToRekey),
                                tr("At each one's next touch, by itself and without a passcode."));
        row->setObjectName(QStringLiteral("worklist-rekey"));
        row->setIconName(QStringLiteral("key"));
        row->setLast(true);
        m_open->body()->addWidget(row);
    }
    if (worklist.openJobs.empty() && worklist.cardsToRekey == 0)
        addNothing(m_open, tr("No card to repair"), tr("Jobs that a pulled card or a power cut left open are shown here."));
    if (worklist.deferred.empty())
        addNothing(m_deferred, tr("Every issued card has its certificates"), tr("Cards issued while the centre was away are shown here."));
    if (worklist.drafts.empty())
        addNothing(m_drafts, tr("No application waits"), tr("Parked ones are shown here."));
}

} // namespace cardwright::ui
