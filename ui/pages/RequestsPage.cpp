#include "ui/pages/RequestsPage.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PositionsBulk.h"
#include "ui/pages/RequestDetail.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

RequestsPage::RequestsPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("requests-page"));
    makePage();
    connectParts();
    showLists({});
}

void RequestsPage::clear()
{
    ++m_asks;
    m_chosen = {};
    m_query = {};
    m_together.clear();
    m_bulk->clear();
    setSeveral(false);
    const QSignalBlocker quiet(m_text->edit());
    m_text->setText({});
    const QSignalBlocker still(m_kind->box());
    m_kind->box()->setCurrentIndex(0);
    m_tabs.front()->setChecked(true);
    showLists({});
}

void RequestsPage::showEvent(QShowEvent*)
{
    ask();
    m_tabs.front()->setFocus();
}

void RequestsPage::stepBack()
{
    if (m_detail->stepBack())
        return;
    if (m_severalOn)
        return setSeveral(false);
    Q_EMIT leaving();
}

void RequestsPage::which(RequestQuery::Which which)
{
    m_query.which = which;
    if (!ending())
        setSeveral(false);
    // A key clicks without checking, and Qt moves the group's one Tab stop only with the focus.
    m_tabs[static_cast<std::size_t>(which)]->setChecked(true);
    const bool focused = std::any_of(m_tabs.begin(), m_tabs.end(), [](const auto* tab) { return tab->hasFocus(); });
    if (focused)
        m_tabs[static_cast<std::size_t>(which)]->setFocus();
    for (auto* tab : m_tabs)
        tab->setFocusPolicy(tab->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    ask();
}

void RequestsPage::ask()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    const int asked = ++m_asks;
    port->requests(m_query, guarded<RequestLists>(this, [this, asked](RequestLists lists) {
        if (asked == m_asks)
            showLists(std::move(lists));
    }));
}

void RequestsPage::showFilters()
{
    m_kind->setVisible(!ending());
    m_text->setVisible(!ending());
    m_days->setVisible(ending());
    m_several->setVisible(ending());
    m_all->setVisible(ending() && m_severalOn);
    const auto role = m_bulk->held();
    role.isEmpty() ? m_several->release() : m_several->hold(role);
    if (!ending() || m_days->box()->count() == static_cast<int>(m_lists.endingDays.size()))
        return;
    const QSignalBlocker quiet(m_days->box());
    m_days->box()->clear();
    for (std::size_t at = 0; at < m_lists.endingDays.size(); ++at) {
        m_days->box()->addItem(tr("%1 days").arg(m_lists.endingDays[at]));
        if (m_lists.endingDays[at] == m_query.days)
            m_days->box()->setCurrentIndex(static_cast<int>(at));
    }
}

void RequestsPage::showLists(RequestLists lists)
{
    m_lists = std::move(lists);
    showFilters();
    // A row that had the focus has it again: choosing several by key goes on where it was.
    auto* focused = qobject_cast<ListRow*>(window()->focusWidget());
    const auto focus = focused && focused->property("request").isValid() ? focused->property("request").toString() : QString();
    emptyLayout(m_rows->body());
    const auto held = heldWords(m_hub, m_lists.held, permits::decideRequest);
    m_summary->setText(!held.isEmpty() ? held : ending() ? tr("Positions that end in this time, and those that are over and were not acted on.")
                       : m_hub.may(permits::decideRequest) ? tr("%1 open at all desks. Nobody decides what they asked for, nor what is about themselves.").arg(m_lists.open)
                                                : tr("What you asked for. Nobody else's is shown to you, and yours to no other sponsor."));
    int number = 0;
    const auto count = static_cast<int>(ending() ? m_lists.ending.size() : m_lists.rows.size());
    bool there = false;
    Guid first;
    const auto add = [&](const Guid& id, ListRow* row) {
        if (++number == 1)
            first = id;
        there = there || id == m_chosen;
        addRow(row, id, number, number == count);
    };
    if (ending())
        for (const auto& row : m_lists.ending)
            add(row.id, endingListRow(row));
    else
        for (const auto& row : m_lists.rows)
            add(row.id, requestListRow(row));
    if (count == 0)
        showNothing();
    choose(there ? m_chosen : first);
    showSeveral();
    for (auto* row : focus.isEmpty() ? QList<ListRow*>() : m_rows->findChildren<ListRow*>())
        if (row->property("request").toString() == focus)
            row->setFocus();
}

void RequestsPage::showNothing()
{
    auto* none = named(new ListRow(tr("Nothing here"), ending() ? tr("No position ends in that time, and none is over without an answer.")
                                                                : tr("What other desks ask comes here through the centre.")), "requests-none");
    none->setIconName(QStringLiteral("check"));
    none->setLast(true);
    m_rows->body()->addWidget(none);
}

void RequestsPage::addRow(ListRow* row, const Guid& id, int number, bool last)
{
    row->setObjectName(QStringLiteral("requests-row-%1").arg(number));
    row->setClickable(true);
    row->setLast(last);
    row->setProperty("request", QString::fromStdString(id.text()));
    connect(row, &QAbstractButton::clicked, this, [this, id] { pressed(id); });
    m_rows->body()->addWidget(row);
}

void RequestsPage::pressed(const Guid& id)
{
    if (!m_severalOn)
        return choose(id);
    if (!m_together.erase(id.text()))
        m_together.insert(id.text());
    showSeveral();
}

void RequestsPage::choose(const Guid& id)
{
    m_chosen = id;
    const auto request = std::find_if(m_lists.rows.begin(), m_lists.rows.end(), [&](const auto& row) { return row.id == id; });
    const auto position = std::find_if(m_lists.ending.begin(), m_lists.ending.end(), [&](const auto& row) { return row.id == id; });
    if (ending())
        m_detail->present(nullptr, position == m_lists.ending.end() ? nullptr : &*position);
    else
        m_detail->present(request == m_lists.rows.end() ? nullptr : &*request, nullptr);
    m_detail->setVisible(m_detail->isVisibleTo(this) && !m_severalOn);
    const auto text = QString::fromStdString(id.text());
    for (auto* row : m_rows->findChildren<ListRow*>())
        if (row->property("request").isValid())
            row->setChosenLook(!m_severalOn && row->property("request").toString() == text);
}

void RequestsPage::setSeveral(bool on)
{
    if (on && m_several->isHeld())
        on = false;
    m_severalOn = on;
    m_several->setChecked(on);
    m_together.clear();
    m_bulk->clear();
    m_bulk->setVisible(on);
    showFilters();
    choose(m_chosen);
    showSeveral();
}

/// The chosen ones, each with a tick: by sign, by ground and by words.
void RequestsPage::showSeveral()
{
    std::vector<PositionRow> chosen;
    for (const auto& row : m_lists.ending)
        if (m_together.count(row.id.text()))
            chosen.push_back(row);
    std::set<std::string> here;
    for (const auto& row : chosen)
        here.insert(row.id.text());
    m_together = std::move(here); // what is not in the list any more is not changed unseen
    m_all->setText(!chosen.empty() && chosen.size() == m_lists.ending.size() ? tr("None") : tr("All"));
    if (!ending())
        return;
    for (auto* row : m_rows->findChildren<ListRow*>()) {
        if (!row->property("request").isValid())
            continue;
        const bool on = m_severalOn && m_together.count(row->property("request").toString().toStdString());
        row->setIconName(on ? QStringLiteral("check") : QStringLiteral("badge"));
        row->setNote(Tone::Accent, on ? tr("Chosen") : QString());
        if (m_severalOn)
            row->setChosenLook(on);
    }
    m_bulk->present(chosen);
}

void RequestsPage::resizeEvent(QResizeEvent*)
{
    for (QWidget* side : std::initializer_list<QWidget*>{m_detail, m_bulk})
        side->setFixedWidth(width() < 1000 ? 340 : metrics::flowSideMaximum);
}

} // namespace cardwright::ui
