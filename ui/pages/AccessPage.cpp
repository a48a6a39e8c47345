#include "ui/pages/AccessPage.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RequestDetail.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

AccessPage::AccessPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("access-page"));
    makePage();
    connect(m_back, &ActionButton::clicked, this, [this] {
        if (!m_detail->stepBack())
            Q_EMIT left();
    });
    connect(m_change, &ActionButton::clicked, this, &AccessPage::changeWanted);
    connect(m_close, &ActionButton::clicked, this, &AccessPage::closeWanted);
    connect(m_badge, &ActionButton::clicked, this, &AccessPage::badgeWanted);
    for (auto* button : {m_change, m_close, m_badge})
        connect(button, &ActionButton::heldPressed, this, &AccessPage::said);
    connect(m_panel, &AccessPanel::chosen, this, &AccessPage::choose);
    connect(m_panel, &AccessPanel::asked, this, [this](const PositionAsk& wanted) {
        auto* port = m_hub.port().access();
        if (!port)
            return;
        port->askPosition(wanted, guarded<ActAnswer>(this, [this, given = wanted.assign](const ActAnswer& answer) {
            m_panel->answered(answer);
            if (answer.done)
                Q_EMIT said(given ? tr("Given.") : tr("Asked for. Somebody else decides it, at any desk."));
            ask();
        }));
    });
    connect(m_detail, &RequestDetail::said, this, &AccessPage::said);
    connect(m_detail, &RequestDetail::badgesWanted, this, &AccessPage::badgesWanted);
    connect(m_detail, &RequestDetail::done, this, &AccessPage::ask);
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            ask();
    });
}

void AccessPage::makePage()
{
    m_head = new PageHead;
    m_back = named(new SecondaryButton(tr("The person")), "access-page-back", tr("Back to the person"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_head->addButton(m_back);
    m_panel = new AccessPanel(m_hub, QStringLiteral("person-access"));
    m_panel->setChoosing(true);
    auto* left = new QVBoxLayout;
    left->addWidget(m_panel);
    left->addStretch(1);
    m_side = makeSide();
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addLayout(left, 1);
    row->addWidget(m_side, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(m_head);
    column->addLayout(row, 1);
}

QWidget* AccessPage::makeSide()
{
    auto* side = new QWidget;
    auto* column = plainColumn(side);
    column->setSpacing(12);
    auto* asking = named(new Panel, "access-page-ask", tr("Ask for something else"));
    asking->body()->setSpacing(10);
    m_words = named(new TextBlock(tr("You ask, and another decides and does it, at any desk."), TextStyle::Body), "access-page-words");
    const auto button = [](const QString& words, const char* name, const QString& spoken, const char* key) {
        auto* made = named(new SecondaryButton(words), name, spoken);
        made->setKeyCap(QLatin1String(key));
        made->setSize(ActionButton::Size::Choice);
        return made;
    };
    m_change = button(tr("A change of the record"), "access-page-change", tr("Ask for a change of this record"), "H");
    m_close = button(tr("Closing the record"), "access-page-close", tr("Ask that this record is closed"), "D");
    m_badge = button(tr("An ID badge"), "access-page-badge", tr("Ask for an ID badge"), "B");
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    for (auto* one : {m_change, m_close, m_badge}) {
        one->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        buttons->addWidget(one);
    }
    asking->body()->addWidget(new Label(tr("Ask for something else"), TextStyle::BodyStrong));
    asking->body()->addWidget(m_words);
    asking->body()->addLayout(buttons);
    m_requests = named(new Panel, "access-page-requests", tr("What waits about this person"));
    m_requests->setPadding(0);
    m_detail = new RequestDetail(m_hub);
    m_detail->hidePerson();
    for (auto* part : m_detail->findChildren<QWidget*>()) // the window has two of these: the parts of this one have names of their own
        if (const auto name = part->objectName(); name.startsWith(QLatin1String("request-")))
            part->setObjectName(QStringLiteral("person-") + name);
    column->addWidget(asking);
    column->addWidget(new Label(tr("What waits"), TextStyle::BodyStrong));
    column->addWidget(m_requests);
    column->addWidget(m_detail);
    return side;
}

void AccessPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_H), m_change);
    bindKey(this, QKeySequence(Qt::Key_D), m_close);
    bindKey(this, QKeySequence(Qt::Key_B), m_badge);
    m_panel->bindKeys(this);
    m_detail->bindKeys();
}

void AccessPage::open(const PersonFile& file)
{
    clear();
    m_file = file;
    m_head->setFlow(tr("Positions and requests"), words::fromUtf8(file.card.holder.legalName), tr("UUID %1").arg(words::groupedNumber(file.card.holder.userNumber)));
    holdButtons();
}

void AccessPage::clear()
{
    ++m_asks;
    m_file = {};
    m_chosen = {};
    m_head->setFlow({}, {}, {});
    m_panel->clear();
    showAccess({});
}

void AccessPage::showEvent(QShowEvent*)
{
    ask();
    if (auto* port = m_hub.port().access())
        port->catalogue(guarded<CatalogueView>(this, [this](const CatalogueView& view) { m_panel->presentCatalogue(view.rows); }));
    m_panel->takeFocus();
}

void AccessPage::ask()
{
    auto* port = m_hub.port().access();
    if (!port || m_file.card.holder.userNumber.empty())
        return;
    const int asked = ++m_asks;
    port->access(m_file.card.holder.userNumber, guarded<PersonAccess>(this, [this, asked](PersonAccess access) {
        if (asked == m_asks)
            showAccess(std::move(access));
    }));
}

void AccessPage::showAccess(PersonAccess access)
{
    m_access = std::move(access);
    m_panel->present(m_access);
    showRequests();
    holdButtons();
    choose(m_chosen);
}

void AccessPage::showRequests()
{
    emptyLayout(m_requests->body());
    int number = 0;
    for (const auto& request : m_access.requests) {
        if (request.kind == "position")
            continue; // it stands among the positions
        auto* row = requestListRow(request);
        row->setTitle(requestKindWords(request.kind));
        row->setObjectName(QStringLiteral("access-page-request-%1").arg(++number));
        row->setClickable(true);
        row->setProperty("request", QString::fromStdString(request.id.text()));
        connect(row, &QAbstractButton::clicked, this, [this, id = request.id] { choose(id); });
        m_requests->body()->addWidget(row);
    }
    if (number == 0) {
        auto* none = named(new ListRow(tr("Nothing else waits"), tr("Changes, closings and badges that somebody asked for stand here.")), "access-page-none");
        none->setIconName(QStringLiteral("check"));
        m_requests->body()->addWidget(none);
    }
    if (auto* last = qobject_cast<ListRow*>(m_requests->body()->itemAt(m_requests->body()->count() - 1)->widget()))
        last->setLast(true);
}

void AccessPage::holdButtons()
{
    auto why = heldWords(m_hub, m_access.askHeld, permits::raiseRequest);
    if (why.isEmpty() && !m_hub.may(permits::raiseRequest))
        why = words::notPermitted(permits::raiseRequest, m_hub.agentRole());
    if (why.isEmpty() && m_file.closed)
        why = tr("The record is closed: reopen it first.");
    for (auto* button : {m_change, m_close, m_badge})
        why.isEmpty() ? button->release() : button->hold(why);
    m_words->setText(why.isEmpty() ? tr("You ask, and another decides and does it, at any desk.") : why);
}

void AccessPage::choose(const Guid& id)
{
    m_chosen = id;
    const auto request = std::find_if(m_access.requests.begin(), m_access.requests.end(), [&](const auto& row) { return row.id == id; });
    const auto position = std::find_if(m_access.positions.begin(), m_access.positions.end(), [&](const auto& row) { return row.id == id; });
    const bool live = position != m_access.positions.end() && position->state == "approved";
    if (request != m_access.requests.end())
        m_detail->present(&*request, nullptr);
    else
        m_detail->present(nullptr, live ? &*position : nullptr);
    m_panel->showChosen(id);
    const auto text = QString::fromStdString(id.text());
    for (auto* row : m_requests->findChildren<ListRow*>())
        row->setChosenLook(row->property("request").isValid() && row->property("request").toString() == text);
}

void AccessPage::resizeEvent(QResizeEvent*) { m_side->setFixedWidth(width() < 1000 ? 360 : metrics::flowSideMaximum); }

} // namespace cardwright::ui
