#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/ComboBox.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Paint.h"
#include "ui/widgets/QuestionPanel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPropertyAnimation>

namespace cardwright::ui {

ConfirmPanel::ConfirmPanel(const QString& question, const QString& consequence, QWidget* parent)
    : QWidget(parent), m_question(new Label(question, TextStyle::BodyStrong, Colour::Text, this)),
      m_consequence(new TextBlock(consequence, TextStyle::Compact, Colour::TextSecondary, this)), m_reasons(new ComboBox(this)),
      m_footnote(new Label({}, TextStyle::Small, Colour::TextSecondary, this)), m_keep(new SecondaryButton(tr("Keep it"), this)),
      m_do(new DangerButton(DangerButton::Kind::Does, tr("Cancel it"), this)), m_growth(new QPropertyAnimation(this, "maximumHeight", this))
{
    setObjectName(QStringLiteral("confirm"));
    m_keep->setObjectName(QStringLiteral("confirm-keep"));
    m_keep->setKeyCap(tr("Esc"));
    m_do->setObjectName(QStringLiteral("confirm-do"));
    m_do->setKeyCap(tr("Ctrl Enter"));
    m_reasons->setObjectName(QStringLiteral("confirm-reason"));
    m_reasons->setAccessibleName(tr("Reason"));
    m_reasons->hide();
    m_footnote->setWordWrap(true);
    auto* first = new QHBoxLayout;
    first->setSpacing(12);
    first->addWidget(m_reasons);
    first->addStretch();
    first->addWidget(m_keep);
    auto* second = new QHBoxLayout;
    second->setSpacing(12);
    second->addWidget(m_footnote, 1);
    second->addWidget(m_do);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(0);
    column->addWidget(m_question);
    column->addWidget(m_consequence);
    column->addSpacing(12);
    column->addLayout(first);
    column->addSpacing(10);
    column->addLayout(second);
    m_reasons->setMinimumWidth(168);
    m_growth->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_keep, &QAbstractButton::clicked, this, [this] {
        close();
        Q_EMIT kept();
    });
    connect(m_do, &QAbstractButton::clicked, this, [this] { Q_EMIT confirmed(reason()); });
    connect(m_growth, &QPropertyAnimation::finished, this, [this] { setMaximumHeight(QWIDGETSIZE_MAX); });
    setWords(question, consequence);
    hide();
}

void ConfirmPanel::setWords(const QString& question, const QString& consequence)
{
    m_question->setText(question);
    m_consequence->setText(consequence);
    setAccessibleName(question);
    setAccessibleDescription(consequence);
}

void ConfirmPanel::setAnswers(const QString& keep, const QString& doIt)
{
    m_keep->setText(keep);
    m_keep->setAccessibleName(keep);
    m_do->setText(doIt);
    m_do->setAccessibleName(doIt);
    m_keep->updateGeometry();
    m_do->updateGeometry();
}

void ConfirmPanel::setReasons(const QStringList& reasons)
{
    m_reasons->clear();
    m_reasons->addItems(reasons);
    m_reasons->setVisible(!reasons.isEmpty());
}

int ConfirmPanel::reason() const
{
    return m_reasons->currentIndex();
}

void ConfirmPanel::setFootnote(const QString& words)
{
    m_footnote->setText(words);
}

void ConfirmPanel::open()
{
    if (m_open) return;
    m_open = true;
    const int needed = std::max(sizeHint().height(), hasHeightForWidth() ? heightForWidth(width()) : 0);
    const int duration = Theme::current().duration(metrics::motionExpand);
    if (duration > 0) {
        setMaximumHeight(0);
        m_growth->setDuration(duration);
        m_growth->setStartValue(0);
        m_growth->setEndValue(needed);
        show();
        m_growth->start();
    } else {
        show();
    }
    announce(this, m_question->text() + QLatin1Char(' ') + m_consequence->text());
    if (m_reasons->count() > 0) {
        m_reasons->setFocus(Qt::OtherFocusReason);
    } else {
        m_keep->setFocus(Qt::OtherFocusReason);
    }
}

void ConfirmPanel::close()
{
    if (!m_open) return;
    m_open = false;
    m_growth->stop();
    setMaximumHeight(QWIDGETSIZE_MAX);
    hide();
}

void ConfirmPanel::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        m_keep->trigger();
    } else if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_do->trigger();
    } else if (!enter) {
        QWidget::keyPressEvent(event);
    }
    // Enter alone stops here: it neither does it nor presses the page's primary underneath an open question.
}

void ConfirmPanel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paint::box(painter, QRectF(rect()), metrics::radiusPanel, theme.tint(Tone::Danger), theme.tintBorder(Tone::Danger), theme.hairline());
}

} // namespace cardwright::ui
