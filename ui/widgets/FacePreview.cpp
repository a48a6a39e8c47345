#include "ui/widgets/FacePreview.h"

#include <QPainter>
#include <QSizePolicy>

#include <algorithm>
#include <cmath>

namespace cardwright::ui {

FacePreview::FacePreview(FaceSide side, PrintUse use, QWidget* parent) : QWidget(parent), m_side(side), m_use(use)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFace(nullptr, {});
}

void FacePreview::setFace(std::shared_ptr<const PrintPolicy> policy, const FaceContent& content)
{
    m_policy = std::move(policy);
    m_content = content;
    const auto name = content.givenName.isEmpty() ? content.familyName : content.givenName + QLatin1Char(' ') + content.familyName;
    const auto what = m_use == PrintUse::badge ? tr("ID badge") : m_side == FaceSide::front ? tr("Front of the card") : tr("Back of the card");
    setAccessibleName(name.isEmpty() ? what : tr("%1: %2").arg(what, name));
    update();
}

int FacePreview::heightForWidth(int width) const { return static_cast<int>(std::ceil(width * PrintPolicy::height / PrintPolicy::width)); }

void FacePreview::paintEvent(QPaintEvent*)
{
    const auto& policy = m_policy ? *m_policy : shippedPrintPolicy();
    QPainter painter(this);
    const double scale = std::min(width() / PrintPolicy::width, height() / PrintPolicy::height);
    painter.scale(scale, scale);
    FaceRenderer(policy, policy.of(m_use)).paint(painter, m_side, m_content, FaceTarget::screen);
}

} // namespace cardwright::ui
