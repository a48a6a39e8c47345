#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>
#include <QRectF>
#include <QString>

class QPainter;

namespace cardwright::ui {

/// Our own signs (resources/ui/icons/NAME.svg), tinted and kept by name, size, colour and device pixel ratio.
/// Names: add approve back backspace badge camera cancel card card-chip card-locked card-removed centre check clear clock close
/// conflict crop desk document error evidence expand help info key lock more next offline park people person person-add photo
/// print privacy queue reader records renew repair replace search set-up stock sync terms unlock warning worklist.
class Icons {
public:
    QPixmap pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio);
    /// Draws the sign centred in the rectangle, at the painter's device pixel ratio.
    void draw(QPainter& painter, const QRectF& place, const QString& name, int size, const QColor& colour);
    static bool exists(const QString& name);
    static QStringList names();
    void forget() { m_cache.clear(); }
    int kept() const { return static_cast<int>(m_cache.size()); }

private:
    QHash<QString, QPixmap> m_cache;
};

/// A picture of resources/ui/art in its own colours (app-mark, sign-in-reader, portrait-1..6), fitted into the size.
QPixmap artPixmap(const QString& name, const QSize& size, qreal devicePixelRatio);

} // namespace cardwright::ui
