#include "ui/widgets/CardFacePainter.h"

#include "ui/theme/Type.h"

#include <QCoreApplication>
#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace cardwright::ui {

namespace {

// All in millimetres from the top left (tokens.json, cardFaceMm).
constexpr double corner = 3.18;
constexpr QRectF band(0, 0, 85.60, 10.60);
constexpr double organisationLeft = 15.7, organisationBaseline = 6.45, organisationSize = 3.3, organisationSmallest = 2.6, organisationRoom = 64.9;
constexpr QRectF chip(8.56, 17.99, 13.0, 11.8);
constexpr QRectF portrait(56.6, 14.2, 24.0, 30.86);
constexpr double nameLeft = 8.56, nameFirst = 37.7, nameSecond = 43.2, nameLargest = 4.6, nameSmallest = 3.2, nameStep = 0.1, nameRoom = 46.0;
constexpr double numberRight = 80.6, numberBaseline = 49.2, numberSize = 2.9, numberCell = 0.632, numberGap = 0.34;

// Fonts are laid out large and the painter scaled back: below a few pixels Qt would round advances.
constexpr double layoutScale = 20.0;

const QColor ink(0x14, 0x22, 0x2A);
const QColor hairline(0xC3, 0xCF, 0xD3);
const QColor chipGround(0xDE, 0xC9, 0x8E);
const QColor chipLine(0x9C, 0x82, 0x47);
const QColor unknownGround(0xD9, 0xDE, 0xE0);
const QColor unknownBand(0x8A, 0x97, 0x9D);
const QColor portraitGround(0xDD, 0xE6, 0xE9);
const QColor portraitShape(0xB4, 0xC4, 0xCA);

QFont faceFont(double millimetres)
{
    QFont font = fontOf(TextStyle::BodyStrong);
    font.setPixelSize(static_cast<int>(std::lround(millimetres * layoutScale)));
    return font;
}

double widthOf(const QString& text, double millimetres)
{
    return QFontMetricsF(faceFont(millimetres)).horizontalAdvance(text) / layoutScale;
}

void text(QPainter& painter, double left, double baseline, const QString& words, double millimetres, const QColor& colour)
{
    painter.save();
    painter.translate(left, baseline);
    painter.scale(1 / layoutScale, 1 / layoutScale);
    painter.setFont(faceFont(millimetres));
    painter.setPen(colour);
    painter.drawText(QPointF(0, 0), words);
    painter.restore();
}

QPainterPath outline()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0, 0, CardFacePainter::width, CardFacePainter::height), corner, corner);
    return path;
}

void waves(QPainter& painter, const CardTemplate& design)
{
    QPainterPath first(QPointF(0, 48.0));
    first.cubicTo(12, 45.1, 22, 46.1, 32, 47.9);
    first.cubicTo(43, 49.8, 50, 49.8, 58, 48.2);
    first.cubicTo(68, 46.2, 77, 46.4, 85.6, 48.0);
    first.lineTo(85.6, 54);
    first.lineTo(0, 54);
    first.closeSubpath();
    painter.fillPath(first, design.wave1);
    QPainterPath second(QPointF(0, 51.2));
    second.cubicTo(10, 49.0, 20, 49.4, 30, 50.8);
    second.cubicTo(42, 52.5, 52, 52.2, 62, 51.1);
    second.cubicTo(71, 50.2, 79, 50.5, 85.6, 51.5);
    second.lineTo(85.6, 54);
    second.lineTo(0, 54);
    second.closeSubpath();
    painter.fillPath(second, design.wave2);
}

void mark(QPainter& painter, const CardTemplate& design)
{
    painter.save();
    painter.translate(3.41, 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(design.onBand);
    painter.drawEllipse(QPointF(7.9, 5.3), 2.75, 2.75);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(design.band, 0.55, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{5.55, 5.9}, {7.3, 3.9}, {8.5, 5.1}, {9.2, 4.4}, {10.25, 5.9}});
    QPainterPath water(QPointF(5.75, 6.75));
    water.quadTo(6.3, 6.25, 6.85, 6.75);
    water.quadTo(7.4, 7.25, 7.95, 6.75);
    water.quadTo(8.5, 6.25, 9.05, 6.75);
    water.quadTo(9.6, 7.25, 10.1, 6.75);
    painter.setPen(QPen(design.band, 0.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(water);
    painter.restore();
}

void organisation(QPainter& painter, const CardTemplate& design)
{
    double size = organisationSize;
    QString name = design.organisation;
    while (size > organisationSmallest && widthOf(name, size) > organisationRoom) size -= 0.1;
    // Still too long at the smallest size: cut after a word.
    while (widthOf(name, size) > organisationRoom && name.contains(QLatin1Char(' '))) name.truncate(name.lastIndexOf(QLatin1Char(' ')));
    text(painter, organisationLeft, organisationBaseline, name, size, design.onBand);
}

void drawChip(QPainter& painter)
{
    painter.setPen(QPen(chipLine, 0.25));
    painter.setBrush(chipGround);
    painter.drawRoundedRect(chip, 1.7, 1.7);
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
    QPainterPath right(QPointF(17.26, 17.99));
    right.lineTo(17.26, 20.19);
    right.quadTo(17.26, 20.99, 18.06, 20.99);
    right.lineTo(21.56, 20.99);
    right.moveTo(21.56, 23.89);
    right.lineTo(17.66, 23.89);
    right.moveTo(21.56, 26.79);
    right.lineTo(18.06, 26.79);
    right.quadTo(17.26, 26.79, 17.26, 27.59);
    right.lineTo(17.26, 29.79);
    painter.drawPath(right);
    painter.drawRoundedRect(QRectF(12.46, 21.59, 5.2, 4.6), 1.1, 1.1);
}

void drawPortrait(QPainter& painter, const QImage& picture)
{
    painter.save();
    QPainterPath frame;
    frame.addRoundedRect(portrait, 1.0, 1.0);
    painter.setClipPath(frame, Qt::IntersectClip);
    if (!picture.isNull()) {
        // The accepted crop is 35:45 already; anything else is filled from its middle, never stretched.
        const double wanted = portrait.width() / portrait.height();
        QRectF source(picture.rect());
        if (source.width() / source.height() > wanted) {
            const double wide = source.height() * wanted;
            source = QRectF(source.center().x() - wide / 2, 0, wide, source.height());
        } else {
            const double high = source.width() / wanted;
            source = QRectF(0, source.center().y() - high / 2, source.width(), high);
        }
        painter.drawImage(portrait, picture, source);
    } else {
        painter.fillRect(portrait, portraitGround);
        painter.setPen(Qt::NoPen);
        painter.setBrush(portraitShape);
        painter.drawEllipse(QPointF(portrait.center().x(), 26.2), 5.2, 6.2);
        painter.drawEllipse(QPointF(portrait.center().x(), 46.4), 10.4, 11.0);
    }
    painter.restore();
}

void userNumber(QPainter& painter, const QString& number)
{
    const QString grouped = groupedUserNumber(number);
    double width = 0;
    for (const QChar character : grouped) width += numberSize * (character.isSpace() ? numberGap : numberCell);
    double left = numberRight - width;
    for (const QChar character : grouped) {
        const double cell = numberSize * (character.isSpace() ? numberGap : numberCell);
        if (!character.isSpace()) text(painter, left + (cell - widthOf(QString(character), numberSize)) / 2, numberBaseline, QString(character), numberSize, ink);
        left += cell;
    }
}

void personalised(QPainter& painter, const CardFaceContent& content)
{
    waves(painter, content.design);
    painter.fillRect(band, content.design.band);
    mark(painter, content.design);
    organisation(painter, content.design);
    drawPortrait(painter, content.portrait);
    const double size = CardFacePainter::nameSize(content);
    const bool two = !content.givenName.isEmpty() && !content.familyName.isEmpty();
    if (two) text(painter, nameLeft, nameFirst, content.givenName, size, ink);
    text(painter, nameLeft, nameSecond, two || content.givenName.isEmpty() ? content.familyName : content.givenName, size, ink);
    if (!content.userNumber.isEmpty()) userNumber(painter, content.userNumber);
}

} // namespace

double CardFacePainter::nameSize(const CardFaceContent& content)
{
    double size = nameLargest;
    while (size > nameSmallest + nameStep / 2 && std::max(widthOf(content.givenName, size), widthOf(content.familyName, size)) > nameRoom) size -= nameStep;
    return size;
}

bool CardFacePainter::nameFits(const CardFaceContent& content)
{
    const double size = nameSize(content);
    return std::max(widthOf(content.givenName, size), widthOf(content.familyName, size)) <= nameRoom;
}

void CardFacePainter::paint(QPainter& painter, const CardFaceContent& content, Target target)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
    const bool screen = target == Target::Screen;
    const bool unknown = content.kind == CardFaceContent::Kind::Unknown;
    painter.save();
    if (screen) painter.setClipPath(outline(), Qt::IntersectClip); // plastic has its own corners
    painter.fillRect(QRectF(0, 0, width, height), unknown ? unknownGround : QColor(Qt::white));
    if (content.kind == CardFaceContent::Kind::Personalised) personalised(painter, content);
    if (unknown) {
        painter.fillRect(band, unknownBand);
        text(painter, nameLeft, nameSecond, QCoreApplication::translate("CardFace", "Unknown card"), nameLargest, ink);
    }
    if (screen) drawChip(painter);
    painter.restore();
    if (screen) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(hairline, 0.24));
        painter.drawRoundedRect(QRectF(0.12, 0.12, width - 0.24, height - 0.24), corner - 0.12, corner - 0.12);
    }
    painter.restore();
}

} // namespace cardwright::ui
