#include "ui/pages/RecordPage.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
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

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int longestName = 200; // characters; the core says what is too long
constexpr int longestReason = 400;

bool coreIdentity(const std::string& field) { return field == "givenName" || field == "familyName" || field == "dateOfBirth"; }

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

RecordPage::RecordPage(DeskHub& hub, QWidget* parent) : QWidget(parent), m_hub(hub)
{
    setObjectName(QStringLiteral("record-page"));
    if (const auto* people = hub.port().people())
        m_rules = people->rules();
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
    connect(m_back, &ActionButton::clicked, this, &RecordPage::back);
    connect(m_next, &ActionButton::clicked, this, &RecordPage::next);
    connect(m_next, &ActionButton::heldPressed, this, [this](const QString& why) {
        Q_EMIT said(why);
        announce(m_next, why);
        showProblems();
    });
    connect(m_frame->stepper(), &Stepper::stepClicked, this, [this](int index) {
        if (index < static_cast<int>(m_step))
            goTo(static_cast<Step>(index));
    });
    connect(m_comparison, &ComparePanel::changed, this, &RecordPage::refresh);
    connect(m_comparison, &ComparePanel::personWanted, this, &RecordPage::personWanted);
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
    grid->setRowStretch(5, 1);
    return form;
}

void RecordPage::makePapers(QGridLayout* grid, int row)
{
    m_papers = named(new Panel(Tone::Warning), "record-papers", tr("Papers for another legal name or date of birth"));
    m_papers->setPadding(16);
    m_papers->body()->setSpacing(10);
    auto* words = named(new TextBlock(tr("Who they are changes by papers, face to face, and a new card is due: the one they have names somebody they no longer are."),
                                      TextStyle::Body), "record-papers-words");
    words->setToneInk(Tone::Warning);
    m_paperKind = new ChoiceField(tr("Paper"));
    named(m_paperKind->box(), "record-paper-kind", tr("Paper"));
    m_paperKind->box()->addItem(tr("Not chosen"));
    for (const auto& paper : m_rules.identityPapers)
        m_paperKind->box()->addItem(words::fromUtf8(paper.words));
    m_paperNumber = new Field(tr("Its number"));
    named(m_paperNumber->edit(), "record-paper-number", tr("Number of the paper"));
    m_paperNumber->setHint(tr("The last four are kept"));
    m_paperDated = new Field(tr("Its date"));
    named(m_paperDated->edit(), "record-paper-dated", tr("Date of the paper"));
    m_paperDated->setHint(tr("Day, month, year"));
    m_paperOriginal = named(new CheckRow(tr("Original in my hand, no copy")), "record-paper-original");
    m_paperOriginal->setCheckable(true);
    m_reason = new Field(tr("Reason"));
    named(m_reason->edit(), "record-reason", tr("Reason of the change"));
    m_reason->edit()->setMaxLength(longestReason);
    auto* pair = new QGridLayout;
    pair->setHorizontalSpacing(16);
    pair->addWidget(m_paperKind, 0, 0, 1, 2);
    pair->addWidget(m_paperNumber, 1, 0);
    pair->addWidget(m_paperDated, 1, 1);
    m_papers->body()->addWidget(words);
    m_papers->body()->addLayout(pair);
    m_papers->body()->addWidget(m_paperOriginal);
    m_papers->body()->addWidget(m_reason);
    m_papers->hide();
    grid->addWidget(m_papers, row, 0, 1, 2);
    connect(m_paperKind, &ChoiceField::chosen, this, &RecordPage::refresh);
    connect(m_paperOriginal, &QAbstractButton::toggled, this, &RecordPage::refresh);
    for (auto* field : {m_paperNumber, m_paperDated, m_reason})
        connect(field, &Field::textChanged, this, &RecordPage::refresh);
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
    grid->setRowStretch(4, 1);
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

void RecordPage::bindKeys()
{
    bindKey(this, QKeySequence(Qt::Key_Escape), m_back);
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    bindKey(this, QKeySequence(Qt::CTRL | Qt::Key_Right), m_next);
    m_comparison->bindKeys();
}

void RecordPage::beginNew(const PersonTexts& fields)
{
    m_new = true;
    m_file = {};
    auto begun = fields;
    if (begun["odsCode"].empty())
        begun["odsCode"] = m_rules.odsCode;
    begin(begun);
}

void RecordPage::beginChange(const PersonFile& file)
{
    m_new = false;
    m_file = file;
    auto fields = file.fields;
    fields.erase("niNumber"); // its end alone is known here: what is typed replaces it
    begin(fields);
}

void RecordPage::begin(const PersonTexts& fields)
{
    ++m_asked;
    m_filling = true;
    for (const auto& entry : m_entries) {
        const auto found = fields.find(entry.id);
        const auto value = found == fields.end() ? std::string() : found->second;
        entry.field->setText(entry.id == "dateOfBirth" ? shownDate(value) : words::fromUtf8(value));
        entry.field->clearWrong();
        const bool owned = !m_new && std::find(m_file.hrOwned.begin(), m_file.hrOwned.end(), entry.id) != m_file.hrOwned.end();
        entry.field->setHint(owned ? tr("Kept by HR: the next import overwrites this") : entry.hint);
        if (!m_new && entry.id == "niNumber")
            entry.field->setHint(m_file.fields.count("niNumber") ? tr("On record: %1. Typed here, it is replaced.").arg(words::fromUtf8(m_file.fields["niNumber"]))
                                                                 : tr("None on record"));
    }
    m_paperKind->box()->setCurrentIndex(0);
    m_paperNumber->setText({});
    m_paperDated->setText({});
    m_paperOriginal->setChecked(false);
    m_reason->setText({});
    m_comparison->setPeople({});
    m_filling = false;
    m_compared = false;
    m_trouble->hide();
    m_step = Step::who;
    refresh();
    goTo(Step::who);
}

void RecordPage::clear() { beginNew({}); }

PersonTexts RecordPage::typed() const
{
    PersonTexts texts;
    for (const auto& entry : m_entries) {
        const auto text = entry.field->text().simplified();
        texts[entry.id] = (entry.id == "dateOfBirth" ? understoodDate(text) : text).toStdString();
    }
    return texts;
}

/// What is other than on record. A field that was emptied is a change too, but for the NI number, of which the end alone is known here.
PersonTexts RecordPage::changes() const
{
    PersonTexts other;
    for (const auto& [id, text] : typed()) {
        const auto known = m_file.fields.find(id);
        if (id == "niNumber" ? !text.empty() : text != (known == m_file.fields.end() ? std::string() : known->second))
            other[id] = text;
    }
    return other;
}

bool RecordPage::identityChanged() const
{
    if (m_new)
        return false;
    const auto other = changes();
    return std::any_of(other.begin(), other.end(), [](const auto& field) { return coreIdentity(field.first); });
}

QString RecordPage::held() const
{
    if (m_step == Step::compare)
        return m_comparison->held();
    const auto ofStep = [this](const FieldProblem& problem) {
        return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.id == problem.field && entry.step <= m_step; });
    };
    const auto problem = std::find_if(m_check.problems.begin(), m_check.problems.end(), ofStep);
    if (problem != m_check.problems.end())
        return words::fromUtf8(problem->sentence);
    if (identityChanged()) {
        const int at = m_paperKind->box()->currentIndex();
        if (at <= 0)
            return tr("Choose the paper that shows the change.");
        const bool restricted = m_rules.identityPapers[static_cast<std::size_t>(at - 1)].restricted;
        if (!restricted && m_paperNumber->text().simplified().isEmpty())
            return tr("The number of the paper.");
        if (!m_paperOriginal->isChecked())
            return tr("Hold the original in your hand, and say so.");
        if (m_reason->text().simplified().isEmpty())
            return tr("A reason, for the record.");
    }
    if (!m_new && m_step == Step::work && changes().empty())
        return tr("Nothing is other than before.");
    return {};
}

void RecordPage::goTo(Step step)
{
    m_step = step;
    m_steps->setCurrentIndex(static_cast<int>(step));
    for (int at = 0; at < m_steps->count(); ++at) // a page that is not shown asks for no room
        m_steps->widget(at)->setSizePolicy(QSizePolicy::Preferred, at == static_cast<int>(step) ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    m_steps->adjustSize();
    refresh();
    if (isVisible())
        takeFocus();
}

void RecordPage::back()
{
    if (m_step == Step::who)
        Q_EMIT left();
    else
        goTo(m_step == Step::compare ? Step::work : Step::who);
}

void RecordPage::next()
{
    if (m_step == Step::who)
        goTo(Step::work);
    else if (m_step == Step::compare)
        create();
    else if (m_new)
        compare();
    else
        change();
}

void RecordPage::refresh()
{
    if (m_filling)
        return;
    auto texts = typed();
    if (const auto* people = m_hub.port().people())
        m_check = people->checkRecord(texts);
    const bool identity = identityChanged();
    m_papers->setVisible(identity);
    const int paper = m_paperKind->box()->currentIndex();
    const bool restricted = paper > 0 && m_rules.identityPapers[static_cast<std::size_t>(paper - 1)].restricted;
    m_paperNumber->setVisible(!restricted); // of such a paper neither is taken
    m_paperDated->setVisible(!restricted);
    const auto name = words::fromUtf8(texts["givenName"] + " " + texts["familyName"]).trimmed();
    m_frame->head()->setFlow(m_new ? tr("New record") : tr("Change a record"), name.isEmpty() ? tr("A new person") : name,
                             m_new ? QString() : tr("UUID %1").arg(words::groupedNumber(m_file.card.holder.userNumber)));
    const auto state = [this](Step step) { return step < m_step ? StepperState::Done : step == m_step ? StepperState::Current : StepperState::ToCome; };
    QVector<StepItem> steps{{tr("Who they are"), identity ? tr("Papers needed") : QString(), state(Step::who), identity && !held().isEmpty()},
                            {tr("Work and contact"), {}, state(Step::work), false}};
    if (m_new)
        steps << StepItem{tr("Known already?"), m_comparison->summary(), state(Step::compare), m_comparison->mustCompare()};
    m_frame->stepper()->setSteps(steps);
    showFace();
    const auto why = held();
    m_next->setText(m_step == Step::who ? tr("Work and contact next") : m_step == Step::compare ? tr("Make the record") : m_new ? tr("Look who is known") : tr("Record the change"));
    m_next->setAccessibleName(m_next->text());
    why.isEmpty() ? m_next->release() : m_next->hold(why);
    m_frame->setFooterWords(why);
}

void RecordPage::showFace()
{
    const auto texts = typed();
    const bool nobody = m_check.firstLine.empty() && m_check.secondLine.empty();
    Holder holder = m_file.card.holder;
    holder.givenName = m_check.firstLine;
    holder.familyName = m_check.secondLine;
    holder.legalName = m_check.firstLine + ' ' + m_check.secondLine;
    holder.nameOnCard = holder.legalName;
    m_face->setContent(nobody ? blankFace(m_hub.site()) : faceOf(holder, m_hub.site()));
    const auto words = !m_check.trouble.empty() ? words::fromUtf8(m_check.trouble)
                       : nobody                 ? tr("The card, as the name is typed.")
                                                : tr("So it will be printed. On the chip: %1").arg(words::fromUtf8(m_check.onChip));
    m_faceWords->setText(words);
}

void RecordPage::showProblems()
{
    for (const auto& entry : m_entries) {
        if (entry.field->edit()->hasFocus() || entry.field->text().isEmpty())
            continue; // checked on leaving the field, not while typing
        const auto found = std::find_if(m_check.problems.begin(), m_check.problems.end(), [&](const FieldProblem& problem) { return problem.field == entry.id; });
        if (found == m_check.problems.end())
            entry.field->clearWrong();
        else
            entry.field->setWrong(words::fromUtf8(found->sentence));
    }
}

void RecordPage::compare()
{
    if (m_compared)
        return goTo(Step::compare);
    m_next->setBusy(tr("Looking"));
    const int asked = ++m_asked;
    m_hub.port().people()->compare(typed(), guarded<DuplicatesAnswer>(this, [this, asked](DuplicatesAnswer answer) {
        m_next->clearBusy();
        if (asked != m_asked)
            return;
        if (answer.failure)
            return showTrouble(*answer.failure);
        m_compared = true;
        m_comparison->setPeople(std::move(answer.people));
        goTo(Step::compare);
    }));
}

void RecordPage::create()
{
    NewRecord record{typed(), m_comparison->comparedWith(), m_comparison->reason().toStdString()};
    m_next->setBusy(tr("Recording"));
    m_hub.port().people()->create(record, guarded<RecordAnswer>(this, [this](const RecordAnswer& answer) { answered(answer); }));
}

void RecordPage::change()
{
    RecordChange order{m_file.card.holder.userNumber, changes(), m_reason->text().simplified().toStdString(), {}};
    if (identityChanged()) {
        const auto& paper = m_rules.identityPapers[static_cast<std::size_t>(m_paperKind->box()->currentIndex() - 1)];
        PaperFields fields{paper.id, {}, {}, m_paperOriginal->isChecked()};
        if (!paper.restricted) {
            fields.number = m_paperNumber->text().simplified().toStdString();
            fields.dated = understoodDate(m_paperDated->text()).toStdString();
        }
        order.papers.push_back(std::move(fields));
    } else {
        order.reason.clear();
    }
    m_next->setBusy(tr("Recording"));
    m_hub.port().people()->change(order, guarded<RecordAnswer>(this, [this](const RecordAnswer& answer) { answered(answer); }));
}

void RecordPage::answered(const RecordAnswer& answer)
{
    m_next->clearBusy();
    if (answer.failure)
        return showTrouble(*answer.failure);
    auto words = m_new ? tr("The record is made: UUID %1").arg(words::groupedNumber(answer.userNumber)) : tr("The change is recorded");
    if (!answer.overwritten.empty())
        words += tr("; HR's next import overwrites part of it");
    if (answer.newCardDue)
        words += tr("; a new card is due");
    const auto number = words::fromUtf8(answer.userNumber);
    clear();
    Q_EMIT recorded(number, words);
}

void RecordPage::showTrouble(const Failure& failure)
{
    const auto lines = words::failure(failure);
    const auto text = tr("%1 (%2)").arg(lines.next, lines.code);
    m_trouble->setContent(Tone::Warning, QStringLiteral("warning"), lines.cause, text);
    m_trouble->show();
    announce(m_trouble, lines.cause + QLatin1Char(' ') + text);
    for (const auto& entry : m_entries)
        if (failure.code == "PERSON-DETAILS" && failure.detail == entry.id) {
            goTo(entry.step);
            entry.field->setWrong(lines.cause);
            entry.field->edit()->setFocus();
        }
    refresh();
}

void RecordPage::showEvent(QShowEvent*) { takeFocus(); }

void RecordPage::takeFocus()
{
    if (m_step == Step::compare)
        return m_comparison->takeFocus();
    for (const auto& entry : m_entries)
        if (entry.step == m_step)
            return entry.field->edit()->setFocus();
}

} // namespace cardwright::ui
