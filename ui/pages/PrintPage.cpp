#include "ui/pages/PrintPage.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/StepUpPanel.h"
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
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace cardwright::ui {

namespace {

constexpr const char* printerSetting = "printer";
constexpr const char* folderSetting = "print-folder";
constexpr int listWidth = 200; // at least; it takes what the window has to spare
constexpr int previewWidth = 290;
constexpr int sideWidth = 300;

FaceContent contentOf(const PrintFace& face)
{
    FaceContent content;
    content.organisation = words::fromUtf8(face.organisation);
    content.givenName = words::fromUtf8(face.firstLine);
    content.familyName = words::fromUtf8(face.secondLine);
    content.userNumber = words::fromUtf8(face.userNumber);
    content.title = words::fromUtf8(face.title);
    content.team = words::fromUtf8(face.team);
    content.site = words::fromUtf8(face.site);
    content.expires = words::fromUtf8(face.expires);
    if (!face.portrait.empty()) content.portrait = QImage::fromData(face.portrait.data(), static_cast<int>(face.portrait.size()));
    return content;
}

} // namespace

PrintPage::PrintPage(DeskHub& hub, Printers printers, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_printers(printers ? std::move(printers) : Printers(printerNames))
{
    setObjectName(QStringLiteral("print-page"));
    auto* head = new PageHead;
    head->setTitle(tr("Print"));
    m_leave = named(new SecondaryButton(tr("Worklists")), "print-back", tr("Back to the worklists"));
    m_leave->setIconName(QStringLiteral("back"));
    m_leave->setKeyCap(tr("Esc"));
    head->addButton(m_leave);
    m_trouble = named(new Banner, "print-trouble");
    m_trouble->hide();

    auto* left = new QVBoxLayout;
    left->setSpacing(10);
    left->addWidget(new Label(tr("Cards to print"), TextStyle::BodyStrong));
    m_list = named(new Panel, "print-list", tr("Cards to print"));
    m_list->setPadding(0);
    m_list->setMinimumWidth(listWidth);
    left->addWidget(m_list);
    left->addStretch(1);

    auto* middle = new QVBoxLayout;
    middle->setSpacing(12);
    m_name = named(new Label({}, TextStyle::Title2), "print-name");
    m_front = named(new FacePreview(FaceSide::front, PrintUse::card), "print-front");
    m_back = named(new FacePreview(FaceSide::back, PrintUse::card), "print-reverse");
    for (auto* side : {m_front, m_back}) side->setFixedSize(previewWidth, side->heightForWidth(previewWidth));
    middle->addWidget(m_name);
    middle->addWidget(m_front);
    middle->addWidget(m_back);
    middle->addStretch(1);

    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::flowGap);
    row->addLayout(left, 1);
    row->addLayout(middle);
    row->addWidget(makeControls());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pagePadding, 24, metrics::pagePadding, 24);
    column->setSpacing(12);
    column->addWidget(head);
    column->addWidget(m_trouble);
    column->addLayout(row, 1);
    connect(m_leave, &ActionButton::clicked, this, &PrintPage::stepBack);
    clear();
}

QWidget* PrintPage::makeControls()
{
    auto* side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto* outer = new QVBoxLayout(side);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    m_controls = named(new Panel, "print-controls", tr("How it is printed"));
    m_controls->body()->setSpacing(10);
    m_printer = named(new ChoiceField(tr("Printer")), "print-printer-field");
    named(m_printer->box(), "print-printer", tr("Printer"));
    m_words = named(new TextBlock({}, TextStyle::Small), "print-words");
    m_folder = named(new Field(tr("Folder for PDF files")), "print-folder-field");
    named(m_folder->edit(), "print-folder", tr("Folder for PDF files"));
    m_both = named(new CheckRow(tr("Back as well")), "print-both", tr("Back as well"));
    m_both->setChecked(true);
    m_print = named(new PrimaryButton(tr("Print")), "print-now", tr("Print"));
    m_print->setKeyCap(tr("Enter"));
    m_later = named(new SecondaryButton(tr("Later")), "print-later", tr("Later: onto the list of cards to print"));
    m_later->setKeyCap(QStringLiteral("L"));
    m_never = named(new SecondaryButton(tr("Never")), "print-never", tr("Never: this card is not printed"));
    m_never->setKeyCap(QStringLiteral("V"));
    m_receipt = named(new SecondaryButton(tr("Receipt")), "print-receipt", tr("Print the receipt"));
    m_receipt->setKeyCap(QStringLiteral("C"));
    m_leaflet = named(new SecondaryButton(tr("Leaflet")), "print-leaflet", tr("Print the welcome leaflet"));
    m_leaflet->setKeyCap(QStringLiteral("W"));
    auto* body = m_controls->body();
    body->addWidget(m_printer);
    body->addWidget(m_words);
    body->addWidget(m_folder);
    body->addWidget(m_both);
    body->addWidget(m_print);
    for (const auto& [first, second] : {std::pair(m_later, m_never), std::pair(m_receipt, m_leaflet)}) {
        auto* pair = new QHBoxLayout;
        pair->setSpacing(8);
        for (auto* button : {first, second}) button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        pair->addWidget(first, 1);
        pair->addWidget(second, 1);
        body->addLayout(pair);
    }
    outer->addWidget(m_controls);
    makeQuestion(outer);
    m_stepUp = new StepUpPanel(m_hub, QStringLiteral("print-step-up"));
    outer->addWidget(m_stepUp);
    outer->addStretch(1);
    connect(m_printer, &ChoiceField::chosen, this, [this] {
        m_hub.port().session().setSetting(printerSetting, chosenPrinter().toStdString());
        refresh();
    });
    connect(m_print, &ActionButton::clicked, this, &PrintPage::print);
    connect(m_print, &ActionButton::heldPressed, this, &PrintPage::said);
    connect(m_later, &ActionButton::clicked, this, &PrintPage::later);
    connect(m_never, &ActionButton::clicked, this, &PrintPage::never);
    connect(m_receipt, &ActionButton::clicked, this, [this] { paper(true); });
    connect(m_leaflet, &ActionButton::clicked, this, [this] { paper(false); });
    connect(m_stepUp, &StepUpPanel::left, this, &PrintPage::refresh);
    return side;
}

void PrintPage::makeQuestion(QVBoxLayout* column)
{
    m_question = named(new Panel, "print-question", tr("Is the print good?"));
    m_question->body()->setSpacing(10);
    m_asked = named(new Label({}, TextStyle::Lead), "print-asked");
    m_asked->setWordWrap(true);
    m_consequence = named(new TextBlock({}, TextStyle::Small), "print-consequence");
    m_reason = named(new Field(tr("What is wrong, or why not")), "print-reason-field");
    named(m_reason->edit(), "print-reason", tr("What is wrong, or why not"));
    m_good = named(new SecondaryButton(tr("Good")), "print-good", tr("The print is good"));
    m_good->setKeyCap(QStringLiteral("Y"));
    m_bad = named(new SecondaryButton(tr("Spoiled")), "print-bad", tr("The print is spoiled"));
    m_bad->setKeyCap(QStringLiteral("X"));
    m_replacement = named(new SecondaryButton(tr("Make the next card")), "print-next-card", tr("Make the next card"));
    m_replacement->setKeyCap(QStringLiteral("M"));
    auto* body = m_question->body();
    body->addWidget(m_asked);
    body->addWidget(m_consequence);
    body->addWidget(m_reason);
    auto* answers = new QHBoxLayout;
    answers->setSpacing(8);
    for (auto* button : {m_good, m_bad}) button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    answers->addWidget(m_good, 1);
    answers->addWidget(m_bad, 1);
    body->addLayout(answers);
    body->addWidget(m_replacement);
    column->addWidget(m_question);
    connect(m_good, &ActionButton::clicked, this, [this] { answerQuality(true); });
    connect(m_bad, &ActionButton::clicked, this, [this] {
        if (m_stage == Stage::spoiling) return beginSpoil();
        answerQuality(false);
    });
    connect(m_replacement, &ActionButton::clicked, this, [this] { Q_EMIT replacementWanted(words::fromUtf8(m_face.userNumber)); });
}

void PrintPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_leave);
    bindKey(this, QKeySequence(Qt::Key_Return), m_print, [this] { return m_stage == Stage::ready && !m_stepUp->isOpen(); });
    bindKey(this, QKeySequence(Qt::Key_L), m_later, [this] { return m_stage == Stage::ready; });
    bindKey(this, QKeySequence(Qt::Key_V), m_never, [this] { return m_stage == Stage::ready; });
    bindKey(this, QKeySequence(Qt::Key_C), m_receipt, [this] { return m_stage == Stage::ready; });
    bindKey(this, QKeySequence(Qt::Key_W), m_leaflet);
    bindKey(this, QKeySequence(Qt::Key_Y), m_good, [this] { return m_stage == Stage::quality; });
    bindKey(this, QKeySequence(Qt::Key_X), m_bad, [this] { return m_stage == Stage::quality || m_stage == Stage::spoiling; });
    bindKey(this, QKeySequence(Qt::Key_M), m_replacement, [this] { return m_stage == Stage::spoiled; });
    m_stepUp->bindKeys();
}

void PrintPage::clear()
{
    ++m_asks;
    m_card.clear();
    m_face = {};
    m_content = {};
    m_stage = Stage::choosing;
    m_reason->setText({});
    m_stepUp->close();
    showList({});
    refresh();
}

void PrintPage::choose(const QString& card)
{
    clear();
    m_card = card;
}

void PrintPage::showEvent(QShowEvent*)
{
    auto names = m_printers();
    auto* box = m_printer->box();
    const QSignalBlocker quiet(box);
    box->clear();
    box->addItems(names);
    box->addItem(tr("PDF file"));
    const auto last = names.indexOf(QString::fromStdString(m_hub.port().session().setting(printerSetting)));
    box->setCurrentIndex(last >= 0 ? static_cast<int>(last) : 0);
    auto folder = QString::fromStdString(m_hub.port().session().setting(folderSetting));
    if (folder.isEmpty()) folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_folder->setText(folder);
    if (!m_card.isEmpty()) open(m_card);
    ask();
    refresh();
}

void PrintPage::ask()
{
    auto* port = m_hub.port().print();
    if (!port) return;
    const int asked = ++m_asks;
    port->waiting(guarded<PrintList>(this, [this, asked](const PrintList& list) {
        if (asked == m_asks) showList(list);
    }));
}

void PrintPage::showList(const PrintList& list)
{
    emptyLayout(m_list->body());
    const auto now = QDateTime::currentMSecsSinceEpoch();
    for (std::size_t at = 0; at < list.rows.size(); ++at) {
        const auto& one = list.rows[at];
        auto* row = new ListRow(words::fromUtf8(one.name), tr("since %1").arg(words::momentInline(one.since, now)));
        row->setObjectName(QStringLiteral("print-row-%1").arg(at + 1));
        row->setIconName(QStringLiteral("print"));
        row->setClickable(true);
        row->setChosenLook(m_card == words::fromUtf8(one.card));
        row->setLast(at + 1 == list.rows.size());
        connect(row, &QAbstractButton::clicked, this, [this, card = words::fromUtf8(one.card)] { open(card); });
        m_list->body()->addWidget(row);
    }
    if (list.rows.empty()) {
        auto* row = new ListRow(list.failure ? tr("The list cannot be shown") : tr("No card waits"),
                                list.failure ? failureLine(*list.failure) : tr("Cards put off with \"later\" are shown here."));
        row->setIconName(list.failure ? QStringLiteral("warning") : QStringLiteral("check"));
        row->setLast(true);
        m_list->body()->addWidget(row);
    }
    if (m_card.isEmpty() && !list.rows.empty() && isVisible()) open(words::fromUtf8(list.rows.front().card));
}

void PrintPage::open(const QString& card)
{
    auto* port = m_hub.port().print();
    if (!port) return;
    m_card = card;
    port->face(card.toStdString(), guarded<PrintFace>(this, [this, card](const PrintFace& face) {
        if (card == m_card) showFace(face);
    }));
}

void PrintPage::showFace(const PrintFace& face)
{
    m_face = face;
    m_content = contentOf(face);
    m_stage = face.failure ? Stage::choosing : Stage::ready;
    refresh();
    if (face.failure) {
        m_trouble->setContent(Tone::Danger, QStringLiteral("error"), tr("This card is not printed"), failureLine(*face.failure));
        m_trouble->show();
    } else {
        m_print->setFocus();
    }
}

bool PrintPage::toFile() const { return m_printer->box()->currentIndex() + 1 >= m_printer->box()->count(); }

QString PrintPage::chosenPrinter() const { return toFile() ? QStringLiteral("PDF") : m_printer->box()->currentText(); }

QString PrintPage::fileFor(const QString& what) const
{
    // Named by the card, never by the person.
    return QStringLiteral("%1/%2-%3.pdf").arg(m_folder->text().trimmed(), what, m_card.isEmpty() ? QStringLiteral("site") : m_card.right(8));
}

void PrintPage::refresh()
{
    const auto& policy = m_hub.port().print() ? m_hub.port().print()->policy() : nullptr;
    const bool shown = m_stage != Stage::choosing;
    m_front->setFace(policy, m_content);
    m_back->setFace(policy, m_content);
    m_name->setText(shown ? m_content.givenName + QLatin1Char(' ') + m_content.familyName : tr("Choose a card"));
    m_trouble->hide();
    const bool noPrinter = m_printer->box()->count() <= 1;
    m_folder->setVisible(toFile());
    m_words->setText(noPrinter      ? tr("This computer knows no printer. A PDF file and \"later\" are possible.")
                     : toFile() ? tr("A file is only on this computer until you print or delete it.")
                                : tr("Put a card into the printer, face up."));
    m_print->setText(toFile() ? tr("Save as PDF") : tr("Print"));
    const bool may = m_hub.may(permits::issueCard);
    for (ActionButton* button : std::initializer_list<ActionButton*>{m_print, m_later, m_never, m_receipt}) {
        if (!may)
            button->hold(words::notPermitted(permits::issueCard, m_hub.agentRole()));
        else if (m_stage != Stage::ready)
            button->hold(shown ? tr("Answer the question first.") : tr("Choose a card first."));
        else
            button->release();
    }
    if (may && m_stage == Stage::ready && policy) {
        const auto tooLong = FaceRenderer(*policy, policy->of(PrintUse::card)).tooLong(m_content);
        if (!tooLong.isEmpty()) {
            m_print->hold(tr("The name does not fit at the smallest type: give a shorter name on card."));
            m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), tr("Too long for the card"), tr("Give a shorter name on card, then print."));
            m_trouble->show();
        }
    }
    const bool asking = m_stage == Stage::quality || m_stage == Stage::spoiling || m_stage == Stage::spoiled;
    m_question->setVisible(asking && !m_stepUp->isOpen());
    m_good->setVisible(m_stage == Stage::quality);
    m_bad->setVisible(m_stage != Stage::spoiled);
    m_replacement->setVisible(m_stage == Stage::spoiled);
    m_reason->setVisible(m_stage == Stage::spoiling);
    if (m_stage == Stage::quality) {
        m_asked->setText(tr("Is the print good?"));
        m_consequence->setText(tr("Look at photo, name and UUID, front and back."));
        m_bad->setText(tr("Spoiled"));
    } else if (m_stage == Stage::spoiling) {
        m_asked->setText(tr("Book the card as spoiled?"));
        m_consequence->setText(tr("Its chip is somebody's. Leave the card in reader 2: it is cancelled and cleared first. Without it there it is cancelled and revoked alone."));
        m_bad->setText(tr("Cancel it and book it"));
    } else if (m_stage == Stage::spoiled) {
        m_asked->setText(tr("Booked as spoiled"));
        m_consequence->setText(tr("The next card for %1 starts from here: put a blank card in reader 2. Nothing is asked again.").arg(m_content.familyName));
    }
}

void PrintPage::print()
{
    auto* port = m_hub.port().print();
    if (!port || m_stage != Stage::ready) return;
    const auto policy = port->policy();
    const auto& face = policy->of(PrintUse::card);
    const std::vector<FacePages> pages{{m_content, true, m_both->isChecked()}};
    const auto path = fileFor(QStringLiteral("card"));
    const auto wrong = toFile() ? saveDocument(path, facesPdf(*policy, face, pages)) : printFaces(chosenPrinter(), *policy, face, pages);
    if (!wrong.isEmpty()) {
        m_trouble->setContent(Tone::Danger, QStringLiteral("error"), tr("Not printed"), wrong);
        m_trouble->show();
        return;
    }
    if (toFile()) m_hub.port().session().setSetting(folderSetting, m_folder->text().trimmed().toStdString());
    m_deed = {m_card.toStdString(), m_both->isChecked() ? "front and back" : "front", chosenPrinter().toStdString(), 1, false};
    m_stage = Stage::quality;
    refresh();
    // In the question itself: a toast would lie over its answers.
    if (toFile()) m_consequence->setText(tr("Written to %1.").arg(QFileInfo(path).fileName()) + QLatin1Char(' ') + m_consequence->text());
    m_question->setFocus();
    bringIntoView(m_question);
}

void PrintPage::answerQuality(bool good)
{
    if (m_stage != Stage::quality) return;
    m_deed.good = good;
    m_hub.port().print()->printed(m_deed, guarded<ActAnswer>(this, [this, good](const ActAnswer& answer) {
        if (!answer.done) return done(answer, {});
        if (good) return done(answer, tr("Printed"));
        m_stage = Stage::spoiling;
        refresh();
        m_reason->edit()->setFocus();
    }));
}

void PrintPage::beginSpoil()
{
    const auto reason = m_reason->text().trimmed();
    if (reason.isEmpty()) {
        m_reason->setWrong(tr("Say what is wrong with the print."));
        m_reason->edit()->setFocus();
        return;
    }
    m_reason->clearWrong();
    m_stepUp->open(tr("Cancel this card and book it as spoiled?"), tr("It cannot be brought back. Your card signs it."), tr("Book it as spoiled"),
                   [this, reason](CardAgain again) {
                       m_hub.port().print()->spoil(m_card.toStdString(), reason.toStdString(), std::move(again), guarded<ActAnswer>(this, [this](const ActAnswer& answer) {
                           if (!m_stepUp->answered(answer)) return;
                           m_stage = Stage::spoiled;
                           refresh();
                           m_replacement->setFocus();
                           Q_EMIT said(answer.detail == "cleared" ? tr("Spoiled; its chip is blank") : tr("Spoiled; cut it through its chip"));
                           ask();
                       }));
                   });
    m_question->hide();
}

void PrintPage::later()
{
    m_hub.port().print()->later(m_card.toStdString(), guarded<ActAnswer>(this, [this](const ActAnswer& answer) { done(answer, tr("On the list of cards to print")); }));
}

void PrintPage::never()
{
    m_hub.port().print()->never(m_card.toStdString(), "not wanted", guarded<ActAnswer>(this, [this](const ActAnswer& answer) { done(answer, tr("Not printed")); }));
}

void PrintPage::done(const ActAnswer& answer, const QString& spoken)
{
    if (!answer.done) {
        m_trouble->setContent(Tone::Danger, QStringLiteral("error"), tr("Not recorded"), answer.failure ? failureLine(*answer.failure) : QString());
        m_trouble->show();
        return;
    }
    clear();
    Q_EMIT said(spoken);
    ask();
}

void PrintPage::paper(bool receipt)
{
    auto* port = m_hub.port().print();
    if (!port) return;
    const auto policy = port->policy();
    if (!receipt) {
        const auto sheets = leafletSheets(*policy, words::fromUtf8(m_hub.site().name));
        return output(sheetsPdf(sheets, tr("Welcome leaflet")), sheets, tr("Welcome leaflet"), QStringLiteral("leaflet"));
    }
    port->receipt(m_card.toStdString(), guarded<ReceiptAnswer>(this, [this, policy](const ReceiptAnswer& answer) {
        if (answer.failure) return done({false, false, {}, {}, answer.failure}, {});
        const auto sheets = receiptSheets(*policy, answer.receipt);
        output(sheetsPdf(sheets, tr("Receipt")), sheets, tr("Receipt"), QStringLiteral("receipt"));
    }));
}

void PrintPage::output(const QByteArray& pdf, const std::vector<PaperSheet>& sheets, const QString& title, const QString& name)
{
    const auto path = fileFor(name);
    const auto wrong = toFile() ? saveDocument(path, pdf) : printSheets(chosenPrinter(), sheets, title);
    if (wrong.isEmpty()) {
        Q_EMIT said(toFile() ? tr("Written to %1").arg(path) : tr("%1: printed").arg(title));
        return;
    }
    m_trouble->setContent(Tone::Danger, QStringLiteral("error"), tr("Not printed"), wrong);
    m_trouble->show();
}

void PrintPage::stepBack()
{
    if (m_stepUp->isOpen()) return m_stepUp->close(), refresh();
    if (m_stage == Stage::spoiling) {
        m_stage = Stage::quality;
        return refresh();
    }
    Q_EMIT leaving();
}

} // namespace cardwright::ui
