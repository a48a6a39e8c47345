#include "ui/pages/DeskActs.h"

#include "ui/pages/PageTools.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

/// Acts that are done to the card alone, whoever stands there.
bool withoutHolder(DeskAct act)
{
    return act == DeskAct::cancel || act == DeskAct::clear || act == DeskAct::takeBack || act == DeskAct::lend || act == DeskAct::diagnosis;
}

} // namespace

DeskActs::DeskActs(QWidget* parent) : QWidget(parent)
{
    m_row = new QHBoxLayout;
    m_row->setSpacing(8);
    m_panel = named(new Panel, "desk-more-panel", tr("More acts on this card"));
    m_panel->setPadding(0);
    m_panel->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(m_row);
    column->addWidget(m_panel);
}

void DeskActs::bindKeys(QWidget* page)
{
    bindKey(page, QKeySequence(Qt::Key_Period), [this] { setOpen(!m_open); }, [this] { return !m_more.empty(); });
    bindKey(page, QKeySequence(Qt::Key_Escape), [this] { setOpen(false); }, [this] { return m_open; });
    for (const auto letter : {Qt::Key_R, Qt::Key_X, Qt::Key_U, Qt::Key_P, Qt::Key_T, Qt::Key_W, Qt::Key_C}) {
        const auto key = QKeySequence(letter).toString();
        bindKey(page, QKeySequence(letter), [this, key] { press(*seen(key)); }, [this, key] { return seen(key) != nullptr; });
    }
}

void DeskActs::present(const std::vector<DeskAction>& others, const std::vector<DeskAction>& more, const QString& waits)
{
    m_others = others;
    m_more = more;
    m_waits = waits;
    if (m_more.empty())
        m_open = false;
    showButtons();
    showMore();
}

void DeskActs::setOpen(bool open)
{
    if (m_open == open)
        return;
    m_open = open;
    showMore();
    if (open) {
        const auto rows = m_panel->findChildren<ListRow*>();
        if (!rows.isEmpty())
            rows.front()->setFocus();
        bringIntoView(m_panel);
    }
    Q_EMIT opened(open);
}

QString DeskActs::heldWords(const DeskAction& action) const
{
    if (!action.held.isEmpty())
        return action.held;
    return withoutHolder(action.act) ? QString() : m_waits;
}

void DeskActs::press(const DeskAction& action)
{
    const auto pressed = action; // what is pressed may build this anew
    if (const auto why = heldWords(pressed); !why.isEmpty())
        return Q_EMIT heldPressed(why);
    Q_EMIT actWanted(pressed.act);
}

const DeskAction* DeskActs::seen(const QString& key) const
{
    for (const auto* list : {&m_others, &m_more}) {
        if (list == &m_more && !m_open)
            break;
        const auto found = std::find_if(list->begin(), list->end(), [&](const DeskAction& action) { return action.key == key; });
        if (found != list->end())
            return &*found;
    }
    return nullptr;
}

void DeskActs::showButtons()
{
    emptyLayout(m_row);
    for (const auto& action : m_others) {
        ActionButton* button = action.danger ? static_cast<ActionButton*>(new DangerButton(DangerButton::Kind::Opens, action.verb)) : new SecondaryButton(action.verb);
        button->setObjectName(QStringLiteral("desk-other-%1").arg(action.key));
        button->setAccessibleName(action.verb);
        button->setIconName(action.icon);
        button->setKeyCap(action.key);
        if (const auto why = heldWords(action); !why.isEmpty())
            button->hold(why);
        connect(button, &ActionButton::clicked, this, [this, act = action.act] { Q_EMIT actWanted(act); });
        connect(button, &ActionButton::heldPressed, this, &DeskActs::heldPressed);
        m_row->addWidget(button);
    }
    if (!m_more.empty()) {
        auto* more = named(new SecondaryButton(tr("More")), "desk-more", tr("More acts on this card"));
        more->setKeyCap(QStringLiteral("."));
        connect(more, &ActionButton::clicked, this, [this] { setOpen(!m_open); });
        m_row->addWidget(more);
    }
    m_row->addStretch(1);
}

void DeskActs::showMore()
{
    emptyLayout(m_panel->body());
    m_panel->setVisible(m_open);
    if (!m_open)
        return;
    for (std::size_t at = 0; at < m_more.size(); ++at) {
        const auto& action = m_more[at];
        const auto why = heldWords(action);
        auto* row = new ListRow(action.verb, why.isEmpty() ? action.line : why);
        row->setObjectName(QStringLiteral("desk-more-%1").arg(action.key));
        row->setIconName(action.icon, false);
        if (why.isEmpty())
            row->setKeyCap(action.key);
        else
            row->setPill(Tone::Plain, QStringLiteral("clock"), tr("Not now"));
        row->setClickable(true);
        row->setLast(at + 1 == m_more.size());
        connect(row, &QAbstractButton::clicked, this, [this, at] { press(m_more[at]); });
        m_panel->body()->addWidget(row);
    }
}

} // namespace cardwright::ui
