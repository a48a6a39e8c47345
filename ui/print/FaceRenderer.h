#pragma once

#include "core/policy/PrintPolicy.h"

#include <QImage>
#include <QString>
#include <QStringList>

class QPainter;

namespace cardwright::ui {

/// Whose face it is. What is empty is not drawn.
struct FaceContent {
    QString organisation; ///< as the site is called; the policy's own name goes before
    QString givenName;    ///< first line of the name on card
    QString familyName;   ///< second line
    QString userNumber;   ///< twelve digits, grouped or not
    QString title;
    QString team;
    QString site;
    QString expires;      ///< as it is written
    QImage portrait;      ///< the accepted crop, 35:45; null = a quiet outline of a person
};

enum class FaceSide { front, back };
enum class FaceTarget { screen, print }; ///< chip and hairline are drawn on screen, never printed

/// Draws a template's side in millimetres from the top left (85.60 x 53.98): one renderer for screen, PDF and plastic.
class FaceRenderer {
public:
    FaceRenderer(const PrintPolicy& policy, const PrintTemplate& face) : m_policy(policy), m_face(face) {}

    /// The painter is scaled by the caller so that one unit is one millimetre and the origin is the card's top left corner.
    void paint(QPainter& painter, FaceSide side, const FaceContent& content, FaceTarget target) const;
    /// White plastic with its chip, or somebody else's card.
    void paintBlank(QPainter& painter, FaceTarget target) const;
    void paintUnknown(QPainter& painter, const QString& words, FaceTarget target) const;
    /// Elements that refuse to be cut and do not fit, both sides, by id: it is not printed until they are shorter.
    QStringList tooLong(const FaceContent& content) const;
    bool hasBack() const { return !m_face.back.empty(); }

private:
    void element(QPainter& painter, const PrintElement& element, const FaceContent& content, FaceTarget target) const;
    void text(QPainter& painter, const PrintElement& element, const FaceContent& content) const;
    QColor ink(PrintInk ink) const { return QColor::fromRgb(m_policy.colour(ink)); }
    QString filled(const QString& content, const FaceContent& from, bool grouped) const;
    void ground(QPainter& painter, const QColor& colour, FaceTarget target) const;
    void edge(QPainter& painter, bool chip, FaceTarget target) const;

    const PrintPolicy& m_policy;
    const PrintTemplate& m_face;
};

/// The policy that ships: for a window that was given none. Made once, never changes.
const PrintPolicy& shippedPrintPolicy();

} // namespace cardwright::ui
