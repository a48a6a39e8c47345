#include "ui/widgets/TableView.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int cellPadding = 12;
constexpr int firstPadding = 20;
constexpr int twoLineRow = 68;

Tone toneOf(const QModelIndex& index)
{
    return static_cast<Tone>(index.data(ToneRole).toInt());
}

bool tinted(Tone tone)
{
    return tone == Tone::Danger || tone == Tone::Warning;
}

} // namespace

TableDelegate::TableDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const QFont font = fontOf(index.data(StrongRole).toBool() ? TextStyle::BodyMedium : TextStyle::Body);
    const QString words = index.data(Qt::DisplayRole).toString();
    int width = index.data(DigitsRole).toBool() ? static_cast<int>(digitsWidth(font, groupedUserNumber(words))) + 1 : paint::widthOf(font, words);
    width = std::max(width, paint::widthOf(fontOf(TextStyle::Small), index.data(SecondLineRole).toString()));
    if (!index.data(IconRole).toString().isEmpty()) width += metrics::iconButton + metrics::paddingButton;
    const int left = index.column() == 0 ? firstPadding : cellPadding;
    return {width + left + cellPadding, metrics::tableRow};
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    const auto* view = qobject_cast<const TableView*>(option.widget);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const Tone rowTone = toneOf(index.siblingAtColumn(0));
    const QRectF cell(option.rect);
    painter->save();
    if (chosen) {
        painter->fillRect(cell, theme.colour(Colour::SurfaceSelected));
    } else if (tinted(rowTone)) {
        painter->fillRect(cell, theme.tint(rowTone));
    } else if (view && view->m_hovered == index.row()) {
        painter->fillRect(cell, theme.colour(Colour::SurfaceHover));
    }
    painter->fillRect(QRectF(cell.left(), cell.bottom() - theme.hairline(), cell.width(), theme.hairline()),
                      tinted(rowTone) ? theme.tintBorder(rowTone) : theme.colour(Colour::Border));
    const Tone tone = toneOf(index);
    const bool strong = index.data(StrongRole).toBool();
    double left = cell.left() + (index.column() == 0 ? firstPadding : cellPadding);
    const double right = cell.right() - cellPadding;
    const QString second = index.data(SecondLineRole).toString();
    const bool two = !second.isEmpty() && cell.height() >= twoLineRow - 1;
    const QRectF first(left, two ? cell.top() + 12 : cell.top(), right - left, two ? 22 : cell.height() - 1);
    const QString icon = index.data(IconRole).toString();
    if (!icon.isEmpty()) {
        const QColor ink = tone == Tone::Plain ? theme.colour(Colour::TextSecondary) : theme.sign(tone);
        theme.icons().draw(*painter, QRectF(left, first.top(), metrics::iconButton, first.height()), icon, metrics::iconButton, ink);
        left += metrics::iconButton + metrics::paddingButton;
    }
    const QFont font = fontOf(strong ? TextStyle::BodyMedium : TextStyle::Body);
    const bool quiet = !strong && index.column() > 0;
    const QColor ink = tone != Tone::Plain && index.column() > 0 ? theme.words(tone) : theme.colour(quiet || index.column() == 0 ? Colour::TextSecondary : Colour::Text);
    const QRectF place(left, first.top(), right - left, first.height());
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter;
    const QString words = index.data(Qt::DisplayRole).toString();
    if (index.data(DigitsRole).toBool()) {
        painter->setFont(font);
        painter->setPen(ink);
        drawDigits(*painter, place, groupedUserNumber(words), alignment);
    } else {
        paint::line(*painter, place, words, font, ink, alignment);
    }
    if (two) paint::line(*painter, QRectF(left, first.bottom(), right - left, 20), second, fontOf(TextStyle::Small), theme.colour(Colour::TextSecondary), alignment);
    painter->restore();
}

TableView::TableView(QWidget* parent) : QTableView(parent)
{
    setItemDelegate(new TableDelegate(this));
    setProperty("focusInside", true);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false); // Tab leaves the table; arrows walk in it
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(metrics::tableRow);
    horizontalHeader()->setFixedHeight(metrics::tableHead);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setResizeContentsPrecision(64); // fitting looks at what is seen, so that ten thousand rows open at once
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setStretchLastSection(true);
    connect(this, &QTableView::doubleClicked, this, &TableView::opened);
}

void TableView::setTwoLines(bool on)
{
    m_twoLines = on;
    verticalHeader()->setDefaultSectionSize(on ? twoLineRow : metrics::tableRow);
}

void TableView::setStretchColumn(int column)
{
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

QSize TableView::sizeHint() const
{
    return {640, metrics::tableHead + 3 * (m_twoLines ? twoLineRow : metrics::tableRow)};
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        const QString words = currentIndex().data(Qt::DisplayRole).toString();
        QGuiApplication::clipboard()->setText(currentIndex().data(DigitsRole).toBool() ? withoutSpaces(words) : words);
        return;
    }
    const bool letter = !event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_Space;
    if (letter || enter || event->key() == Qt::Key_Escape) {
        event->ignore(); // letters are the page's keys
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::mouseMoveEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position().toPoint().y());
    if (row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent* event)
{
    m_hovered = -1;
    viewport()->update();
    QTableView::leaveEvent(event);
}

void TableView::paintCorners()
{
    // Rows are painted to the edge; the table's lower corners are round.
    const Theme& theme = Theme::current();
    const QRectF place(viewport()->rect());
    constexpr double radius = metrics::radiusPanel - 1.0;
    QPainterPath inside;
    inside.addRoundedRect(place.adjusted(0, -2 * radius, 0, 0), radius, radius);
    QPainterPath corners;
    corners.addRect(QRectF(place.left(), place.bottom() - radius, radius, radius));
    if (!verticalScrollBar()->isVisible()) corners.addRect(QRectF(place.right() - radius, place.bottom() - radius, radius, radius));
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(corners.subtracted(inside), theme.colour(Colour::Page));
    painter.setClipPath(corners);
    painter.setPen(QPen(theme.colour(Colour::Border), theme.hairline()));
    painter.drawPath(inside);
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    paintCorners();
    if (!hasFocus() || !currentIndex().isValid()) return;
    // The ring of a row lies inside it.
    QRect row = visualRect(currentIndex());
    row.setLeft(0);
    row.setRight(viewport()->width() - 1);
    QPainter painter(viewport());
    paint::box(painter, QRectF(row).adjusted(3, 3, -3, -4), 6, {}, colour(Colour::Focus), metrics::focusRing);
}

} // namespace cardwright::ui
