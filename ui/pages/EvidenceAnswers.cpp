#include "ui/pages/EvidenceAnswers.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cardwright::ui {

EvidenceAnswers::EvidenceAnswers(DeskHub& hub, ApplicationPresenter& application, QWidget* parent) : Panel(parent), m_hub(hub), m_application(application)
{
    setObjectName(QStringLiteral("evidence-answers"));
    setAccessibleName(tr("Other ways to pass"));
    body()->setSpacing(6);
    setPadding(16);
    const auto* people = hub.port().people();
    const auto rules = people ? people->evidenceRules() : EvidenceRules{};
    for (const auto& way : rules.ways)
        addBlock(words::fromUtf8(way.title), way.wants, way.opensWith);
    addBlock(tr("Seen on a camera"), rules.remote, {});
    addBlock(tr("Scores of the whole check"), rules.checkScores, {});
    hide();
}

void EvidenceAnswers::addBlock(const QString& title, const std::vector<EvidenceWantField>& wants, const std::string& opensWith)
{
    if (wants.empty())
        return;
    if (body()->count() > 0) {
        body()->addSpacing(8);
        body()->addWidget(new Divider);
        body()->addSpacing(4);
    }
    body()->addWidget(new Label(title, TextStyle::BodyStrong));
    for (const auto& want : wants)
        addWant(want, want.id == opensWith ? std::string() : opensWith);
}

void EvidenceAnswers::addWant(const EvidenceWantField& want, const std::string& opensWith)
{
    switch (want.form) {
    case WantForm::tick: return addTick(want, opensWith);
    case WantForm::date: return addDate(want, opensWith);
    case WantForm::choice:
    case WantForm::score: return addChoice(want, opensWith);
    }
}

void EvidenceAnswers::addTick(const EvidenceWantField& want, const std::string& opensWith)
{
    auto* row = named(new CheckRow(words::fromUtf8(want.words)), qPrintable(QStringLiteral("answer-") + words::fromUtf8(want.id)));
    row->setCheckable(true);
    body()->addWidget(row);
    connect(row, &QAbstractButton::toggled, this, [this, id = want.id](bool on) {
        if (!m_filling)
            m_application.setAnswer(id, on ? "yes" : "");
    });
    m_entries.push_back({want.id, [row](const std::string& value) { row->setChecked(value == "yes"); }, row, row, opensWith});
}

void EvidenceAnswers::addDate(const EvidenceWantField& want, const std::string& opensWith)
{
    auto* field = new Field(words::fromUtf8(want.words));
    field->setHint(tr("Day, month, year"));
    named(field->edit(), qPrintable(QStringLiteral("answer-") + words::fromUtf8(want.id)));
    body()->addWidget(field);
    connect(field, &Field::textChanged, this, [this, id = want.id](const QString& text) {
        if (!m_filling)
            m_application.setAnswer(id, understoodDate(text).toStdString());
    });
    connect(field, &Field::edited, this, [field] {
        const auto text = understoodDate(field->text()).toStdString();
        if (!text.empty() && !parseDate(text))
            field->setWrong(tr("Not a date yet: day, month, year"));
        else if (!text.empty())
            field->setText(shownDate(text));
    });
    m_entries.push_back({want.id, [field](const std::string& value) { field->setText(shownDate(value)); }, field->edit(), field, opensWith});
}

void EvidenceAnswers::addChoice(const EvidenceWantField& want, const std::string& opensWith)
{
    auto* field = new ChoiceField(words::fromUtf8(want.words));
    auto* box = named(field->box(), qPrintable(QStringLiteral("answer-") + words::fromUtf8(want.id)));
    box->addItem(want.form == WantForm::score ? tr("Not scored") : tr("Not chosen"));
    for (const auto& choice : want.choices)
        box->addItem(words::fromUtf8(choice));
    body()->addWidget(field);
    connect(field, &ChoiceField::chosen, this, [this, id = want.id, box](int index) {
        if (!m_filling)
            m_application.setAnswer(id, index > 0 ? box->currentText().toStdString() : std::string());
    });
    m_entries.push_back({want.id, [box](const std::string& value) { box->setCurrentIndex(std::max(0, value.empty() ? 0 : box->findText(words::fromUtf8(value)))); }, box,
                         field, opensWith});
}

bool EvidenceAnswers::begun() const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [this](const Entry& entry) { return !m_application.answer(entry.id).empty(); });
}

void EvidenceAnswers::refresh()
{
    for (const auto& entry : m_entries)
        entry.part->setVisible(entry.opensWith.empty() || !m_application.answer(entry.opensWith).empty());
    if (m_filledFor == m_application.generation())
        return;
    m_filledFor = m_application.generation();
    m_filling = true;
    for (const auto& entry : m_entries)
        entry.show(m_application.answer(entry.id));
    m_filling = false;
}

void EvidenceAnswers::takeFocus()
{
    if (!m_entries.empty())
        m_entries.front().focus->setFocus();
}

} // namespace cardwright::ui
