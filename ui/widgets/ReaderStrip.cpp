#include "ui/widgets/ReaderStrip.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Paint.h"

#include <QHBoxLayout>

namespace cardwright::ui {

ReaderStrip::ReaderStrip(QWidget* parent) : QWidget(parent), m_agent(new ReaderTileView(this)), m_holder(new ReaderTileView(this))
{
    setObjectName(QStringLiteral("readers"));
    setAccessibleName(tr("Card readers"));
    m_agent->setObjectName(QStringLiteral("reader-1"));
    m_agent->button()->setObjectName(QStringLiteral("reader-1-button"));
    m_holder->setObjectName(QStringLiteral("reader-2"));
    m_holder->button()->setObjectName(QStringLiteral("reader-2-button"));
    m_agent->setState({ReaderTileState::Kind::Empty, tr("Reader 1: your card"), tr("Empty"), Tone::Plain, {}, {}, {}, {}});
    m_holder->setState({ReaderTileState::Kind::Empty, tr("Reader 2: for the holder"), tr("Empty"), Tone::Plain, {}, {}, {}, {}});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::pagePadding, 1, metrics::paddingPillLeft * 3, 0);
    row->setSpacing(48);
    row->addWidget(m_agent, 1);
    row->addWidget(m_holder, 1);
    setFixedHeight(metrics::readerStrip);
}

void ReaderStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Colour::Surface));
    painter.fillRect(0, 0, width(), theme.hairline(), theme.colour(Colour::Border));
    painter.fillRect(m_holder->x() - 24, 0, theme.hairline(), height(), theme.colour(Colour::Border));
}

} // namespace cardwright::ui
