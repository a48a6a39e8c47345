#include "ui/widgets/Stepper.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/Paint.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int stepHeight = 58;
constexpr int stepHeightNarrow = 46;
constexpr int stepHeightLast = 40;

QString stateWords(StepperState state)
{
    switch (state) {
    case StepperState::Done: return QCoreApplication::translate("Stepper", "done");
    case StepperState::Current: return QCoreApplication::translate("Stepper", "this step");
    case StepperState::ToCome: return QCoreApplication::translate("Stepper", "to come");
    case StepperState::Refused: return QCoreApplication::translate("Stepper", "refused");
    }
    return {};
}

/// One step: circle, title, why it is not finished, and the line down to the next.
class StepButton : public QAbstractButton {
public:
    StepButton(int number, QWidget* parent) : QAbstractButton(parent), m_number(number)
    {
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setProperty("focusRadius", metrics::radiusControl);
        setObjectName(QStringLiteral("step-%1").arg(number));
    }

    void setItem(const StepItem& item, bool last, bool narrow)
    {
        m_item = item;
        m_last = last;
        m_narrow = narrow;
        setText(item.title);
        setAccessibleName(QStringLiteral("%1. %2").arg(m_number).arg(item.title));
        setAccessibleDescription(item.second.isEmpty() ? stateWords(item.state) : stateWords(item.state) + QStringLiteral(". ") + item.second);
        setToolTip(narrow ? item.title : QString());
        setFixedHeight(sizeHint().height());
        update();
    }

    QSize sizeHint() const override
    {
        return {m_narrow ? metrics::stepperNarrow : metrics::stepper, m_last ? stepHeightLast : m_narrow ? stepHeightNarrow : stepHeight};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& theme = Theme::current();
        const QRectF circle(0, 4, metrics::stepCircle, metrics::stepCircle);
        if (!m_last) painter.fillRect(QRectF(metrics::stepCircle / 2.0 - 1, circle.bottom() + 4, 2, height() - circle.bottom() - 4), theme.colour(Colour::Border));
        paintCircle(painter, circle, theme);
        if (m_narrow) return;
        const double left = metrics::stepCircle + 12;
        const double room = width() - left;
        const bool quiet = m_item.state == StepperState::ToCome;
        const double titleTop = m_item.second.isEmpty() ? 7 : 0;
        const QFont font = fontOf(m_item.state == StepperState::Current ? TextStyle::BodyStrong : TextStyle::BodyMedium);
        paint::line(painter, QRectF(left, titleTop, room, 20), m_item.title, font, theme.colour(quiet && !underMouse() ? Colour::TextSecondary : Colour::Text));
        const QColor second = m_item.state == StepperState::Refused ? theme.colour(Colour::DangerText)
                              : m_item.secondWarns                   ? theme.colour(Colour::WarningText)
                                                                     : theme.colour(Colour::TextMuted);
        const QFont small = fontOf(TextStyle::Small);
        if (m_last || paint::widthOf(small, m_item.second) <= room)
            return paint::line(painter, QRectF(left, 19, room, 18), m_item.second, small, second);
        painter.setFont(small); // what is wrong is said whole: over two lines, above the next circle
        painter.setPen(second);
        painter.drawText(QRectF(left, 20, room, height() - 20.0), Qt::TextWordWrap, m_item.second);
    }

private:
    void paintCircle(QPainter& painter, const QRectF& circle, const Theme& theme) const
    {
        const double radius = circle.width() / 2;
        const auto number = [&](const QColor& ink) { paint::line(painter, circle, QString::number(m_number), fontOf(TextStyle::SmallStrong), ink, Qt::AlignCenter); };
        switch (m_item.state) {
        case StepperState::Done:
            paint::box(painter, circle, radius, theme.colour(Colour::Surface), theme.colour(Colour::Success), 2);
            theme.icons().draw(painter, circle, QStringLiteral("check"), metrics::iconInline, theme.colour(Colour::Success));
            break;
        case StepperState::Current:
            paint::box(painter, circle, radius, theme.colour(Colour::Accent), Qt::transparent);
            number(theme.colour(Colour::OnAccent));
            break;
        case StepperState::ToCome:
            paint::box(painter, circle, radius, theme.colour(Colour::Surface), theme.colour(Colour::BorderStrong), 2);
            number(theme.colour(Colour::TextSecondary));
            break;
        case StepperState::Refused:
            paint::box(painter, circle, radius, theme.colour(Colour::Surface), theme.colour(Colour::Danger), 2);
            theme.icons().draw(painter, circle, QStringLiteral("error"), metrics::iconInline, theme.colour(Colour::Danger));
            break;
        }
    }

    int m_number;
    StepItem m_item;
    bool m_last = false;
    bool m_narrow = false;
};

} // namespace

Stepper::Stepper(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("stepper"));
    setAccessibleName(tr("Steps"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
}

void Stepper::setSteps(const QVector<StepItem>& steps)
{
    m_steps = steps;
    rebuild();
}

void Stepper::setNarrow(bool narrow)
{
    if (narrow == m_narrow) return;
    m_narrow = narrow;
    rebuild();
}

void Stepper::rebuild()
{
    while (layout()->count() > m_steps.size()) {
        QLayoutItem* item = layout()->takeAt(layout()->count() - 1);
        delete item->widget();
        delete item;
    }
    while (layout()->count() < m_steps.size()) {
        const int index = layout()->count();
        auto* button = new StepButton(index + 1, this);
        connect(button, &QAbstractButton::clicked, this, [this, index] { Q_EMIT stepClicked(index); });
        layout()->addWidget(button);
        button->setVisible(true);
    }
    for (int index = 0; index < m_steps.size(); ++index) {
        static_cast<StepButton*>(layout()->itemAt(index)->widget())->setItem(m_steps.at(index), index + 1 == m_steps.size(), m_narrow);
    }
    setFixedSize(sizeHint());
}

int Stepper::current() const
{
    for (int index = 0; index < m_steps.size(); ++index) {
        if (m_steps.at(index).state == StepperState::Current) return index;
    }
    return -1;
}

QString Stepper::currentWords() const
{
    const int index = current();
    if (index < 0) return {};
    const StepItem& item = m_steps.at(index);
    const QString head = tr("Step %1 of %2: %3").arg(index + 1).arg(m_steps.size()).arg(item.title);
    if (item.second.isEmpty()) return head;
    return head + (head.endsWith(QLatin1Char('?')) ? QStringLiteral(" ") : QStringLiteral(". ")) + item.second;
}

QSize Stepper::sizeHint() const
{
    const int count = static_cast<int>(m_steps.size());
    return {m_narrow ? metrics::stepperNarrow : metrics::stepper, count == 0 ? 0 : (count - 1) * (m_narrow ? stepHeightNarrow : stepHeight) + stepHeightLast};
}

QRect Stepper::stepRect(int index) const
{
    QLayoutItem* item = layout()->itemAt(index);
    return item ? item->geometry() : QRect();
}

} // namespace cardwright::ui
