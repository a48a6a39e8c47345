#include "ui/widgets/QuestionPanel.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QKeyEvent>

namespace cardwright::ui {

QuestionPanel::QuestionPanel(const QString& question, const QString& line, QWidget* parent)
    : Panel(parent), m_question(new Label(question, TextStyle::Lead, Colour::Text, this)), m_line(new TextBlock(line, TextStyle::Body, Colour::TextSecondary, this)),
      m_yes(new SecondaryButton(tr("Yes, same person"), this)), m_no(new SecondaryButton(tr("Not sure"), this))
{
    setObjectName(QStringLiteral("question"));
    setFocusPolicy(Qt::StrongFocus);
    m_question->setWordWrap(true);
    for (auto* button : {m_yes, m_no}) {
        button->setCheckable(true);
        button->setSize(ActionButton::Size::Choice);
    }
    m_yes->setKeyCap(tr("Y"));
    m_yes->setObjectName(QStringLiteral("likeness-yes"));
    m_yes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_no->setKeyCap(tr("N"));
    m_no->setObjectName(QStringLiteral("likeness-no"));
    connect(m_yes, &QAbstractButton::clicked, this, [this] { choose(Answer::Yes); });
    connect(m_no, &QAbstractButton::clicked, this, [this] { choose(Answer::No); });
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_yes, 1);
    row->addWidget(m_no);
    body()->addWidget(m_question);
    body()->addWidget(m_line);
    body()->addSpacing(16);
    body()->addLayout(row);
    setQuestion(question, line);
}

void QuestionPanel::setQuestion(const QString& question, const QString& line)
{
    m_question->setText(question);
    m_line->setText(line);
    setAccessibleName(question);
    setAccessibleDescription(line + QLatin1Char(' ') + tr("Y or N answers."));
}

void QuestionPanel::setAnswerWords(const QString& yes, const QString& no)
{
    m_yes->setText(yes);
    m_no->setText(no);
    m_yes->setAccessibleName(yes);
    m_no->setAccessibleName(no);
    m_yes->updateGeometry();
    m_no->updateGeometry();
}

void QuestionPanel::setAnswer(Answer answer)
{
    m_answer = answer;
    m_yes->setChecked(answer == Answer::Yes);
    m_no->setChecked(answer == Answer::No);
}

void QuestionPanel::choose(Answer answer)
{
    setAnswer(answer);
    announce(this, answer == Answer::Yes ? m_yes->text() : m_no->text());
    Q_EMIT answered(answer);
}

void QuestionPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::NoModifier && (event->key() == Qt::Key_Y || event->key() == Qt::Key_N)) {
        choose(event->key() == Qt::Key_Y ? Answer::Yes : Answer::No);
        return;
    }
    Panel::keyPressEvent(event);
}

} // namespace cardwright::ui
