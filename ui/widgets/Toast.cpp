#include "ui/widgets/Toast.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Paint.h"

#include <QEvent>
#include <QTimer>

namespace cardwright::ui {

Toast::Toast(QWidget* parent) : QWidget(parent), m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("toast"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_timer->setSingleShot(true);
    m_timer->setInterval(metrics::toastStay);
    connect(m_timer, &QTimer::timeout, this, &QWidget::hide);
    parent->installEventFilter(this);
    hide();
}

void Toast::show(const QString& words, const QString& iconName)
{
    m_words = words;
    m_iconName = iconName;
    setAccessibleName(words);
    place();
    raise();
    QWidget::show();
    m_timer->start();
    announce(this, words);
    update();
}

void Toast::setBottomMargin(int pixels)
{
    m_bottom = pixels;
    place();
}

QSize Toast::sizeHint() const
{
    return {20 + metrics::iconButton + 12 + paint::widthOf(fontOf(TextStyle::Body), m_words) + 24, 46};
}

void Toast::place()
{
    const QSize wanted = sizeHint().boundedTo(QSize(parentWidget()->width() - 32, 46));
    setGeometry((parentWidget()->width() - wanted.width()) / 2, parentWidget()->height() - m_bottom - wanted.height(), wanted.width(), wanted.height());
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paint::box(painter, QRectF(rect()), metrics::radiusControl, theme.colour(Colour::Tooltip), {});
    theme.icons().draw(painter, QRectF(20, 0, metrics::iconButton, height()), m_iconName, metrics::iconButton, theme.colour(Colour::OnTooltip));
    const double left = 20 + metrics::iconButton + 12;
    paint::line(painter, QRectF(left, 0, width() - left - 12, height()), m_words, fontOf(TextStyle::Body), theme.colour(Colour::OnTooltip));
}

} // namespace cardwright::ui
