#include "ui/pages/RecordsAct.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QDate>
#include <QDir>
#include <QHBoxLayout>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr int shortestReason = 10;
constexpr int numberDigits = 12;

QString proposedPath(const QString& what, const QString& ending)
{
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).filePath(QStringLiteral("cardwright-%1-%2.%3").arg(what, QDate::currentDate().toString(Qt::ISODate), ending));
}

QString digitsOf(const QString& typed)
{
    QString digits;
    for (const auto letter : typed)
        if (letter.isDigit())
            digits += letter;
    return digits;
}

} // namespace

RecordsAct::RecordsAct(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    m_panel = named(new Panel, "records-act");
    m_panel->setPadding(16);
    m_title = named(new Label({}, TextStyle::BodyStrong), "records-act-title");
    m_words = named(new TextBlock({}, TextStyle::Compact), "records-act-words");
    m_number = named(new Field(tr("UUID of the person")), "records-number-field");
    named(m_number->edit(), "records-number", tr("UUID of the person"));
    m_reason = named(new Field(tr("Why is it erased?")), "records-reason-field");
    named(m_reason->edit(), "records-reason", tr("Why is it erased?"));
    m_path = named(new Field(tr("Into this file")), "records-path-field");
    m_path->setPath();
    named(m_path->edit(), "records-path", tr("Into this file"));
    m_trouble = named(new TextBlock({}, TextStyle::Compact, Colour::WarningText), "records-trouble");
    m_do = named(new PrimaryButton(tr("Export")), "records-do", tr("Export"));
    m_do->setKeyCap(tr("Enter"));
    m_leave = named(new SecondaryButton(tr("Leave it")), "records-leave", tr("Leave it"));
    m_leave->setKeyCap(tr("Esc"));
    m_leave->setSize(ActionButton::Size::Choice);
    m_stepUp = new StepUpPanel(hub, QStringLiteral("records-step-up"));
    auto* fields = new QHBoxLayout;
    fields->setSpacing(16);
    fields->addWidget(m_number, 1);
    fields->addWidget(m_reason, 1);
    fields->addWidget(m_path, 2);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_leave);
    buttons->addStretch(1);
    buttons->addWidget(m_do);
    m_panel->body()->setSpacing(8);
    m_panel->body()->addWidget(m_title);
    m_panel->body()->addWidget(m_words);
    m_panel->body()->addLayout(fields);
    m_panel->body()->addWidget(m_trouble);
    m_panel->body()->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    column->addWidget(m_stepUp);
    for (auto* field : {m_number, m_reason, m_path})
        connect(field, &Field::textChanged, this, &RecordsAct::refresh);
    connect(m_do, &ActionButton::clicked, this, &RecordsAct::submit);
    connect(m_do, &ActionButton::heldPressed, this, &RecordsAct::said);
    connect(m_leave, &ActionButton::clicked, this, &RecordsAct::close);
    connect(m_stepUp, &StepUpPanel::left, m_panel, &QWidget::show);
    hide();
}

void RecordsAct::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_leave, [this] { return m_open && m_panel->isVisible(); });
    bindKey(this, QKeySequence(Qt::Key_Return), m_do);
    m_stepUp->bindKeys();
}

void RecordsAct::open(Kind kind, const std::optional<JournalRow>& row)
{
    m_kind = kind;
    m_open = true;
    m_seq = row ? row->seq : 0;
    m_stepUp->close();
    m_panel->show();
    m_trouble->hide();
    m_do->clearBusy();
    m_number->setVisible(kind == Kind::proof);
    m_reason->setVisible(kind == Kind::erase);
    m_path->setVisible(kind != Kind::erase);
    m_reason->setText({});
    switch (kind) {
    case Kind::exportLog:
        m_title->setText(tr("Take the whole log out"));
        m_words->setText(tr("Every entry with its signature, for checking without this desk. What is personal stays sealed in it."));
        m_path->setText(proposedPath(QStringLiteral("log"), QStringLiteral("jsonl")));
        m_do->setText(tr("Export"));
        break;
    case Kind::proof:
        m_title->setText(tr("What this log holds about one person"));
        m_words->setText(tr("Their entries, each with the proof that it stands in the countersigned log. Who took it out is recorded."));
        m_number->setText(row ? words::groupedNumber(row->userNumber) : QString());
        m_path->setText(proposedPath(QStringLiteral("proof"), QStringLiteral("json")));
        m_do->setText(tr("Export"));
        break;
    case Kind::erase:
        m_title->setText(tr("Erase the personal data of entry %1").arg(m_seq));
        m_words->setText(tr("Its sealed content is deleted here and at the centre and cannot be brought back. Its place in the log stays, and the log still verifies."));
        m_do->setText(tr("Erase"));
        break;
    }
    m_do->setAccessibleName(m_do->text());
    refresh();
    show();
    bringIntoView(this);
    (kind == Kind::erase ? m_reason : kind == Kind::proof && m_number->text().isEmpty() ? m_number : m_path)->edit()->setFocus();
}

void RecordsAct::close()
{
    m_open = false;
    m_stepUp->close();
    m_number->setText({});
    m_reason->setText({});
    hide();
}

void RecordsAct::refresh()
{
    QString why;
    if (m_kind == Kind::erase && m_reason->text().simplified().size() < shortestReason)
        why = tr("Write why it is erased: a request's number, or the rule.");
    else if (m_kind == Kind::proof && digitsOf(m_number->text()).size() != numberDigits)
        why = tr("The twelve digits of the person's UUID.");
    else if (m_kind != Kind::erase && m_path->text().trimmed().isEmpty())
        why = tr("Name the file it goes into.");
    if (why.isEmpty())
        m_do->release();
    else
        m_do->hold(why);
}

void RecordsAct::submit()
{
    auto& trust = m_hub.port().trust();
    const auto path = m_path->text().trimmed().toStdString();
    if (m_kind == Kind::erase) {
        m_panel->hide();
        m_stepUp->open(tr("Erase the personal data of entry %1 for good?").arg(m_seq), tr("It cannot be brought back. The record carries your name and reason."),
                       tr("Erase for good"), [this](CardAgain again) {
                           m_hub.port().trust().erasePayload(m_seq, m_reason->text().simplified().toStdString(), std::move(again),
                                                             guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
                                                                 if (m_stepUp->answered(answer))
                                                                     finish(answer, tr("Entry %1 holds nothing personal any more").arg(m_seq));
                                                             }));
                       });
        return;
    }
    m_do->setBusy(tr("Writing"));
    auto then = guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
        finish(answer, tr("Written to %1").arg(answer.detail.empty() ? m_path->text().trimmed() : words::fromUtf8(answer.detail)));
    });
    if (m_kind == Kind::exportLog)
        trust.exportLog(path, std::move(then));
    else
        trust.exportProof(digitsOf(m_number->text()).toStdString(), path, std::move(then));
}

void RecordsAct::finish(const ActAnswer& answer, const QString& words)
{
    m_do->clearBusy();
    if (answer.done) {
        close();
        Q_EMIT done(words);
        return;
    }
    m_trouble->setText(failureLine(answer.failure.value_or(Failure::of("INTERNAL"))));
    m_trouble->show();
}

} // namespace cardwright::ui
