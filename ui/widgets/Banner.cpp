#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int signPlace = 60; // the sign stands in the first 60 px

}

Banner::Banner(QWidget* parent)
    : QWidget(parent), m_row(new QHBoxLayout(this)), m_title(new Label({}, TextStyle::BodyStrong, Colour::Text, this)),
      m_line(new TextBlock({}, TextStyle::Compact, Colour::TextSecondary, this)), m_aside(new Label({}, TextStyle::Compact, Colour::TextSecondary, this))
{
    setObjectName(QStringLiteral("banner"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum); // grows with its lines; Fixed would cut the third
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_title->setElided(true);
    m_line->setMaximumLineWidth(760);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addStretch();
    lines->addWidget(m_title);
    lines->addWidget(m_line);
    lines->addStretch();
    m_row->setContentsMargins(signPlace, 10, 16, 10);
    m_row->setSpacing(16);
    m_row->addLayout(lines, 1);
    m_row->addWidget(m_aside);
    m_aside->hide();
    setMinimumHeight(64);
}

Banner::Banner(Tone tone, const QString& iconName, const QString& title, const QString& line, QWidget* parent) : Banner(parent)
{
    setContent(tone, iconName, title, line);
}

void Banner::setContent(Tone tone, const QString& iconName, const QString& title, const QString& line)
{
    const bool news = title != m_title->text();
    m_tone = tone;
    m_iconName = iconName;
    m_title->setText(title);
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(line);
    if (news) announce(this, title + QStringLiteral(". ") + line);
    updateGeometry();
    update();
}

void Banner::setAside(const QString& words)
{
    m_aside->setText(words);
    m_aside->setVisible(!words.isEmpty());
}

void Banner::setButton(ActionButton* button)
{
    if (button == m_button) return;
    if (m_button) m_button->deleteLater();
    m_button = button;
    if (button) m_row->addWidget(button);
}

void Banner::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paint::box(painter, QRectF(rect()), metrics::radiusPanel, theme.tint(m_tone), theme.tintBorder(m_tone), theme.hairline());
    theme.icons().draw(painter, QRectF(0, 0, signPlace + 4, height()), m_iconName, metrics::iconTile, theme.sign(m_tone));
}

} // namespace cardwright::ui
