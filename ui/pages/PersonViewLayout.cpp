#include "ui/pages/PersonView.h"

#include "ui/pages/BadgeHistory.h"
#include "ui/pages/PageTools.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QVBoxLayout>

// How the side of the list is made, and its keys.

namespace cardwright::ui {

PersonView::PersonView(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2, 2, 2, 2); // room for the focus ring
    column->setSpacing(12);
    m_face = named(new CardFace, "people-face", tr("The person's card"));
    m_name = named(new TextBlock({}, TextStyle::Title2, Colour::Text), "people-name");
    m_state = named(new Banner, "people-state");
    auto* facts = new QWidget;
    m_facts = new QVBoxLayout(facts);
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setSpacing(0);
    m_timeline = named(new Timeline, "people-history", tr("History"));
    column->addWidget(m_face);
    column->addWidget(m_name);
    column->addWidget(m_state);
    makeActs(column);
    column->addWidget(facts);
    column->addWidget(m_badges = new BadgeHistory(hub, QStringLiteral("people-badges")));
    connect(m_badges, &BadgeHistory::said, this, &PersonView::said);
    column->addSpacing(4);
    column->addWidget(m_timeline);
    column->addStretch(1);
}

void PersonView::makeActs(QVBoxLayout* column)
{
    m_issue = named(new PrimaryButton(tr("Issue a card")), "people-issue", tr("Issue a card to this person"));
    m_issue->setIconName(QStringLiteral("card"));
    m_issue->setKeyCap(QStringLiteral("K"));
    m_change = named(new SecondaryButton(tr("Change")), "people-change", tr("Change this record"));
    m_change->setKeyCap(QStringLiteral("H"));
    m_replace = named(new SecondaryButton(tr("Replace")), "people-replace", tr("Replace the card"));
    m_replace->setIconName(QStringLiteral("replace"));
    m_replace->setKeyCap(QStringLiteral("R"));
    m_cancel = named(new DangerButton(DangerButton::Kind::Opens, tr("Cancel card")), "people-cancel", tr("Cancel the card"));
    m_cancel->setIconName(QStringLiteral("cancel"));
    m_cancel->setKeyCap(QStringLiteral("X"));
    m_close = named(new DangerButton(DangerButton::Kind::Opens, tr("Close record")), "people-close", tr("Close this record"));
    m_close->setKeyCap(QStringLiteral("D"));
    m_reopen = named(new SecondaryButton(tr("Reopen")), "people-reopen", tr("Reopen this record"));
    m_reopen->setKeyCap(QStringLiteral("D"));
    m_access = named(new SecondaryButton(tr("Positions and requests")), "people-access", tr("Positions of this person, and what is asked for them"));
    m_access->setIconName(QStringLiteral("badge"));
    m_access->setKeyCap(QStringLiteral("A"));
    m_actWords = named(new TextBlock({}, TextStyle::Compact), "people-act-words");
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    grid->addWidget(m_issue, 0, 0, 1, 2);
    grid->addWidget(m_change, 1, 0);
    grid->addWidget(m_replace, 1, 1);
    grid->addWidget(m_cancel, 2, 0);
    grid->addWidget(m_close, 2, 1);
    grid->addWidget(m_reopen, 2, 1);
    grid->addWidget(m_access, 3, 0, 1, 2);
    for (auto* button : std::initializer_list<ActionButton*>{m_issue, m_change, m_replace, m_cancel, m_close, m_reopen, m_access}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(button, &ActionButton::heldPressed, this, [this](const QString& why) {
            Q_EMIT said(why);
            announce(m_actWords, why);
        });
    }
    column->addLayout(grid);
    column->addWidget(m_actWords);
    connect(m_issue, &ActionButton::clicked, this, &PersonView::issueWanted);
    connect(m_change, &ActionButton::clicked, this, &PersonView::changeWanted);
    connect(m_close, &ActionButton::clicked, this, &PersonView::closeWanted);
    connect(m_reopen, &ActionButton::clicked, this, &PersonView::reopenWanted);
    connect(m_replace, &ActionButton::clicked, this, &PersonView::replaceWanted);
    connect(m_cancel, &ActionButton::clicked, this, &PersonView::cancelWanted);
    connect(m_access, &ActionButton::clicked, this, &PersonView::accessWanted);
}

void PersonView::bindKeys()
{
    m_badges->bindKeys(QKeySequence(Qt::Key_B));
    for (const auto& [key, button] : std::initializer_list<std::pair<Qt::Key, ActionButton*>>{
             {Qt::Key_K, m_issue}, {Qt::Key_H, m_change}, {Qt::Key_R, m_replace}, {Qt::Key_X, m_cancel}, {Qt::Key_D, m_close}, {Qt::Key_D, m_reopen}, {Qt::Key_A, m_access}})
        bindKey(this, QKeySequence(key), button);
}

} // namespace cardwright::ui
