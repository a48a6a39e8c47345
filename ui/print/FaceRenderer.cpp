#include "ui/print/FaceRenderer.h"

#include "ui/print/Lettering.h"
#include "ui/print/QrSquare.h"
#include "ui/print/TextFit.h"

#include <QPainter>
#include <QPainterPath>
#include <QTransform>

#include <array>

namespace cardwright::ui {

namespace {

using Kind = PrintElement::Kind;

constexpr double bleed = 1.0; // beyond the edge, so that no white line is left where page or plastic end a little later
constexpr double slack = 1e-6;

const QColor hairline(0xC3, 0xCF, 0xD3);
const QColor chipGround(0xDE, 0xC9, 0x8E);
const QColor chipLine(0x9C, 0x82, 0x47);
const QColor unknownGround(0xD9, 0xDE, 0xE0);
const QColor unknownBand(0x8A, 0x97, 0x9D);
const QColor portraitGround(0xDD, 0xE6, 0xE9);
const QColor portraitShape(0xB4, 0xC4, 0xCA);

QRectF rectOf(const PrintBox& box) { return {box.x, box.y, box.width, box.height}; }

QPainterPath outline()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0, 0, PrintPolicy::width, PrintPolicy::height), PrintPolicy::corner, PrintPolicy::corner);
    return path;
}

/// What reaches an edge of the plastic goes beyond it.
QRectF bled(QRectF place)
{
    if (place.left() <= slack) place.setLeft(-bleed);
    if (place.top() <= slack) place.setTop(-bleed);
    if (place.right() >= PrintPolicy::width - slack) place.setRight(PrintPolicy::width + bleed);
    if (place.bottom() >= PrintPolicy::height - slack) place.setBottom(PrintPolicy::height + bleed);
    return place;
}

void waves(QPainter& painter, const QColor& upper, const QColor& lower)
{
    constexpr double right = PrintPolicy::width + bleed;
    constexpr double foot = PrintPolicy::height + bleed;
    QPainterPath first(QPointF(-bleed, 48.25));
    first.lineTo(0, 48.0);
    first.cubicTo(12, 45.1, 22, 46.1, 32, 47.9);
    first.cubicTo(43, 49.8, 50, 49.8, 58, 48.2);
    first.cubicTo(68, 46.2, 77, 46.4, 85.6, 48.0);
    first.lineTo(right, 48.25);
    first.lineTo(right, foot);
    first.lineTo(-bleed, foot);
    first.closeSubpath();
    painter.fillPath(first, upper);
    QPainterPath second(QPointF(-bleed, 51.4));
    second.lineTo(0, 51.2);
    second.cubicTo(10, 49.0, 20, 49.4, 30, 50.8);
    second.cubicTo(42, 52.5, 52, 52.2, 62, 51.1);
    second.cubicTo(71, 50.2, 79, 50.5, 85.6, 51.5);
    second.lineTo(right, 51.6);
    second.lineTo(right, foot);
    second.lineTo(-bleed, foot);
    second.closeSubpath();
    painter.fillPath(second, lower);
}

/// Drawn in a square of 5.5.
void mark(QPainter& painter, const PrintBox& box, const QColor& disc, const QColor& line)
{
    constexpr double drawn = 5.5;
    painter.save();
    painter.translate(box.x, box.y);
    painter.scale(box.width / drawn, box.height / drawn);
    painter.translate(-5.15, -2.55);
    painter.setPen(Qt::NoPen);
    painter.setBrush(disc);
    painter.drawEllipse(QPointF(7.9, 5.3), 2.75, 2.75);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 0.55, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{5.55, 5.9}, {7.3, 3.9}, {8.5, 5.1}, {9.2, 4.4}, {10.25, 5.9}});
    QPainterPath water(QPointF(5.75, 6.75));
    water.quadTo(6.3, 6.25, 6.85, 6.75);
    water.quadTo(7.4, 7.25, 7.95, 6.75);
    water.quadTo(8.5, 6.25, 9.05, 6.75);
    water.quadTo(9.6, 7.25, 10.1, 6.75);
    painter.setPen(QPen(line, 0.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(water);
    painter.restore();
}

/// Drawn for a chip of 13.0 x 11.8 at 8.56, 17.99.
void chip(QPainter& painter, const PrintBox& place)
{
    painter.save();
    painter.translate(place.x, place.y);
    painter.scale(place.width / 13.0, place.height / 11.8);
    painter.translate(-8.56, -17.99);
    painter.setPen(QPen(chipLine, 0.25));
    painter.setBrush(chipGround);
    painter.drawRoundedRect(QRectF(8.56, 17.99, 13.0, 11.8), 1.7, 1.7);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(chipLine, 0.28, Qt::SolidLine, Qt::RoundCap));
    QPainterPath left(QPointF(12.86, 17.99));
    left.lineTo(12.86, 20.19);
    left.quadTo(12.86, 20.99, 12.06, 20.99);
    left.lineTo(8.56, 20.99);
    left.moveTo(8.56, 23.89);
    left.lineTo(12.46, 23.89);
    left.moveTo(8.56, 26.79);
    left.lineTo(12.06, 26.79);
    left.quadTo(12.86, 26.79, 12.86, 27.59);
    left.lineTo(12.86, 29.79);
    painter.drawPath(left);
    painter.drawPath(QTransform(-1, 0, 0, 1, 2 * 15.06, 0).map(left)); // the other half is its mirror image
    painter.drawRoundedRect(QRectF(12.46, 21.59, 5.2, 4.6), 1.1, 1.1);
    painter.restore();
}

/// The accepted crop is 35:45 already; anything else is filled from its middle, never stretched.
QRectF filling(const QImage& picture, const QRectF& place)
{
    const double wanted = place.width() / place.height();
    QRectF source(picture.rect());
    if (source.width() / source.height() > wanted) {
        const double wide = source.height() * wanted;
        return {source.center().x() - wide / 2, 0, wide, source.height()};
    }
    const double high = source.width() / wanted;
    return {0, source.center().y() - high / 2, source.width(), high};
}

void photo(QPainter& painter, const PrintElement& element, const QImage& picture)
{
    const auto place = rectOf(element.box);
    painter.save();
    QPainterPath frame;
    frame.addRoundedRect(place, element.corner, element.corner);
    painter.setClipPath(frame, Qt::IntersectClip);
    if (!picture.isNull()) {
        painter.drawImage(place, picture, filling(picture, place));
    } else {
        painter.fillRect(place, portraitGround);
        painter.setPen(Qt::NoPen);
        painter.setBrush(portraitShape);
        const double unit = place.width() / 24.0;
        painter.drawEllipse(QPointF(place.center().x(), place.top() + 12.0 * unit), 5.2 * unit, 6.2 * unit);
        painter.drawEllipse(QPointF(place.center().x(), place.top() + 32.2 * unit), 10.4 * unit, 11.0 * unit);
    }
    painter.restore();
}

QString onlyDigits(const QString& number)
{
    QString digits;
    for (const QChar character : number) {
        if (character.isDigit()) digits += character;
    }
    return digits;
}

QString groupedNumber(const QString& number)
{
    const auto digits = onlyDigits(number);
    if (digits.size() != 12) return number;
    return digits.left(3) + QLatin1Char(' ') + digits.mid(3, 4) + QLatin1Char(' ') + digits.mid(7);
}

} // namespace

const PrintPolicy& shippedPrintPolicy()
{
    static const PrintPolicy policy = PrintPolicy::shipped();
    return policy;
}

/// Empty when it names fields and none of them says anything.
QString FaceRenderer::filled(const QString& content, const FaceContent& from, bool grouped) const
{
    const QString name = from.givenName.isEmpty() ? from.familyName : from.givenName + QLatin1Char(' ') + from.familyName;
    const auto organisation = m_policy.organisation.empty() ? from.organisation : QString::fromStdString(m_policy.organisation);
    const std::array<std::pair<QLatin1String, QString>, 9> fields{{
        {QLatin1String("organisation"), organisation}, {QLatin1String("givenName"), from.givenName}, {QLatin1String("familyName"), from.familyName},
        {QLatin1String("name"), name}, {QLatin1String("uuid"), grouped ? groupedNumber(from.userNumber) : onlyDigits(from.userNumber)},
        {QLatin1String("title"), from.title}, {QLatin1String("team"), from.team}, {QLatin1String("site"), from.site}, {QLatin1String("expires"), from.expires},
    }};
    QString filled;
    bool named = false;
    bool said = false;
    for (qsizetype at = 0; at < content.size();) {
        const auto open = content.indexOf(QLatin1Char('{'), at);
        filled += content.mid(at, open < 0 ? -1 : open - at);
        if (open < 0) break;
        const auto close = content.indexOf(QLatin1Char('}'), open);
        const auto field = content.mid(open + 1, close - open - 1);
        for (const auto& [known, value] : fields) {
            if (field != known) continue;
            named = true;
            said = said || !value.trimmed().isEmpty();
            filled += value;
        }
        at = close + 1;
    }
    return named && !said ? QString() : filled;
}

void FaceRenderer::text(QPainter& painter, const PrintElement& element, const FaceContent& content) const
{
    const auto fitted = fitText(element, filled(QString::fromStdString(element.content), content, true));
    const Lettering lettering{fitted.size, element.semibold, element.cells};
    const double leading = element.leading * fitted.size;
    const auto last = static_cast<double>(fitted.lines.size() - 1);
    double baseline = element.growsDown ? element.box.y : element.box.y - last * leading;
    for (const auto& line : fitted.lines) {
        const double spare = element.box.width - widthOf(line, lettering);
        const double indent = element.align == PrintElement::Align::left ? 0 : element.align == PrintElement::Align::right ? spare : spare / 2;
        drawLine(painter, {element.box.x + indent, baseline}, line, lettering, ink(element.ink));
        baseline += leading;
    }
}

void FaceRenderer::element(QPainter& painter, const PrintElement& element, const FaceContent& content, FaceTarget target) const
{
    switch (element.kind) {
    case Kind::fill: painter.fillRect(target == FaceTarget::print ? bled(rectOf(element.box)) : rectOf(element.box), ink(element.ink)); break;
    case Kind::waves: waves(painter, ink(PrintInk::wave1), ink(PrintInk::wave2)); break;
    case Kind::mark: mark(painter, element.box, ink(PrintInk::onBand), ink(PrintInk::band)); break;
    case Kind::photo: photo(painter, element, content.portrait); break;
    case Kind::text: text(painter, element, content); break;
    case Kind::code:
        if (const auto words = filled(QString::fromStdString(element.content), content, false); !words.isEmpty()) {
            if (const auto code = QrSquare::of(words, element.level)) code->paint(painter, rectOf(element.box));
        }
        break;
    }
}

void FaceRenderer::ground(QPainter& painter, const QColor& colour, FaceTarget target) const
{
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    if (target == FaceTarget::screen) painter.setClipPath(outline(), Qt::IntersectClip); // plastic has its own corners
    const QRectF whole(0, 0, PrintPolicy::width, PrintPolicy::height);
    painter.fillRect(target == FaceTarget::print ? bled(whole) : whole, colour);
}

void FaceRenderer::edge(QPainter& painter, bool withChip, FaceTarget target) const
{
    if (target != FaceTarget::screen) return;
    if (withChip) chip(painter, m_policy.chip);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hairline, 0.24));
    painter.drawRoundedRect(QRectF(0.12, 0.12, PrintPolicy::width - 0.24, PrintPolicy::height - 0.24), PrintPolicy::corner - 0.12, PrintPolicy::corner - 0.12);
}

void FaceRenderer::paint(QPainter& painter, FaceSide side, const FaceContent& content, FaceTarget target) const
{
    painter.save();
    ground(painter, Qt::white, target);
    for (const auto& one : side == FaceSide::front ? m_face.front : m_face.back) element(painter, one, content, target);
    edge(painter, m_face.chip && side == FaceSide::front, target);
    painter.restore();
}

void FaceRenderer::paintBlank(QPainter& painter, FaceTarget target) const
{
    painter.save();
    ground(painter, Qt::white, target);
    edge(painter, m_face.chip, target);
    painter.restore();
}

void FaceRenderer::paintUnknown(QPainter& painter, const QString& words, FaceTarget target) const
{
    painter.save();
    ground(painter, unknownGround, target);
    painter.fillRect(QRectF(0, 0, PrintPolicy::width, 10.60), unknownBand);
    drawLine(painter, {8.56, 43.2}, words, {4.6, true, false}, ink(PrintInk::ink));
    edge(painter, m_face.chip, target);
    painter.restore();
}

QStringList FaceRenderer::tooLong(const FaceContent& content) const
{
    QStringList ids;
    for (const auto* side : {&m_face.front, &m_face.back}) {
        for (const auto& one : *side) {
            if (one.kind == Kind::text && one.overflow == PrintElement::Overflow::refuse &&
                !fitText(one, filled(QString::fromStdString(one.content), content, true)).whole) {
                ids << QString::fromStdString(one.id);
            }
            if (one.kind != Kind::code) continue;
            const auto words = filled(QString::fromStdString(one.content), content, false);
            if (words.isEmpty()) continue;
            const auto code = QrSquare::of(words, one.level);
            if (!code || code->moduleIn(rectOf(one.box)) < m_policy.smallestModule) ids << QString::fromStdString(one.id);
        }
    }
    return ids;
}

} // namespace cardwright::ui
