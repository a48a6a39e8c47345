#include "ui/pages/PhotoReport.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QVBoxLayout>

namespace cardwright::ui {

PhotoReport::PhotoReport(DeskHub& hub, QWidget* parent) : Panel(parent), m_hub(hub)
{
    named(this, "photo-report", tr("Photos used with a reason"));
    setPadding(16);
    m_words = named(new TextBlock({}, TextStyle::Compact), "photo-report-words");
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(0);
    body()->setSpacing(6);
    body()->addWidget(new Label(tr("Photos used with a reason"), TextStyle::BodyStrong));
    body()->addWidget(m_words);
    body()->addLayout(m_rows);
    hide();
}

void PhotoReport::toggle()
{
    if (isVisible())
        return clear();
    auto* port = m_hub.port().photo();
    if (port == nullptr)
        return;
    m_words->setText(tr("Counting"));
    setVisible(true);
    const int asked = ++m_asks;
    port->figures(guarded<PhotoFigures>(this, [this, asked](const PhotoFigures& figures) {
        if (asked == m_asks)
            show(figures);
    }));
}

void PhotoReport::clear()
{
    ++m_asks;
    hide();
    emptyLayout(m_rows);
    m_words->setText({});
}

void PhotoReport::show(const PhotoFigures& figures)
{
    emptyLayout(m_rows);
    if (figures.failure) {
        const auto lines = words::failure(*figures.failure);
        m_words->setText(lines.cause + QLatin1Char(' ') + lines.next);
        announce(this, m_words->text());
        return;
    }
    m_words->setText(tr("%1 on record at this desk, %2 measured, %3 used with a reason.").arg(figures.taken).arg(figures.measured).arg(figures.advised));
    const auto add = [this](const QString& name, const PhotoCount& count) {
        auto* row = new FactRow(name, tr("%1 times").arg(count.count));
        row->setNameWidth(420);
        m_rows->addWidget(row);
    };
    for (const auto& count : figures.byReason)
        add(tr("Reason: %1").arg(words::fromUtf8(count.title)), count);
    for (const auto& count : figures.byCheck)
        add(tr("Advised: %1").arg(words::fromUtf8(count.title)), count);
    announce(this, m_words->text());
}

} // namespace cardwright::ui
