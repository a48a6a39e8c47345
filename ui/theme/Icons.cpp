#include "ui/theme/Icons.h"

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include <cmath>

namespace cardwright::ui {

namespace {

QString iconFile(const QString& name)
{
    return QStringLiteral(":/cardwright/icons/") + name + QStringLiteral(".svg");
}

} // namespace

QPixmap Icons::pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio)
{
    const QString key = QStringLiteral("%1/%2/%3/%4").arg(name).arg(size).arg(colour.name(QColor::HexArgb)).arg(devicePixelRatio);
    if (const auto kept = m_cache.constFind(key); kept != m_cache.constEnd()) return *kept;
    const int pixels = static_cast<int>(std::ceil(size * devicePixelRatio));
    QPixmap drawn(pixels, pixels);
    drawn.fill(Qt::transparent);
    QSvgRenderer renderer(iconFile(name));
    if (renderer.isValid()) {
        QPainter painter(&drawn);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(drawn.rect(), colour);
    }
    drawn.setDevicePixelRatio(devicePixelRatio);
    m_cache.insert(key, drawn);
    return drawn;
}

void Icons::draw(QPainter& painter, const QRectF& place, const QString& name, int size, const QColor& colour)
{
    if (name.isEmpty()) return;
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const QPointF corner(std::round(place.center().x() - size / 2.0), std::round(place.center().y() - size / 2.0));
    painter.drawPixmap(corner, pixmap(name, size, colour, ratio));
}

bool Icons::exists(const QString& name)
{
    return QFile::exists(iconFile(name));
}

QStringList Icons::names()
{
    QStringList found;
    const QStringList files = QDir(QStringLiteral(":/cardwright/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (const QString& file : files) found << file.chopped(4);
    return found;
}

QPixmap artPixmap(const QString& name, const QSize& size, qreal devicePixelRatio)
{
    QSvgRenderer renderer(QStringLiteral(":/cardwright/art/") + name + QStringLiteral(".svg"));
    if (!renderer.isValid()) return {};
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QPixmap drawn(QSize(static_cast<int>(std::ceil(size.width() * devicePixelRatio)), static_cast<int>(std::ceil(size.height() * devicePixelRatio))));
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    renderer.render(&painter, QRectF(drawn.rect()));
    painter.end();
    drawn.setDevicePixelRatio(devicePixelRatio);
    return drawn;
}

} // namespace cardwright::ui
