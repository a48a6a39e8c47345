#include "ui/print/BarCode.h"

#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>

namespace cardwright::ui {

namespace {

constexpr double dot = 25.4 / 300; // of a card printer, in millimetres
constexpr int startB = 104, startC = 105, toB = 100, toC = 99, stop = 106;
constexpr int checkModulus = 103;
constexpr qsizetype worthC = 4; // fewer digits in a row are shorter letter by letter

// ISO/IEC 15417, table 1.
constexpr std::array<const char*, BarCode::symbols> patterns{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231", "113222",
    "123122", "123221", "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321",
    "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121",
    "313121", "211331", "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224",
    "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113",
    "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};

bool isDigit(QChar letter) { return letter >= QLatin1Char('0') && letter <= QLatin1Char('9'); }

qsizetype digitsFrom(const QString& text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && isDigit(text[end])) ++end;
    return end - at;
}

/// Its symbols without check and stop; empty where a letter cannot be had.
std::vector<int> symbolsOf(const QString& text)
{
    std::vector<int> symbols;
    bool pairs = false;
    for (qsizetype at = 0; at < text.size();) {
        const auto run = digitsFrom(text, at);
        const bool whole = at == 0 && run == text.size() && run % 2 == 0;
        // An odd digit is written by itself before its run.
        const bool wanted = pairs ? run >= 2 : whole || (run >= worthC && run % 2 == 0);
        if (symbols.empty())
            symbols.push_back(wanted ? startC : startB);
        else if (wanted != pairs)
            symbols.push_back(wanted ? toC : toB);
        pairs = wanted;
        if (pairs) {
            symbols.push_back((text[at].unicode() - u'0') * 10 + (text[at + 1].unicode() - u'0'));
            at += 2;
        } else {
            const auto letter = text[at].unicode();
            if (letter < u' ' || letter > u'~') return {};
            symbols.push_back(letter - u' ');
            ++at;
        }
    }
    return symbols;
}

} // namespace

const char* BarCode::pattern(int symbol) { return patterns.at(static_cast<std::size_t>(symbol)); }

std::optional<BarCode> BarCode::of(const QString& content)
{
    auto symbols = symbolsOf(content);
    if (symbols.empty()) return std::nullopt;
    int sum = symbols.front();
    for (std::size_t at = 1; at < symbols.size(); ++at) sum = (sum + static_cast<int>(at) * symbols[at]) % checkModulus;
    symbols.push_back(sum % checkModulus);
    symbols.push_back(stop);
    BarCode code;
    for (const int symbol : symbols) {
        for (const char* width = pattern(symbol); *width != '\0'; ++width) code.widths.push_back(*width - '0');
    }
    return code;
}

int BarCode::modules() const
{
    int count = 0;
    for (const int width : widths) count += width;
    return count;
}

double BarCode::moduleIn(const QRectF& place) const
{
    const double fitting = roomIn(place);
    const double dots = std::floor(fitting / dot + 1e-6);
    return dots >= 1 ? dots * dot : fitting;
}

void BarCode::paint(QPainter& painter, const QRectF& place) const
{
    const double module = moduleIn(place);
    const double spare = place.width() - module * (modules() + 2 * quiet);
    double x = std::round((place.x() + spare / 2) / dot) * dot + quiet * module;
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (std::size_t at = 0; at < widths.size(); ++at) {
        const double wide = widths[at] * module;
        if (at % 2 == 0) path.addRect(x, place.y(), wide, place.height());
        x += wide;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(place, Qt::white);
    painter.fillPath(path, Qt::black);
    painter.restore();
}

} // namespace cardwright::ui
