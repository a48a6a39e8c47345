#include "ui/pages/PrintPage.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/PrintFrame.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"

#include <QDateTime>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int listWidth = 200; // at least; it takes what the window has to spare
constexpr int sideWidth = 300;

} // namespace

PrintPage::PrintPage(DeskHub& hub, PrintWork::Printers printers, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("print-page"));
    m_leave = named(new SecondaryButton(tr("Worklists")), "print-back", tr("Back to the worklists"));

    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addWidget(new Label(tr("Cards to print"), TextStyle::BodyStrong));
    m_list = named(new Panel, "print-list", tr("Cards to print"));
    m_list->setPadding(0);
    m_list->setMinimumWidth(listWidth);
    left->addWidget(m_list);
    left->addStretch(1);

    m_work = new PrintWork(hub, QStringLiteral("print"), std::move(printers), this);
    m_work->controls()->setFixedWidth(sideWidth);
    auto* row = framePrint(this, tr("Print"), m_leave, m_work->trouble());
    row->addLayout(left, 1);
    row->addWidget(m_work->faces());
    row->addWidget(m_work->controls());
    connect(m_leave, &ActionButton::clicked, this, [this] {
        if (!m_work->stepBack()) Q_EMIT leaving();
    });
    connect(m_work, &PrintWork::said, this, &PrintPage::said);
    connect(m_work, &PrintWork::replacementWanted, this, &PrintPage::replacementWanted);
    connect(m_work, &PrintWork::booked, this, &PrintPage::ask);
    connect(m_work, &PrintWork::settled, this, [this](PrintWork::Outcome, const QString& words) {
        m_work->clear();
        Q_EMIT said(words);
        ask();
    });
    clear();
}

void PrintPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_leave);
    m_work->bindKeys();
}

void PrintPage::clear()
{
    ++m_asks;
    m_wanted.clear();
    m_work->clear();
    showList({});
}

void PrintPage::choose(const QString& card)
{
    clear();
    m_wanted = card;
}

void PrintPage::showEvent(QShowEvent*)
{
    m_work->refill();
    if (!m_wanted.isEmpty()) open(std::exchange(m_wanted, QString()));
    ask();
}

void PrintPage::ask()
{
    auto* port = m_hub.port().print();
    if (!port) return;
    const int asked = ++m_asks;
    port->waiting(guarded<PrintList>(this, [this, asked](const PrintList& list) {
        if (asked == m_asks) showList(list);
    }));
}

void PrintPage::showList(const PrintList& list)
{
    m_rows = list;
    emptyLayout(m_list->body());
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (std::size_t at = 0; at < list.rows.size(); ++at) {
        const auto& one = list.rows[at];
        auto* row = new ListRow(words::fromUtf8(one.name), tr("since %1").arg(words::momentInline(one.since, now)));
        row->setObjectName(QStringLiteral("print-row-%1").arg(at + 1));
        row->setIconName(QStringLiteral("print"));
        row->setClickable(true);
        row->setChosenLook(m_work->card() == words::fromUtf8(one.card));
        row->setLast(at + 1 == list.rows.size());
        connect(row, &QAbstractButton::clicked, this, [this, card = words::fromUtf8(one.card)] { open(card); });
        m_list->body()->addWidget(row);
    }
    if (list.rows.empty()) {
        auto* row = new ListRow(list.failure ? tr("The list cannot be shown") : tr("No card waits"),
                                list.failure ? failureLine(*list.failure) : tr("Cards put off with \"later\" are shown here."));
        row->setIconName(list.failure ? QStringLiteral("warning") : QStringLiteral("check"));
        row->setLast(true);
        m_list->body()->addWidget(row);
    }
    if (m_work->card().isEmpty() && !list.rows.empty() && isVisible()) open(words::fromUtf8(list.rows.front().card));
}

void PrintPage::open(const QString& card)
{
    m_work->open(card);
    for (std::size_t at = 0; at < m_rows.rows.size(); ++at) {
        if (auto* row = findChild<ListRow*>(QStringLiteral("print-row-%1").arg(at + 1))) row->setChosenLook(words::fromUtf8(m_rows.rows[at].card) == card);
    }
}

} // namespace cardwright::ui
