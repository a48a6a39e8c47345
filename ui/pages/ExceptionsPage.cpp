#include "ui/pages/ExceptionsPage.h"

#include "ui/pages/ExceptionDetail.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

ExceptionsPage::ExceptionsPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("exceptions-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Exceptions"));
    m_back = named(new SecondaryButton(tr("Worklists")), "exceptions-back", tr("Back to the worklists"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    head->addButton(m_back);
    m_who = named(new TextBlock({}, TextStyle::Body), "exceptions-who");
    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addWidget(m_who);
    m_toDecide = addBlock(left, tr("To decide"), "exceptions-to-decide");
    m_asked = addBlock(left, tr("Asked here, waiting for somebody else"), "exceptions-asked");
    m_decided = addBlock(left, tr("Decided"), "exceptions-decided");
    left->addStretch(1);
    m_detail = new ExceptionDetail(hub);
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
    connect(m_detail, &ExceptionDetail::said, this, &ExceptionsPage::said);
    connect(m_detail, &ExceptionDetail::draftWanted, this, &ExceptionsPage::draftWanted);
    connect(m_detail, &ExceptionDetail::decided, this, &ExceptionsPage::ask);
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
    showLists({});
}

ExceptionsPage::Block ExceptionsPage::addBlock(QVBoxLayout* column, const QString& title, const char* objectName)
{
    column->addSpacing(8);
    auto* label = new Label(title, TextStyle::BodyStrong);
    column->addWidget(label);
    auto* panel = named(new Panel, objectName, title);
    panel->setPadding(0);
    column->addWidget(panel);
    return {label, panel};
}

void ExceptionsPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    m_detail->bindKeys(); // later bindings win: an open step-up has Esc first
}

void ExceptionsPage::clear()
{
    ++m_asks;
    m_chosen = {};
    showLists({});
}

void ExceptionsPage::showEvent(QShowEvent*)
{
    ask();
    m_back->setFocus();
}

void ExceptionsPage::ask()
{
    const int asked = ++m_asks;
    m_hub.port().exceptions().list(guarded<ExceptionLists>(this, [this, asked](ExceptionLists lists) {
        if (asked == m_asks)
            showLists(std::move(lists));
    }));
}

void ExceptionsPage::showLists(ExceptionLists lists)
{
    m_lists = std::move(lists);
    std::vector<const ExceptionRow*> toDecide;
    std::vector<const ExceptionRow*> asked;
    std::vector<const ExceptionRow*> decided;
    for (const auto& row : m_lists.rows)
        (row.state != ExceptionState::waiting ? decided : mayDecide(m_hub, row) || !row.askedHere ? toDecide : asked).push_back(&row);
    QStringList who;
    for (const auto& decider : m_lists.deciders)
        who << words::fromUtf8(decider);
    m_who->setText(who.isEmpty() ? tr("A manager or a named deputy decides, at any desk; never the one who asked, never about themselves.")
                                 : tr("%1 may decide, at any desk; never the one who asked, never about themselves.").arg(who.join(tr(" or "))));
    fill(m_toDecide, toDecide, tr("Nothing to decide"), tr("What other desks ask comes here through the centre."));
    fill(m_asked, asked, tr("Nothing waits"), tr("An exception is asked for from the evidence of an application."));
    fill(m_decided, decided, tr("None decided yet"), {});
    const bool there = std::any_of(m_lists.rows.begin(), m_lists.rows.end(), [this](const auto& row) { return row.id == m_chosen; });
    if (!there)
        m_chosen = toDecide.empty() ? (asked.empty() ? (decided.empty() ? Guid{} : decided.front()->id) : asked.front()->id) : toDecide.front()->id;
    choose(m_chosen);
}

void ExceptionsPage::fill(const Block& block, const std::vector<const ExceptionRow*>& rows, const QString& nothing, const QString& more)
{
    emptyLayout(block.panel->body());
    if (rows.empty()) {
        auto* row = new ListRow(nothing, more);
        row->setIconName(QStringLiteral("check"));
        row->setLast(true);
        return block.panel->body()->addWidget(row);
    }
    for (std::size_t at = 0; at < rows.size(); ++at) {
        auto* row = rowOf(*rows[at]);
        row->setObjectName(QStringLiteral("%1-%2").arg(block.panel->objectName()).arg(at + 1));
        row->setLast(at + 1 == rows.size());
        block.panel->body()->addWidget(row);
    }
}

ListRow* ExceptionsPage::rowOf(const ExceptionRow& item)
{
    const auto now = QDateTime::currentMSecsSinceEpoch();
    auto* row = new ListRow(words::fromUtf8(item.holderName),
                            tr("%1. Asked by %2, %3.").arg(words::exceptionAct(item.act), words::fromUtf8(item.askedBy), words::momentInline(item.askedAt, now)));
    row->setIconName(QStringLiteral("evidence"));
    const bool waiting = item.state == ExceptionState::waiting;
    const bool yes = item.state == ExceptionState::approved;
    row->setPill(waiting ? (mayDecide(m_hub, item) ? Tone::Accent : Tone::Plain) : yes ? Tone::Success : Tone::Warning,
                 waiting ? QStringLiteral("clock") : yes ? QStringLiteral("approve") : QStringLiteral("cancel"),
                 waiting && mayDecide(m_hub, item) ? tr("Yours to decide") : words::exceptionState(item.state));
    if (waiting && !item.atCentre)
        row->setNote(Tone::Plain, tr("Only on this desk so far: other desks see it when the centre answers."));
    row->setClickable(true);
    row->setProperty("exception", QString::fromStdString(item.id.text()));
    connect(row, &QAbstractButton::clicked, this, [this, id = item.id] { choose(id); });
    return row;
}

void ExceptionsPage::choose(const Guid& id)
{
    m_chosen = id;
    const auto found = std::find_if(m_lists.rows.begin(), m_lists.rows.end(), [&](const auto& row) { return row.id == id; });
    m_detail->present(found == m_lists.rows.end() ? nullptr : &*found);
    const auto text = QString::fromStdString(id.text());
    for (auto* row : findChildren<ListRow*>())
        if (row->property("exception").isValid())
            row->setChosenLook(row->property("exception").toString() == text);
}

void ExceptionsPage::resizeEvent(QResizeEvent*) { m_detail->setFixedWidth(width() < 1000 ? 340 : metrics::flowSideMaximum); }

} // namespace cardwright::ui
