#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
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

namespace cardwright::ui {

SetUpPage::SetUpPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("setup-page"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(10);
    auto* head = new PageHead;
    head->setTitle(tr("Set-up"));
    column->addWidget(head);
    column->addWidget(new Label(tr("Appearance of this desk"), TextStyle::BodyStrong));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_light = named(new SecondaryButton(tr("Light")), "setup-light", tr("Light"));
    m_dark = named(new SecondaryButton(tr("Dark")), "setup-dark", tr("Dark"));
    m_contrast = named(new SecondaryButton(tr("High contrast")), "setup-contrast", tr("High contrast"));
    int key = 0;
    for (auto* button : {m_light, m_dark, m_contrast}) {
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setKeyCap(QString::number(++key));
        button->setSize(ActionButton::Size::Choice);
        row->addWidget(button);
    }
    row->addStretch(1);
    column->addLayout(row);
    column->addSpacing(16);
    column->addWidget(new Label(tr("Policies in force"), TextStyle::BodyStrong));
    column->addWidget(new TextBlock(tr("They come with the site's folder and are changed there, by version, not here."), TextStyle::Compact, Colour::TextMuted));
    auto* panel = named(new Panel, "setup-policies", tr("Policies in force"));
    panel->setPadding(0);
    m_policies = panel->body();
    column->addWidget(panel);
    column->addStretch(1);
    connect(m_light, &ActionButton::clicked, this, [this] { choose(Appearance::Light); });
    connect(m_dark, &ActionButton::clicked, this, [this] { choose(Appearance::Dark); });
    connect(m_contrast, &ActionButton::clicked, this, [this] { choose(Appearance::HighContrast); });
}

void SetUpPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_1), m_light);
    bindKey(this, QKeySequence(Qt::Key_2), m_dark);
    bindKey(this, QKeySequence(Qt::Key_3), m_contrast);
}

void SetUpPage::choose(Appearance appearance)
{
    Theme::current().setAppearance(appearance);
    m_light->setChecked(appearance == Appearance::Light);
    m_dark->setChecked(appearance == Appearance::Dark);
    m_contrast->setChecked(appearance == Appearance::HighContrast);
    m_hub.port().session().setSetting("theme", appearance == Appearance::Light ? "light" : appearance == Appearance::Dark ? "dark" : "contrast");
}

void SetUpPage::showEvent(QShowEvent*)
{
    const auto now = Theme::current().appearance();
    m_light->setChecked(now == Appearance::Light);
    m_dark->setChecked(now == Appearance::Dark);
    m_contrast->setChecked(now == Appearance::HighContrast);
    emptyLayout(m_policies);
    const auto lines = m_hub.port().records().policies();
    for (std::size_t at = 0; at < lines.size(); ++at) {
        auto* row = new FactRow(words::fromUtf8(lines[at].policy), words::fromUtf8(lines[at].words));
        row->setNameWidth(180);
        row->setContentsMargins(16, 0, 16, 0);
        row->setLast(at + 1 == lines.size());
        m_policies->addWidget(row);
    }
    (now == Appearance::Light ? m_light : now == Appearance::Dark ? m_dark : m_contrast)->setFocus();
}

} // namespace cardwright::ui
