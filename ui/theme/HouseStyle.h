#pragma once

#include <QProxyStyle>

namespace cardwright::ui {

/// Fusion with the few answers that are ours: room for the focus ring, no dotted focus of Qt's own, no underlined letters.
class HouseStyle : public QProxyStyle {
    Q_OBJECT
public:
    HouseStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* result) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override;
};

} // namespace cardwright::ui
