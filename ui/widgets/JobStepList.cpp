#include "ui/widgets/JobStepList.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QPainter>

namespace cardwright::ui {

namespace {

using State = JobStepItem::State;

bool isOpen(const JobStepItem& item)
{
    return item.state == State::Running || item.state == State::Waiting || item.state == State::Refused;
}

Tone toneOf(State state)
{
    switch (state) {
    case State::Running: return Tone::Accent;
    case State::Waiting: return Tone::Warning;
    case State::Refused: return Tone::Danger;
    default: return Tone::Plain;
    }
}

} // namespace

JobStepRow::JobStepRow(QWidget* parent)
    : QWidget(parent), m_sign(new IconLabel({}, metrics::iconButton, Colour::Success, this)), m_arc(new BusyArc(metrics::iconButton, this)),
      m_words(new Label({}, TextStyle::Body, Colour::Text, this)), m_second(new TextBlock({}, TextStyle::Small, Colour::TextSecondary, this)),
      m_time(new DigitsLabel({}, TextStyle::Small, Colour::TextSecondary, this)), m_code(new Label({}, TextStyle::Small, Colour::TextMuted, this)),
      m_copy(new QuietButton(tr("Copy"), this)), m_codeRow(new QWidget(this)), m_lines(new QVBoxLayout), m_row(new QHBoxLayout(this))
{
    m_words->setElided(true);
    m_time->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_copy->setSize(ActionButton::Size::Compact);
    connect(m_copy, &QAbstractButton::clicked, this, [this] { Q_EMIT copyPressed(m_item.code); });
    auto* codeRow = new QHBoxLayout(m_codeRow);
    codeRow->setContentsMargins(0, 0, 0, 0);
    codeRow->setSpacing(4);
    codeRow->addWidget(m_code);
    codeRow->addWidget(m_copy);
    codeRow->addStretch();
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(0);
    m_lines->addWidget(m_words);
    m_lines->addWidget(m_second);
    m_lines->addWidget(m_codeRow);
    m_row->setSpacing(0);
    m_row->addWidget(m_sign, 0, Qt::AlignTop);
    m_row->addWidget(m_arc, 0, Qt::AlignTop);
    m_row->addSpacing(14);
    m_row->addLayout(m_lines, 1);
    m_row->addSpacing(12);
    m_row->addWidget(m_time, 0, Qt::AlignTop);
    setItem({});
}

void JobStepRow::setItem(const JobStepItem& item)
{
    m_item = item;
    const bool open = isOpen(item);
    const bool running = item.state == State::Running;
    m_arc->setVisible(running);
    m_sign->setVisible(!running);
    switch (item.state) {
    case State::Done: m_sign->setIconName(QStringLiteral("check")); m_sign->setInk(Colour::Success); break;
    case State::Waiting: m_sign->setIconName(QStringLiteral("card-removed")); m_sign->setInk(Colour::Warning); break;
    case State::Refused: m_sign->setIconName(QStringLiteral("error")); m_sign->setInk(Colour::Danger); break;
    default: m_sign->setIconName({}); break;
    }
    m_words->setText(item.words);
    m_words->setStyleOf(open ? TextStyle::BodyStrong : TextStyle::Body);
    m_words->setInk(item.state == State::ToCome ? Colour::TextSecondary : Colour::Text);
    m_second->setText(item.second);
    m_second->setVisible(open && !item.second.isEmpty());
    m_second->setStyleOf(item.state == State::Running ? TextStyle::Small : TextStyle::Body);
    m_code->setText(item.code);
    m_codeRow->setVisible(open && !item.code.isEmpty());
    m_time->setText(item.time);
    m_time->setVisible(!item.time.isEmpty());
    m_time->setInk(running ? Colour::AccentSoftText : Colour::TextSecondary);
    const bool tall = m_second->isVisibleTo(this);
    m_row->setContentsMargins(18, tall ? 12 : 7, 18, tall ? (m_codeRow->isVisibleTo(this) ? 8 : 12) : 7);
    setMinimumHeight(metrics::jobRow);
    setAccessibleName(item.words);
    setAccessibleDescription(item.second.isEmpty() ? item.time : item.second);
    updateGeometry();
    update();
}

void JobStepRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (isOpen(m_item)) painter.fillRect(rect(), theme.tint(toneOf(m_item.state)));
    if (m_item.state == State::ToCome) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.colour(Colour::BorderStrong), 1.25));
        painter.drawEllipse(QPointF(m_sign->geometry().center()) + QPointF(0.5, 0.5), 5, 5);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    if (!property("last").toBool()) painter.fillRect(0, height() - theme.hairline(), width(), theme.hairline(), theme.colour(Colour::Border));
}

JobStepList::JobStepList(QWidget* parent) : Panel(parent)
{
    setObjectName(QStringLiteral("job-steps"));
    setAccessibleName(tr("Steps of the card job"));
    setPadding(0);
}

void JobStepList::setItems(const QVector<JobStepItem>& items)
{
    while (m_rows.size() > items.size()) delete m_rows.takeLast();
    while (m_rows.size() < items.size()) {
        auto* row = new JobStepRow(this);
        row->setObjectName(QStringLiteral("job-step-%1").arg(m_rows.size() + 1));
        connect(row, &JobStepRow::copyPressed, this, &JobStepList::copyPressed);
        body()->addWidget(row);
        m_rows << row;
    }
    for (int index = 0; index < items.size(); ++index) {
        const JobStepItem& item = items.at(index);
        const bool news = isOpen(item) && (m_rows.at(index)->item().state != item.state || m_rows.at(index)->item().words != item.words);
        m_rows.at(index)->setItem(item);
        m_rows.at(index)->setProperty("last", index + 1 == items.size());
        if (news) announce(m_rows.at(index), item.second.isEmpty() ? item.words : item.words + QStringLiteral(". ") + item.second);
    }
}

} // namespace cardwright::ui
