#include "ui/pages/PrintWork.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/PrinterChoice.h"
#include "ui/pages/StepUpPanel.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/FacePreview.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextBlock.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

// Its parts; what they do is in PrintWork.cpp.

namespace cardwright::ui {

namespace {

constexpr int previewWidth = 290;
constexpr int longestReason = 400;
constexpr const char* printerSetting = "printer";

QString partOf(const QString& name, const char* part) { return name + QLatin1Char('-') + QLatin1String(part); }

void addPair(QVBoxLayout* column, SecondaryButton* first, SecondaryButton* second)
{
    auto* pair = new QHBoxLayout;
    pair->setSpacing(8);
    for (auto* button : {first, second}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        pair->addWidget(button, 1);
    }
    column->addLayout(pair);
}

} // namespace

PrintWork::PrintWork(DeskHub& hub, const QString& name, Printers printers, QWidget* owner) : QObject(owner), m_hub(hub), m_name(name), m_owner(owner)
{
    m_trouble = named(new Banner(owner), qPrintable(partOf(name, "trouble")));
    m_trouble->hide();
    makeFaces();
    makeControls(std::move(printers));
    connectParts();
    clear();
}

void PrintWork::makeFaces()
{
    m_faces = new QWidget(m_owner);
    auto* column = plainColumn(m_faces);
    column->setSpacing(12);
    m_holder = named(new Label({}, TextStyle::Title2), qPrintable(partOf(m_name, "name")));
    m_front = named(new FacePreview(FaceSide::front, PrintUse::card), qPrintable(partOf(m_name, "front")));
    m_back = named(new FacePreview(FaceSide::back, PrintUse::card), qPrintable(partOf(m_name, "reverse")));
    for (auto* side : {m_front, m_back}) side->setFixedSize(previewWidth, side->heightForWidth(previewWidth));
    column->addWidget(m_holder);
    column->addWidget(m_front);
    column->addWidget(m_back);
    column->addStretch(1);
}

SecondaryButton* PrintWork::makeButton(const char* part, const QString& words, const QString& spoken, const QString& key)
{
    auto* button = named(new SecondaryButton(words), qPrintable(partOf(m_name, part)), spoken);
    button->setKeyCap(key);
    connect(button, &ActionButton::heldPressed, this, &PrintWork::said);
    return button;
}

void PrintWork::makeControls(Printers printers)
{
    m_controls = new QWidget(m_owner);
    auto* outer = plainColumn(m_controls);
    outer->setSpacing(12);
    m_panel = named(new Panel, qPrintable(partOf(m_name, "controls")), tr("How it is printed"));
    m_panel->body()->setSpacing(10);
    m_where = new PrinterChoice(m_hub, m_name, printerSetting, std::move(printers));
    m_where->setPrinterWords(tr("Take the card out of reader 2 and put it into the printer, face up."));
    m_both = named(new CheckRow(tr("Back as well")), qPrintable(partOf(m_name, "both")), tr("Back as well"));
    m_both->setChecked(true);
    m_print = named(new PrimaryButton(tr("Print")), qPrintable(partOf(m_name, "now")), tr("Print"));
    m_print->setIconName(QStringLiteral("print"));
    m_print->setKeyCap(tr("Enter"));
    m_later = makeButton("later", tr("Later"), tr("Later: onto the list of cards to print"), QStringLiteral("L"));
    m_never = makeButton("never", tr("Never"), tr("Never: this card is not printed"), QStringLiteral("V"));
    m_receipt = makeButton("receipt", tr("Receipt"), tr("Print the receipt"), QStringLiteral("C"));
    m_leaflet = makeButton("leaflet", tr("Leaflet"), tr("Print the welcome leaflet"), QStringLiteral("W"));
    auto* body = m_panel->body();
    body->addWidget(m_where);
    body->addWidget(m_both);
    body->addWidget(m_print);
    addPair(body, m_later, m_never);
    addPair(body, m_receipt, m_leaflet);
    outer->addWidget(m_panel);
    makeQuestion(outer);
    m_stepUp = new StepUpPanel(m_hub, partOf(m_name, "step-up"));
    outer->addWidget(m_stepUp);
    outer->addStretch(1);
}

void PrintWork::makeQuestion(QVBoxLayout* column)
{
    m_question = named(new Panel, qPrintable(partOf(m_name, "question")), tr("Is the print good?"));
    m_question->body()->setSpacing(10);
    m_asked = named(new Label({}, TextStyle::Lead), qPrintable(partOf(m_name, "asked")));
    m_asked->setWordWrap(true);
    m_consequence = named(new TextBlock({}, TextStyle::Small), qPrintable(partOf(m_name, "consequence")));
    m_reason = named(new Field(tr("Reason")), qPrintable(partOf(m_name, "reason-field")));
    named(m_reason->edit(), qPrintable(partOf(m_name, "reason")), tr("Reason"));
    m_reason->edit()->setMaxLength(longestReason);
    m_good = makeButton("good", tr("Good"), tr("The print is good"), QStringLiteral("Y"));
    m_bad = makeButton("bad", tr("Spoiled"), tr("The print is spoiled"), QStringLiteral("X"));
    m_replacement = makeButton("next-card", tr("Make the next card"), tr("Make the next card"), QStringLiteral("M"));
    auto* body = m_question->body();
    body->addWidget(m_asked);
    body->addWidget(m_consequence);
    body->addWidget(m_reason);
    addPair(body, m_good, m_bad);
    body->addWidget(m_replacement);
    column->addWidget(m_question);
}

void PrintWork::connectParts()
{
    connect(m_where, &PrinterChoice::changed, this, &PrintWork::refresh);
    connect(m_print, &ActionButton::clicked, this, &PrintWork::print);
    connect(m_print, &ActionButton::heldPressed, this, &PrintWork::said);
    connect(m_later, &ActionButton::clicked, this, &PrintWork::later);
    connect(m_never, &ActionButton::clicked, this, [this] { ask(Stage::declining); });
    connect(m_receipt, &ActionButton::clicked, this, [this] { paper(true); });
    connect(m_leaflet, &ActionButton::clicked, this, [this] { paper(false); });
    connect(m_good, &ActionButton::clicked, this, [this] { answer(true); });
    connect(m_bad, &ActionButton::clicked, this, &PrintWork::confirmBad);
    connect(m_reason->edit(), &QLineEdit::returnPressed, this, &PrintWork::confirmBad);
    connect(m_stepUp, &StepUpPanel::left, this, &PrintWork::refresh);
    connect(m_replacement, &ActionButton::clicked, this, [this] {
        Holder holder;
        holder.userNumber = m_face.userNumber;
        holder.givenName = m_face.firstLine;
        holder.familyName = m_face.secondLine;
        holder.legalName = (m_content.givenName + QLatin1Char(' ') + m_content.familyName).trimmed().toStdString();
        holder.nameOnCard = holder.legalName;
        holder.jobTitle = m_face.title;
        holder.portrait = m_face.portrait;
        Q_EMIT replacementWanted(holder, m_card);
    });
}

void PrintWork::bindKeys()
{
    const auto at = [this](Stage stage) { return [this, stage] { return m_stage == stage; }; };
    bindKey(m_owner, QKeySequence(Qt::Key_Return), m_print, [this] { return m_stage == Stage::ready && !m_stepUp->isOpen(); });
    bindKey(m_owner, QKeySequence(Qt::Key_L), m_later, at(Stage::ready));
    bindKey(m_owner, QKeySequence(Qt::Key_V), m_never, at(Stage::ready));
    bindKey(m_owner, QKeySequence(Qt::Key_C), m_receipt, at(Stage::ready));
    bindKey(m_owner, QKeySequence(Qt::Key_W), m_leaflet);
    bindKey(m_owner, QKeySequence(Qt::Key_Y), m_good, at(Stage::quality));
    bindKey(m_owner, QKeySequence(Qt::Key_X), m_bad, [this] { return m_stage == Stage::quality || m_stage == Stage::spoiling || m_stage == Stage::declining; });
    bindKey(m_owner, QKeySequence(Qt::Key_M), m_replacement, at(Stage::spoiled));
    m_stepUp->bindKeys();
}

} // namespace cardwright::ui
