#include "ui/pages/PeopleList.h"

#include "ui/models/TableModel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PersonView.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

// How the page is made, and its keys.

namespace cardwright::ui {

QWidget* PeopleList::makeHead()
{
    auto* head = new PageHead;
    head->setTitle(tr("People"));
    m_leavers = named(new SecondaryButton(tr("Leavers")), "people-leavers", tr("Whom the HR file says goodbye to"));
    m_leavers->setKeyCap(QStringLiteral("L"));
    m_file = named(new SecondaryButton(tr("HR file")), "people-file", tr("Take an HR file"));
    m_file->setKeyCap(QStringLiteral("I"));
    m_new = named(new SecondaryButton(tr("New record")), "people-new", tr("Make a new record"));
    m_new->setIconName(QStringLiteral("add"));
    m_new->setKeyCap(QStringLiteral("N"));
    for (auto* button : {m_leavers, m_file, m_new}) {
        head->addButton(button);
        connect(button, &ActionButton::heldPressed, this, &PeopleList::said);
    }
    return head;
}

void PeopleList::makePage()
{
    auto* head = makeHead();
    m_hint = named(new TextBlock({}, TextStyle::Body), "people-hint");
    m_ask = named(new SecondaryButton(tr("Ask for a record")), "people-ask-new", tr("Ask others to make a record"));
    m_ask->setIconName(QStringLiteral("person-add"));
    m_ask->setKeyCap(QStringLiteral("Q"));
    m_ask->setSize(ActionButton::Size::Choice);
    m_ask->hide();
    m_model = new TableModel({tr("Name"), tr("Born"), tr("UUID"), tr("Card")}, this);
    m_table = named(new TableView, "people-table", tr("People found"));
    m_table->setModel(m_model);
    m_table->setStretchColumn(0);
    makeSide();
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    auto* left = new QVBoxLayout;
    left->setSpacing(12);
    left->addWidget(m_hint);
    left->addWidget(m_ask, 0, Qt::AlignLeft);
    left->addWidget(m_table, 1);
    left->addStretch(0);
    row->addLayout(left, 1);
    row->addWidget(m_side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addLayout(row, 1);
}

void PeopleList::makeSide()
{
    m_view = new PersonView(m_hub);
    m_side = new QScrollArea;
    m_side->setObjectName(QStringLiteral("people-side"));
    m_side->setWidgetResizable(true);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setFocusPolicy(Qt::NoFocus);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* scrolled = new QWidget;
    scrolled->setObjectName(QStringLiteral("scrolled"));
    auto* inner = new QVBoxLayout(scrolled);
    inner->setContentsMargins(0, 0, 8, 0);
    inner->addWidget(m_view);
    m_side->setWidget(scrolled);
}

void PeopleList::bindKeys()
{
    m_view->bindKeys();
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_C), [this] { m_view->copyNumber(); }, [this] { return !m_shown.empty(); });
    bindKey(this, QKeySequence(Qt::Key_N), m_new);
    bindKey(this, QKeySequence(Qt::Key_Q), m_ask);
    bindKey(this, QKeySequence(Qt::Key_I), m_file);
    bindKey(this, QKeySequence(Qt::Key_L), m_leavers);
}

} // namespace cardwright::ui
