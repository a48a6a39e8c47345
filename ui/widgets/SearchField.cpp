#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/KeyCap.h"
#include "ui/widgets/Paint.h"

#include <QKeyEvent>

namespace cardwright::ui {

namespace {

constexpr int signPlace = 44;

}

SearchField::SearchField(QWidget* parent) : QLineEdit(parent)
{
    setObjectName(QStringLiteral("search"));
    setProperty("search", true);
    setFont(fontOf(TextStyle::Body));
    setPlaceholderText(tr("Search people, UUID or card"));
    setAccessibleName(tr("Search people, UUID or card"));
    setKeyCap(tr("Ctrl K"));
    connect(this, &QLineEdit::textEdited, this, &SearchField::searchChanged);
}

void SearchField::setKeyCap(const QString& words)
{
    m_keyCap = words;
    setAccessibleDescription(words.isEmpty() ? QString() : tr("Key: %1").arg(words));
    setTextMargins(0, 0, words.isEmpty() ? 0 : KeyCap::widthOf(words), 0);
    update();
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT movedDown(); return;
    case Qt::Key_Escape:
        if (!text().isEmpty()) {
            clear();
            Q_EMIT searchChanged({});
        } else {
            Q_EMIT left();
        }
        return;
    default: QLineEdit::keyPressEvent(event);
    }
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const Theme& theme = Theme::current();
    QPainter painter(this);
    theme.icons().draw(painter, QRectF(0, 0, signPlace, height()), QStringLiteral("search"), metrics::iconVerdict, theme.colour(Colour::TextSecondary));
    if (m_keyCap.isEmpty()) return;
    const int wide = KeyCap::widthOf(m_keyCap);
    const QRectF cap(width() - wide - 8, (height() - metrics::keyHint) / 2, wide, metrics::keyHint);
    KeyCap::paint(painter, cap, m_keyCap, theme.colour(Colour::Key), theme.colour(Colour::KeyBorder), theme.colour(Colour::KeyText));
}

} // namespace cardwright::ui
