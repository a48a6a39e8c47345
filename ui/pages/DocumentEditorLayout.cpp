#include "ui/pages/DocumentEditor.h"

#include "ui/pages/PageTools.h"
#include "ui/pages/ZoneField.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Accessible.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

// How the document editor is put together: its fields, its ticks, and those of the kind that is chosen.

namespace cardwright::ui {

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
    orderKeys();
}

/// Tab walks as the eye does: fields are moved with the kind, and its own rows are made anew below what they stand above.
void DocumentEditor::orderKeys()
{
    QVector<QWidget*> order{m_kind->box(), m_zone->edit()};
    for (const auto* field : {m_issuer, m_number, m_dated, m_expires})
        order << field->edit();
    order << m_original << m_camera << m_name << m_birth << m_address << m_former;
    for (auto* row : m_conditions) {
        auto* field = qobject_cast<Field*>(row);
        order << (field ? static_cast<QWidget*>(field->edit()) : row);
    }
    for (const auto* score : m_scores)
        order << score->box();
    order << m_refused->box() << m_remove;
    for (qsizetype at = 1; at < order.size(); ++at)
        setTabOrder(order[at - 1], order[at]);
}

} // namespace cardwright::ui
