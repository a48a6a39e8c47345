#include "ui/print/FaceRenderer.h"

#include "ui/print/BarCode.h"
#include "ui/print/FaceParts.h"
#include "ui/print/Lettering.h"
#include "ui/print/QrSquare.h"
#include "ui/print/TextFit.h"

#include <QPainter>
#include <QPainterPath>

#include <array>

namespace cardwright::ui {

namespace {

using parts::bleed;
using Kind = PrintElement::Kind;

constexpr double slack = 1e-6;

const QColor hairline(0xC3, 0xCF, 0xD3);
const QColor unknownGround(0xD9, 0xDE, 0xE0);
const QColor unknownBand(0x8A, 0x97, 0x9D);

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

QString onlyDigits(const QString& number)
{
    QString digits;
    for (const QChar character : number) {
        if (character.isDigit()) digits += character;
    }
    return digits;
}

/// Of a code, in millimetres; 0 where these words make none.
double smallestPart(const PrintElement& element, const QString& words)
{
    if (element.kind == Kind::barcode) {
        const auto bars = BarCode::of(words);
        return bars ? bars->roomIn(rectOf(element.box)) : 0;
    }
    const auto square = QrSquare::of(words, element.level);
    return square ? square->moduleIn(rectOf(element.box)) : 0;
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
    case Kind::waves: parts::waves(painter, ink(PrintInk::wave1), ink(PrintInk::wave2)); break;
    case Kind::mark: parts::mark(painter, element.box, ink(PrintInk::onBand), ink(PrintInk::band)); break;
    case Kind::photo: parts::photo(painter, rectOf(element.box), element.corner, content.portrait); break;
    case Kind::text: text(painter, element, content); break;
    case Kind::code:
        if (const auto words = filled(QString::fromStdString(element.content), content, false); !words.isEmpty()) {
            if (const auto code = QrSquare::of(words, element.level)) code->paint(painter, rectOf(element.box));
        }
        break;
    case Kind::barcode:
        if (const auto words = filled(QString::fromStdString(element.content), content, false); !words.isEmpty()) {
            if (const auto code = BarCode::of(words)) code->paint(painter, rectOf(element.box));
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
    if (withChip) parts::chip(painter, m_policy.chip);
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
            if (one.kind != Kind::code && one.kind != Kind::barcode) continue;
            const auto words = filled(QString::fromStdString(one.content), content, false);
            if (!words.isEmpty() && smallestPart(one, words) < m_policy.smallestModule) ids << QString::fromStdString(one.id);
        }
    }
    return ids;
}

} // namespace cardwright::ui
