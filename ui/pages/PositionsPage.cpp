#include "ui/pages/PositionsPage.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PositionsForm.h"
#include "ui/pages/PositionsList.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

PositionsPage::PositionsPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("positions-page"));
    makePage();
    connect(m_back, &ActionButton::clicked, this, [this] {
        if (!m_form->stepBack())
            Q_EMIT leaving();
    });
    connect(m_catalogueTab, &ActionButton::clicked, this, [this] { setLists(false); });
    connect(m_listsTab, &ActionButton::clicked, this, [this] { setLists(true); });
    connect(m_new, &ActionButton::clicked, this, [this] {
        m_opening = true;
        setLists(false);
        m_form->takeFocus();
    });
    connect(m_new, &ActionButton::heldPressed, this, &PositionsPage::said);
    connect(m_form, &PositionsForm::said, this, &PositionsPage::said);
    connect(m_list, &PositionsList::said, this, &PositionsPage::said);
    connect(m_form, &PositionsForm::done, this, [this] {
        m_opening = false;
        ask();
    });
    connect(m_list, &PositionsList::done, this, &PositionsPage::ask);
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
    showView({});
}

void PositionsPage::makePage()
{
    auto* head = new PageHead;
    head->setTitle(tr("Catalogue of positions"));
    m_new = named(new SecondaryButton(tr("New position")), "positions-new", tr("A new position of the catalogue"));
    m_new->setIconName(QStringLiteral("add"));
    m_new->setKeyCap(QStringLiteral("N"));
    m_back = named(new SecondaryButton(tr("Back")), "positions-back", tr("Back to where you came from"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_new);
    head->addButton(m_back);
    const auto tab = [](const QString& words, const char* name, const char* key) {
        auto* button = named(new SecondaryButton(words), name, words);
        button->setKeyCap(QLatin1String(key));
        button->setSize(ActionButton::Size::Compact);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        return button;
    };
    m_catalogueTab = tab(tr("Positions"), "positions-catalogue", "1");
    m_listsTab = tab(tr("Delegated lists"), "positions-lists", "2");
    auto* tabs = new QHBoxLayout;
    tabs->setSpacing(8);
    tabs->addWidget(m_catalogueTab);
    tabs->addWidget(m_listsTab);
    tabs->addStretch(1);
    m_summary = named(new TextBlock({}, TextStyle::Body), "positions-summary");
    m_rows = named(new Panel, "positions-rows", tr("Positions of the catalogue"));
    m_rows->setPadding(0);
    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addLayout(tabs);
    left->addWidget(m_summary);
    left->addWidget(m_rows);
    left->addStretch(1);
    m_form = new PositionsForm(m_hub);
    m_list = new PositionsList(m_hub);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addLayout(left, 1);
    row->addWidget(m_form, 0, Qt::AlignTop);
    row->addWidget(m_list, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(row, 1);
}

void PositionsPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_1), m_catalogueTab);
    bindKey(this, QKeySequence(Qt::Key_2), m_listsTab);
    bindKey(this, QKeySequence(Qt::Key_N), m_new);
    m_form->bindKeys();
    m_list->bindKeys();
}

void PositionsPage::clear()
{
    ++m_asks;
    m_opening = false;
    m_lists = false;
    m_chosen.clear();
    m_form->clear();
    showView({});
}

void PositionsPage::showEvent(QShowEvent*)
{
    ask();
    (m_lists ? m_listsTab : m_catalogueTab)->setFocus();
}

QString PositionsPage::held() const { return heldWords(m_hub, m_view.manageHeld, permits::managePositions); }

void PositionsPage::setLists(bool lists)
{
    if (m_lists != lists)
        m_chosen.clear();
    m_lists = lists;
    m_opening = m_opening && !lists;
    showRows();
}

void PositionsPage::ask()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    const int asked = ++m_asks;
    port->catalogue(guarded<CatalogueView>(this, [this, asked](CatalogueView view) {
        if (asked == m_asks)
            showView(std::move(view));
    }));
}

void PositionsPage::showView(CatalogueView view)
{
    m_view = std::move(view);
    // What can be asked for first.
    std::stable_sort(m_view.rows.begin(), m_view.rows.end(), [](const CatalogueRow& one, const CatalogueRow& other) { return one.closed < other.closed; });
    showRows();
}

void PositionsPage::showRows()
{
    const auto why = held();
    why.isEmpty() ? m_new->release() : m_new->hold(why);
    for (auto* tab : {m_catalogueTab, m_listsTab}) {
        tab->setChecked((tab == m_listsTab) == m_lists);
        tab->setFocusPolicy(tab->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    }
    const auto rule = m_lists ? tr("Which positions each sponsor gives without asking anybody.") : tr("What can be asked for here, and the systems which each opens.");
    m_summary->setText(why.isEmpty() ? rule : rule + QLatin1Char(' ') + why);
    emptyLayout(m_rows->body());
    int number = 0;
    const auto count = static_cast<int>(m_lists ? m_view.lists.size() : m_view.rows.size());
    const auto icon = m_lists ? QStringLiteral("person") : QStringLiteral("badge");
    const auto add = [&](const std::string& id, ListRow* row) {
        row->setIconName(icon);
        ++number;
        addRow(row, id, number, number == count);
    };
    if (m_lists) {
        for (const auto& list : m_view.lists)
            add(list.sponsor, new ListRow(words::fromUtf8(list.name), list.positions.empty()       ? tr("Gives nothing without asking")
                                                                      : list.positions.size() == 1 ? tr("Gives 1 position without asking")
                                                                                                   : tr("Gives %1 positions without asking").arg(list.positions.size())));
    } else {
        for (const auto& position : m_view.rows) {
            auto* row = new ListRow(words::fromUtf8(position.title), tr("%1, %2").arg(words::fromUtf8(position.jobRole), words::fromUtf8(position.area)));
            if (position.closed)
                row->setPill(Tone::Plain, QStringLiteral("lock"), tr("Closed"));
            else if (position.delegated)
                row->setPill(Tone::Accent, QStringLiteral("approve"), tr("On your list"));
            add(position.id, row);
        }
    }
    if (count == 0) {
        auto* none = named(new ListRow(m_lists ? tr("No sponsor here") : tr("No position yet"), m_lists ? tr("Sponsors stand in the site's roster.") : tr("The first one is opened with N.")), "positions-none");
        none->setIconName(icon);
        none->setLast(true);
        m_rows->body()->addWidget(none);
    }
    choose(m_chosen);
}

void PositionsPage::addRow(ListRow* row, const std::string& id, int number, bool last)
{
    row->setObjectName(QStringLiteral("positions-row-%1").arg(number));
    row->setClickable(true);
    row->setLast(last);
    row->setProperty("position", words::fromUtf8(id));
    connect(row, &QAbstractButton::clicked, this, [this, id] {
        m_opening = false;
        choose(id);
    });
    m_rows->body()->addWidget(row);
}

void PositionsPage::choose(const std::string& id)
{
    const auto position = std::find_if(m_view.rows.begin(), m_view.rows.end(), [&](const CatalogueRow& row) { return row.id == id; });
    const auto list = std::find_if(m_view.lists.begin(), m_view.lists.end(), [&](const DelegatedRow& row) { return row.sponsor == id; });
    const auto* shown = position != m_view.rows.end() ? &*position : m_view.rows.empty() ? nullptr : &m_view.rows.front();
    const auto* sponsor = list != m_view.lists.end() ? &*list : m_view.lists.empty() ? nullptr : &m_view.lists.front();
    m_chosen = m_lists ? (sponsor ? sponsor->sponsor : std::string()) : m_opening || !shown ? std::string() : shown->id;
    m_form->setVisible(!m_lists);
    m_list->setVisible(m_lists);
    if (!m_lists)
        m_form->present(m_opening ? nullptr : shown, held());
    m_list->present(m_lists ? sponsor : nullptr, m_view.rows);
    const auto text = words::fromUtf8(m_chosen);
    for (auto* row : m_rows->findChildren<ListRow*>())
        if (row->property("position").isValid())
            row->setChosenLook(row->property("position").toString() == text);
}

void PositionsPage::resizeEvent(QResizeEvent*)
{
    for (QWidget* side : std::initializer_list<QWidget*>{m_form, m_list})
        side->setFixedWidth(width() < 1000 ? 360 : metrics::flowSideMaximum);
}

} // namespace cardwright::ui
