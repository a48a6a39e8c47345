#include "ui/pages/LogPanel.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int nameWidth = 220;
constexpr std::size_t faultsShown = 4;

QString count(std::uint64_t number) { return QLocale(QLocale::English, QLocale::UnitedKingdom).toString(static_cast<qulonglong>(number)); }

QString checkpointWords(const std::optional<CheckpointLine>& line, const QString& none)
{
    if (!line)
        return none;
    return LogPanel::tr("%1 entries, %2, root %3").arg(count(line->size), words::momentInline(line->at, QDateTime::currentMSecsSinceEpoch()),
                                                    words::fromUtf8(line->root.substr(0, 16)));
}

} // namespace

LogPanel::LogPanel(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    m_panel = named(new Panel, "log-panel", tr("The log of this desk"));
    m_panel->setPadding(16);
    m_pill = named(new StatusPill, "log-state");
    auto* head = new QHBoxLayout;
    head->addWidget(new Label(tr("The log of this desk"), TextStyle::BodyStrong), 1);
    head->addWidget(m_pill);
    const auto fact = [](const QString& name, const char* objectName) {
        auto* row = named(new FactRow(name, {}), objectName);
        row->setNameWidth(nameWidth);
        return row;
    };
    m_entries = fact(tr("Entries"), "log-entries");
    m_mine = fact(tr("Last signed here"), "log-mine");
    m_centre = fact(tr("Last signed by the centre too"), "log-countersigned");
    m_closed = fact(tr("Closed before"), "log-closed");
    m_banner = named(new Banner, "log-standing");
    m_verdict = named(new Banner, "log-verdict");
    m_verdict->hide();
    m_act = new RecordsAct(hub);
    m_panel->body()->addLayout(head);
    m_panel->body()->addSpacing(6);
    for (auto* row : {m_entries, m_mine, m_centre, m_closed})
        m_panel->body()->addWidget(row);
    m_panel->body()->addSpacing(12);
    m_panel->body()->addWidget(makeButtons());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_banner);
    column->addWidget(m_panel);
    column->addWidget(m_verdict);
    column->addWidget(m_act);
    connect(m_act, &RecordsAct::said, this, &LogPanel::said);
    connect(m_act, &RecordsAct::done, this, [this](const QString& words) {
        Q_EMIT said(words);
        ask();
        Q_EMIT changed();
    });
    showStatus({});
    permit();
}

QWidget* LogPanel::makeButtons()
{
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto add = [&](const QString& words, const char* name, const char* icon, const char* key) {
        auto* button = named(new SecondaryButton(words), name, words);
        button->setIconName(QLatin1String(icon));
        button->setKeyCap(QLatin1String(key));
        connect(button, &ActionButton::heldPressed, this, &LogPanel::said);
        row->addWidget(button);
        return button;
    };
    m_verify = add(tr("Verify now"), "log-verify", "approve", "V");
    m_export = add(tr("Export"), "log-export", "document", "X");
    m_proof = add(tr("Proof for a person"), "log-proof", "person", "P");
    m_erase = add(tr("Erase"), "log-erase", "privacy", "E");
    row->addStretch(1);
    connect(m_verify, &ActionButton::clicked, this, &LogPanel::verify);
    connect(m_export, &ActionButton::clicked, this, [this] { openAct(RecordsAct::Kind::exportLog); });
    connect(m_proof, &ActionButton::clicked, this, [this] { openAct(RecordsAct::Kind::proof); });
    connect(m_erase, &ActionButton::clicked, this, [this] { openAct(RecordsAct::Kind::erase); });
    return buttons;
}

void LogPanel::openAct(RecordsAct::Kind kind)
{
    m_verdict->hide();
    m_act->open(kind, m_chosen);
}

void LogPanel::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_V), m_verify);
    bindKey(this, QKeySequence(Qt::Key_X), m_export);
    bindKey(this, QKeySequence(Qt::Key_P), m_proof);
    bindKey(this, QKeySequence(Qt::Key_E), m_erase);
    m_act->bindKeys();
}

void LogPanel::ask()
{
    const int asked = ++m_asks;
    permit();
    m_hub.port().trust().logStatus(guarded<LogStatus>(this, [this, asked](const LogStatus& status) {
        if (asked == m_asks)
            showStatus(status);
    }));
}

void LogPanel::clear()
{
    ++m_asks;
    m_act->close();
    m_verdict->hide();
    m_chosen.reset();
    showStatus({});
}

void LogPanel::setChosen(const std::optional<JournalRow>& row)
{
    m_chosen = row;
    permit();
}

void LogPanel::permit()
{
    const auto role = m_hub.agentRole();
    for (auto* button : {m_export, m_proof}) {
        if (m_hub.may(permits::exportJournal))
            button->release();
        else
            button->hold(words::notPermitted(permits::exportJournal, role));
    }
    if (!m_hub.may(permits::erasePayload))
        m_erase->hold(words::notPermitted(permits::erasePayload, role));
    else if (!m_chosen)
        m_erase->hold(tr("Choose the entry below first."));
    else if (m_chosen->erased)
        m_erase->hold(tr("Entry %1 holds nothing personal any more.").arg(m_chosen->seq));
    else if (!m_chosen->erasable)
        m_erase->hold(tr("Entry %1 is not erased: it is not at the centre yet, or about nobody.").arg(m_chosen->seq));
    else
        m_erase->release();
}

void LogPanel::showStatus(const LogStatus& status)
{
    const auto standing = words::logStanding(status.standing);
    const bool stops = standing.stopsIssuing;
    if (stops)
        m_pill->setState(Tone::Danger, QStringLiteral("warning"), tr("Stopped"));
    else if (status.countersigned)
        m_pill->setState(Tone::Success, QStringLiteral("check"), tr("Agrees with the centre"));
    else
        m_pill->setState(Tone::Plain, QStringLiteral("clock"), tr("The centre has not signed it yet"));
    m_banner->setVisible(!standing.title.isEmpty());
    if (!standing.title.isEmpty())
        m_banner->setContent(stops ? Tone::Danger : Tone::Accent, stops ? QStringLiteral("warning") : QStringLiteral("info"), standing.title, standing.words);
    m_entries->setValue(status.erased == 0 ? count(status.entries) : tr("%1, of %2 of them the personal data is erased").arg(count(status.entries), count(status.erased)));
    m_mine->setValue(checkpointWords(status.mine, tr("Not yet")));
    m_centre->setValue(checkpointWords(status.countersigned, tr("Not yet: the centre signs at the next contact")));
    m_closed->setVisible(!status.closed.empty());
    if (!status.closed.empty()) {
        const auto& last = status.closed.back();
        m_closed->setValue(last.neverSent == 0 ? tr("%1 entries, all at the centre").arg(count(last.entries))
                                               : tr("%1 entries, %2 of them not known to be at the centre: export them").arg(count(last.entries), count(last.neverSent)));
    }
    m_mine->setLast(false);
    m_centre->setLast(status.closed.empty());
    m_closed->setLast(true);
}

void LogPanel::verify()
{
    m_verify->setBusy(tr("Verifying"));
    m_hub.port().trust().verifyLog(guarded<VerifyReport>(this, [this](const VerifyReport& report) {
        m_verify->clearBusy();
        showVerdict(report);
    }));
}

void LogPanel::showVerdict(const VerifyReport& report)
{
    if (report.failure) {
        const auto lines = words::failure(*report.failure);
        m_verdict->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, tr("%1 (%2)").arg(lines.next, lines.code));
    } else if (report.faults.empty()) {
        m_verdict->setContent(Tone::Success, QStringLiteral("approve"), tr("Every entry is in its place and signed"),
                              tr("%1 entries and %2 checkpoints, in %3.").arg(count(report.entries), count(report.checkpoints),
                                                                                       words::seconds(report.seconds)));
    } else {
        QStringList lines;
        for (const auto& fault : report.faults)
            if (static_cast<std::size_t>(lines.size()) < faultsShown)
                lines << words::faultWords(fault);
        auto text = lines.join(QStringLiteral(". ")) + QLatin1Char('.');
        if (report.faults.size() > faultsShown)
            text += tr(" And %1 more.").arg(report.faults.size() - faultsShown);
        m_pill->setState(Tone::Danger, QStringLiteral("error"), tr("Not as it was written"));
        m_verdict->setContent(Tone::Danger, QStringLiteral("error"),
                              report.faults.size() == 1 ? tr("One entry is not as it was written") : tr("%1 entries are not as they were written").arg(report.faults.size()),
                              text + tr(" The others hold. Export the log and tell the RA manager."));
    }
    m_verdict->show();
    announce(m_verdict, m_verdict->accessibleName());
}

} // namespace cardwright::ui
