#include "ui/theme/Type.h"

#include <QFontMetricsF>
#include <QPainter>

#include <array>

namespace cardwright::ui {

namespace {

struct Style {
    const char* name;
    bool display;
    int size;
    int line;
    int weight;
    double spacing;
};

// The same numbers as tokens.json, type.style; a test compares them.
constexpr std::array<Style, static_cast<std::size_t>(TextStyle::Count)> styles = {{
    {"key", false, 12, 14, 500, 0.0},
    {"small", false, 13, 18, 400, 0.0},
    {"smallStrong", false, 13, 18, 600, 0.0},
    {"compact", false, 14, 20, 400, 0.0},
    {"body", false, 15, 22, 400, 0.0},
    {"bodyMedium", false, 15, 22, 500, 0.0},
    {"bodyStrong", false, 15, 22, 600, 0.0},
    {"lead", false, 17, 24, 600, 0.0},
    {"mainAction", false, 18, 24, 600, 0.0},
    {"title2", true, 22, 28, 600, -0.1},
    {"title1", true, 28, 36, 600, -0.2},
    {"greeting", true, 34, 42, 600, -0.3},
    {"holderTitle", true, 40, 50, 600, -0.4},
    {"holderBody", false, 18, 26, 400, 0.0},
    {"holderButton", false, 19, 26, 500, 0.0},
    {"keypad", true, 30, 36, 600, 0.0},
}};

constexpr double digitCell = 0.632;
constexpr double digitGroupGap = 0.34;

const Style& of(TextStyle style)
{
    return styles.at(static_cast<std::size_t>(style));
}

qreal cellOf(const QFont& font, const QFontMetricsF& metrics, QChar character)
{
    const double em = font.pixelSize() > 0 ? font.pixelSize() : metrics.height() / 1.2;
    if (character.isDigit()) return em * digitCell;
    if (character == QLatin1Char(' ')) return em * digitGroupGap;
    return metrics.horizontalAdvance(character);
}

bool spaceBetweenDigits(const QString& text, qsizetype at)
{
    return text.at(at).isSpace() && at > 0 && at + 1 < text.size() && text.at(at - 1).isDigit() && text.at(at + 1).isDigit();
}

} // namespace

QFont fontOf(TextStyle style)
{
    const Style& row = of(style);
    QFont font;
    font.setFamilies(row.display ? QStringList{QStringLiteral("Inter Display"), QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")}
                                 : QStringList{QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")});
    font.setPixelSize(row.size);
    font.setWeight(static_cast<QFont::Weight>(row.weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    if (row.spacing != 0.0) font.setLetterSpacing(QFont::AbsoluteSpacing, row.spacing);
    return font;
}

int lineHeightOf(TextStyle style)
{
    return of(style).line;
}

QString styleName(TextStyle style)
{
    return QLatin1String(of(style).name);
}

qreal digitsWidth(const QFont& font, const QString& text)
{
    const QFontMetricsF metrics(font);
    qreal width = 0;
    for (const QChar character : text) width += cellOf(font, metrics, character);
    return width;
}

void drawDigits(QPainter& painter, const QRectF& place, const QString& text, Qt::Alignment alignment)
{
    const QFont font = painter.font();
    const QFontMetricsF metrics(font);
    const qreal width = digitsWidth(font, text);
    qreal x = place.left();
    if (alignment & Qt::AlignRight) x = place.right() - width;
    if (alignment & Qt::AlignHCenter) x = place.center().x() - width / 2;
    const qreal baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    for (const QChar character : text) {
        const qreal cell = cellOf(font, metrics, character);
        if (!character.isSpace()) {
            const qreal own = metrics.horizontalAdvance(character);
            painter.drawText(QPointF(x + (cell - own) / 2, baseline), QString(character));
        }
        x += cell;
    }
}

QString groupedUserNumber(const QString& digits)
{
    const QString bare = withoutSpaces(digits);
    if (bare.size() != 12) return digits;
    for (const QChar character : bare) {
        if (!character.isDigit()) return digits;
    }
    return bare.left(3) + QLatin1Char(' ') + bare.mid(3, 4) + QLatin1Char(' ') + bare.mid(7);
}

QString withoutSpaces(const QString& grouped)
{
    QString bare;
    bare.reserve(grouped.size());
    for (qsizetype at = 0; at < grouped.size(); ++at) {
        if (!spaceBetweenDigits(grouped, at)) bare += grouped.at(at);
    }
    return bare;
}

} // namespace cardwright::ui
