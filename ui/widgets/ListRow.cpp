#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Type.h"
#include "ui/widgets/KeyCap.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TextBlock.h"

#include <QEnterEvent>
#include <QHBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int tileSize = 38;

/// The title and its pill: in one line while both have their words in full, else the pill below, so that no title is cut to make room.
class TitleLine final : public QLayout {
public:
    TitleLine(QWidget* title, QWidget* pill)
    {
        addWidget(title);
        addWidget(pill);
    }
    ~TitleLine() override { qDeleteAll(m_items); }
    void addItem(QLayoutItem* item) override { m_items << item; }
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int at) const override { return at >= 0 && at < m_items.size() ? m_items[at] : nullptr; }
    QLayoutItem* takeAt(int at) override { return at >= 0 && at < m_items.size() ? m_items.takeAt(at) : nullptr; }
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override
    {
        const auto title = m_items[0]->sizeHint();
        const auto pill = m_items[1]->sizeHint();
        return stacked(width) ? title.height() + below + pill.height() + below : sizeHint().height();
    }
    QSize sizeHint() const override
    {
        const auto title = m_items[0]->sizeHint(); // of a title that may be cut: no width at all
        if (m_items[1]->isEmpty()) return title;
        const auto pill = m_items[1]->sizeHint();
        return {title.width() + beside + pill.width(), qMax(title.height(), pill.height())};
    }
    QSize minimumSize() const override
    {
        const auto title = m_items[0]->minimumSize();
        return m_items[1]->isEmpty() ? title : QSize(qMax(title.width(), m_items[1]->minimumSize().width()), sizeHint().height());
    }
    void setGeometry(const QRect& area) override
    {
        QLayout::setGeometry(area);
        const auto pill = m_items[1]->isEmpty() ? QSize(0, 0) : m_items[1]->sizeHint();
        const int lineHeight = stacked(area.width()) ? m_items[0]->sizeHint().height() : area.height();
        const int taken = pill.isEmpty() || stacked(area.width()) ? 0 : pill.width() + beside;
        m_items[0]->setGeometry(QRect(area.left(), area.top(), area.width() - taken, lineHeight));
        if (pill.isEmpty()) return;
        if (taken == 0) {
            m_items[1]->setGeometry(QRect(QPoint(area.left(), area.top() + lineHeight + below), QSize(qMin(pill.width(), area.width()), pill.height())));
        } else {
            m_items[1]->setGeometry(QRect(QPoint(area.right() + 1 - pill.width(), area.top() + (area.height() - pill.height()) / 2), pill));
        }
    }

private:
    static constexpr int beside = 12;
    static constexpr int below = 4;
    bool stacked(int width) const
    {
        return !m_items[1]->isEmpty() && m_items[0]->widget()->sizeHint().width() + beside + m_items[1]->sizeHint().width() > width;
    }
    QList<QLayoutItem*> m_items;
};

} // namespace

ListRow::ListRow(const QString& title, const QString& second, QWidget* parent)
    : QAbstractButton(parent), m_icon(new IconLabel({}, metrics::iconButton, Colour::TextSecondary, this)), m_title(new Label(title, TextStyle::BodyMedium, Colour::Text, this)),
      m_second(new TextBlock(second, TextStyle::Small, Colour::TextSecondary, this)), m_note(new TextBlock({}, TextStyle::Small, Colour::WarningText, this)),
      m_pill(new StatusPill(this)), m_key(new KeyCap({}, this)), m_row(new QHBoxLayout(this))
{
    setFocusPolicy(Qt::NoFocus);
    setProperty("focusInside", true);
    // Not Fixed: that would cap the height at one line of text however often it wraps.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_title->setElided(true);
    for (QWidget* part : std::initializer_list<QWidget*>{m_icon, m_title, m_second, m_note, m_pill, m_key}) part->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* first = new TitleLine(m_title, m_pill); // what follows has the whole width
    auto* lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addLayout(first);
    lines->addWidget(m_second);
    lines->addWidget(m_note);
    m_row->setContentsMargins(16, 12, 16, 13);
    m_row->setSpacing(14);
    m_row->addWidget(m_icon, 0, Qt::AlignTop);
    m_row->addLayout(lines, 1);
    m_row->addWidget(m_key, 0, Qt::AlignVCenter);
    m_icon->hide();
    m_note->hide();
    m_pill->hide();
    m_key->hide();
    setText(title);
    m_second->setVisible(!second.isEmpty());
    describe();
}

void ListRow::setTitle(const QString& title)
{
    setText(title);
    m_title->setText(title);
    describe();
}

void ListRow::setSecond(const QString& second)
{
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
    describe();
    updateGeometry();
}

void ListRow::setNote(Tone tone, const QString& note)
{
    m_note->setToneInk(tone);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    describe();
    updateGeometry();
}

void ListRow::setIconName(const QString& name, bool tile)
{
    m_tile = tile;
    m_icon->setIconName(name);
    m_icon->setVisible(!name.isEmpty());
    m_icon->setContentsMargins(0, 0, 0, 0);
    m_icon->setFixedSize(tile ? QSize(tileSize, tileSize) : QSize(metrics::iconTile, 22));
    update();
}

void ListRow::setPill(Tone tone, const QString& iconName, const QString& words)
{
    m_pill->setState(tone, iconName, words);
    m_pill->setVisible(!words.isEmpty());
    describe();
}

void ListRow::setKeyCap(const QString& words)
{
    m_key->setWords(words);
    m_key->setVisible(!words.isEmpty());
    describe();
}

void ListRow::setTrailing(QWidget* widget)
{
    if (m_trailing) m_trailing->deleteLater();
    m_trailing = widget;
    if (widget) m_row->addWidget(widget, 0, Qt::AlignVCenter);
}

void ListRow::setClickable(bool on)
{
    m_clickable = on;
    setFocusPolicy(on ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ListRow::setLast(bool last)
{
    m_last = last;
    update();
}

void ListRow::setChosenLook(bool chosen)
{
    m_chosen = chosen;
    update();
}

void ListRow::describe()
{
    setAccessibleName(m_title->text());
    QStringList parts;
    for (const QString& part : {m_second->text(), m_note->text(), m_pill->words()}) {
        if (!part.isEmpty()) parts << part;
    }
    if (!m_key->words().isEmpty()) parts << tr("Key: %1").arg(m_key->words());
    setAccessibleDescription(parts.join(QStringLiteral(". ")));
}

QSize ListRow::sizeHint() const
{
    return m_row->sizeHint();
}

QSize ListRow::minimumSizeHint() const
{
    return m_row->minimumSize();
}

int ListRow::heightForWidth(int width) const
{
    return m_row->hasHeightForWidth() ? m_row->heightForWidth(width) : m_row->sizeHint().height();
}

void ListRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (m_chosen || isChecked()) {
        painter.fillRect(rect(), theme.colour(Colour::SurfaceSelected));
    } else if (m_clickable && (underMouse() || isDown())) {
        painter.fillRect(rect(), theme.colour(isDown() ? Colour::SurfaceSunken : Colour::SurfaceHover));
    }
    if (m_icon->isVisibleTo(this) && m_tile) {
        const bool outlined = theme.appearance() == Appearance::HighContrast;
        paint::box(painter, QRectF(m_icon->geometry()), metrics::radiusControl, theme.colour(Colour::SurfaceSunken), outlined ? theme.colour(Colour::Border) : QColor());
    }
    if (!m_last) painter.fillRect(0, height() - 1, width(), 1, theme.colour(Colour::Border));
}

void ListRow::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void ListRow::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace cardwright::ui
