#include "ui/pages/RequestsPage.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RequestDetail.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace cardwright::ui {

namespace {

constexpr std::array<const char*, 6> kinds{"", "position", "create", "change", "close", "badge"};

} // namespace

RequestsPage::RequestsPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("requests-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Requests and positions"));
    m_back = named(new SecondaryButton(tr("Worklists")), "requests-back", tr("Back to the worklists"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_back);
    m_summary = named(new TextBlock({}, TextStyle::Body), "requests-summary");
    m_rows = named(new Panel, "requests-rows", tr("Requests and positions"));
    m_rows->setPadding(0);
    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addWidget(makeFilters());
    left->addWidget(m_summary);
    left->addWidget(m_rows);
    left->addStretch(1);
    m_detail = new RequestDetail(hub);
    m_detail->setFixedWidth(metrics::flowSideMaximum);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addLayout(left, 1);
    row->addWidget(m_detail);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(row, 1);
    connect(m_back, &ActionButton::clicked, this, [this] {
        if (!m_detail->stepBack())
            Q_EMIT leaving();
    });
    connect(m_detail, &RequestDetail::said, this, &RequestsPage::said);
    connect(m_detail, &RequestDetail::personWanted, this, &RequestsPage::personWanted);
    connect(m_detail, &RequestDetail::done, this, &RequestsPage::ask);
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
    showLists({});
}

QWidget* RequestsPage::makeFilters()
{
    auto* filters = new QWidget;
    auto* column = new QVBoxLayout(filters);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* tabs = new QHBoxLayout;
    tabs->setSpacing(8);
    using Which = RequestQuery::Which;
    const std::array<std::pair<QString, const char*>, 4> names{std::pair{tr("Open"), "requests-open"}, std::pair{tr("Closed, 30 days"), "requests-closed"},
                                                               std::pair{tr("Mine"), "requests-mine"}, std::pair{tr("Ending"), "requests-ending"}};
    for (std::size_t at = 0; at < names.size(); ++at) {
        auto* tab = named(new SecondaryButton(names[at].first), names[at].second, names[at].first);
        tab->setKeyCap(QString::number(at + 1));
        tab->setSize(ActionButton::Size::Compact);
        tab->setCheckable(true);
        tab->setAutoExclusive(true);
        tab->setChecked(at == 0);
        connect(tab, &ActionButton::clicked, this, [this, at] { which(static_cast<Which>(at)); });
        tabs->addWidget(tab);
        m_tabs.push_back(tab);
    }
    tabs->addStretch(1);
    m_kind = named(new ChoiceField(tr("Kind")), "requests-kind-field");
    named(m_kind->box(), "requests-kind", tr("Kind of request"));
    m_kind->box()->addItems({tr("All"), tr("Positions"), tr("Record somebody"), tr("Change a record"), tr("Close a record"), tr("Badges")});
    m_days = named(new ChoiceField(tr("Within")), "requests-days-field");
    named(m_days->box(), "requests-days", tr("How far ahead"));
    m_text = named(new Field(tr("In name, number or reason")), "requests-text-field");
    named(m_text->edit(), "requests-text", tr("In name, number or reason"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_kind, 1);
    row->addWidget(m_days, 1);
    row->addWidget(m_text, 2);
    column->addLayout(tabs);
    column->addLayout(row);
    connect(m_kind, &ChoiceField::chosen, this, [this](int index) {
        m_query.kind = index < 0 ? "" : kinds[static_cast<std::size_t>(index)];
        ask();
    });
    connect(m_days, &ChoiceField::chosen, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_lists.endingDays.size())) {
            m_query.days = m_lists.endingDays[static_cast<std::size_t>(index)];
            ask();
        }
    });
    connect(m_text, &Field::textChanged, this, [this](const QString& text) {
        m_query.text = text.toStdString();
        ask();
    });
    return filters;
}

void RequestsPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    for (std::size_t at = 0; at < m_tabs.size(); ++at)
        bindKey(this, QKeySequence(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(at))), m_tabs[at]);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_F), [this] { m_text->edit()->setFocus(); });
    m_detail->bindKeys(); // later bindings win: an open step-up has Esc first
}

void RequestsPage::clear()
{
    ++m_asks;
    m_chosen = {};
    m_query = {};
    const QSignalBlocker quiet(m_text->edit());
    m_text->setText({});
    m_kind->box()->setCurrentIndex(0);
    m_tabs.front()->setChecked(true);
    showLists({});
}

void RequestsPage::showEvent(QShowEvent*)
{
    ask();
    m_tabs.front()->setFocus();
}

void RequestsPage::which(RequestQuery::Which which)
{
    m_query.which = which;
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

void RequestsPage::showLists(RequestLists lists)
{
    m_lists = std::move(lists);
    const bool ending = m_query.which == RequestQuery::Which::ending;
    m_kind->setVisible(!ending);
    m_text->setVisible(!ending);
    m_days->setVisible(ending);
    if (ending && m_days->box()->count() != static_cast<int>(m_lists.endingDays.size())) {
        const QSignalBlocker quiet(m_days->box());
        m_days->box()->clear();
        for (std::size_t at = 0; at < m_lists.endingDays.size(); ++at) {
            m_days->box()->addItem(tr("%1 days").arg(m_lists.endingDays[at]));
            if (m_lists.endingDays[at] == m_query.days)
                m_days->box()->setCurrentIndex(static_cast<int>(at));
        }
    }
    emptyLayout(m_rows->body());
    const auto held = heldWords(m_hub, m_lists.held, permits::decideRequest);
    m_summary->setText(!held.isEmpty() ? held : ending ? tr("Positions that end in this time, and those that are over and were not acted on.")
                       : m_hub.may(permits::decideRequest) ? tr("%1 open at all desks. Nobody decides what they asked for, nor what is about themselves.").arg(m_lists.open)
                                                : tr("What you asked for. Nobody else's is shown to you, and yours to no other sponsor."));
    int number = 0;
    const auto count = ending ? m_lists.ending.size() : m_lists.rows.size();
    bool there = false;
    Guid first;
    const auto add = [&](const auto& row) {
        ++number;
        if (number == 1)
            first = row.id;
        there = there || row.id == m_chosen;
        addRow(rowOf(row), row.id, number, number == static_cast<int>(count));
    };
    if (ending)
        std::for_each(m_lists.ending.begin(), m_lists.ending.end(), add);
    else
        std::for_each(m_lists.rows.begin(), m_lists.rows.end(), add);
    if (count == 0) {
        auto* none = named(new ListRow(tr("Nothing here"), ending ? tr("No position ends in that time, and none is over without an answer.") : tr("What other desks ask comes here through the centre.")), "requests-none");
        none->setIconName(QStringLiteral("check"));
        none->setLast(true);
        m_rows->body()->addWidget(none);
    }
    choose(there ? m_chosen : first);
}

void RequestsPage::addRow(ListRow* row, const Guid& id, int number, bool last)
{
    row->setObjectName(QStringLiteral("requests-row-%1").arg(number));
    row->setClickable(true);
    row->setLast(last);
    row->setProperty("request", QString::fromStdString(id.text()));
    connect(row, &QAbstractButton::clicked, this, [this, id] { choose(id); });
    m_rows->body()->addWidget(row);
}

ListRow* RequestsPage::rowOf(const RequestRow& item)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    auto* row = new ListRow(words::fromUtf8(item.holderName.empty() ? item.title : item.holderName),
                            tr("%1: %2. Asked by %3, %4.")
                                .arg(requestKindWords(item.kind), requestTitle(item), words::fromUtf8(item.askedBy), words::momentInline(item.askedAt, now)));
    row->setIconName(item.kind == "position" ? QStringLiteral("badge") : QStringLiteral("person"));
    const bool open = item.state == "open";
    row->setPill(open ? (item.decideHeld.empty() ? Tone::Accent : Tone::Plain) : item.state == "approved" ? Tone::Success : Tone::Plain,
                 open ? QStringLiteral("clock") : item.state == "approved" ? QStringLiteral("approve") : QStringLiteral("cancel"),
                 open && item.decideHeld.empty() ? tr("Yours to decide") : requestStateWords(item.state));
    if (!item.overruled.empty())
        row->setNote(Tone::Warning, tr("Another desk was first: what was said here did not count."));
    return row;
}

ListRow* RequestsPage::rowOf(const PositionRow& item)
{
    const bool over = item.daysLeft && *item.daysLeft < 0;
    auto* row = new ListRow(words::fromUtf8(item.holderName), tr("%1, until %2").arg(words::fromUtf8(item.title), shownDate(item.ends)));
    row->setIconName(QStringLiteral("badge"));
    row->setPill(over ? Tone::Warning : Tone::Plain, over ? QStringLiteral("warning") : QStringLiteral("clock"),
                 over ? tr("Over, not acted on") : item.daysLeft ? tr("%1 days left").arg(*item.daysLeft) : QString());
    return row;
}

void RequestsPage::choose(const Guid& id)
{
    m_chosen = id;
    const auto request = std::find_if(m_lists.rows.begin(), m_lists.rows.end(), [&](const auto& row) { return row.id == id; });
    const auto position = std::find_if(m_lists.ending.begin(), m_lists.ending.end(), [&](const auto& row) { return row.id == id; });
    if (m_query.which == RequestQuery::Which::ending)
        m_detail->present(nullptr, position == m_lists.ending.end() ? nullptr : &*position);
    else
        m_detail->present(request == m_lists.rows.end() ? nullptr : &*request, nullptr);
    const auto text = QString::fromStdString(id.text());
    for (auto* row : findChildren<ListRow*>())
        if (row->property("request").isValid())
            row->setChosenLook(row->property("request").toString() == text);
}

void RequestsPage::resizeEvent(QResizeEvent*) { m_detail->setFixedWidth(width() < 1000 ? 340 : metrics::flowSideMaximum); }

} // namespace cardwright::ui
