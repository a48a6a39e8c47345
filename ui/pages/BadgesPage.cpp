#include "ui/pages/BadgesPage.h"

#include "ui/bridge/PrintPort.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/print/Printers.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/ComboBox.h"
#include "ui/widgets/FacePreview.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr const char* printerSetting = "badge-printer";
constexpr const char* folderSetting = "print-folder";
constexpr std::size_t shownIssues = 6;

FaceContent contentOf(const BadgePrint& print)
{
    FaceContent content;
    content.organisation = words::fromUtf8(print.organisation);
    content.familyName = words::fromUtf8(print.name);
    content.title = words::fromUtf8(print.title);
    content.team = words::fromUtf8(print.team);
    content.site = words::fromUtf8(print.site);
    if (!print.portrait.empty()) content.portrait = QImage::fromData(print.portrait.data(), static_cast<int>(print.portrait.size()));
    return content;
}

QString stateWords(const std::string& state)
{
    if (state == "printed") return BadgesPage::tr("Printed");
    return state == "refused" ? BadgesPage::tr("Refused") : BadgesPage::tr("To print");
}

} // namespace

void BadgesPage::bindKeys()
{
    const auto at = [this](Side side) { return [this, side] { return m_now == side; }; };
    bindKey(this, QKeySequence(Qt::Key_Escape), m_leave);
    bindKey(this, QKeySequence(Qt::Key_N), m_new, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_P), m_mailOpen, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_I), m_dayOpen, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_A), m_print, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_Return), m_request, at(Side::form));
    bindKey(this, QKeySequence(Qt::Key_B), m_one, at(Side::badge));
    bindKey(this, QKeySequence(Qt::Key_Y), m_good, at(Side::quality));
    bindKey(this, QKeySequence(Qt::Key_X), m_bad, at(Side::quality));
}

void BadgesPage::clear()
{
    ++m_asks;
    ++m_checks;
    m_digest.clear();
    m_text->clear();
    m_file->setText({});
    m_number->setText({});
    m_photo->setText({});
    m_reason->setText({});
    m_printed.clear();
    showEvent({}, {});
    showList({});
    show(Side::start);
}

void BadgesPage::showEvent(QShowEvent*)
{
    if (auto* port = m_hub.port().badges()) {
        m_events = port->events();
        const QSignalBlocker quiet(m_event->box());
        m_event->box()->clear();
        for (const auto& event : m_events) m_event->box()->addItem(words::fromUtf8(event.title), words::fromUtf8(event.id));
        m_event->box()->setCurrentIndex(-1);
    }
    show(Side::start);
    ask();
    m_new->setFocus();
}

void BadgesPage::ask()
{
    auto* port = m_hub.port().badges();
    if (!port) return;
    const int asked = ++m_asks;
    port->list(guarded<BadgeList>(this, [this, asked](BadgeList list) {
        if (asked == m_asks) showList(std::move(list));
    }));
}

void BadgesPage::showList(BadgeList list)
{
    m_badges = std::move(list);
    emptyLayout(m_list->body());
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (std::size_t at = 0; at < m_badges.rows.size(); ++at) {
        const auto& badge = m_badges.rows[at];
        auto* row = new ListRow(words::fromUtf8(badge.name), tr("%1. %2, %3. Asked %4")
                                                                  .arg(words::fromUtf8(badge.eventTitle), words::fromUtf8(badge.title), words::fromUtf8(badge.team),
                                                                       words::momentInline(badge.askedAt, now)));
        row->setObjectName(QStringLiteral("badges-row-%1").arg(at + 1));
        row->setIconName(QStringLiteral("badge"));
        const bool open = badge.state == "requested";
        row->setPill(open ? (badge.photo ? Tone::Accent : Tone::Warning) : badge.state == "printed" ? Tone::Success : Tone::Plain,
                     open ? (badge.photo ? QStringLiteral("print") : QStringLiteral("photo")) : badge.state == "printed" ? QStringLiteral("check") : QStringLiteral("cancel"),
                     open && !badge.photo ? tr("No photograph") : stateWords(badge.state));
        if (badge.state == "refused") row->setNote(Tone::Plain, words::fromUtf8(badge.reason));
        row->setClickable(true);
        row->setChosenLook(badge.id == m_chosen);
        row->setLast(at + 1 == m_badges.rows.size());
        connect(row, &QAbstractButton::clicked, this, [this, id = badge.id] { choose(id); });
        m_list->body()->addWidget(row);
    }
    if (m_badges.rows.empty()) {
        auto* row = new ListRow(m_badges.failure ? tr("The list cannot be shown") : tr("No badge is asked for"),
                                m_badges.failure ? failureLine(*m_badges.failure) : tr("Requests of every desk of this site are shown here."));
        row->setIconName(m_badges.failure ? QStringLiteral("warning") : QStringLiteral("check"));
        row->setLast(true);
        m_list->body()->addWidget(row);
    }
    hold();
}

void BadgesPage::show(Side side)
{
    m_now = side;
    m_trouble->hide();
    m_start->setVisible(side == Side::start);
    m_form->setVisible(side == Side::form);
    m_mail->setVisible(side == Side::mail);
    m_day->setVisible(side == Side::day);
    m_badge->setVisible(side == Side::badge);
    m_quality->setVisible(side == Side::quality);
    hold();
}

void BadgesPage::hold()
{
    const bool ask = m_hub.may(permits::raiseRequest);
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_new, m_mailOpen, m_dayOpen}) {
        if (ask)
            button->release();
        else
            button->hold(words::notPermitted(permits::raiseRequest, m_hub.agentRole()));
    }
    const bool print = m_hub.may(permits::issueCard);
    const bool waits = std::any_of(m_badges.rows.begin(), m_badges.rows.end(), [](const BadgeRow& row) { return row.state == "requested" && row.photo; });
    for (auto* button : {m_print, m_one}) {
        if (!print)
            button->hold(words::notPermitted(permits::issueCard, m_hub.agentRole()));
        else if (button == m_print && !waits)
            button->hold(tr("No badge with a photograph waits."));
        else
            button->release();
    }
    if (m_hub.may(permits::decideRequest))
        m_refuse->release();
    else
        m_refuse->hold(words::notPermitted(permits::decideRequest, m_hub.agentRole()));
    if (m_digest.empty())
        m_take->hold(tr("Look at the list first; every row has to do."));
    else
        m_take->release();
}

void BadgesPage::choose(const Guid& id)
{
    m_chosen = id;
    m_hub.port().badges()->faces({id}, guarded<BadgePrints>(this, [this](const BadgePrints& prints) { showBadge(prints); }));
}

void BadgesPage::showBadge(const BadgePrints& prints)
{
    const auto row = std::find_if(m_badges.rows.begin(), m_badges.rows.end(), [this](const BadgeRow& one) { return one.id == m_chosen; });
    if (row == m_badges.rows.end()) return;
    show(Side::badge);
    m_face->setFace(m_hub.site().print, prints.faces.empty() ? FaceContent{} : contentOf(prints.faces.front()));
    const bool open = row->state == "requested";
    m_about->setText(open ? tr("%1. Not printed yet.").arg(words::fromUtf8(row->eventTitle)) : tr("%1. %2.").arg(words::fromUtf8(row->eventTitle), stateWords(row->state)));
    m_reason->setVisible(open);
    m_refuse->setVisible(open);
    m_one->setVisible(row->state != "refused");
    if (!row->photo) m_one->hold(tr("There is no photograph for this badge."));
    if (prints.failure && row->state != "refused") trouble(tr("It cannot be drawn"), failureLine(*prints.failure));
    (open ? static_cast<QWidget*>(m_reason->edit()) : m_one)->setFocus();
}

void BadgesPage::showEvent(const QString& event, const std::map<std::string, std::string>& values)
{
    emptyLayout(m_fieldRows);
    m_fields.clear();
    m_likeness = nullptr;
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
            connect(m_likeness, &QAbstractButton::toggled, this, &BadgesPage::check);
            continue;
        }
        auto* edit = new Field(words::fromUtf8(field.title));
        edit->setObjectName(QStringLiteral("badges-field-%1-row").arg(words::fromUtf8(field.id)));
        edit->edit()->setObjectName(QStringLiteral("badges-field-%1").arg(words::fromUtf8(field.id)));
        edit->edit()->setAccessibleName(words::fromUtf8(field.title));
        if (value != values.end()) edit->setText(words::fromUtf8(value->second));
        m_fieldRows->addWidget(edit);
        m_fields[field.id] = edit;
        connect(edit, &Field::textChanged, this, &BadgesPage::check);
    }
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
    showEvent(words::fromUtf8(mail.draft.event), mail.draft.fields);
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

void BadgesPage::printWaiting()
{
    m_printed.clear();
    for (const auto& row : m_badges.rows)
        if (row.state == "requested" && row.photo) m_printed.push_back(row.id);
    m_hub.port().badges()->faces(m_printed, guarded<BadgePrints>(this, [this](const BadgePrints& prints) { printFaces(prints); }));
}

void BadgesPage::printFaces(const BadgePrints& prints)
{
    if (prints.failure) return trouble(tr("Not printed"), failureLine(*prints.failure));
    const auto policy = m_hub.site().print;
    const auto& rules = policy ? *policy : shippedPrintPolicy();
    const auto& face = rules.of(PrintUse::badge);
    std::vector<FacePages> pages;
    for (const auto& one : prints.faces) {
        pages.push_back({contentOf(one), true, true});
        if (pages.back().content.portrait.isNull()) return trouble(tr("Not printed"), tr("%1 has no photograph on this desk.").arg(pages.back().content.familyName));
        if (!FaceRenderer(rules, face).tooLong(pages.back().content).isEmpty())
            return trouble(tr("Too long for the badge"), tr("%1: give a shorter name.").arg(pages.back().content.familyName));
    }
    auto& session = m_hub.port().session();
    const auto names = m_printers();
    const auto last = QString::fromStdString(session.setting(printerSetting));
    auto folder = QString::fromStdString(session.setting(folderSetting));
    if (folder.isEmpty()) folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const auto path = QStringLiteral("%1/badges-%2.pdf").arg(folder, QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmm")));
    const auto printer = names.contains(last) ? last : names.isEmpty() ? QString() : names.front();
    const auto wrong = printer.isEmpty() ? saveDocument(path, facesPdf(rules, face, pages)) : ui::printFaces(printer, rules, face, pages);
    if (!wrong.isEmpty()) return trouble(tr("Not printed"), wrong);
    m_printer = printer.isEmpty() ? "PDF" : printer.toStdString();
    if (!printer.isEmpty()) session.setSetting(printerSetting, m_printer);
    Q_EMIT said(printer.isEmpty() ? tr("No printer is known here. Written to %1").arg(path) : tr("%1 badges to %2").arg(pages.size()).arg(printer));
    show(Side::quality);
    m_good->setFocus();
}

void BadgesPage::quality(bool good)
{
    m_hub.port().badges()->printed(m_printed, m_printer, good, guarded<ActAnswer>(this, [this, good](const ActAnswer& answer) {
        answered(answer, good ? tr("Printed") : tr("They stay on the list"));
    }));
}

void BadgesPage::refuse()
{
    const auto reason = m_reason->text().trimmed();
    if (reason.isEmpty()) {
        m_reason->setWrong(tr("Say why."));
        return m_reason->edit()->setFocus();
    }
    m_hub.port().badges()->refuse(m_chosen, reason.toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("Refused")); }));
}

void BadgesPage::trouble(const QString& title, const QString& line)
{
    m_trouble->setContent(Tone::Danger, QStringLiteral("error"), title, line);
    m_trouble->show();
}

void BadgesPage::answered(const ActAnswer& answer, const QString& spoken)
{
    if (!answer.done) return trouble(tr("Not recorded"), answer.failure ? failureLine(*answer.failure) : QString());
    clear();
    ask();
    m_new->setFocus();
    Q_EMIT said(spoken);
}

void BadgesPage::stepBack()
{
    if (m_now == Side::start) {
        Q_EMIT leaving();
        return;
    }
    if (m_now == Side::quality) return trouble(tr("Answer first"), tr("Are the prints good? Y or X."));
    show(Side::start);
    m_new->setFocus();
}

} // namespace cardwright::ui
