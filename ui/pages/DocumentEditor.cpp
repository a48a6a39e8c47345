#include "ui/pages/DocumentEditor.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/ZoneField.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

namespace {

constexpr int endingLength = 4;

/// The last four letters and digits: what is kept of a number.
QString endingOf(const QString& number)
{
    QString signs;
    for (const auto sign : number)
        if (sign.isLetterOrNumber())
            signs += sign.toUpper();
    return signs.right(endingLength);
}

QString capital(QString words)
{
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

} // namespace

DocumentEditor::DocumentEditor(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : Panel(parent), m_hub(hub), m_application(application)
{
    setObjectName(QStringLiteral("document-editor"));
    if (auto* people = hub.port().people())
        m_rules = people->evidenceRules();
    makeFields();
    makeTicks();
    makeChoices();
    m_remove = named(new SecondaryButton(tr("Take it off the list")), "document-remove", tr("Take this document off the list"));
    m_remove->setIconName(QStringLiteral("close"));
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch(1);
    body()->addLayout(foot);
    connect(m_kind, &ChoiceField::chosen, this, &DocumentEditor::kindChosen);
    connect(m_remove, &ActionButton::clicked, this, &DocumentEditor::removed);
    connect(m_zone, &ZoneField::read, this, &DocumentEditor::zoneRead);
    connect(m_number, &Field::edited, this, &DocumentEditor::numberLeft);
    m_zone->setReader([this](const std::string& typed) {
        auto* people = m_hub.port().people();
        return people ? people->readZone(typed, m_application.draft().person, document()) : ZoneReading{};
    });
    hide();
}

void DocumentEditor::makeFields()
{
    m_kind = new ChoiceField(tr("Document"));
    named(m_kind->box(), "document-kind", tr("Document"));
    m_refusal = named(new TextBlock({}, TextStyle::Body, Colour::WarningText), "document-refusal");
    m_zone = new ZoneField;
    m_number = new Field(tr("Number"));
    named(m_number->edit(), "document-number", tr("Number"));
    m_number->setHint(tr("Whole or its end: the last four are kept"));
    m_issuer = new Field(tr("From"));
    named(m_issuer->edit(), "document-issuer", tr("From whom"));
    m_dated = new Field(tr("Date on it"));
    named(m_dated->edit(), "document-dated", tr("Date on the document"));
    m_dated->setHint(tr("Day, month, year"));
    m_expires = new Field(tr("Good until"));
    named(m_expires->edit(), "document-expires", tr("Good until"));
    m_expires->setHint(tr("Day, month, year"));
    for (auto* field : {m_number, m_issuer, m_dated, m_expires}) {
        field->setParent(this);
        field->hide();
        connectField(field);
    }
    m_warnings = named(new TextBlock({}, TextStyle::Body, Colour::WarningText), "document-warnings");
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    body()->setSpacing(6);
    body()->addWidget(m_kind);
    body()->addWidget(m_refusal);
    body()->addWidget(m_zone);
    body()->addLayout(m_grid);
    body()->addWidget(m_warnings);
}

void DocumentEditor::makeTicks()
{
    m_original = named(new CheckRow(tr("Original in my hand, no copy, no print-out")), "document-original");
    m_camera = named(new CheckRow(tr("Shown to the camera, not in my hand")), "document-camera");
    m_name = named(new CheckRow(tr("Name agrees")), "document-name");
    m_birth = named(new CheckRow(tr("Date of birth agrees")), "document-birth");
    m_address = named(new CheckRow(tr("Shows the address of today")), "document-address");
    m_former = named(new CheckRow(tr("It bears a former name")), "document-former");
    for (auto* row : {m_original, m_camera, m_name, m_birth, m_address, m_former}) {
        row->setCheckable(true);
        body()->addWidget(row);
        connect(row, &QAbstractButton::toggled, this, &DocumentEditor::changed);
    }
    m_conditionRows = new QVBoxLayout;
    body()->addLayout(m_conditionRows);
}

void DocumentEditor::makeChoices()
{
    auto* row = new QGridLayout;
    row->setHorizontalSpacing(16);
    for (const auto& part : m_rules.documentScores) {
        auto* score = new ChoiceField(words::fromUtf8(part.words));
        named(score->box(), qPrintable(QStringLiteral("document-score-") + words::fromUtf8(part.id)), words::fromUtf8(part.words));
        score->box()->addItem(tr("Not scored"));
        for (const auto& value : part.choices)
            score->box()->addItem(words::fromUtf8(value));
        connect(score, &ChoiceField::chosen, this, &DocumentEditor::changed);
        const int at = static_cast<int>(m_scores.size());
        row->addWidget(score, at / 2, at % 2);
        m_scores << score;
    }
    body()->addLayout(row);
    m_refused = new ChoiceField(tr("I refuse it"));
    named(m_refused->box(), "document-refused", tr("I refuse this document"));
    m_refused->box()->addItem(tr("No: it is what it says"));
    for (const auto& reason : m_rules.refusals)
        m_refused->box()->addItem(words::fromUtf8(reason.words));
    m_refused->setVisible(!m_rules.refusals.empty());
    connect(m_refused, &ChoiceField::chosen, this, &DocumentEditor::changed);
    body()->addSpacing(4);
    body()->addWidget(m_refused);
}

void DocumentEditor::connectField(Field* field)
{
    connect(field, &Field::textChanged, this, &DocumentEditor::changed);
    if (field == m_number || field == m_issuer)
        return;
    connect(field, &Field::edited, this, [field] {
        const auto text = understoodDate(field->text());
        if (text.isEmpty())
            field->clearWrong();
        else if (parseDate(text.toStdString()))
            field->setText(shownDate(text.toStdString()));
        else
            field->setWrong(tr("Not a date yet: day, month, year"));
    });
}

void DocumentEditor::setKinds(const std::vector<DocumentKind>& kinds)
{
    m_kinds = kinds;
    m_kind->box()->clear();
    for (const auto& entry : kinds)
        m_kind->box()->addItem(words::fromUtf8(entry.name));
}

const DocumentKind* DocumentEditor::kind() const
{
    const auto at = m_kind->box()->currentIndex();
    return at < 0 || at >= static_cast<int>(m_kinds.size()) ? nullptr : &m_kinds[static_cast<std::size_t>(at)];
}

void DocumentEditor::open(const DocumentFields& document, bool isNew)
{
    m_started = document;
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const DocumentKind& entry) { return entry.id == document.kind; });
    m_kind->box()->setCurrentIndex(found == m_kinds.end() ? 0 : static_cast<int>(found - m_kinds.begin()));
    m_number->setText(words::fromUtf8(document.numberEnding));
    m_issuer->setText(words::fromUtf8(document.issuer));
    m_dated->setText(shownDate(document.dated));
    m_expires->setText(shownDate(document.expires));
    m_original->setChecked(document.originalSeen);
    m_camera->setChecked(document.seenOnCamera);
    // That something agrees is the agent's own word: a new one begins without it.
    const bool untouched = isNew && !document.originalSeen && document.numberEnding.empty() && document.issuer.empty() && document.dated.empty() &&
                           document.expires.empty() && document.conditions.empty();
    m_name->setChecked(!untouched && document.nameAgrees);
    m_birth->setChecked(!untouched && document.birthDateSeen);
    m_address->setChecked(!untouched && document.addressAgrees);
    m_former->setChecked(document.formerName);
    const auto reason = std::find_if(m_rules.refusals.begin(), m_rules.refusals.end(), [&](const NamedChoice& one) { return one.id == document.refusedFor; });
    m_refused->box()->setCurrentIndex(reason == m_rules.refusals.end() ? 0 : static_cast<int>(reason - m_rules.refusals.begin()) + 1);
    for (int at = 0; at < m_scores.size(); ++at) {
        const auto& id = m_rules.documentScores[static_cast<std::size_t>(at)].id;
        const auto known = std::find_if(document.scores.begin(), document.scores.end(), [&](const ConditionField& score) { return score.id == id; });
        m_scores[at]->box()->setCurrentText(known == document.scores.end() ? tr("Not scored") : words::fromUtf8(known->value));
    }
    m_remove->setVisible(!isNew);
    m_open = true;
    m_zone->clear();
    m_zoneWarnings.clear();
    m_numberWarnings.clear();
    m_fresh = false;
    showWarnings();
    show();
    kindChosen();
    takeFocus();
}

void DocumentEditor::close()
{
    m_open = false;
    m_zone->clear();
    m_number->setText({});
    hide();
}

void DocumentEditor::kindChosen()
{
    const auto* chosen = kind();
    if (!chosen)
        return;
    const bool refused = !chosen->refusal.empty() || (!chosen->photo && !chosen->address && !chosen->other && !chosen->linksNames);
    m_kind->setHint(words::fromUtf8(chosen->help));
    m_refusal->setText(chosen->refusal.empty() ? QString() : tr("Never counts. %1").arg(words::fromUtf8(chosen->refusal)));
    m_refusal->setVisible(!m_refusal->text().isEmpty());
    if (m_refusal->isVisible())
        announce(m_refusal, m_refusal->text());
    m_zone->setVisible(chosen->hasZone && m_hub.port().people());
    m_number->setVisible(chosen->hasNumber);
    m_issuer->setVisible(!chosen->issuerWord.empty());
    m_issuer->setLabel(capital(words::fromUtf8(chosen->issuerWord)));
    m_dated->setVisible((chosen->wantsDated || chosen->recordsDate || refused) && !chosen->restricted);
    m_expires->setVisible(chosen->wantsExpires && !chosen->restricted);
    placeFields();
    m_original->setVisible(!chosen->noOriginal);
    m_camera->setVisible(!chosen->noOriginal && !m_rules.remote.empty());
    m_birth->setVisible(chosen->showsBirthDate);
    m_address->setVisible(chosen->showsAddress);
    m_former->setVisible(!refused);
    m_former->setText(chosen->linksNames ? tr("It bears the former name and that of today") : tr("It bears a former name"));
    m_former->setAccessibleName(m_former->text());
    rebuildConditions();
    Q_EMIT changed();
}

void DocumentEditor::placeFields()
{
    int cell = 0; // row by row: no holes
    for (auto* field : {m_issuer, m_number, m_dated, m_expires}) {
        m_grid->removeWidget(field);
        if (!field->isHidden()) {
            m_grid->addWidget(field, cell / 2, cell % 2, Qt::AlignTop);
            ++cell;
        }
    }
}

void DocumentEditor::rebuildConditions()
{
    emptyLayout(m_conditionRows);
    m_conditions.clear();
    const auto* chosen = kind();
    if (!chosen)
        return;
    for (const auto& condition : chosen->conditions) {
        const auto known = std::find_if(m_started.conditions.begin(), m_started.conditions.end(),
                                        [&](const ConditionField& field) { return field.id == condition.id; });
        const auto value = known == m_started.conditions.end() ? std::string() : known->value;
        const auto name = QStringLiteral("document-condition-") + words::fromUtf8(condition.id);
        if (condition.isDate) {
            auto* field = new Field(words::fromUtf8(condition.words));
            field->edit()->setObjectName(name);
            field->setText(shownDate(value));
            connectField(field);
            m_conditionRows->addWidget(field);
            m_conditions << field;
        } else {
            auto* row = new CheckRow(words::fromUtf8(condition.words));
            row->setObjectName(name);
            row->setCheckable(true);
            row->setChecked(!value.empty());
            connect(row, &QAbstractButton::toggled, this, &DocumentEditor::changed);
            m_conditionRows->addWidget(row);
            m_conditions << row;
        }
    }
}

void DocumentEditor::zoneRead(const ZoneReading& reading)
{
    const auto known = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const DocumentKind& entry) { return entry.id == reading.kind; });
    if (known != m_kinds.end() && m_kind->box()->currentIndex() != static_cast<int>(known - m_kinds.begin())) {
        m_kind->box()->setCurrentIndex(static_cast<int>(known - m_kinds.begin()));
        kindChosen();
    }
    if (m_number->text().simplified().isEmpty())
        m_number->setText(words::fromUtf8(reading.numberEnding));
    if (m_expires->text().simplified().isEmpty())
        m_expires->setText(shownDate(reading.expires));
    m_zoneWarnings.clear();
    for (const auto& warning : reading.warnings)
        m_zoneWarnings << words::fromUtf8(warning);
    m_zone->setHint(m_zoneWarnings.isEmpty() ? tr("Read: %1, every check digit right. It is not kept.").arg(words::fromUtf8(reading.form))
                                             : tr("Read: %1. Something differs from the form, see below.").arg(words::fromUtf8(reading.form)));
    announce(m_zone->edit(), m_zone->message());
    showWarnings();
    Q_EMIT personRead(reading);
    Q_EMIT changed();
}

/// A whole number is compared with the form and leaves its end.
void DocumentEditor::numberLeft()
{
    const auto* chosen = kind();
    const auto typed = m_number->text();
    const auto ending = endingOf(typed);
    if (!chosen || typed == ending)
        return;
    m_numberWarnings.clear();
    auto* people = m_hub.port().people();
    if (people && typed.simplified().size() > endingLength)
        for (const auto& warning : people->numberWarnings(chosen->id, typed.simplified().toStdString(), m_application.draft().person))
            m_numberWarnings << words::fromUtf8(warning);
    m_number->setText(ending);
    showWarnings();
}

void DocumentEditor::showWarnings()
{
    const auto all = m_zoneWarnings + m_numberWarnings;
    const auto text = all.isEmpty() ? QString() : tr("Look again: %1").arg(all.join(QLatin1Char(' ')));
    if (text == m_warnings->text() && m_warnings->isVisible() == !text.isEmpty())
        return;
    m_fresh = !text.isEmpty() && text != m_warnings->text();
    m_warnings->setText(text);
    m_warnings->setVisible(!text.isEmpty());
    if (m_fresh)
        announce(m_warnings, text);
}

bool DocumentEditor::takeFreshWarning() { return std::exchange(m_fresh, false); }

DocumentFields DocumentEditor::document() const
{
    DocumentFields fields;
    const auto* chosen = kind();
    if (!chosen)
        return fields;
    fields.kind = chosen->id;
    if (chosen->hasNumber)
        fields.numberEnding = endingOf(m_number->text()).toStdString();
    fields.issuer = chosen->restricted ? std::string() : chosen->issuerWord.empty() ? chosen->issuer : m_issuer->text().simplified().toStdString();
    if (!m_dated->isHidden())
        fields.dated = understoodDate(m_dated->text()).toStdString();
    if (!m_expires->isHidden())
        fields.expires = understoodDate(m_expires->text()).toStdString();
    fields.originalSeen = !chosen->noOriginal && m_original->isChecked();
    fields.seenOnCamera = !m_camera->isHidden() && m_camera->isChecked();
    fields.nameAgrees = m_name->isChecked();
    fields.birthDateSeen = chosen->showsBirthDate && m_birth->isChecked();
    fields.addressAgrees = chosen->showsAddress && m_address->isChecked();
    fields.formerName = !m_former->isHidden() && m_former->isChecked();
    for (int at = 0; at < m_conditions.size(); ++at) {
        const auto& condition = chosen->conditions[static_cast<std::size_t>(at)];
        if (const auto* field = qobject_cast<Field*>(m_conditions[at]); field && !field->text().isEmpty())
            fields.conditions.push_back({condition.id, understoodDate(field->text()).toStdString()});
        else if (const auto* row = qobject_cast<CheckRow*>(m_conditions[at]); row && row->isChecked())
            fields.conditions.push_back({condition.id, "yes"});
    }
    for (int at = 0; at < m_scores.size(); ++at)
        if (m_scores[at]->box()->currentIndex() > 0)
            fields.scores.push_back({m_rules.documentScores[static_cast<std::size_t>(at)].id, m_scores[at]->box()->currentText().toStdString()});
    if (const int at = m_refused->box()->currentIndex(); at > 0)
        fields.refusedFor = m_rules.refusals[static_cast<std::size_t>(at - 1)].id;
    return fields;
}

void DocumentEditor::takeFocus() { m_kind->box()->setFocus(); }

} // namespace cardwright::ui
