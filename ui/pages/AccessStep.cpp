#include "ui/pages/AccessStep.h"

#include "ui/pages/AccessPanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"

#include <QVBoxLayout>

namespace cardwright::ui {

AccessStep::AccessStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : FlowPage(hub, application, parent)
{
    setObjectName(QStringLiteral("access-step"));
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    m_standing = named(new Banner, "access-standing");
    m_panel = new AccessPanel(hub, QStringLiteral("access"));
    column->addWidget(m_standing);
    column->addWidget(m_panel);
    column->addStretch(1);
    m_frame->setWork(work);
    m_next = makePrimary("access-next", tr("Go on to the card"));
    m_next->setIconName(QStringLiteral("next"));
    connect(m_next, &ActionButton::clicked, this, &AccessStep::nextWanted);
    connect(m_panel, &AccessPanel::asked, this, [this](const PositionAsk& ask) {
        auto* port = m_hub.port().access();
        if (!port)
            return;
        port->askPositionFor(m_application.draft(), ask, guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
            m_panel->answered(answer);
            m_application.askAgain();
            if (answer.done)
                Q_EMIT said(tr("Asked for. Somebody else decides it, at any desk."));
        }));
    });
}

void AccessStep::bindKeys()
{
    FlowPage::bindKeys();
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    m_panel->bindKeys(this);
}

void AccessStep::showEvent(QShowEvent* event)
{
    FlowPage::showEvent(event);
    if (auto* port = m_hub.port().access())
        port->catalogue(guarded<CatalogueView>(this, [this](const CatalogueView& view) { m_panel->presentCatalogue(view.rows); }));
}

void AccessStep::takeFocus() { m_next->setFocus(); }

void AccessStep::refresh()
{
    const auto& access = m_application.access();
    m_panel->present(access);
    const auto issue = heldWords(m_hub, access.issueHeld, permits::issueCard);
    if (!issue.isEmpty())
        m_standing->setContent(Tone::Warning, QStringLiteral("privacy"), tr("Another agent makes this card"), issue);
    else if (!access.neededBeforeIssue)
        m_standing->setContent(Tone::Accent, QStringLiteral("info"), tr("No position is needed before the card"), tr("One may be asked for now or later; the receipt lists what it opens."));
    else if (access.finished)
        m_standing->setContent(Tone::Success, QStringLiteral("approve"), tr("A position is approved"), tr("The card can be made."));
    else
        m_standing->setContent(Tone::Warning, QStringLiteral("clock"), tr("Not finished: no position is approved yet"),
                               access.positions.empty() ? tr("Ask for one. The person is recorded with it, and somebody else decides.")
                                                        : tr("It waits for somebody else's decision, at any desk. Park the application meanwhile."));
    const bool held = access.neededBeforeIssue && !access.finished;
    if (held)
        m_next->hold(tr("Here a position is approved before the card is made."));
    else
        m_next->release();
}

} // namespace cardwright::ui
