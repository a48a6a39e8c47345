#include "ui/pages/BadgeHistory.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QDateTime>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

QString secondLine(const BadgeRow& badge, std::int64_t now)
{
    QStringList parts;
    for (const auto* part : {&badge.title, &badge.team}) {
        if (!part->empty()) parts << words::fromUtf8(*part);
    }
    auto line = parts.join(QStringLiteral(", "));
    if (!line.isEmpty()) line += QStringLiteral(". ");
    line += BadgeHistory::tr("Asked %1").arg(words::momentInline(badge.askedAt, now));
    if (badge.decidedAt && badge.state == "printed") line += BadgeHistory::tr(", printed %1").arg(words::momentInline(*badge.decidedAt, now));
    if (badge.decidedAt && badge.state == "withdrawn") line += BadgeHistory::tr(", taken back %1").arg(words::momentInline(*badge.decidedAt, now));
    if (badge.decidedAt && badge.state == "refused") line += BadgeHistory::tr(", refused %1").arg(words::momentInline(*badge.decidedAt, now));
    return line;
}

} // namespace

QString badgeStateWords(const std::string& state)
{
    if (state == "printed") return BadgeHistory::tr("Printed");
    if (state == "withdrawn") return BadgeHistory::tr("Taken back");
    return state == "refused" ? BadgeHistory::tr("Refused") : BadgeHistory::tr("To print");
}

BadgeHistory::BadgeHistory(DeskHub& hub, const QString& name, QWidget* parent) : QWidget(parent), m_hub(hub), m_name(name)
{
    setObjectName(name);
    m_open = named(new SecondaryButton(tr("Badges")), qPrintable(name + QStringLiteral("-open")), tr("Badges of this person"));
    m_open->setIconName(QStringLiteral("badge"));
    m_list = named(new Panel, qPrintable(name + QStringLiteral("-list")), tr("Badges of this person"));
    m_list->setPadding(0);
    auto* column = plainColumn(this);
    column->setSpacing(8);
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addWidget(m_list);
    connect(m_open, &ActionButton::clicked, this, &BadgeHistory::toggle);
    connect(m_open, &ActionButton::heldPressed, this, &BadgeHistory::said);
    present({});
}

void BadgeHistory::bindKeys(const QKeySequence& key)
{
    m_open->setKeyCap(key.toString(QKeySequence::NativeText));
    bindKey(this, key, m_open, [this] { return m_open->isVisible(); });
}

void BadgeHistory::present(const QString& userNumber)
{
    m_number = userNumber;
    emptyLayout(m_list->body());
    m_list->hide();
    setVisible(!userNumber.isEmpty() && m_hub.port().badges() != nullptr);
    if (m_hub.may(permits::raiseRequest))
        m_open->release();
    else
        m_open->hold(words::notPermitted(permits::raiseRequest, m_hub.agentRole()));
}

void BadgeHistory::toggle()
{
    auto* port = m_hub.port().badges();
    if (!port || m_number.isEmpty()) return;
    if (!m_list->isHidden()) {
        m_list->hide();
        return;
    }
    port->history(m_number.toStdString(), guarded<BadgeList>(this, [this, number = m_number](const BadgeList& list) {
        if (number == m_number) showList(list);
    }));
}

void BadgeHistory::showList(const BadgeList& list)
{
    emptyLayout(m_list->body());
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (std::size_t at = 0; at < list.rows.size(); ++at) {
        const auto& badge = list.rows[at];
        auto* row = new ListRow(words::fromUtf8(badge.eventTitle), secondLine(badge, now));
        row->setObjectName(m_name + QStringLiteral("-row-%1").arg(at + 1));
        const bool printed = badge.state == "printed";
        const bool refused = badge.state == "refused" || badge.state == "withdrawn"; // nobody got it
        row->setPill(printed ? Tone::Success : refused ? Tone::Plain : Tone::Accent,
                     printed ? QStringLiteral("check") : refused ? QStringLiteral("cancel") : QStringLiteral("print"), badgeStateWords(badge.state));
        if (refused) row->setNote(Tone::Plain, words::fromUtf8(badge.reason));
        row->setLast(at + 1 == list.rows.size());
        m_list->body()->addWidget(row);
    }
    if (list.rows.empty()) {
        auto* row = new ListRow(list.failure ? tr("They cannot be shown") : tr("No badge from here"),
                                list.failure ? failureLine(*list.failure) : tr("None was asked for at this site's desks."));
        row->setObjectName(m_name + QStringLiteral("-none"));
        row->setLast(true);
        m_list->body()->addWidget(row);
    }
    m_list->show();
    bringIntoView(m_list);
}

} // namespace cardwright::ui
