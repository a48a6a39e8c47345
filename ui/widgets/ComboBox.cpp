#include "ui/widgets/ComboBox.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QKeyEvent>
#include <QListView>
#include <QWheelEvent>

#include <algorithm>

namespace cardwright::ui {

ComboBox::ComboBox(QWidget* parent) : QComboBox(parent)
{
    setFont(fontOf(TextStyle::Body));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    auto* list = new QListView(this);
    list->setObjectName(QStringLiteral("comboList"));
    list->setFont(fontOf(TextStyle::Body));
    setView(list);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ComboBox::sizeHint() const
{
    int widest = paint::widthOf(font(), placeholderText());
    for (int index = 0; index < count(); ++index) widest = std::max(widest, paint::widthOf(font(), itemText(index)));
    return {widest + 2 * metrics::paddingButton + metrics::iconInline + metrics::iconGap, metrics::controlDefault};
}

QSize ComboBox::minimumSizeHint() const
{
    return {std::min(120, sizeHint().width()), metrics::controlDefault};
}

void ComboBox::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const bool wrong = property("wrong").toBool();
    paint::box(painter, QRectF(rect()), metrics::radiusControl, theme.colour(underMouse() ? Colour::SurfaceHover : Colour::Surface),
               theme.colour(wrong ? Colour::Danger : Colour::BorderStrong), theme.hairline());
    const QRectF inner(metrics::paddingButton, 0, width() - 2 * metrics::paddingButton - metrics::iconInline - metrics::iconGap, height());
    const bool empty = currentIndex() < 0;
    paint::line(painter, inner, empty ? placeholderText() : currentText(), font(), theme.colour(empty ? Colour::TextMuted : Colour::Text));
    theme.icons().draw(painter, QRectF(width() - metrics::paddingButton - metrics::iconInline, 0, metrics::iconInline, height()), QStringLiteral("expand"),
                       metrics::iconInline, theme.colour(Colour::TextSecondary));
}

void ComboBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void ComboBox::keyPressEvent(QKeyEvent* event)
{
    // Enter belongs to the page's primary; Space, F4 and Alt Down open the list.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QComboBox::keyPressEvent(event);
}

} // namespace cardwright::ui
