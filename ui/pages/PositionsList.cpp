#include "ui/pages/PositionsList.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

PositionsList::PositionsList(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("delegated-form"));
    m_trouble = named(new Banner, "delegated-trouble");
    m_trouble->hide();
    m_panel = named(new Panel, "delegated-panel", tr("One sponsor's delegated list"));
    auto* column = m_panel->body();
    column->setSpacing(10);
    m_name = named(new Label({}, TextStyle::Title2), "delegated-name");
    m_name->setWordWrap(true);
    auto* rows = new QWidget;
    m_rows = plainColumn(rows);
    m_rows->setSpacing(4);
    m_keep = named(new PrimaryButton(tr("Keep this list")), "delegated-keep", tr("Keep this list"));
    m_keep->setKeyCap(tr("Ctrl Enter"));
    auto* last = new QHBoxLayout;
    last->addStretch(1);
    last->addWidget(m_keep);
    column->addWidget(m_name);
    column->addWidget(new TextBlock(tr("What is ticked they give at once. For everything else they ask, and another decides."), TextStyle::Body));
    column->addWidget(rows);
    column->addLayout(last);
    auto* outer = plainColumn(this);
    outer->setSpacing(12);
    outer->addWidget(m_trouble);
    outer->addWidget(m_panel);
    outer->addStretch(1);
    connect(m_keep, &ActionButton::clicked, this, &PositionsList::keep);
    connect(m_keep, &ActionButton::heldPressed, this, &PositionsList::said);
}

void PositionsList::bindKeys()
{
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Return), m_keep);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Enter), m_keep);
}

void PositionsList::present(const DelegatedRow* list, const std::vector<CatalogueRow>& catalogue)
{
    m_panel->setVisible(list);
    const auto before = m_list;
    const auto known = m_catalogue.size();
    m_list = list ? *list : DelegatedRow{};
    m_catalogue.clear();
    std::copy_if(catalogue.begin(), catalogue.end(), std::back_inserter(m_catalogue), [](const CatalogueRow& row) { return !row.closed; });
    m_name->setText(words::fromUtf8(m_list.name));
    const bool same = before.sponsor == m_list.sponsor && before.positions == m_list.positions && known == m_catalogue.size();
    if (before.sponsor != m_list.sponsor)
        m_trouble->hide();
    if (!same)
        showRows();
    holdButtons();
}

void PositionsList::showRows()
{
    emptyLayout(m_rows);
    m_checks.clear();
    for (const auto& position : m_catalogue) {
        QStringList systems;
        for (const auto& system : position.systems)
            systems << words::fromUtf8(system);
        auto* check = new CheckRow(words::fromUtf8(position.title), systems.isEmpty() ? QString() : tr("Opens %1").arg(systems.join(QStringLiteral(", "))));
        check->setObjectName(QStringLiteral("delegated-") + words::fromUtf8(position.id));
        check->setCheckable(true);
        check->setChecked(std::find(m_list.positions.begin(), m_list.positions.end(), position.id) != m_list.positions.end());
        connect(check, &QAbstractButton::toggled, this, &PositionsList::holdButtons);
        m_rows->addWidget(check);
        m_checks.push_back(check);
    }
}

std::vector<std::string> PositionsList::ticked() const
{
    std::vector<std::string> ids;
    for (std::size_t at = 0; at < m_checks.size(); ++at)
        if (m_checks[at]->isChecked())
            ids.push_back(m_catalogue[at].id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

void PositionsList::holdButtons()
{
    auto stored = m_list.positions;
    std::sort(stored.begin(), stored.end());
    auto why = heldWords(m_hub, m_list.held, permits::managePositions);
    if (why.isEmpty() && ticked() == stored)
        why = tr("Nothing is other than before.");
    why.isEmpty() ? m_keep->release() : m_keep->hold(why);
}

void PositionsList::keep()
{
    auto* port = m_hub.port().access();
    if (!port)
        return;
    m_keep->setBusy(tr("Recording"));
    port->delegate(m_list.sponsor, ticked(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        m_keep->clearBusy();
        if (!answer.done) {
            const auto lines = words::failure(answer.failure.value_or(Failure::of("INTERNAL")));
            m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, lines.next);
            m_trouble->show();
            return announce(m_trouble, lines.cause + QLatin1Char(' ') + lines.next);
        }
        m_trouble->hide();
        Q_EMIT said(tr("The list is kept; it counts from now on."));
        Q_EMIT done();
    }));
}

} // namespace cardwright::ui
