#include "ui/widgets/Toast.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Paint.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QScrollBar>
#include <QStyle>
#include <QTimer>

#include <algorithm>
#include <limits>

namespace cardwright::ui {

namespace {

constexpr int tall = 46;
constexpr int edge = 16;
constexpr int stepUp = 8;
constexpr int lookAgain = 200;
constexpr int breath = 4; // between it and what is read

bool hasVisibleChild(const QWidget& widget)
{
    const auto children = widget.findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
    return std::any_of(children.begin(), children.end(), [](const QWidget* child) { return child->isVisible(); });
}

/// The rows of a list, not the empty ground below them.
QRect rowsOf(const QAbstractItemView& view)
{
    const auto* model = view.model();
    const int rows = model ? model->rowCount(view.rootIndex()) : 0;
    QRect area = view.viewport()->rect();
    if (rows == 0)
        return {};
    area.setBottom(std::min(area.bottom(), view.visualRect(model->index(rows - 1, 0, view.rootIndex())).bottom()));
    return area;
}

/// Where this widget shows something of its own, in its coordinates; nothing, where it only holds others.
QRect readPart(const QWidget& widget)
{
    if (const auto* view = qobject_cast<const QAbstractItemView*>(widget.parentWidget()); view && view->viewport() == &widget)
        return rowsOf(*view);
    if (qobject_cast<const QAbstractButton*>(&widget))
        return widget.rect();
    if (hasVisibleChild(widget) || qobject_cast<const QScrollBar*>(&widget) || widget.metaObject() == &QWidget::staticMetaObject)
        return {};
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (label->text().isEmpty())
            return {};
        return label->wordWrap() ? label->rect()
                                 : QStyle::alignedRect(label->layoutDirection(), label->alignment(), label->sizeHint().boundedTo(label->size()), label->rect());
    }
    if (const auto* search = qobject_cast<const SearchField*>(&widget); search && search->text().isEmpty() && !search->hasFocus())
        return {};
    return widget.rect();
}

int areaUnder(const QRect& place, const QVector<QRect>& read)
{
    int area = 0;
    for (const auto& part : read) {
        const auto both = part.intersected(place);
        area += both.isEmpty() ? 0 : both.width() * both.height();
    }
    return area;
}

} // namespace

Toast::Toast(QWidget* parent) : QWidget(parent), m_timer(new QTimer(this)), m_look(new QTimer(this))
{
    setObjectName(QStringLiteral("toast"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_timer->setSingleShot(true);
    m_timer->setInterval(metrics::toastStay);
    connect(m_timer, &QTimer::timeout, this, &QWidget::hide);
    m_look->setInterval(lookAgain);
    connect(m_look, &QTimer::timeout, this, [this] {
        if (!isVisible()) return m_look->stop();
        if (areaUnder(geometry(), readBelow()) > 0) place();
    });
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
    placeAgain(); // a page that has just come is laid out by then
    m_timer->start();
    m_look->start();
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
    return {20 + metrics::iconButton + 12 + paint::widthOf(fontOf(TextStyle::Body), m_words) + 24, tall};
}

void Toast::placeAgain()
{
    QTimer::singleShot(0, this, [this] {
        if (!isVisible()) return;
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // what is below it stands where it will
        place();
    });
}

QVector<QRect> Toast::readBelow() const
{
    QVector<QRect> parts;
    for (const auto* widget : parentWidget()->findChildren<QWidget*>()) {
        if (widget == this || !widget->isVisible()) continue;
        const QRect part = readPart(*widget).intersected(widget->visibleRegion().boundingRect());
        if (!part.isEmpty()) parts << QRect(widget->mapTo(parentWidget(), part.topLeft()), part.size()).adjusted(-breath, -breath, breath, breath);
    }
    return parts;
}

void Toast::place()
{
    const QWidget& ground = *parentWidget();
    const QSize size = sizeHint().boundedTo(QSize(ground.width() - 2 * edge, tall));
    const auto read = readBelow();
    const int lowest = ground.height() - m_bottom - size.height();
    const int middle = (ground.width() - size.width()) / 2;
    QRect best({middle, lowest}, size);
    int least = std::numeric_limits<int>::max();
    for (int top = lowest; top >= 0 && least > 0; top -= stepUp) {
        for (const int left : {middle, ground.width() - edge - size.width(), edge}) {
            const QRect place({left, top}, size);
            const int covered = areaUnder(place, read);
            if (covered >= least) continue;
            least = covered;
            best = place;
            if (covered == 0) break;
        }
    }
    setGeometry(best);
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
