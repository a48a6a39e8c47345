#include "ui/pages/RecordPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/RecordPapers.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

// What the page is made of; what it does is in RecordPage.cpp.

namespace cardwright::ui {

namespace {

constexpr int longestName = 200; // characters; the core says what is too long
constexpr int longestReason = 400;

QGridLayout* formGrid(QWidget* form)
{
    auto* grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

void RecordPage::makePage()
{
    m_frame = new FlowFrame;
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_frame);
    named(m_frame->stepper(), "record-stepper", tr("Steps"));
    auto* work = new QWidget;
    auto* column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_trouble = named(new Banner, "record-trouble");
    m_trouble->hide();
    m_steps = new QStackedWidget;
    m_steps->addWidget(makeWho());
    m_steps->addWidget(makeWork());
    m_comparison = new ComparePanel;
    m_steps->addWidget(m_comparison);
    column->addWidget(m_trouble);
    column->addWidget(m_steps);
    column->addStretch(1);
    m_frame->setWork(work);
    m_frame->setSide(makeSide());
    m_back = named(new SecondaryButton(tr("Back")), "record-back", tr("Back"));
    m_back->setIconName(QStringLiteral("back"));
    m_back->setKeyCap(tr("Esc"));
    m_back->setSize(ActionButton::Size::Choice);
    m_frame->footerLeft()->addWidget(m_back);
    m_next = named(new PrimaryButton(tr("Go on")), "record-next");
    m_next->setKeyCap(tr("Enter"));
    m_frame->footerRight()->addWidget(m_next);
}

Field* RecordPage::addField(QGridLayout* grid, int row, int column, const char* id, const QString& label, const QString& hint, Step step, int span)
{
    auto* field = named(new Field(label), qPrintable(QStringLiteral("record-%1-field").arg(QLatin1String(id))));
    named(field->edit(), qPrintable(QStringLiteral("record-%1").arg(QLatin1String(id))), label);
    field->edit()->setMaxLength(longestName);
    field->setHint(hint);
    grid->addWidget(field, row, column, 1, span);
    m_entries.push_back({id, field, hint, step});
    connect(field, &Field::textChanged, this, [this] {
        if (m_filling)
            return;
        m_compared = false;
        m_trouble->hide();
        refresh();
    });
    connect(field, &Field::edited, this, [this, field, date = std::string(id) == "dateOfBirth"] {
        const auto text = understoodDate(field->text()).toStdString();
        if (date && parseDate(text))
            field->setText(shownDate(text));
        showProblems();
    });
    return field;
}

QWidget* RecordPage::makeWho()
{
    auto* form = new QWidget;
    auto* grid = formGrid(form);
    addField(grid, 0, 0, "givenName", tr("Given names"), tr("Legal, middle names too"), Step::who);
    addField(grid, 0, 1, "familyName", tr("Family name"), tr("Legal"), Step::who);
    addField(grid, 1, 0, "dateOfBirth", tr("Date of birth"), tr("Day, month, year: 14 8 1991"), Step::who);
    addField(grid, 1, 1, "niNumber", tr("National Insurance number"), tr("Optional"), Step::who);
    addField(grid, 2, 0, "preferredName", tr("Known as"), tr("Prints instead of the given names"), Step::who);
    addField(grid, 2, 1, "nameOnCard", tr("Name on card"), tr("Only if it is to differ from the names"), Step::who);
    addField(grid, 3, 0, "nameOnChip", tr("The name in plain letters"), tr("Only if its letters have no plain form: A to Z"), Step::who, 2);
    makePapers(grid, 4);
    grid->setRowStretch(6, 1);
    return form;
}

void RecordPage::makePapers(QGridLayout* grid, int row)
{
    m_papers = new RecordPapers(QStringLiteral("record"), m_rules.identityPapers);
    m_reason = new Field(tr("Reason"));
    named(m_reason->edit(), "record-reason", tr("Reason of the change"));
    m_reason->edit()->setMaxLength(longestReason);
    m_papers->body()->addWidget(m_reason);
    m_papers->hide();
    grid->addWidget(m_papers, row, 0, 1, 2);
    m_askWords = named(new TextBlock({}, TextStyle::Body), "record-ask-words");
    m_askWords->hide();
    grid->addWidget(m_askWords, row + 1, 0, 1, 2);
    connect(m_papers, &RecordPapers::changed, this, &RecordPage::refresh);
    connect(m_reason, &Field::textChanged, this, &RecordPage::refresh);
}

QWidget* RecordPage::makeWork()
{
    auto* form = new QWidget;
    auto* grid = formGrid(form);
    addField(grid, 0, 0, "jobTitle", tr("Job title"), {}, Step::work);
    addField(grid, 0, 1, "staffNumber", tr("Staff number"), tr("Of the employer"), Step::work);
    addField(grid, 1, 0, "team", tr("Team"), {}, Step::work);
    addField(grid, 1, 1, "site", tr("Site"), {}, Step::work);
    addField(grid, 2, 0, "odsCode", tr("Organisation"), tr("ODS code"), Step::work);
    addField(grid, 2, 1, "phone", tr("Telephone"), {}, Step::work);
    addField(grid, 3, 0, "email", tr("E-mail"), {}, Step::work, 2);
    m_askReason = new Field(tr("Why you ask"));
    named(m_askReason->edit(), "record-ask-reason", tr("Why you ask"));
    m_askReason->setHint(tr("Whoever decides reads it."));
    m_askReason->edit()->setMaxLength(longestReason);
    grid->addWidget(m_askReason, 4, 0, 1, 2);
    connect(m_askReason, &Field::textChanged, this, &RecordPage::refresh);
    grid->setRowStretch(5, 1);
    return form;
}

QWidget* RecordPage::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_face = named(new CardFace, "record-face", tr("The card as it will be printed"));
    m_faceWords = named(new TextBlock({}, TextStyle::Body), "record-face-words");
    column->addWidget(m_face);
    column->addWidget(m_faceWords);
    column->addStretch(1);
    return side;
}

} // namespace cardwright::ui
