#include "ui/pages/QueuePage.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

QueuePage::QueuePage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("queue-page"));
    m_head = new PageHead;
    m_head->setTitle(tr("Queue"));
    m_standing = named(new Banner, "queue-standing");
    m_standing->hide();
    m_banner = named(new Banner, "queue-banner");
    m_try = named(new SecondaryButton(tr("Try now")), "queue-try", tr("Try the centre now"));
    m_try->setIconName(QStringLiteral("sync"));
    m_try->setKeyCap(QStringLiteral("T"));
    m_banner->setButton(m_try); // the banner owns it from now on: it is hidden, never taken away
    m_days = named(new MeterTile(QStringLiteral("clock"), tr("This desk may work alone")), "queue-days");
    m_issues = named(new MeterTile(QStringLiteral("card-chip"), tr("Cards it may issue")), "queue-issues");
    m_unlocks = named(new MeterTile(QStringLiteral("unlock"), tr("Cards it may unlock")), "queue-unlocks");
    m_numbers = named(new MeterTile(QStringLiteral("key"), tr("New UUIDs in hand")), "queue-numbers");
    auto* meters = new QHBoxLayout;
    meters->setSpacing(16);
    for (auto* meter : {m_days, m_issues, m_unlocks, m_numbers})
        meters->addWidget(meter, 1);
    m_model = new TableModel({tr("Time"), tr("What was done"), tr("Holder"), tr("UUID"), tr("Where it is now")}, this);
    m_table = named(new TableView, "queue-table", tr("Records that are only on this desk"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(16);
    column->addWidget(m_head);
    column->addWidget(m_standing);
    column->addWidget(m_banner);
    column->addLayout(meters);
    column->addWidget(m_table, 1);

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &QueuePage::tick);
    connect(m_try, &ActionButton::clicked, this, [this] { m_hub.port().records().tryCentreNow(); });
    connect(&m_hub, &DeskHub::centreUpdated, this, [this] {
        if (isVisible())
            showCentre();
    });
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
}

void QueuePage::bindKeys() { bindKey(this, QKeySequence(Qt::Key_T), m_try); }

void QueuePage::showEvent(QShowEvent*)
{
    showCentre();
    ask();
    m_tick.start();
    m_table->setFocus();
}

void QueuePage::hideEvent(QHideEvent*) { m_tick.stop(); }

void QueuePage::ask()
{
    m_hub.port().records().queue(guarded<std::vector<QueueRow>>(this, [this](std::vector<QueueRow> rows) { showRows(std::move(rows)); }));
}

void QueuePage::showRows(std::vector<QueueRow> rows)
{
    m_rows = std::move(rows);
    m_model->setRows(static_cast<int>(m_rows.size()), [this](int at, int column) {
        const auto& row = m_rows[static_cast<std::size_t>(at)];
        TableCell cell;
        const bool refused = row.state == QueueState::refused;
        switch (column) {
        case 0:
            cell.words = words::localTime(row.at);
            cell.digits = true;
            cell.tone = refused ? Tone::Danger : Tone::Plain;
            break;
        case 1:
            cell.words = words::entryKind(row.kind);
            if (!row.detail.empty())
                cell.words += QStringLiteral(", ") + words::fromUtf8(row.detail);
            cell.icon = words::entryIcon(row.kind);
            cell.second = words::fromUtf8(row.problem);
            cell.strong = true;
            cell.tone = refused ? Tone::Danger : Tone::Plain;
            break;
        case 2: cell.words = words::fromUtf8(row.holderName); break;
        case 3:
            cell.words = words::groupedNumber(row.userNumber);
            cell.digits = true;
            break;
        default:
            cell.words = words::queueState(row.state);
            cell.tone = refused ? Tone::Danger : Tone::Plain;
            cell.strong = refused;
            break;
        }
        return cell;
    });
    for (std::size_t at = 0; at < m_rows.size() && at < 200; ++at) // refused ones come first; each says why on a second line
        if (!m_rows[at].problem.empty())
            m_table->verticalHeader()->resizeSection(static_cast<int>(at), 68);
    showCentre();
}

void QueuePage::showCentre()
{
    const auto& centre = m_hub.centre();
    const auto records = centre.waiting == 1 ? tr("This record is only on this desk's disk. It leaves by itself when it answers.")
                                             : tr("These %1 records are only on this desk's disk. They leave by themselves, once each, when it answers.").arg(centre.waiting);
    const auto nothing = tr("Nothing waits.");
    switch (centre.reach) {
    case CentreReach::connected:
        if (centre.refused > 0)
            m_banner->setContent(Tone::Danger, QStringLiteral("conflict"), tr("The centre refused %1 of these").arg(centre.refused), tr("They are kept and need a decision."));
        else if (centre.waiting == 0)
            m_banner->setContent(Tone::Success, QStringLiteral("check"), tr("The centre has everything"), tr("Nothing is only on this desk."));
        else
            m_banner->setContent(Tone::Accent, QStringLiteral("sync"), tr("The centre answers"), tr("%1 on the way, in order, each once.").arg(centre.waiting));
        break;
    case CentreReach::refusedTls:
        m_banner->setContent(Tone::Danger, QStringLiteral("warning"), tr("What answered is not the centre"),
                             tr("Its certificate is not the expected one. Tell IT; the queue keeps everything. (CENTRE-TLS)"));
        break;
    case CentreReach::unknown:
        m_banner->setContent(Tone::Accent, QStringLiteral("sync"), tr("Asking the centre"), centre.waiting == 0 ? nothing : records);
        break;
    case CentreReach::unreachable:
        m_banner->setContent(Tone::Warning, QStringLiteral("offline"),
                             centre.since ? tr("The centre has not answered since %1. Go on working.").arg(words::localTime(*centre.since))
                                          : tr("The centre does not answer. Go on working."),
                             centre.waiting == 0 ? nothing : records);
        break;
    }
    const bool away = centre.reach != CentreReach::connected;
    m_try->setVisible(away);
    if (centre.trying)
        m_try->setBusy(tr("Trying"));
    else
        m_try->clearBusy();
    const auto standing = words::logStanding(centre.standing);
    m_standing->setVisible(!standing.title.isEmpty());
    if (!standing.title.isEmpty())
        m_standing->setContent(standing.stopsIssuing ? Tone::Danger : Tone::Accent, standing.stopsIssuing ? QStringLiteral("warning") : QStringLiteral("info"),
                               standing.title, standing.words);
    showMeters();
    tick();
}

void QueuePage::showMeters()
{
    const auto& has = m_hub.centre().authority;
    const auto share = [](int left, int of) { return of > 0 ? std::clamp(static_cast<double>(left) / of, 0.0, 1.0) : 0.0; };
    const auto tone = [](int left, int of) { return left == 0 ? Tone::Danger : left * 10 <= of ? Tone::Warning : Tone::Accent; };
    const auto days = has.daysLeft == 1 ? tr("1 day") : tr("%1 days").arg(has.daysLeft);
    const QLocale locale(QLocale::English, QLocale::UnitedKingdom);
    const auto until = has.until ? tr("until %1").arg(locale.toString(QDateTime::fromMSecsSinceEpoch(*has.until), QStringLiteral("dddd, HH:mm"))) : QString();
    m_days->setValue(days, until, share(has.daysLeft, std::max(has.daysOf, 1)), tone(has.daysLeft, has.daysOf));
    m_issues->setValue(QString::number(has.issuesLeft), tr("of %1 left").arg(has.issuesOf), share(has.issuesLeft, has.issuesOf), tone(has.issuesLeft, has.issuesOf));
    m_unlocks->setValue(QString::number(has.unlocksLeft), tr("of %1 left").arg(has.unlocksOf), share(has.unlocksLeft, has.unlocksOf),
                        tone(has.unlocksLeft, has.unlocksOf));
    m_numbers->setValue(QString::number(has.numbersLeft), tr("of %1 left").arg(has.numbersOf), share(has.numbersLeft, has.numbersOf),
                        tone(has.numbersLeft, has.numbersOf));
}

void QueuePage::tick()
{
    const auto& centre = m_hub.centre();
    const bool waits = centre.reach == CentreReach::unreachable && centre.nextTry && !centre.trying;
    m_banner->setAside(waits ? tr("Next try in %1").arg(words::countdown(*centre.nextTry - QDateTime::currentMSecsSinceEpoch())) : QString());
}

} // namespace cardwright::ui
