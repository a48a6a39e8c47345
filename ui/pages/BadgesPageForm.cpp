#include "ui/pages/BadgesPage.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

// How a badge is asked for: by its form, from an e-mail, or from the list of an induction day.

namespace cardwright::ui {

namespace {

constexpr std::size_t shownIssues = 6;

} // namespace

void BadgesPage::fillForm(const QString& event, const std::map<std::string, std::string>& values)
{
    emptyLayout(m_fieldRows);
    m_fields.clear();
    m_likeness = nullptr;
    QVector<QWidget*> order{m_event->box()};
    const auto found = std::find_if(m_events.begin(), m_events.end(), [&](const BadgeEventChoice& one) { return words::fromUtf8(one.id) == event; });
    m_photo->setVisible(found != m_events.end() && found->newPhoto);
    if (found == m_events.end()) {
        const QSignalBlocker quiet(m_event->box());
        m_event->box()->setCurrentIndex(-1);
        return check();
    }
    for (const auto& field : found->fields) {
        const auto value = values.find(field.id);
        if (field.id == "likeness") {
            m_likeness = new CheckRow(tr("The manager states a true likeness"), words::fromUtf8(m_hub.port().badges()->likeness()));
            named(m_likeness, "badges-field-likeness", tr("The manager states a true likeness"));
            m_likeness->setChecked(value != values.end() && !value->second.empty());
            m_fieldRows->addWidget(m_likeness);
            order << m_likeness;
            connect(m_likeness, &QAbstractButton::toggled, this, &BadgesPage::check);
            continue;
        }
        auto* edit = new Field(words::fromUtf8(field.title));
        edit->setObjectName(QStringLiteral("badges-field-%1-row").arg(words::fromUtf8(field.id)));
        edit->edit()->setObjectName(QStringLiteral("badges-field-%1").arg(words::fromUtf8(field.id)));
        edit->edit()->setAccessibleName(words::fromUtf8(field.title));
        if (value != values.end()) edit->setText(words::fromUtf8(value->second));
        m_fieldRows->addWidget(edit);
        order << edit->edit();
        m_fields[field.id] = edit;
        connect(edit, &Field::textChanged, this, &BadgesPage::check);
    }
    order << m_photo->edit() << m_number->edit() << m_request;
    for (qsizetype at = 1; at < order.size(); ++at) // what was made last stands in the middle: Tab walks as the eye does
        setTabOrder(order[at - 1], order[at]);
    const QSignalBlocker quiet(m_event->box());
    m_event->box()->setCurrentIndex(static_cast<int>(found - m_events.begin()));
    check();
}

BadgeDraft BadgesPage::draft() const
{
    BadgeDraft draft;
    const int index = m_event->box()->currentIndex();
    if (index >= 0 && index < static_cast<int>(m_events.size())) draft.event = m_events[static_cast<std::size_t>(index)].id;
    for (const auto& [id, field] : m_fields) draft.fields[id] = field->text().trimmed().toStdString();
    if (m_likeness && m_likeness->isChecked()) draft.fields["likeness"] = "yes";
    draft.userNumber = withoutSpaces(m_number->text().trimmed()).toStdString();
    draft.photoPath = m_photo->isHidden() ? std::string() : m_photo->text().trimmed().toStdString();
    return draft;
}

/// Live: what is still missing holds the button, in words.
void BadgesPage::check()
{
    auto* port = m_hub.port().badges();
    if (!port || !m_hub.signedIn() || m_now != Side::form) return m_request->hold(tr("Choose why a badge is needed."));
    const int asked = ++m_checks;
    port->check(draft(), guarded<BadgeCheck>(this, [this, asked](const BadgeCheck& answer) {
        if (asked == m_checks) showIssues(answer);
    }));
}

void BadgesPage::showIssues(const BadgeCheck& answer)
{
    for (auto& [id, field] : m_fields) field->clearWrong();
    m_photo->clearWrong();
    // What was not typed yet is said on the button, not in red under every field.
    for (const auto& issue : answer.issues) {
        const auto field = m_fields.find(issue.field);
        if (field != m_fields.end() && (!field->second->text().trimmed().isEmpty() || issue.field == "incident")) field->second->setWrong(words::fromUtf8(issue.sentence));
        if (issue.field == "photo" && !m_photo->text().trimmed().isEmpty()) m_photo->setWrong(words::fromUtf8(issue.sentence));
    }
    if (answer.failure)
        m_request->hold(failureLine(*answer.failure));
    else if (!answer.issues.empty())
        m_request->hold(words::fromUtf8(answer.issues.front().sentence));
    else
        m_request->release();
}

void BadgesPage::request()
{
    m_hub.port().badges()->request(draft(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("The badge is asked for")); }));
}

void BadgesPage::readMail()
{
    const auto mail = m_hub.port().badges()->readMail(m_text->toPlainText().toStdString());
    if (mail.failure) return trouble(tr("Nothing in it is a field"), failureLine(*mail.failure));
    show(Side::form);
    m_number->setText(words::fromUtf8(mail.draft.userNumber));
    fillForm(words::fromUtf8(mail.draft.event), mail.draft.fields);
    m_photo->setText(words::fromUtf8(mail.draft.photoPath));
    QStringList unread;
    for (const auto& line : mail.unread) unread << words::fromUtf8(line);
    if (!unread.isEmpty()) {
        m_trouble->setContent(Tone::Accent, QStringLiteral("info"), tr("Lines that are no field"), unread.join(QStringLiteral("; ")));
        m_trouble->show();
    }
    m_event->box()->setFocus();
}

void BadgesPage::lookAtDay()
{
    const auto path = m_file->text().trimmed().toStdString();
    m_hub.port().badges()->previewDay(path, guarded<BadgeDay>(this, [this](const BadgeDay& day) {
        emptyLayout(m_dayIssues);
        m_digest.clear();
        if (day.failure) {
            m_dayWords->setText(failureLine(*day.failure));
            return hold();
        }
        for (std::size_t at = 0; at < day.issues.size() && at < shownIssues; ++at) {
            const auto& issue = day.issues[at];
            auto* row = new VerdictRow(VerdictRow::Verdict::Fails, words::fromUtf8(issue.sentence), tr("line %1").arg(issue.line));
            row->setObjectName(QStringLiteral("badges-day-issue-%1").arg(at + 1));
            m_dayIssues->addWidget(row);
        }
        const auto rows = static_cast<int>(day.rows);
        m_dayWords->setText(day.issues.empty() ? tr("%1 people, every row does. Nothing is taken yet.").arg(rows)
                                               : tr("%1 people. Nothing is taken while a row does not do: mend the list and look again.").arg(rows));
        if (day.issues.empty()) m_digest = day.digest;
        hold();
        if (day.issues.empty()) m_take->setFocus();
    }));
}

void BadgesPage::takeDay()
{
    m_hub.port().badges()->importDay(m_file->text().trimmed().toStdString(), m_digest,
                                     guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("All of them are asked for")); }));
}

} // namespace cardwright::ui
