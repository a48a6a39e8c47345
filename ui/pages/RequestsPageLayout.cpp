#include "ui/pages/RequestsPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PositionsBulk.h"
#include "ui/pages/RequestDetail.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>

// What the page is made of; what it does is in RequestsPage.cpp.

namespace cardwright::ui {

namespace {

constexpr std::array<const char*, 6> kinds{"", "position", "create", "change", "close", "badge"};

} // namespace

void RequestsPage::makePage()
{
    auto* head = new PageHead;
    head->setTitle(tr("Requests and positions"));
    m_catalogue = named(new SecondaryButton(tr("Catalogue")), "requests-catalogue", tr("Positions of the catalogue, and who gives which"));
    m_catalogue->setKeyCap(QStringLiteral("C"));
    m_back = named(new SecondaryButton(tr("Worklists")), "requests-back", tr("Back to the worklists"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_catalogue);
    head->addButton(m_back);
    m_detail = new RequestDetail(m_hub);
    m_bulk = new PositionsBulk(m_hub);
    m_bulk->hide();
    m_list = makeList();
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_list);
    left->addWidget(m_detail->comparison());
    left->addStretch(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addLayout(left, 1);
    row->addWidget(m_detail, 0, Qt::AlignTop);
    row->addWidget(m_bulk, 0, Qt::AlignTop);
    for (QWidget* side : std::initializer_list<QWidget*>{m_detail, m_bulk})
        side->setFixedWidth(metrics::flowSideMaximum);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(row, 1);
}

QWidget* RequestsPage::makeList()
{
    auto* list = new QWidget;
    auto* column = plainColumn(list);
    m_summary = named(new TextBlock({}, TextStyle::Body), "requests-summary");
    m_rows = named(new Panel, "requests-rows", tr("Requests and positions"));
    m_rows->setPadding(0);
    column->addWidget(makeFilters());
    column->addWidget(m_summary);
    column->addWidget(m_rows);
    return list;
}

void RequestsPage::makeTabs(QVBoxLayout* column)
{
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
    column->addLayout(tabs);
}

QWidget* RequestsPage::makeFilters()
{
    auto* filters = new QWidget;
    auto* column = plainColumn(filters);
    column->setSpacing(8);
    makeTabs(column);
    m_kind = named(new ChoiceField(tr("Kind")), "requests-kind-field");
    named(m_kind->box(), "requests-kind", tr("Kind of request"));
    m_kind->box()->addItems({tr("All"), tr("Positions"), tr("Record somebody"), tr("Change a record"), tr("Close a record"), tr("Badges")});
    m_days = named(new ChoiceField(tr("Within")), "requests-days-field");
    named(m_days->box(), "requests-days", tr("How far ahead"));
    m_several = named(new SecondaryButton(tr("Several at once")), "requests-several", tr("Change several at once"));
    m_several->setKeyCap(QStringLiteral("S"));
    m_several->setCheckable(true);
    m_all = named(new SecondaryButton(tr("All")), "requests-all", tr("Choose all of the list, or none"));
    m_all->setKeyCap(QStringLiteral("V"));
    m_text = named(new Field(tr("In name, number or reason")), "requests-text-field");
    named(m_text->edit(), "requests-text", tr("In name, number or reason"));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_kind, 1);
    row->addWidget(m_days, 1);
    row->addWidget(m_several, 0, Qt::AlignBottom);
    row->addWidget(m_all, 0, Qt::AlignBottom);
    row->addWidget(m_text, 2);
    column->addLayout(row);
    return filters;
}

void RequestsPage::connectParts()
{
    connect(m_back, &ActionButton::clicked, this, &RequestsPage::stepBack);
    connect(m_catalogue, &ActionButton::clicked, this, &RequestsPage::positionsWanted);
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
    connect(m_several, &ActionButton::clicked, this, [this] { setSeveral(!m_severalOn); });
    connect(m_several, &ActionButton::heldPressed, this, &RequestsPage::said);
    connect(m_all, &ActionButton::clicked, this, [this] {
        const bool none = m_together.size() == m_lists.ending.size();
        m_together.clear();
        if (!none)
            for (const auto& row : m_lists.ending)
                m_together.insert(row.id.text());
        showSeveral();
    });
    connect(m_detail, &RequestDetail::said, this, &RequestsPage::said);
    connect(m_detail, &RequestDetail::personWanted, this, &RequestsPage::personWanted);
    connect(m_detail, &RequestDetail::badgesWanted, this, &RequestsPage::badgesWanted);
    connect(m_detail, &RequestDetail::done, this, &RequestsPage::ask);
    connect(m_detail, &RequestDetail::comparing, this, [this](bool on) {
        m_list->setVisible(!on);
        m_back->setText(on ? tr("The list") : tr("Worklists"));
        m_back->setAccessibleName(on ? tr("Back to the list") : tr("Back to the worklists"));
    });
    connect(m_bulk, &PositionsBulk::said, this, &RequestsPage::said);
    connect(m_bulk, &PositionsBulk::done, this, [this] {
        m_together.clear();
        ask();
    });
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
}

void RequestsPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    for (std::size_t at = 0; at < m_tabs.size(); ++at)
        bindKey(this, QKeySequence(static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(at))), m_tabs[at]);
    bindKey(this, QKeySequence(Qt::Key_C), m_catalogue);
    bindKey(this, QKeySequence(Qt::Key_S), m_several);
    bindKey(this, QKeySequence(Qt::Key_V), m_all);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_F), [this] { m_text->edit()->setFocus(); });
    m_detail->bindKeys(); // later bindings win: an open step-up or comparison has Esc and the digits first
    m_bulk->bindKeys();
}

} // namespace cardwright::ui
