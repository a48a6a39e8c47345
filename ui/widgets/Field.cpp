#include "ui/widgets/Field.h"

#include "ui/theme/Metrics.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ComboBox.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

namespace cardwright::ui {

FieldFrame::FieldFrame(const QString& label, QWidget* control, QWidget* parent)
    : QWidget(parent), m_control(control), m_label(new Label(label, TextStyle::Compact, Colour::Text, this)),
      m_sign(new IconLabel(QStringLiteral("error"), metrics::iconInline, Colour::Danger, this)), m_message(new Label({}, TextStyle::Small, Colour::TextSecondary, this))
{
    control->setParent(this);
    m_label->setWeight(QFont::Medium);
    m_label->setBuddy(control);
    m_message->setWordWrap(true);
    auto* message = new QHBoxLayout;
    message->setSpacing(6);
    message->addWidget(m_sign, 0, Qt::AlignTop);
    message->addWidget(m_message, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_label);
    column->addWidget(control);
    column->addLayout(message);
    column->addStretch();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // the sentence may wrap
    showMessage();
    describe();
}

/// Not by a focus proxy: where a form orders its controls, Tab would still come to the frame where it was made, and through it to the control.
void FieldFrame::focusInEvent(QFocusEvent* event) { m_control->setFocus(event->reason()); }

void FieldFrame::setLabel(const QString& words)
{
    m_label->setText(words);
    describe();
}

void FieldFrame::setHint(const QString& words)
{
    m_hint = words;
    showMessage();
    describe();
}

void FieldFrame::setWrong(const QString& sentence)
{
    const bool news = !m_wrong || sentence != m_sentence;
    m_wrong = true;
    m_sentence = sentence;
    showMessage();
    describe();
    if (news) announce(m_control, m_label->text() + QStringLiteral(": ") + sentence);
}

void FieldFrame::clearWrong()
{
    if (!m_wrong) return;
    m_wrong = false;
    m_sentence.clear();
    showMessage();
    describe();
}

void FieldFrame::showMessage()
{
    const QString words = m_wrong ? m_sentence : m_hint;
    m_sign->setVisible(m_wrong);
    m_message->setVisible(!words.isEmpty());
    m_message->setText(words);
    m_message->setInk(m_wrong ? Colour::DangerText : Colour::TextSecondary);
    if (m_control->property("wrong").toBool() != m_wrong) {
        m_control->setProperty("wrong", m_wrong);
        m_control->style()->unpolish(m_control);
        m_control->style()->polish(m_control);
        m_control->update();
    }
}

void FieldFrame::describe()
{
    m_control->setAccessibleName(m_label->text());
    m_control->setAccessibleDescription(m_wrong ? m_sentence : m_hint);
}

Field::Field(const QString& label, QWidget* parent) : FieldFrame(label, new QLineEdit, parent), m_edit(static_cast<QLineEdit*>(m_control))
{
    m_edit->setFont(fontOf(TextStyle::Body));
    connect(m_edit, &QLineEdit::textEdited, this, [this] { clearWrong(); });
    connect(m_edit, &QLineEdit::textChanged, this, &Field::textChanged);
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        showFromStart();
        Q_EMIT edited();
    });
    m_edit->installEventFilter(this);
}

void Field::setText(const QString& text)
{
    m_edit->setText(text);
    showFromStart();
}

void Field::showFromStart()
{
    if (!isTypedIn() && !m_path)
        m_edit->setCursorPosition(0);
}

/// Also while another window is in front: what is typed next goes on where it was.
bool Field::isTypedIn() const { return window()->focusWidget() == m_edit; }

bool Field::eventFilter(QObject* watched, QEvent* event)
{
    // Where neither Tab chose all of it nor the mouse a place in it, typing goes on at the end.
    if (watched == m_edit && event->type() == QEvent::FocusIn) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::OtherFocusReason || reason == Qt::ShortcutFocusReason)
            m_edit->end(false);
    }
    return FieldFrame::eventFilter(watched, event);
}

ChoiceField::ChoiceField(const QString& label, QWidget* parent) : FieldFrame(label, new ComboBox, parent), m_box(static_cast<QComboBox*>(m_control))
{
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        clearWrong();
        Q_EMIT chosen(index);
    });
}

} // namespace cardwright::ui
