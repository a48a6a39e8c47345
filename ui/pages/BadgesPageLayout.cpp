#include "ui/pages/BadgesPage.h"

#include "ui/bridge/PrintPort.h"
#include "ui/pages/BadgeHistory.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PrintFrame.h"
#include "ui/pages/PrinterChoice.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/ComboBox.h"
#include "ui/widgets/FacePreview.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QDateTime>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr const char* printerSetting = "badge-printer";

} // namespace

BadgesPage::BadgesPage(DeskHub& hub, Printers printers, QWidget* parent)
    : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("badges-page"));
    m_leave = named(new SecondaryButton(tr("Worklists")), "badges-back", tr("Back to the worklists"));
    m_trouble = named(new Banner, "badges-trouble");
    m_trouble->hide();
    m_list = named(new Panel, "badges-list", tr("Badges asked for"));
    m_list->setPadding(0);
    auto* left = new QVBoxLayout;
    left->addWidget(m_list);
    left->addStretch(1);

    auto* sideWidget = new QWidget;
    auto* side = plainColumn(sideWidget);
    makeStart(side);
    makeForm(side);
    makeMail(side);
    makeDay(side);
    makeBadge(side);
    makeRun(side);
    makeWhere(side, std::move(printers));
    side->addStretch(1);
    sideWidget->setFixedWidth(metrics::flowSideMaximum);
    auto* row = framePrint(this, tr("ID badges"), m_leave, m_trouble);
    row->addLayout(left, 1);
    row->addWidget(sideWidget);
    connect(m_leave, &ActionButton::clicked, this, &BadgesPage::stepBack);
    clear();
}

void BadgesPage::makeStart(QVBoxLayout* column)
{
    m_start = named(new Panel, "badges-start", tr("What to do"));
    m_start->body()->setSpacing(10);
    m_startWords = named(new TextBlock(tr("A badge shows who somebody is at work. It never counts as proof of identity."), TextStyle::Small), "badges-words");
    m_new = named(new SecondaryButton(tr("New request")), "badges-new", tr("New request"));
    m_new->setKeyCap(QStringLiteral("N"));
    m_mailOpen = named(new SecondaryButton(tr("Paste an e-mail")), "badges-mail-open", tr("Paste an e-mail"));
    m_mailOpen->setKeyCap(QStringLiteral("P"));
    m_dayOpen = named(new SecondaryButton(tr("Induction day")), "badges-day-open", tr("Induction day's list"));
    m_dayOpen->setKeyCap(QStringLiteral("I"));
    m_print = named(new SecondaryButton(tr("Print all that wait")), "badges-print", tr("Print all that wait"));
    m_print->setKeyCap(QStringLiteral("A"));
    for (auto* button : {m_new, m_mailOpen, m_dayOpen, m_print}) {
        m_start->body()->addWidget(button);
        connect(button, &ActionButton::heldPressed, this, &BadgesPage::said);
    }
    m_start->body()->addWidget(m_startWords);
    column->addWidget(m_start);
    connect(m_new, &ActionButton::clicked, this, [this] {
        fillForm({}, {});
        show(Side::form);
        m_event->box()->setFocus();
    });
    connect(m_mailOpen, &ActionButton::clicked, this, [this] {
        show(Side::mail);
        m_text->setFocus();
    });
    connect(m_dayOpen, &ActionButton::clicked, this, [this] {
        show(Side::day);
        m_file->edit()->setFocus();
    });
    connect(m_print, &ActionButton::clicked, this, &BadgesPage::printWaiting);
}

void BadgesPage::makeWhere(QVBoxLayout* column, Printers printers)
{
    m_wherePanel = named(new Panel, "badges-where-panel", tr("Where badges are printed"));
    m_where = new PrinterChoice(m_hub, QStringLiteral("badges-where"), printerSetting, std::move(printers));
    m_where->setPrinterWords(tr("White cards without a chip, face up."));
    connect(m_where, &PrinterChoice::progressed, this, &BadgesPage::printedSoFar);
    connect(m_where, &PrinterChoice::finished, this, &BadgesPage::facesGone);
    m_wherePanel->body()->addWidget(m_where);
    column->addWidget(m_wherePanel);
}

void BadgesPage::makeForm(QVBoxLayout* column)
{
    m_form = named(new Panel, "badges-form", tr("Request for a badge"));
    m_form->body()->setSpacing(8);
    m_event = named(new ChoiceField(tr("Why a badge is needed")), "badges-event-field");
    named(m_event->box(), "badges-event", tr("Why a badge is needed"));
    auto* rows = new QWidget;
    m_fieldRows = plainColumn(rows);
    m_fieldRows->setSpacing(6);
    m_number = named(new Field(tr("UUID, where they have one")), "badges-number-field");
    named(m_number->edit(), "badges-number", tr("UUID, where they have one"));
    m_photo = named(new Field(tr("Manager's photograph (file)")), "badges-photo-field");
    m_photo->setPath();
    named(m_photo->edit(), "badges-photo", tr("Manager's photograph (file)"));
    m_request = named(new PrimaryButton(tr("Ask for the badge")), "badges-request", tr("Ask for the badge"));
    m_request->setKeyCap(tr("Enter"));
    auto* inside = new QWidget;
    inside->setObjectName(QStringLiteral("scrolled")); // on the panel's own ground
    auto* all = plainColumn(inside);
    all->setContentsMargins(5, 5, 12, 5); // room for the focus ring, and for the bar
    all->setSpacing(8);
    all->addWidget(m_event);
    all->addWidget(rows);
    all->addWidget(m_photo);
    all->addWidget(m_number);
    all->addStretch(1);
    auto* scroll = named(new QScrollArea, "badges-form-scroll");
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumHeight(360);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    m_form->body()->addWidget(scroll, 1);
    m_form->body()->addWidget(m_request);
    column->addWidget(m_form, 100); // it takes the height there is, before anything scrolls
    connect(m_event, &ChoiceField::chosen, this, [this](int index) {
        if (index < 0 || index >= static_cast<int>(m_events.size())) return;
        fillForm(words::fromUtf8(m_events[static_cast<std::size_t>(index)].id), draft().fields);
    });
    connect(m_request, &ActionButton::clicked, this, &BadgesPage::request);
    connect(m_request, &ActionButton::heldPressed, this, &BadgesPage::said);
    for (auto* field : {m_number, m_photo}) connect(field, &Field::textChanged, this, &BadgesPage::check);
}

void BadgesPage::makeMail(QVBoxLayout* column)
{
    m_mail = named(new Panel, "badges-mail", tr("A request that came by e-mail"));
    m_mail->body()->setSpacing(10);
    m_mail->body()->addWidget(new Label(tr("Paste the e-mail"), TextStyle::BodyStrong));
    m_mail->body()->addWidget(new TextBlock(tr("Lines as \"Name: ...\", \"Team: ...\". What is no field is left out and shown."), TextStyle::Small));
    m_text = named(new QPlainTextEdit, "badges-mail-text", tr("The e-mail's text"));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(180);
    m_text->setFont(fontOf(TextStyle::Compact));
    m_mail->body()->addWidget(m_text);
    m_read = named(new PrimaryButton(tr("Read it")), "badges-mail-read", tr("Read it"));
    m_mail->body()->addWidget(m_read);
    column->addWidget(m_mail);
    connect(m_read, &ActionButton::clicked, this, &BadgesPage::readMail);
}

void BadgesPage::makeDay(QVBoxLayout* column)
{
    m_day = named(new Panel, "badges-day", tr("Induction day"));
    m_day->body()->setSpacing(10);
    m_file = named(new Field(tr("List (CSV); photographs beside it")), "badges-day-field");
    m_file->setPath();
    named(m_file->edit(), "badges-day-file", tr("List (CSV); photographs beside it"));
    m_look = named(new SecondaryButton(tr("Look at it")), "badges-day-look", tr("Look at the list"));
    m_take = named(new PrimaryButton(tr("Ask for all of them")), "badges-day-take", tr("Ask for all of them"));
    m_dayWords = named(new TextBlock({}, TextStyle::Body), "badges-day-words");
    auto* issues = new QWidget;
    m_dayIssues = plainColumn(issues);
    m_dayIssues->setSpacing(0);
    m_day->body()->addWidget(m_file);
    m_day->body()->addWidget(m_look);
    m_day->body()->addWidget(m_dayWords);
    m_day->body()->addWidget(issues);
    m_day->body()->addWidget(m_take);
    column->addWidget(m_day);
    connect(m_look, &ActionButton::clicked, this, &BadgesPage::lookAtDay);
    connect(m_take, &ActionButton::clicked, this, &BadgesPage::takeDay);
    connect(m_take, &ActionButton::heldPressed, this, &BadgesPage::said);
    connect(m_file, &Field::textChanged, this, [this] {
        m_digest.clear();
        hold();
    });
}

void BadgesPage::makeBadge(QVBoxLayout* column)
{
    m_badge = named(new Panel, "badges-badge", tr("The chosen badge"));
    m_badge->body()->setSpacing(10);
    m_face = named(new FacePreview(FaceSide::front, PrintUse::badge), "badges-face");
    const int wide = metrics::flowSideMaximum - 40;
    m_face->setFixedSize(wide, m_face->heightForWidth(wide));
    m_about = named(new TextBlock({}, TextStyle::Small), "badges-about");
    m_history = new BadgeHistory(m_hub, QStringLiteral("badges-history"));
    connect(m_history, &BadgeHistory::said, this, &BadgesPage::said);
    m_one = named(new SecondaryButton(tr("Print this one")), "badges-print-one", tr("Print this one"));
    m_one->setKeyCap(QStringLiteral("B"));
    m_reason = named(new Field(tr("Why it is refused")), "badges-reason-field");
    named(m_reason->edit(), "badges-reason", tr("Why it is refused"));
    m_refuse = named(new SecondaryButton(tr("Refuse")), "badges-refuse", tr("Refuse"));
    m_withdraw = named(new SecondaryButton(tr("Take it back")), "badges-withdraw", tr("Take back what you asked for"));
    for (QWidget* part : std::initializer_list<QWidget*>{m_face, m_about, m_history, m_one, m_reason, m_refuse, m_withdraw}) m_badge->body()->addWidget(part);
    column->addWidget(m_badge);
    connect(m_refuse, &ActionButton::clicked, this, &BadgesPage::refuse);
    connect(m_refuse, &ActionButton::heldPressed, this, &BadgesPage::said);
    connect(m_withdraw, &ActionButton::clicked, this, &BadgesPage::withdraw);
    connect(m_one, &ActionButton::clicked, this, [this] {
        m_printed = {m_chosen};
        m_hub.port().badges()->faces(m_printed, guarded<BadgePrints>(this, [this](const BadgePrints& prints) { printFaces(prints); }));
    });
    connect(m_one, &ActionButton::heldPressed, this, &BadgesPage::said);
}

/// A batch while it is printed, and what is asked of it then.
void BadgesPage::makeRun(QVBoxLayout* column)
{
    m_running = named(new Panel, "badges-running", tr("Badges are being printed"));
    m_running->body()->setSpacing(10);
    m_soFar = named(new Label({}, TextStyle::Lead), "badges-so-far");
    m_stop = named(new SecondaryButton(tr("Stop")), "badges-stop", tr("Stop: what is at the printer is printed, the others stay on the list"));
    m_stop->setKeyCap(tr("Esc"));
    m_running->body()->addWidget(m_soFar);
    m_running->body()->addWidget(m_stop);
    column->addWidget(m_running);
    m_quality = named(new Panel, "badges-quality", tr("Are the prints good?"));
    m_quality->body()->setSpacing(10);
    m_quality->body()->addWidget(new Label(tr("Are the prints good?"), TextStyle::Lead));
    m_good = named(new SecondaryButton(tr("Good")), "badges-good", tr("The prints are good"));
    m_good->setKeyCap(QStringLiteral("Y"));
    m_bad = named(new SecondaryButton(tr("Not good: they stay on the list")), "badges-bad", tr("Not good: they stay on the list"));
    m_bad->setKeyCap(QStringLiteral("X"));
    m_quality->body()->addWidget(m_good);
    m_quality->body()->addWidget(m_bad);
    column->addWidget(m_quality);
    connect(m_stop, &ActionButton::clicked, this, &BadgesPage::stepBack);
    connect(m_stop, &ActionButton::heldPressed, this, &BadgesPage::said);
    connect(m_good, &ActionButton::clicked, this, [this] { quality(true); });
    connect(m_bad, &ActionButton::clicked, this, [this] { quality(false); });
}

} // namespace cardwright::ui
