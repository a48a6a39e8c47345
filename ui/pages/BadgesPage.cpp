#include "ui/pages/BadgesPage.h"

#include "ui/pages/BadgeHistory.h"
#include "ui/pages/FaceWords.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PrinterChoice.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FacePreview.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace cardwright::ui {

void BadgesPage::bindKeys()
{
    const auto at = [this](Side side) { return [this, side] { return m_now == side; }; };
    bindKey(this, QKeySequence(Qt::Key_Escape), m_leave);
    bindKey(this, QKeySequence(Qt::Key_N), m_new, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_P), m_mailOpen, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_I), m_dayOpen, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_A), m_print, at(Side::start));
    bindKey(this, QKeySequence(Qt::Key_Return), m_request, at(Side::form));
    bindKey(this, QKeySequence(Qt::Key_Return), [this] { (m_digest.empty() ? static_cast<ActionButton*>(m_look) : m_take)->trigger(); }, at(Side::day));
    bindKey(this, QKeySequence(Qt::Key_B), m_one, at(Side::badge));
    m_history->bindKeys(QKeySequence(Qt::Key_H));
    bindKey(this, QKeySequence(Qt::Key_Y), m_good, at(Side::quality));
    bindKey(this, QKeySequence(Qt::Key_X), m_bad, at(Side::quality));
}

void BadgesPage::clear()
{
    ++m_asks;
    ++m_checks;
    m_where->stopFaces();
    m_digest.clear();
    m_text->clear();
    m_file->setText({});
    m_number->setText({});
    m_photo->setText({});
    m_reason->setText({});
    m_printed.clear();
    m_history->present({});
    fillForm({}, {});
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
    ask();
    if (m_now == Side::printing || m_now == Side::quality) return; // what was printed has still to be looked at
    m_where->refill();
    show(Side::start);
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

void BadgesPage::open(const Guid& badge) { m_wanted = badge; }

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
                     open && !badge.photo ? tr("No photograph") : badgeStateWords(badge.state));
        if (badge.state == "refused" || badge.state == "withdrawn") row->setNote(Tone::Plain, words::fromUtf8(badge.reason));
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
    const auto wanted = std::exchange(m_wanted, Guid());
    if (wanted != Guid() && std::any_of(m_badges.rows.begin(), m_badges.rows.end(), [&](const BadgeRow& row) { return row.id == wanted; })) choose(wanted);
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
    m_wherePanel->setVisible(side == Side::start || side == Side::badge);
    m_running->setVisible(side == Side::printing);
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
        else if (m_where->isPrinting())
            button->hold(tr("Others are being printed: a moment."));
        else if (button == m_print && !waits)
            button->hold(tr("No badge with a photograph waits."));
        else
            button->release();
    }
    if (m_hub.may(permits::decideRequest))
        m_refuse->release();
    else
        m_refuse->hold(words::notPermitted(permits::decideRequest, m_hub.agentRole()));
    m_look->setKeyCap(m_digest.empty() ? tr("Enter") : QString());
    m_take->setKeyCap(m_digest.empty() ? QString() : tr("Enter"));
    if (m_digest.empty())
        m_take->hold(tr("Look at the list first; every row has to do."));
    else
        m_take->release();
}

void BadgesPage::choose(const Guid& id)
{
    if (m_now == Side::printing) return Q_EMIT said(tr("Badges are being printed: a moment."));
    if (m_now == Side::quality) return stepBack();
    m_chosen = id;
    m_hub.port().badges()->faces({id}, guarded<BadgePrints>(this, [this](const BadgePrints& prints) { showBadge(prints); }));
}

void BadgesPage::showBadge(const BadgePrints& prints)
{
    const auto row = std::find_if(m_badges.rows.begin(), m_badges.rows.end(), [this](const BadgeRow& one) { return one.id == m_chosen; });
    if (row == m_badges.rows.end()) return;
    show(Side::badge);
    FaceContent face;
    if (!prints.faces.empty()) {
        face = contentOf(prints.faces.front());
        face.portrait = QImage::fromData(pictureOf(prints.faces.front().portrait));
    }
    m_face->setFace(m_hub.site().print, face);
    const bool open = row->state == "requested";
    m_about->setText(open ? tr("%1. Not printed yet.").arg(words::fromUtf8(row->eventTitle)) : tr("%1. %2.").arg(words::fromUtf8(row->eventTitle), badgeStateWords(row->state)));
    m_history->present(words::fromUtf8(row->userNumber));
    const bool mine = row->mine;
    m_reason->setVisible(open);
    m_reason->setLabel(mine ? tr("Why it is taken back") : tr("Why it is refused"));
    m_reason->edit()->setAccessibleName(mine ? tr("Why it is taken back") : tr("Why it is refused"));
    m_refuse->setVisible(open && !mine);
    m_withdraw->setVisible(open && mine);
    m_one->setVisible(open || row->state == "printed");
    if (!row->photo) m_one->hold(tr("There is no photograph for this badge."));
    // Who only asks is not told in red that they do not print.
    if (prints.failure && (open || row->state == "printed") && m_hub.may(permits::issueCard)) trouble(tr("It cannot be drawn"), failureLine(*prints.failure));
    (open ? static_cast<QWidget*>(m_reason->edit()) : m_one)->setFocus();
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
    if (m_where->isPrinting()) return;
    if (prints.failure) return trouble(tr("Not printed"), failureLine(*prints.failure));
    const auto policy = m_hub.site().print;
    const FaceRenderer renderer(policy ? *policy : shippedPrintPolicy(), (policy ? *policy : shippedPrintPolicy()).of(PrintUse::badge));
    std::vector<FacePages> pages;
    for (const auto& one : prints.faces) {
        const auto content = contentOf(one);
        if (one.portrait.empty()) return trouble(tr("Not printed"), tr("%1 has no photograph on this desk.").arg(content.familyName));
        if (!renderer.tooLong(content).isEmpty()) return trouble(tr("Too long for the badge"), tr("%1: give a shorter name.").arg(content.familyName));
        auto picture = pictureOf(one.portrait);
        picture.detach(); // the answer goes, the drawing stays
        pages.push_back({content, true, true, picture});
    }
    m_printer = m_where->printer().toStdString();
    show(Side::printing);
    printedSoFar(0, static_cast<int>(pages.size()));
    m_stop->release();
    m_stop->setFocus();
    m_where->startFaces(policy, PrintUse::badge, std::move(pages), QStringLiteral("badges-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmm")));
}

void BadgesPage::printedSoFar(int done, int of) { m_soFar->setText(tr("Printing: %1 of %2").arg(done).arg(of)); }

void BadgesPage::facesGone(const PrintRun::End& end)
{
    if (m_now != Side::printing) return hold(); // another agent's by now: theirs stay on the list
    const auto all = m_printed.size();
    m_printed.resize(std::min(all, end.gone));
    show(m_printed.empty() ? Side::start : Side::quality);
    (m_printed.empty() ? m_print : m_good)->setFocus();
    if (!end.wrong.isEmpty()) trouble(m_printed.empty() ? tr("Not printed") : tr("%1 of %2 are printed, the others stay on the list").arg(end.gone).arg(all), end.wrong);
    if (end.stopped) Q_EMIT said(tr("Stopped: %1 of %2 are printed, the others stay on the list").arg(end.gone).arg(all));
    if (end.wrong.isEmpty() && !end.stopped)
        Q_EMIT said(m_where->lastFile().isEmpty() ? tr("%1 badges to %2").arg(all).arg(QString::fromStdString(m_printer)) : tr("Written to %1").arg(m_where->lastFile()));
}

void BadgesPage::quality(bool good)
{
    m_hub.port().badges()->printed(m_printed, m_printer, good, guarded<ActAnswer>(this, [this, good](const ActAnswer& answer) {
        answered(answer, good ? tr("Printed") : tr("They stay on the list"));
    }));
}

std::string BadgesPage::reason()
{
    const auto text = m_reason->text().trimmed();
    if (text.isEmpty()) {
        m_reason->setWrong(tr("Say why."));
        m_reason->edit()->setFocus();
    }
    return text.toStdString();
}

void BadgesPage::refuse()
{
    const auto why = reason();
    if (why.empty()) return;
    m_hub.port().badges()->refuse(m_chosen, why, guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("Refused")); }));
}

void BadgesPage::withdraw()
{
    const auto why = reason();
    if (why.empty()) return;
    m_hub.port().badges()->withdraw(m_chosen, why, guarded<ActAnswer>(this, [this](const ActAnswer& answer) { answered(answer, tr("Taken back")); }));
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
    if (m_now == Side::printing) {
        m_where->stopFaces();
        return m_stop->hold(tr("It stops with the document that is under way."));
    }
    if (m_now == Side::quality) return trouble(tr("Answer first"), tr("Are the prints good? Y or X."));
    show(Side::start);
    m_new->setFocus();
}

} // namespace cardwright::ui
