#pragma once

#include "ui/theme/Theme.h"

#include <QPainter>
#include <QWidget>

namespace cardwright::ui {

/// The white foot of a page, with a hairline above.
class FooterStrip : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.fillRect(rect(), theme.colour(Colour::Surface));
        painter.fillRect(0, 0, width(), theme.hairline(), theme.colour(Colour::Border));
    }
};

} // namespace cardwright::ui
