#pragma once

#include "core/policy/PrintPolicy.h"

#include <QImage>
#include <QString>

#include <memory>

class QPainter;

namespace cardwright::ui {

/// What a card shows on screen: whose face, and by which template.
struct CardFaceContent {
    enum class Kind { Personalised, Blank, Unknown };
    Kind kind = Kind::Personalised;
    QString givenName;   ///< first line of the name on card
    QString familyName;  ///< second line
    QString userNumber;  ///< twelve digits, grouped or not
    QImage portrait;     ///< the accepted crop, 35:45; null = a quiet outline of a person
    QString organisation;
    std::shared_ptr<const PrintPolicy> print; ///< the site's; none: what ships
};

/// The front of a card by the site's template, drawn by the renderer that prints it (ui/print/FaceRenderer).
class CardFacePainter {
public:
    static constexpr double width = PrintPolicy::width;
    static constexpr double height = PrintPolicy::height;
    enum class Target { Screen, Print }; ///< the chip and the hairline are drawn on screen, never printed

    /// The painter is scaled by the caller so that one unit is one millimetre and the origin is the card's top left corner.
    static void paint(QPainter& painter, const CardFaceContent& content, Target target);
    /// False when the name takes more than its two lines at the size it shrinks to (3.2 mm): the name step then asks for a shorter form.
    static bool nameFits(const CardFaceContent& content);
    /// Size of the name in millimetres after shrinking in steps of 0.1.
    static double nameSize(const CardFaceContent& content);
};

} // namespace cardwright::ui
