#pragma once

#include <QColor>
#include <QImage>
#include <QString>

class QPainter;

namespace cardwright::ui {

/// The organisation's template: band colour and name (mark and waves are drawn in its colours).
struct CardTemplate {
    QString organisation;
    QColor band{0x12, 0x3F, 0x4C};
    QColor onBand{0xFF, 0xFF, 0xFF};
    QColor wave1{0xEA, 0xF3, 0xF5};
    QColor wave2{0xD5, 0xE7, 0xEB};
};

struct CardFaceContent {
    enum class Kind { Personalised, Blank, Unknown };
    Kind kind = Kind::Personalised;
    QString givenName;   ///< first line of the name on card
    QString familyName;  ///< second line
    QString userNumber;  ///< twelve digits, grouped or not
    QImage portrait;     ///< the accepted crop, 35:45; null = a quiet outline of a person
    CardTemplate design;
};

/// Draws the ID-1 face in millimetres from the top left (85.60 x 53.98): one renderer for screen, PDF and plastic.
class CardFacePainter {
public:
    static constexpr double width = 85.60;
    static constexpr double height = 53.98;
    enum class Target { Screen, Print }; ///< the chip and the hairline are drawn on screen, never printed

    /// The painter is scaled by the caller so that one unit is one millimetre and the origin is the card's top left corner.
    static void paint(QPainter& painter, const CardFaceContent& content, Target target);
    /// False when the name does not fit at the smallest size (3.2 mm): the name step then asks for a shorter form.
    static bool nameFits(const CardFaceContent& content);
    /// Size of the name in millimetres after shrinking in steps of 0.1.
    static double nameSize(const CardFaceContent& content);
};

} // namespace cardwright::ui
