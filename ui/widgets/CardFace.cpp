#include "ui/widgets/CardFace.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <cmath>

namespace cardwright::ui {

namespace {

constexpr int missingInset = 10;

}

CardFace::CardFace(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setObjectName(QStringLiteral("card-face"));
    connect(&Theme::current(), &Theme::changed, this, [this] { m_drawn = {}; });
    setContent({});
}

void CardFace::setContent(const CardFaceContent& content)
{
    m_content = content;
    m_drawn = {};
    switch (content.kind) {
    case CardFaceContent::Kind::Personalised:
        setAccessibleName(tr("Card of %1 %2").arg(content.givenName, content.familyName));
        setAccessibleDescription(groupedUserNumber(content.userNumber));
        break;
    case CardFaceContent::Kind::Blank: setAccessibleName(tr("Blank card")); break;
    case CardFaceContent::Kind::Unknown: setAccessibleName(tr("Unknown card")); break;
    }
    update();
}

void CardFace::setMissing(bool missing)
{
    m_missing = missing;
    m_drawn = {};
    update();
}

int CardFace::heightForWidth(int width) const
{
    const int inset = m_missing ? 2 * missingInset : 0;
    return static_cast<int>(std::ceil((width - inset) * CardFacePainter::height / CardFacePainter::width)) + inset;
}

void CardFace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_drawn = {};
}

void CardFace::paintEvent(QPaintEvent*)
{
    QRectF place(rect());
    QPainter painter(this);
    if (m_missing) {
        paint::box(painter, place, 16, {}, colour(Colour::Warning), 2, true);
        place.adjust(missingInset, missingInset, -missingInset, -missingInset);
    }
    const double scale = std::min(place.width() / CardFacePainter::width, place.height() / CardFacePainter::height);
    if (scale <= 0) return;
    if (m_drawn.isNull()) {
        const double ratio = devicePixelRatioF();
        m_drawn = QImage(static_cast<int>(std::ceil(CardFacePainter::width * scale * ratio)), static_cast<int>(std::ceil(CardFacePainter::height * scale * ratio)),
                         QImage::Format_ARGB32_Premultiplied);
        m_drawn.fill(Qt::transparent);
        QPainter face(&m_drawn);
        face.scale(scale * ratio, scale * ratio);
        CardFacePainter::paint(face, m_content, CardFacePainter::Target::Screen);
        face.end();
        m_drawn.setDevicePixelRatio(ratio);
    }
    painter.drawImage(place.topLeft(), m_drawn);
}

} // namespace cardwright::ui
