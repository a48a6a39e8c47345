#include "ui/widgets/FocusRing.h"

#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Paint.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>

namespace cardwright::ui {

FocusRing::FocusRing(QWidget* window) : QFocusFrame(window), m_window(window)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
    connect(&Theme::current(), &Theme::changed, this, [this] { update(); });
}

void FocusRing::follow(QWidget* now)
{
    if (now && now->window() != m_window) {
        if (QApplication::activePopupWidget()) return; // a menu or list is open: its owner keeps the ring
        now = nullptr;
    }
    const QVariant wanted = now ? now->property("focusRing") : QVariant();
    const bool drawsItself = now && (now->inherits("QAbstractItemView") || now->inherits("QAbstractScrollArea"));
    if (!now || now == m_window || drawsItself || (wanted.isValid() && !wanted.toBool())) now = nullptr;
    setWidget(now);
    if (now) {
        raise();
        update();
    }
}

void FocusRing::paintEvent(QPaintEvent*)
{
    if (!widget()) return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QVariant own = widget()->property("focusRadius");
    const double radius = own.isValid() ? own.toDouble() : metrics::radiusControl;
    const int around = metrics::focusRing + metrics::focusGap;
    const QRectF ring(rect());
    if (widget()->property("focusInside").toBool()) {
        const auto* item = widget()->property("focusOnRail").toBool() ? qobject_cast<const QAbstractButton*>(widget()) : nullptr;
        // The rail has a ground of its own in every theme: what is read on it is seen on it.
        const auto ink = theme.colour(!item ? Colour::Focus : item->isChecked() ? Colour::RailSelectedText : Colour::RailText);
        paint::box(painter, ring.adjusted(around + 3, around + 3, -around - 3, -around - 3), radius - 2, {}, ink, metrics::focusRing);
        return;
    }
    paint::box(painter, ring.adjusted(metrics::focusRing, metrics::focusRing, -metrics::focusRing, -metrics::focusRing), radius + metrics::focusGap, {},
               theme.colour(Colour::FocusGap), metrics::focusGap);
    paint::box(painter, ring, radius + metrics::focusRadiusAdd, {}, theme.colour(Colour::Focus), metrics::focusRing);
}

} // namespace cardwright::ui
