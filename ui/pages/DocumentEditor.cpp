#include "ui/pages/DocumentEditor.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

DocumentEditor::DocumentEditor(QWidget* parent) : Panel(parent)
{
    setObjectName(QStringLiteral("document-editor"));
    m_kind = new ChoiceField(tr("Document"));
    named(m_kind->box(), "document-kind", tr("Document"));
    m_number = new Field(tr("Number ends in"));
    named(m_number->edit(), "document-number", tr("Number ends in"));
    m_number->setHint(tr("The last four, no more is kept"));
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
    }
    m_original = named(new CheckRow(tr("Original in my hand, no copy, no print-out")), "document-original");
    m_name = named(new CheckRow(tr("Name agrees")), "document-name");
    m_birth = named(new CheckRow(tr("Date of birth agrees")), "document-birth");
    m_address = named(new CheckRow(tr("Shows the address of today")), "document-address");
    m_remove = named(new SecondaryButton(tr("Take it off the list")), "document-remove", tr("Take this document off the list"));
    m_remove->setIconName(QStringLiteral("close"));

    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(m_kind, 0, 0, Qt::AlignTop);
    body()->setSpacing(6);
    body()->addLayout(m_grid);
    for (auto* row : {m_original, m_name, m_birth, m_address}) {
        row->setCheckable(true);
        body()->addWidget(row);
        connect(row, &QAbstractButton::toggled, this, &DocumentEditor::changed);
    }
    m_conditionRows = new QVBoxLayout;
    body()->addLayout(m_conditionRows);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_remove);
    foot->addStretch(1);
    body()->addLayout(foot);
    connect(m_kind, &ChoiceField::chosen, this, &DocumentEditor::kindChosen);
    connect(m_remove, &ActionButton::clicked, this, &DocumentEditor::removed);
    for (auto* field : {m_number, m_issuer, m_dated, m_expires})
        connectField(field);
    hide();
}

void DocumentEditor::connectField(Field* field)
{
    connect(field, &Field::textChanged, this, &DocumentEditor::changed);
    if (field != m_dated && field != m_expires)
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
    // That something agrees is the agent's own word: a new one begins without it.
    const bool untouched = isNew && !document.originalSeen && document.numberEnding.empty() && document.issuer.empty() && document.dated.empty() &&
                           document.expires.empty() && document.conditions.empty();
    m_name->setChecked(!untouched && document.nameAgrees);
    m_birth->setChecked(!untouched && document.birthDateSeen);
    m_address->setChecked(!untouched && document.addressAgrees);
    m_remove->setVisible(!isNew);
    m_open = true;
    show();
    kindChosen();
    takeFocus();
}

void DocumentEditor::close()
{
    m_open = false;
    hide();
}

void DocumentEditor::kindChosen()
{
    const auto* chosen = kind();
    if (!chosen)
        return;
    const bool refused = !chosen->photo && !chosen->address;
    m_number->setVisible(chosen->hasNumber);
    m_issuer->setVisible(!chosen->issuerWord.empty());
    auto word = words::fromUtf8(chosen->issuerWord);
    if (!word.isEmpty())
        word[0] = word[0].toUpper();
    m_issuer->setLabel(word);
    m_dated->setVisible(chosen->wantsDated || refused);
    m_expires->setVisible(chosen->wantsExpires);
    int cell = 1; // beside the kind, then row by row: no holes
    for (auto* field : {m_issuer, m_number, m_dated, m_expires}) {
        m_grid->removeWidget(field);
        if (!field->isHidden()) {
            m_grid->addWidget(field, cell / 2, cell % 2, Qt::AlignTop);
            ++cell;
        }
    }
    m_birth->setVisible(chosen->showsBirthDate);
    m_address->setVisible(chosen->showsAddress);
    rebuildConditions();
    Q_EMIT changed();
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
        if (condition.isDate) {
            auto* field = new Field(words::fromUtf8(condition.words));
            field->edit()->setObjectName(QStringLiteral("document-condition-") + words::fromUtf8(condition.id));
            field->setText(shownDate(value));
            connect(field, &Field::textChanged, this, &DocumentEditor::changed);
            m_conditionRows->addWidget(field);
            m_conditions << field;
        } else {
            auto* row = new CheckRow(words::fromUtf8(condition.words));
            row->setObjectName(QStringLiteral("document-condition-") + words::fromUtf8(condition.id));
            row->setCheckable(true);
            row->setChecked(!value.empty());
            connect(row, &QAbstractButton::toggled, this, &DocumentEditor::changed);
            m_conditionRows->addWidget(row);
            m_conditions << row;
        }
    }
}

DocumentFields DocumentEditor::document() const
{
    DocumentFields fields;
    const auto* chosen = kind();
    if (!chosen)
        return fields;
    fields.kind = chosen->id;
    if (chosen->hasNumber)
        fields.numberEnding = m_number->text().simplified().right(4).toStdString();
    fields.issuer = chosen->issuerWord.empty() ? chosen->issuer : m_issuer->text().simplified().toStdString();
    if (!m_dated->isHidden())
        fields.dated = understoodDate(m_dated->text()).toStdString();
    if (!m_expires->isHidden())
        fields.expires = understoodDate(m_expires->text()).toStdString();
    fields.originalSeen = m_original->isChecked();
    fields.nameAgrees = m_name->isChecked();
    fields.birthDateSeen = chosen->showsBirthDate && m_birth->isChecked();
    fields.addressAgrees = chosen->showsAddress && m_address->isChecked();
    for (int at = 0; at < m_conditions.size(); ++at) {
        const auto& condition = chosen->conditions[static_cast<std::size_t>(at)];
        if (const auto* field = qobject_cast<Field*>(m_conditions[at]); field && !field->text().isEmpty())
            fields.conditions.push_back({condition.id, understoodDate(field->text()).toStdString()});
        else if (const auto* row = qobject_cast<CheckRow*>(m_conditions[at]); row && row->isChecked())
            fields.conditions.push_back({condition.id, "yes"});
    }
    return fields;
}

void DocumentEditor::takeFocus()
{
    m_kind->box()->setFocus();
}

} // namespace cardwright::ui
