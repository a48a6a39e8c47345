#include "ui/widgets/SheetPreview.h"

#include "ui/theme/Theme.h"

#include <QPainter>
#include <QStringList>

#include <cmath>

namespace cardwright::ui {

namespace {

constexpr int between = 12;

} // namespace

SheetPreview::SheetPreview(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SheetPreview::setSheets(std::vector<PaperSheet> sheets)
{
    m_sheets = std::move(sheets);
    QStringList words;
    for (const auto& sheet : m_sheets) {
        for (const auto& line : sheet.lines) words << line.text;
    }
    setAccessibleDescription(words.join(QLatin1Char('\n')));
    setFixedHeight(heightForWidth(width()));
    update();
}

/// As high as its sheets: narrower than its column it would be given the column's height.
void SheetPreview::resizeEvent(QResizeEvent*) { setFixedHeight(heightForWidth(width())); }

int SheetPreview::heightForWidth(int width) const
{
    const auto count = static_cast<int>(m_sheets.size());
    return count == 0 ? 0 : count * static_cast<int>(std::ceil(PaperSheet::height * scaleOf(width))) + (count - 1) * between;
}

void SheetPreview::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double scale = scaleOf(width());
    const double high = std::ceil(PaperSheet::height * scale);
    for (std::size_t at = 0; at < m_sheets.size(); ++at) {
        const double top = static_cast<double>(at) * (high + between);
        painter.save();
        painter.translate(0, top);
        painter.setClipRect(QRectF(0, 0, width(), high));
        painter.scale(scale, scale);
        m_sheets[at].paint(painter);
        painter.restore();
        painter.setPen(Theme::current().colour(Colour::Border));
        painter.drawRect(QRectF(0.5, top + 0.5, width() - 1, high - 1));
    }
}

} // namespace cardwright::ui
