#include "ui/pages/PersonStep.h"

#include "ui/pages/ComparePanel.h"
#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/FlowFrame.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

PersonStep::PersonStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : FlowPage(hub, application, parent)
{
    setObjectName(QStringLiteral("person-step"));
    m_pages = new QStackedWidget;
    m_pages->addWidget(makeForm());
    m_frame->setWork(m_pages);
    m_frame->setSide(makeSide());
    m_next = makePrimary("person-next", tr("Evidence next"));
    connect(m_next, &ActionButton::clicked, this, &PersonStep::goOn);
}

Field* PersonStep::addField(const QString& label, const char* objectName, std::string PersonFields::*member, const char* name, const QString& hint)
{
    auto* field = new Field(label);
    field->setObjectName(QLatin1String(objectName) + QStringLiteral("-field"));
    named(field->edit(), objectName, label);
    field->setHint(hint);
    m_entries.push_back({field, member, name, hint});
    connect(field, &Field::textChanged, this, [this, field, member](const QString& text) {
        if (m_filling)
            return;
        auto person = m_application.draft().person;
        person.*member = (member == &PersonFields::dateOfBirth ? understoodDate(text) : text.simplified()).toStdString();
        m_application.setPerson(person);
        field->clearWrong();
    });
    connect(field, &Field::edited, this, [this] { showProblems(); });
    return field;
}

QWidget* PersonStep::makeForm()
{
    auto* form = new QWidget;
    auto* grid = new QGridLayout(form);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(14);
    grid->addWidget(addField(tr("Given names"), "person-given", &PersonFields::givenName, "givenName", tr("As on the documents, middle names too")), 0, 0);
    grid->addWidget(addField(tr("Family name"), "person-family", &PersonFields::familyName, "familyName", tr("As on the documents")), 0, 1);
    grid->addWidget(addField(tr("Date of birth"), "person-born", &PersonFields::dateOfBirth, "dateOfBirth", tr("Day, month, year: 14 8 1991")), 1, 0);
    grid->addWidget(addField(tr("Postcode of the address"), "person-postcode", &PersonFields::postcode, "postcode",
                             tr("Compared, not sent on")), 1, 1);
    grid->addWidget(addField(tr("Position"), "person-job", &PersonFields::jobTitle, "jobTitle", tr("Shown at the desk")), 2, 0);
    grid->addWidget(addField(tr("Known as"), "person-preferred", &PersonFields::preferredName, "preferredName",
                             tr("Prints instead of the given names")), 2, 1);
    grid->addWidget(addField(tr("Name on card"), "person-card", &PersonFields::nameOnCard, "nameOnCard",
                             tr("Only if it is to differ from the names above")), 3, 0, 1, 2);
    m_chip = addField(tr("The name in plain letters"), "person-chip", &PersonFields::nameOnChip, "nameOnChip",
                      tr("The chip takes A to Z only: how does this person write their name so?"));
    m_chip->hide();
    grid->addWidget(m_chip, 4, 0, 1, 2);
    m_double = named(new Banner(Tone::Warning, QStringLiteral("conflict"), {}, {}), "person-double");
    auto* look = named(new SecondaryButton(tr("Look")), "person-double-look", tr("Look at the person known already"));
    m_double->setButton(look);
    connect(look, &ActionButton::clicked, this, [this] {
        if (!m_application.personCheck().doubles.empty())
            Q_EMIT personWanted(words::fromUtf8(m_application.personCheck().doubles.front().userNumber));
    });
    m_double->hide();
    grid->addWidget(m_double, 5, 0, 1, 2);
    m_alike = named(new Banner(Tone::Warning, QStringLiteral("conflict"), {}, {}), "person-alike");
    m_alike->hide();
    grid->addWidget(m_alike, 5, 0, 1, 2);
    grid->setRowStretch(6, 1);
    return form;
}

QWidget* PersonStep::makeSide()
{
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_face = named(new CardFace, "person-face", tr("The card as it will be printed"));
    m_faceWords = named(new TextBlock(tr("So it will be printed, with their UUID."), TextStyle::Compact, Colour::TextMuted), "person-face-words");
    column->addWidget(m_face);
    column->addWidget(m_faceWords);
    m_samplesBlock = new QWidget;
    auto* block = new QVBoxLayout(m_samplesBlock);
    block->setContentsMargins(0, 8, 0, 0);
    block->setSpacing(8);
    block->addWidget(new Label(tr("Practise with somebody who does not exist"), TextStyle::BodyStrong));
    m_samples = new Panel;
    m_samples->setPadding(0);
    block->addWidget(m_samples);
    column->addWidget(m_samplesBlock);
    column->addStretch(1);
    showSamples();
    return side;
}

void PersonStep::showSamples()
{
    const auto samples = m_hub.port().issue().samples();
    m_samplesBlock->setVisible(!samples.empty());
    const auto most = std::min<std::size_t>(samples.size(), 4);
    for (std::size_t at = 0; at < most; ++at) {
        auto* row = new ListRow(words::fromUtf8(samples[at].name), words::fromUtf8(samples[at].words));
        row->setObjectName(QStringLiteral("sample-%1").arg(at + 1));
        row->setClickable(true);
        row->setKeyCap(tr("Ctrl %1").arg(at + 1));
        row->setLast(at + 1 == most);
        connect(row, &QAbstractButton::clicked, this, [this, id = samples[at].id] { Q_EMIT sampleWanted(words::fromUtf8(id)); });
        m_samples->body()->addWidget(row);
    }
}

void PersonStep::bindKeys()
{
    FlowPage::bindKeys();
    bindKey(this, QKeySequence(Qt::Key_Return), m_next);
    for (int at = 0; at < 4; ++at)
        bindKey(this, QKeySequence(QKeyCombination(Qt::CTRL, static_cast<Qt::Key>(Qt::Key_1 + at))), [this, at] {
            if (auto* row = findChild<ListRow*>(QStringLiteral("sample-%1").arg(at + 1)); row && row->isVisible())
                row->click();
        });
}

void PersonStep::fillFields()
{
    if (m_filledFor == m_application.generation())
        return;
    m_filledFor = m_application.generation();
    showForm();
    m_filling = true;
    for (const auto& entry : m_entries) {
        const auto& value = m_application.draft().person.*entry.member;
        entry.field->setText(entry.member == &PersonFields::dateOfBirth ? shownDate(value) : words::fromUtf8(value));
        entry.field->clearWrong();
    }
    m_filling = false;
    if (isVisible())
        takeFocus();
}

void PersonStep::refresh()
{
    fillFields();
    const auto holder = m_application.holder();
    const bool nobody = m_application.draft().person.familyName.empty() && m_application.draft().person.givenName.empty();
    m_face->setContent(nobody ? blankFace(m_hub.site()) : faceOf(holder, m_hub.site()));
    m_faceWords->setVisible(!nobody);
    const auto& check = m_application.personCheck();
    m_faceWords->setText(check.onChip.empty() ? tr("So it will be printed, with their UUID.")
                                              : tr("So it will be printed, with their UUID; on the chip: %1.").arg(words::fromUtf8(check.onChip)));
    const bool chipAsked = std::any_of(check.problems.begin(), check.problems.end(), [](const FieldProblem& problem) { return problem.field == "nameOnChip"; });
    m_chip->setVisible(chipAsked || !m_application.draft().person.nameOnChip.empty());
    m_samplesBlock->setVisible(nobody && m_samples->body()->count() > 0);
    showDoubles();
    showProblems();
    const bool due = m_application.comparisonDue() && !comparing();
    m_next->setText(due ? tr("Compare first") : tr("Evidence next"));
    m_next->setAccessibleName(m_next->text());
    const auto why = heldWhy();
    why.isEmpty() ? m_next->release() : m_next->hold(why);
    m_frame->setFooterWords(m_next->isHeld() && !nobody ? m_next->heldReason() : QString());
}

QString PersonStep::heldWhy() const
{
    const auto& check = m_application.personCheck();
    if (comparing())
        return m_comparison->held();
    if (m_application.personDone() || (m_application.comparisonDue() && check.problems.empty() && check.doubles.empty()))
        return {};
    return m_application.missing().empty() ? tr("The names are being checked.") : m_application.missing().front();
}

bool PersonStep::comparing() const { return m_comparison && m_pages->currentWidget() == m_comparison; }

/// Made when it is first needed: most applications need none.
void PersonStep::makeComparison()
{
    if (m_comparison)
        return;
    m_comparison = named(new ComparePanel, "person-compare");
    m_pages->addWidget(m_comparison);
    m_comparison->bindKeys();
    connect(m_comparison, &ComparePanel::personWanted, this, &PersonStep::personWanted);
    connect(m_comparison, &ComparePanel::changed, this, [this] {
        if (comparing())
            m_application.setCompared(m_comparison->comparedWith(), m_comparison->reason().toStdString());
    });
}

void PersonStep::goOn()
{
    if (m_application.comparisonDue() && !comparing())
        return compare();
    showForm();
    Q_EMIT nextWanted();
}

/// Who they are is shown now, and on record as looked for.
void PersonStep::compare()
{
    const int asked = ++m_asked;
    const auto& person = m_application.draft().person;
    const PersonTexts fields{{"givenName", person.givenName},   {"familyName", person.familyName}, {"preferredName", person.preferredName},
                             {"dateOfBirth", person.dateOfBirth}, {"jobTitle", person.jobTitle}};
    m_hub.port().people()->compare(fields, guarded<DuplicatesAnswer>(this, [this, asked](DuplicatesAnswer answer) {
        if (asked != m_asked)
            return;
        if (answer.failure)
            return void(Q_EMIT said(failureLine(*answer.failure)));
        // Whose application it may be, begun before, is nobody to be told apart from.
        const auto& alike = m_application.personCheck().alike;
        std::erase_if(answer.people, [&](const DuplicatePerson& one) {
            return one.level == "likely" && std::find(alike.begin(), alike.end(), one.userNumber) == alike.end();
        });
        makeComparison();
        m_comparison->setPeople(std::move(answer.people));
        m_pages->setCurrentWidget(m_comparison);
        refresh();
        m_comparison->takeFocus();
    }));
}

void PersonStep::showForm()
{
    ++m_asked;
    m_pages->setCurrentIndex(0);
}

bool PersonStep::stepBack()
{
    if (!comparing())
        return false;
    showForm();
    refresh();
    takeFocus();
    return true;
}

void PersonStep::showProblems()
{
    for (const auto& entry : m_entries) {
        if ((entry.field->text().isEmpty() && !entry.field->isWrong()) || entry.field->edit()->hasFocus())
            continue; // checked on leaving the field, not while typing
        const auto& problems = m_application.personCheck().problems;
        const auto found = std::find_if(problems.begin(), problems.end(), [&](const FieldProblem& problem) { return problem.field == entry.name; });
        if (found == problems.end())
            entry.field->clearWrong();
        else
            entry.field->setWrong(words::fromUtf8(found->sentence));
    }
}

void PersonStep::showDoubles()
{
    const auto& doubles = m_application.personCheck().doubles;
    const auto alike = m_application.personCheck().alike.size();
    m_double->setVisible(!doubles.empty());
    m_alike->setVisible(doubles.empty() && alike > 0);
    if (alike > 0)
        m_alike->setContent(m_application.comparisonDue() ? Tone::Warning : Tone::Plain, QStringLiteral("conflict"),
                            alike == 1 ? tr("1 person here is much like this one") : tr("%1 people here are much like this one").arg(alike),
                            m_application.comparisonDue() ? tr("One person has one record. Compare them before another is made.")
                                                          : tr("Compared, and somebody else: it is recorded with your reason."));
    if (doubles.empty())
        return;
    const auto& first = doubles.front();
    m_double->setContent(Tone::Warning, QStringLiteral("conflict"), tr("Known already: %1").arg(words::fromUtf8(first.name)),
                         tr("UUID %1, %2. One person has one record.").arg(words::groupedNumber(first.userNumber), words::cardState(first.cardState)));
}

void PersonStep::takeFocus()
{
    if (comparing())
        return m_comparison->takeFocus();
    const std::string PersonFields::*needed[] = {&PersonFields::givenName, &PersonFields::familyName, &PersonFields::dateOfBirth};
    for (const auto& entry : m_entries)
        if (entry.field->text().isEmpty() && std::find(std::begin(needed), std::end(needed), entry.member) != std::end(needed))
            return entry.field->edit()->setFocus();
    m_next->setFocus();
}

} // namespace cardwright::ui
