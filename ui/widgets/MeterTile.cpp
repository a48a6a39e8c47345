#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Rows.h"

#include <QHBoxLayout>

namespace cardwright::ui {

MeterTile::MeterTile(const QString& iconName, const QString& name, QWidget* parent)
    : QWidget(parent), m_name(name), m_figure(new Label({}, TextStyle::Title2, Colour::Text, this)), m_rest(new Label({}, TextStyle::Small, Colour::TextSecondary, this)),
      m_bar(new ProgressBar(this))
{
    m_bar->setThickness(metrics::meterBar);
    m_rest->setElided(true);
    auto* words = new Label(name, TextStyle::Small, Colour::TextSecondary, this);
    words->setElided(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new IconLabel(iconName, metrics::iconVerdict, Colour::TextSecondary, this));
    head->addWidget(words, 1);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(8);
    figures->addWidget(m_figure, 0, Qt::AlignBottom);
    figures->addWidget(m_rest, 1, Qt::AlignBottom);
    m_rest->setContentsMargins(0, 0, 0, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 16);
    column->setSpacing(0);
    column->addLayout(head);
    column->addSpacing(6);
    column->addLayout(figures);
    column->addSpacing(10);
    column->addWidget(m_bar);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(name);
}

void MeterTile::setValue(const QString& figure, const QString& rest, double share, Tone tone)
{
    m_figure->setText(figure);
    m_figure->setInk(tone == Tone::Danger ? Colour::DangerText : tone == Tone::Warning ? Colour::WarningText : Colour::Text);
    m_rest->setText(rest);
    m_bar->setValue(share);
    m_bar->setTone(tone);
    setAccessibleName(m_name + QStringLiteral(": ") + figure + QLatin1Char(' ') + rest);
}

QSize MeterTile::minimumSizeHint() const
{
    return {160, 100};
}

void MeterTile::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paint::box(painter, QRectF(rect()), metrics::radiusPanel, theme.colour(Colour::Surface), theme.colour(Colour::Border), theme.hairline());
}

} // namespace cardwright::ui
