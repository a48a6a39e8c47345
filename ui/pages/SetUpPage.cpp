#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/SiteTrustView.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cardwright::ui {

SetUpPage::SetUpPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("setup-page"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    auto* head = new PageHead;
    head->setTitle(tr("Set-up"));
    m_positions = named(new SecondaryButton(tr("Catalogue of positions")), "setup-positions", tr("Positions of the catalogue, and who gives which"));
    m_positions->setIconName(QStringLiteral("stock"));
    m_positions->setKeyCap(QStringLiteral("P"));
    head->addButton(m_positions);
    connect(m_positions, &ActionButton::clicked, this, &SetUpPage::positionsWanted);
    column->addWidget(head);
    column->addWidget(makeAppearance());
    m_trust = new SiteTrustView(hub);
    column->addWidget(m_trust);
    column->addStretch(1);
    connect(m_light, &ActionButton::clicked, this, [this] { choose(Appearance::Light); });
    connect(m_dark, &ActionButton::clicked, this, [this] { choose(Appearance::Dark); });
    connect(m_contrast, &ActionButton::clicked, this, [this] { choose(Appearance::HighContrast); });
    connect(&m_hub, &DeskHub::queueUpdated, this, [this] {
        if (isVisible())
            m_trust->ask();
    });
}

QWidget* SetUpPage::makeAppearance()
{
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new Label(tr("Appearance of this desk"), TextStyle::BodyStrong));
    row->addSpacing(12);
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
    return line;
}

void SetUpPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_1), m_light);
    bindKey(this, QKeySequence(Qt::Key_2), m_dark);
    bindKey(this, QKeySequence(Qt::Key_3), m_contrast);
    bindKey(this, QKeySequence(Qt::Key_P), m_positions);
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
    m_trust->ask();
    (now == Appearance::Light ? m_light : now == Appearance::Dark ? m_dark : m_contrast)->setFocus();
}

} // namespace cardwright::ui
